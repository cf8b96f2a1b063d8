"""What the demo tells of its people: profiles that its reviews obey, guidelines in versions, notices, an invitation."""

import pytest

from editorial.demo.fill import fill
from editorial.post.models import Letter
from reviews.models import Absence, Assignment, Conflict, Guidelines, Invitation, Notice, Profile
from reviews.queries.people import profiles

pytestmark = pytest.mark.django_db


def test_people_are_more_than_names(now):
    """One filling, read from every side: it takes seconds."""
    fill(now=now)
    assert Profile.objects.exclude(languages=[]).count() >= 4
    assert sorted(Guidelines.objects.values_list("team__name", "version")) == [
        ("Culture", 1),
        ("Culture", 2),
        ("News", 1),
    ]
    invitation = Invitation.objects.get()
    assert invitation.is_open(now)
    assert [letter.to for letter in Letter.objects.all()] == [invitation.email]
    assert Absence.objects.filter(first__lte=now.date(), last__gte=now.date()).exists()
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"assigned", "response_owed", "overdue", "ruled"} <= kinds
    unread = Notice.objects.filter(read_at=None)
    assert 0 < unread.count() < Notice.objects.count() / 2
    assert Assignment.objects.filter(guidelines__team__name="Culture").exists()

    assert Conflict.objects.count() == 2
    reviewed = Assignment.objects.select_related("reviewer", "round__article__publication")
    known = profiles({assignment.reviewer for assignment in reviewed})
    for assignment in reviewed:
        profile, article = known[assignment.reviewer_id], assignment.round.article
        assert profile.conflict_with(article) == "", article
        assert profile.reads(article.language), (assignment.reviewer, article)
