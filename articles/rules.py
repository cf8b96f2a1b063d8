"""Who may bring articles in and change what they are made of, without knowing of teams: others grant the permission."""

from django.db.models import QuerySet

from articles.models import Batch

#: Desk-wide roles that see everybody's imports.
_SEES_ALL = {"editor", "admin"}


def may_import(person: object) -> bool:
    """Whoever may add articles imports them, and edits stories."""
    return person.is_active and person.has_perm("articles.add_article")


def right_to_import(person: object) -> str:
    """Return by what right they import, for the log: their role on the desk, or that they lead a team."""
    return person.role if person.role in _SEES_ALL else "lead"


def sees_every_import(person: object) -> bool:
    """Editors and admins see what anybody brings in."""
    return person.is_active and person.role in _SEES_ALL


def batches_for(person: object) -> QuerySet[Batch]:
    """Return the batches that a person may see: their own; to editors and admins, all."""
    batches = Batch.objects.select_related("by")
    return batches if sees_every_import(person) else batches.filter(by=person)
