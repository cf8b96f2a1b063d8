from django.apps import AppConfig


class PostConfig(AppConfig):
    """Letters on their way out by e-mail."""

    name = "editorial.post"
    label = "post"
