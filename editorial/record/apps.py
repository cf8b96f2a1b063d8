from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The append-only log."""

    name = "editorial.record"
    label = "record"
