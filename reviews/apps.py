from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Who reviews, and what they found."""

    name = "reviews"
