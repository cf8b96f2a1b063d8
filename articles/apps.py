from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """What is reviewed."""

    name = "articles"
