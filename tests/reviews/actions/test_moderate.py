"""Flags, and what moderators do: who may, what it changes at once, and that it can be taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from editorial.accounts.models import User
from editorial.record import log
from editorial.record.models import Event
from reviews.actions.annotate import annotate
from reviews.actions.discuss import discuss
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.actions.flag import appeal, case_of, flag
from reviews.actions.many import moderate_many, rehearse
from reviews.actions.moderate import Why, dismiss_flags, escalate, hide, release, restore, take, warn
from reviews.actions.redact import redact
from reviews.actions.rule import rule
from reviews.actions.suspend import lift, suspend
from reviews.actions.unmoderate import undo_moderation
from reviews.models import Annotation, Assignment, Case, Claim, Comment, Evidence, Flag, ModerationEntry, Standing
from reviews.queries.settlement import differences
from reviews.queries.visible import annotations_for, articles_for, comments_for, evidence_for, marks_on, responses_for
from tests.factories import (
    COST,
    NOW,
    OPENED,
    Desk,
    claim_on,
    finished,
    make_article,
    make_person,
    mark,
    recorded,
)

pytestmark = pytest.mark.django_db

HIDE, RESTORE = hide, restore
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def desk() -> Desk:
    """Return a desk whose round is closed: one claim of two votes, one of a vote and nothing beside it."""
    made = Desk()
    finished(made, (OPENED, "fabricated", "fabricated"), (COST, "verified", ""))
    return made


@pytest.fixture
def mo() -> User:
    return make_person("Mo the moderator", role=User.Role.MODERATOR)


def first_mark(desk: Desk, words: str = OPENED) -> Annotation:
    return Annotation.objects.get(claim=claim_on(desk.article, words), assignment=desk.first)


def flagged(desk: Desk, *, by: User | None = None, kind: str = "abusive") -> Case:
    """Return the case of the first mark, flagged by the editor."""
    made = flag(thing="annotation", pk=first_mark(desk).pk, by=by or desk.editor, kind=kind, note="Rude.", now=NOW)
    return Case.objects.get(pk=made.case_id)


def why(by: User, *, reason: str = "abuse", note: str = "See the rules.", now=NOW) -> Why:
    return Why(by, reason, note, now)


def now_of(case: Case) -> dict:
    """Return a case as a moderator who looks at it now names it."""
    fresh = Case.objects.get(pk=case.pk)
    return {"case": fresh, "version": fresh.version}


def standing(desk: Desk) -> dict:
    """Return everything that the desk says of the article and its claims, but when it was worked out."""
    article = Standing.objects.filter(article=desk.article).values().get()
    claims = list(Claim.objects.filter(revision__article=desk.article).order_by("pk").values())
    for row in (article, *claims):
        for name in ("settled_at", "version"):
            row.pop(name, None)
    return {"article": article, "claims": claims}


def in_order(desk: Desk) -> bool:
    """Whether standings are what a rebuild finds, and the log holds."""
    desk.refresh()
    return differences(desk.article) == [] and list(log.verify()) == []


# Flags


def test_a_flag_opens_a_case_and_names_its_maker_in_no_column_of_the_log(desk):
    with recorded() as kinds:
        case = flagged(desk)
    assert kinds == ["moderation.flagged"]
    assert (case.is_open, case.person, case.severity) == (True, desk.first.reviewer, 5)
    event = Event.objects.get(kind="moderation.flagged")
    assert (event.actor, event.payload["by"]) == (None, desk.editor.pk)


def test_one_flag_per_person_and_thing_and_the_gravest_leads(desk):
    case = flagged(desk)
    assert flagged(desk, kind="other") == case
    assert Flag.objects.count() == 1
    flagged(desk, by=desk.lead, kind="personal_data")
    case.refresh_from_db()
    assert (Flag.objects.count(), case.severity) == (2, 6)


@pytest.mark.parametrize(
    ("who", "kind", "error"),
    [("own", "abusive", Refused), ("stranger", "abusive", NotDone), ("editor", "rude", Refused)],
)
def test_flags_that_are_refused(desk, who, kind, error):
    people = {"own": desk.first.reviewer, "stranger": make_person(), "editor": desk.editor}
    with pytest.raises(error):
        flagged(desk, by=people[who], kind=kind)
    assert Flag.objects.count() == 0


def test_every_kind_of_thing_can_be_flagged(desk):
    claim = claim_on(desk.article, OPENED)
    comment = discuss(claim=claim, by=desk.first.reviewer, uuid=uuid4(), text="Spam.", now=NOW)
    source = Evidence.objects.filter(annotation=first_mark(desk)).get().source
    response = claim_on(desk.article, COST).responses.get()
    things = {"comment": comment, "source": source, "article": desk.article, "response": response}
    for thing, row in things.items():
        flag(thing=thing, pk=row.pk, by=desk.editor, kind="off_topic", note="", now=NOW)
    assert {case.kind for case in Case.objects.all()} == set(things)
    assert all(case.thing == things[case.kind] for case in Case.objects.all())


def test_flags_have_a_bound_per_hour(desk, monkeypatch):
    from reviews.actions import bounds

    monkeypatch.setitem(bounds.PER_HOUR, "flags", 1)
    flagged(desk)
    with pytest.raises(Refused, match="within an hour"):
        flag(thing="article", pk=desk.article.pk, by=desk.editor, kind="other", note="", now=NOW)
    flag(thing="article", pk=desk.article.pk, by=desk.editor, kind="other", note="", now=LATER)


# Who decides

DEEDS = {
    "hide": hide,
    "warn": warn,
    "dismiss": dismiss_flags,
    "escalate": escalate,
    "redact": lambda **how: redact(**how, words=["register"]),
    "suspend": lambda **how: suspend(**how, until=NOW + timedelta(days=7), votes_count=False),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["observer", "reviewer", "lead", "editor", "moderator", "admin"])
def test_moderators_and_admins_alone_decide(desk, mo, deed, who):
    people = {
        "observer": desk.observer,
        "reviewer": desk.spare,
        "lead": desk.lead,
        "editor": make_person(role=User.Role.EDITOR),
        "moderator": mo,
        "admin": make_person(role=User.Role.ADMIN),
    }
    case = flagged(desk)
    how = now_of(case) | {"why": why(people[who])}
    if who in {"moderator", "admin"}:
        with recorded() as kinds:
            entry = DEEDS[deed](**how)
        assert f"moderation.{deed}" in kinds
        assert (entry.by, entry.reason) == (people[who], "abuse")
    else:
        before = standing(desk)
        with pytest.raises(NotAllowed):
            DEEDS[deed](**how)
        assert standing(desk) == before
    assert in_order(desk)


@pytest.mark.parametrize("party", ["author", "flagger", "reviewer of the article"])
def test_nobody_decides_a_case_they_are_party_to(desk, mo, party):
    """Being an admin lifts no rule of fairness."""
    case = flagged(desk, by=mo if party == "flagger" else None)
    if party != "flagger":
        part = desk.first if party == "author" else desk.second
        mo = part.reviewer
    User.objects.filter(pk=mo.pk).update(role=User.Role.ADMIN)
    mo.refresh_from_db()
    with pytest.raises(NotAllowed, match="somebody else"):
        hide(**now_of(case), why=why(mo))


@pytest.mark.parametrize(
    ("reason", "note", "field"), [("", "Why.", "reason"), ("odd", "Why.", "reason"), ("abuse", " ", "note")]
)
def test_a_reason_of_the_list_and_a_note_are_asked_for(desk, mo, reason, note, field):
    case = flagged(desk)
    with pytest.raises(Refused) as refused:
        hide(**now_of(case), why=why(mo, reason=reason, note=note))
    assert refused.value.field == field
    assert first_mark(desk).hidden_at is None


def test_what_another_moderator_did_meanwhile_is_said(desk, mo):
    case = flagged(desk)
    seen = now_of(case)
    hide(**seen, why=why(mo, note="Insults the mayor."))
    with pytest.raises(Stale, match=r"Mo the moderator hid it meanwhile .*Insults the mayor"):
        dismiss_flags(**seen, why=why(make_person(role=User.Role.MODERATOR)))


def test_a_case_is_held_by_one_for_an_hour(desk, mo):
    other = make_person(role=User.Role.MODERATOR)
    case = flagged(desk)
    take(case=case, by=mo, now=NOW)
    with pytest.raises(Stale, match="has taken this case on"):
        hide(**now_of(case), why=why(other))
    release(case=case, by=mo, now=NOW)
    take(case=case, by=other, now=NOW)
    hide(**now_of(case), why=why(mo, now=LATER))


def test_an_escalated_case_is_for_an_admin(desk, mo):
    case = flagged(desk)
    escalate(**now_of(case), why=why(mo, reason="beyond_me"))
    with pytest.raises(NotAllowed, match="handed to an admin"):
        hide(**now_of(case), why=why(mo))
    hide(**now_of(case), why=why(make_person(role=User.Role.ADMIN)))
    assert not Case.objects.get(pk=case.pk).is_open


# Hiding


def test_a_hidden_mark_is_gone_for_all_but_moderators_and_its_vote_with_it(desk, mo):
    case = flagged(desk)
    claim = claim_on(desk.article, OPENED)
    assert (claim.stands_as, claim.fabricated) == ("fabricated", 2)
    before = standing(desk)
    hidden = first_mark(desk)
    entry = hide(**now_of(case), why=why(mo))
    claim.refresh_from_db()
    assert (claim.outcome, claim.stands_as, claim.fabricated) == ("short", "", 1)
    for person in (desk.editor, desk.lead, desk.observer, desk.first.reviewer, desk.second.reviewer, mo):
        assert hidden not in annotations_for(person)
        assert not evidence_for(person).filter(annotation=hidden).exists()
    assert hidden not in marks_on(claim)
    assert hidden in annotations_for(mo, hidden=True)
    assert hidden not in annotations_for(desk.editor, hidden=True)
    assert in_order(desk)
    undo_moderation(entry=entry, version=now_of(case)["version"], why=why(mo, reason="mistake"))
    assert standing(desk) == before
    assert in_order(desk)


def test_hiding_a_source_takes_its_evidence_out_of_the_votes(desk, mo):
    before = standing(desk)
    shown = Evidence.objects.filter(annotation__claim=claim_on(desk.article, OPENED))
    entries = []
    for evidence in shown:
        case = case_of(evidence.source, NOW)
        entries.append(hide(**now_of(case), why=why(mo, reason="false_evidence")))
    assert claim_on(desk.article, OPENED).stands_as != "fabricated"
    assert in_order(desk)
    for entry in entries:
        undo_moderation(entry=entry, version=now_of(entry.case)["version"], why=why(mo, reason="mistake"))
    assert standing(desk) == before


def test_hidden_answers_comments_and_articles_are_gone_and_come_back(desk, mo):
    claim = claim_on(desk.article, OPENED)
    comment = discuss(claim=claim, by=desk.first.reviewer, uuid=uuid4(), text="Spam.", now=NOW)
    response = claim_on(desk.article, COST).responses.get()
    doors = {
        comment: lambda: comments_for(desk.editor),
        response: lambda: responses_for(desk.editor),
        desk.article: lambda: articles_for(desk.editor),
    }
    for thing, door in doors.items():
        case = case_of(thing, NOW)
        hide(**now_of(case), why=why(mo))
        assert thing not in door()
        restore(**now_of(case), why=why(mo, reason="mistake"))
        assert thing in door()
    assert in_order(desk)


def test_hiding_twice_and_restoring_what_is_not_hidden_are_refused(desk, mo):
    case = flagged(desk)
    with pytest.raises(Refused, match="not hidden"):
        restore(**now_of(case), why=why(mo))
    hide(**now_of(case), why=why(mo))
    with pytest.raises(Refused, match="hidden already"):
        hide(**now_of(case), why=why(mo))


def test_undoing_what_was_built_upon_is_refused_with_a_sentence(desk, mo):
    case = flagged(desk)
    hidden = hide(**now_of(case), why=why(mo))
    restore(**now_of(case), why=why(mo, reason="mistake"))
    with pytest.raises(Refused, match="Mo the moderator restored it since"):
        undo_moderation(entry=hidden, version=now_of(case)["version"], why=why(mo))
    warned = warn(**now_of(case), why=why(mo))
    with pytest.raises(Refused, match="cannot be unsaid"):
        undo_moderation(entry=warned, version=now_of(case)["version"], why=why(mo))


def test_an_undone_dismissal_opens_the_flags_again(desk, mo):
    case = flagged(desk)
    entry = dismiss_flags(**now_of(case), why=why(mo, reason="unfounded"))
    assert not Case.objects.get(pk=case.pk).is_open
    undo_moderation(entry=entry, version=now_of(case)["version"], why=why(mo, reason="mistake"))
    case.refresh_from_db()
    assert (case.is_open, case.severity, case.flags.get().answered_at) == (True, 5, None)


# Appeals


def test_an_author_appeals_once_and_another_moderator_judges(desk, mo):
    case = flagged(desk)
    entry = hide(**now_of(case), why=why(mo))
    with pytest.raises(NotAllowed):
        appeal(entry=entry, by=desk.second.reviewer, text="Unfair.", now=NOW)
    with pytest.raises(Refused):
        appeal(entry=entry, by=desk.first.reviewer, text=" ", now=NOW)
    appeal(entry=entry, by=desk.first.reviewer, text="It was a quotation.", now=NOW)
    with pytest.raises(Refused, match="already"):
        appeal(entry=entry, by=desk.first.reviewer, text="Again.", now=NOW)
    assert Case.objects.get(pk=case.pk).is_open
    with pytest.raises(NotAllowed, match="your own decision"):
        restore(**now_of(case), why=why(mo))
    restore(**now_of(case), why=why(make_person(role=User.Role.MODERATOR), reason="appeal"))
    assert in_order(desk)


# Suspension


def test_a_suspended_person_appeals_and_does_nothing_else(desk, mo):
    case = flagged(desk)
    before = standing(desk)
    entry = suspend(**now_of(case), why=why(mo), until=NOW + timedelta(days=7), votes_count=True)
    assert standing(desk) == before
    person = User.objects.get(pk=desk.first.reviewer_id)
    claim = claim_on(desk.article, OPENED)
    with pytest.raises(NotAllowed, match="suspended until"):
        discuss(claim=claim, by=person, uuid=uuid4(), text="But …", now=NOW)
    with pytest.raises(NotAllowed, match="suspended until"):
        flag(thing="article", pk=desk.article.pk, by=person, kind="other", note="", now=NOW)
    assert Comment.objects.count() == 0
    appeal(entry=entry, by=person, text="I did not.", now=NOW)
    discuss(claim=claim, by=person, uuid=uuid4(), text="Here again.", now=NOW + timedelta(days=8))


def test_saving_as_one_types_is_refused_too(mo):
    desk = Desk()
    made = mark(desk.first, OPENED, "verified")
    User.objects.filter(pk=desk.first.reviewer_id).update(suspended_until=LATER)
    desk.first.reviewer.refresh_from_db()
    with pytest.raises(NotAllowed, match="suspended until"):
        annotate(
            assignment=desk.first,
            uuid=made.uuid,
            version=made.version,
            revision=made.revision_id,
            span=(made.start, made.end),
            quote=OPENED,
            changes={"rationale": "Typed on."},
            now=NOW,
        )


def test_votes_set_aside_do_not_count_until_they_are_let_in_again(desk, mo):
    case = flagged(desk)
    before = standing(desk)
    suspend(**now_of(case), why=why(mo), until=NOW + timedelta(days=7), votes_count=False)
    claim = claim_on(desk.article, OPENED)
    assert (claim.outcome, claim.fabricated) == ("short", 1)
    assert in_order(desk)
    lift(**now_of(case), why=why(mo, reason="mistake"), votes_count=False)
    assert claim_on(desk.article, OPENED).fabricated == 1
    lift(**now_of(case), why=why(mo, reason="mistake"), votes_count=True)
    assert standing(desk) == before
    assert User.objects.get(pk=desk.first.reviewer_id).suspended_until is None
    assert in_order(desk)


def test_undoing_a_suspension_and_its_lifting(desk, mo):
    case = flagged(desk)
    before = standing(desk)
    suspended = suspend(**now_of(case), why=why(mo), until=NOW + timedelta(days=7), votes_count=False)
    aside = standing(desk)
    lifted = undo_moderation(entry=suspended, version=now_of(case)["version"], why=why(mo, reason="mistake"))
    assert standing(desk) == before
    undo_moderation(entry=lifted, version=now_of(case)["version"], why=why(mo, reason="repeated"))
    assert standing(desk) == aside
    assert Assignment.objects.filter(set_aside_by__isnull=False).count() == 1


def test_suspending_is_refused(desk, mo):
    case = flagged(desk)
    with pytest.raises(Refused) as refused:
        suspend(**now_of(case), why=why(mo), until=NOW, votes_count=True)
    assert refused.value.field == "until"
    User.objects.filter(pk=desk.first.reviewer_id).update(role=User.Role.MODERATOR)
    with pytest.raises(NotAllowed, match="only an admin"):
        suspend(**now_of(case), why=why(mo), until=LATER, votes_count=True)
    article = case_of(make_article(), NOW)
    with pytest.raises(Refused, match="nobody to suspend"):
        suspend(**now_of(article), why=why(mo), until=LATER, votes_count=True)


# Redaction


def test_redacted_words_are_gone_from_the_thing_and_the_log_which_still_holds(desk, mo):
    case = flagged(desk)
    assert "register" in first_mark(desk).rationale
    entry = redact(**now_of(case), why=why(mo, reason="personal_data"), words=["register"])
    assert first_mark(desk).rationale == "The ▮▮▮ says otherwise."
    assert in_order(desk)
    told = [str(event.payload) for event in Event.objects.filter(chain=f"article/{desk.article.pk}")]
    assert not any("register says" in payload for payload in told)
    assert any("▮▮▮ says otherwise" in payload for payload in told)
    with pytest.raises(Refused, match="gone for good"):
        undo_moderation(entry=entry, version=now_of(case)["version"], why=why(mo))


@pytest.mark.parametrize("words", [[], [" "], ["a"], ["nowhere to be found"]])
def test_redaction_asks_for_words_that_stand_there(desk, mo, words):
    case = flagged(desk)
    with pytest.raises(Refused) as refused:
        redact(**now_of(case), why=why(mo), words=words)
    assert refused.value.field == "words"


# Many at once


def test_many_are_decided_together_or_not_at_all_and_the_preview_changes_nothing(desk, mo):
    cases = [flagged(desk)]
    made = flag(thing="annotation", pk=first_mark(desk, COST).pk, by=desk.editor, kind="other", note="", now=NOW)
    cases.append(made.case)
    chosen = [(Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk).version) for case in cases]
    before = (standing(desk), Event.objects.count())
    moment = NOW + timedelta(minutes=1)
    changes = rehearse(lambda: moderate_many(cases=chosen, deed="hide", why=why(mo, now=moment)), now=moment)
    assert [change.article for change in changes] == [desk.article]
    assert changes[0].before == "fabricated"
    assert (standing(desk), Event.objects.count()) == before
    with pytest.raises(Stale):
        moderate_many(cases=[chosen[0], (chosen[1][0], 99)], deed="hide", why=why(mo))
    assert (standing(desk), Event.objects.count()) == before
    moderate_many(cases=chosen, deed="hide", why=why(mo, now=moment))
    assert standing(desk)["article"]["status"] == changes[0].after
    assert ModerationEntry.objects.count() == 2


def test_what_hiding_leaves_can_be_ruled_on(desk, mo):
    hide(**now_of(flagged(desk)), why=why(mo))
    claim = claim_on(desk.article, OPENED)
    rule(claim=claim, by=desk.editor, verdict="", reason="Nothing is left of it after the hiding.", now=NOW)
    assert in_order(desk)
