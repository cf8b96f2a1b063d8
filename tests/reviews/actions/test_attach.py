"""Sources stand on their finder's shelf, and are attached from there to the finder's marks."""

from uuid import uuid4

import pytest

from editorial.record.models import Event
from reviews.actions.annotate import delete_annotation
from reviews.actions.attach import add_source, attach, detach
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.models import Evidence, Source
from tests.factories import COST, NOW, OPENED, Desk, draft, hand_in, make_source, mark, recorded, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def put(assignment, **options) -> Source:
    """Put a source on the shelf with just what is given."""
    return add_source(assignment=assignment, now=NOW, **{"uuid": uuid4(), "kind": "page", "title": "A page", **options})


def test_a_source_goes_to_the_finders_shelf(desk):
    with recorded() as kinds:
        source = put(
            desk.first, title=" The register ", url="https://register.example/1", primary=True, confidential=True
        )
    assert kinds == ["source.added"]
    assert (source.title, source.finder, source.article) == ("The register", desk.first.reviewer, desk.article)
    assert (source.primary, source.confidential, source.found_nothing) == (True, True, False)
    payload = Event.objects.get(kind="source.added").payload
    assert payload == {"source": str(source.uuid), "kind": "page", "confidential": True}


def test_a_source_without_title_goes_by_its_address(desk):
    assert put(desk.first, title="", url="https://register.example/1").title == "https://register.example/1"


def test_the_same_source_again_is_harmless(desk):
    uuid = uuid4()
    made = put(desk.first, uuid=uuid)
    with recorded() as kinds:
        assert put(desk.first, uuid=uuid, title="Another") == made
    assert kinds == []
    assert Source.objects.get().title == "A page"


def test_nobody_adds_to_anothers_shelf(desk):
    uuid = uuid4()
    put(desk.first, uuid=uuid)
    with recorded() as kinds, pytest.raises(NotAllowed, match="somebody else's shelf"):
        put(desk.second, uuid=uuid)
    assert kinds == []


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"title": "", "url": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"kind": "rumour"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "register.example"}, "url"),
        ({"archive_url": "data:text/html,x"}, "archive_url"),
        ({"found_nothing": True}, "found_nothing"),
        ({"passage": "x" * 20_001}, "passage"),
        ({"passage": "a\x00b"}, "passage"),
        ({"place": "a\x00b"}, "place"),
    ],
)
def test_what_is_no_source_is_refused_beside_its_field(desk, options, field):
    with recorded() as kinds, pytest.raises(Refused) as refused:
        put(desk.first, **options)
    assert refused.value.field == field
    assert kinds == []
    assert not Source.objects.exists()


def test_a_search_may_have_found_nothing(desk):
    source = put(desk.first, kind="search", title="“Ministry of Bridges”", place="National archive", found_nothing=True)
    assert source.found_nothing


def test_a_source_is_attached_with_what_it_says(desk):
    made, source = draft(desk.first, COST, "disputed"), make_source(desk.first)
    with recorded() as kinds:
        evidence = attach(assignment=desk.first, annotation=made, source=source, stance="refutes", now=NOW)
    assert kinds == ["evidence.attached"]
    assert (evidence.annotation, evidence.source, evidence.stance) == (made, source, "refutes")


def test_attaching_again_changes_the_stance_or_nothing(desk):
    made, source = draft(desk.first, COST, "disputed"), make_source(desk.first)
    for stance, events in (("refutes", 1), ("refutes", 0), ("context", 1)):
        with recorded() as kinds:
            attach(assignment=desk.first, annotation=made, source=source, stance=stance, now=NOW)
        assert kinds == ["evidence.attached"] * events
    assert Evidence.objects.get().stance == "context"


def test_one_source_serves_many_marks(desk):
    source = make_source(desk.first)
    for quote in (COST, OPENED):
        attach(
            assignment=desk.first,
            annotation=draft(desk.first, quote),
            source=source,
            stance="supports",
            now=NOW,
        )
    assert source.attached.count() == 2


def test_a_stance_is_one_of_three(desk):
    with pytest.raises(Refused, match="Stance: supports, refutes or context"):
        show(draft(desk.first, COST), "proves")


def test_only_ones_own_sources_go_to_ones_own_marks(desk):
    mine, theirs = draft(desk.first, COST), draft(desk.second, COST)
    my_source, their_source = make_source(desk.first), make_source(desk.second)
    for annotation, source in ((theirs, my_source), (mine, their_source)):
        with recorded() as kinds, pytest.raises(NotAllowed, match="Only your own"):
            attach(assignment=desk.first, annotation=annotation, source=source, stance="supports", now=NOW)
        assert kinds == []
    assert not Evidence.objects.exists()


def test_nothing_is_attached_to_a_mark_that_is_gone(desk):
    made, source = draft(desk.first, COST), make_source(desk.first)
    gone = delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=NOW)
    with recorded() as kinds, pytest.raises(Stale, match="not there any more"):
        attach(assignment=desk.first, annotation=gone, source=source, stance="supports", now=NOW)
    assert kinds == []


def test_detached_it_stays_on_the_shelf(desk):
    evidence = show(draft(desk.first, COST), "supports")
    with recorded() as kinds:
        detach(assignment=desk.first, evidence=evidence, now=NOW)
    assert kinds == ["evidence.detached"]
    assert not Evidence.objects.exists()
    assert Source.objects.count() == 1


def test_nobody_detaches_anothers(desk):
    evidence = show(draft(desk.first, COST), "supports")
    with recorded() as kinds, pytest.raises(NotDone, match="no such source on a mark of yours"):
        detach(assignment=desk.second, evidence=evidence, now=NOW)
    assert kinds == []


def test_a_submitted_review_keeps_its_evidence_as_it_is(desk):
    made = mark(desk.first, COST, "verified")
    evidence, source = made.evidence.get(), make_source(desk.first)
    hand_in(desk.first)
    for deed in (
        lambda: attach(assignment=desk.first, annotation=made, source=source, stance="refutes", now=NOW),
        lambda: detach(assignment=desk.first, evidence=evidence, now=NOW),
    ):
        with recorded() as kinds, pytest.raises(NotAllowed, match="You have submitted this review"):
            deed()
        assert kinds == []
