from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """The project itself, for its commands."""

    name = "editorial"
