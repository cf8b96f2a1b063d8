"""The admin: every page opens to whom it should, tells no more than the desk does, and writes by actions alone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from articles.actions import set_block_kind
from articles.models import Article, DismissedConflict, Extract, Publication, Revision, Story
from articles.text import BlockKind
from editorial.accounts.models import User
from editorial.post.models import Letter
from editorial.record import log
from editorial.record.models import Chain, Event
from reviews.actions.change_mind import change_mind
from reviews.actions.contradict import contradict
from reviews.actions.discuss import discuss
from reviews.actions.flag import appeal, flag
from reviews.actions.moderate import Why, hide, restore
from reviews.actions.note import save_note
from reviews.actions.occurrence import add_occurrence
from reviews.actions.open_round import open_round
from reviews.actions.put_beside import put_beside
from reviews.actions.rule import rule
from reviews.actions.suspend import lift, suspend
from reviews.core.bylines import key_of
from reviews.core.notices import Kind
from reviews.models import (
    Absence,
    Annotation,
    Appeal,
    Assignment,
    Case,
    ChangeOfMind,
    Claim,
    ClaimLink,
    ClaimSource,
    Comment,
    Conflict,
    Contradiction,
    Dismissal,
    Evidence,
    Flag,
    Guidelines,
    Invitation,
    Membership,
    ModerationEntry,
    Note,
    Notice,
    Occurrence,
    Policy,
    Profile,
    Response,
    Round,
    Ruling,
    Sighting,
    Source,
    Standing,
    Suspension,
    Team,
)
from tests.articles.helpers import TEXT as FERRY_TEXT
from tests.articles.helpers import a_file, worked
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    answer_all,
    claim_on,
    draft,
    finished,
    hand_in,
    make_article,
    make_person,
    make_team,
    mark,
    recorded,
    wave_through,
)

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"articles", "reviews", "editorial"}]
EDITABLE = (User, Team, Policy, Story, Publication)  # and articles, which are imported rather than added
RECORD = [model for model in OURS if model not in (*EDITABLE, Article)]
#: A text that is fetched, rather than cut in the database.
WHOLE_TEXT = re.compile(r"(?<!\()\"articles_revision\"\.\"text\"")
#: Everything in the head of a page is a file of ours; nothing is written into the page itself.
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
)


@pytest.fixture
def boss(db) -> User:
    return make_person("Kenji the admin", role=User.Role.ADMIN)


@pytest.fixture
def moderator(db) -> User:
    return make_person("Daniel the moderator", role=User.Role.MODERATOR)


@pytest.fixture(params=["boss", "moderator"])
def staff(request) -> User:
    return request.getfixturevalue(request.param)


def at(model: type, name: str = "changelist", *args: object) -> str:
    """Return the address of a page of the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def discussed(desk: Desk) -> None:
    """Let people talk about the first claim, change their mind, and link it with the last one."""
    claim = claim_on(desk.article, OPENED)
    editor = {"by": desk.editor, "now": NOW}
    words = "The register of bridges is public."
    discuss(claim=claim, uuid=uuid4(), text=words, by=desk.first.reviewer, now=NOW)
    why = "The register has another year."
    change_mind(claim=claim, by=desk.first.reviewer, answer="undetermined", why=why, version=claim.version, now=NOW)
    claim.refresh_from_db()
    start = desk.article.current.text.index(FERRY)
    place = {"span": (start, start + len(FERRY)), "quote": FERRY}
    add_occurrence(claim=claim, version=claim.version, **place, **editor)
    claim.refresh_from_db()
    put_beside(claim, desk.article, "The bridge opened in May.", **editor)
    other = Claim.objects.exclude(pk=claim.pk).order_by("pk").last()
    if other:
        contradict(claim=claim, other=other, version=claim.version, other_version=other.version, **editor)
        one, two = sorted((claim, other), key=lambda each: each.pk)
        ClaimLink.objects.create(one=one, other=two, kind="same", made_by=desk.editor, made_at=NOW)


def known(desk: Desk) -> None:
    """Let one of the desk's people say what they can do, be told of something, and let somebody be invited."""
    person = desk.reviewers[0]
    Profile.objects.create(person=person, languages=["en"])
    Absence.objects.create(person=person, first=NOW.date(), last=NOW.date())
    name = f"Maria Lopez {'abcdefghij'[desk.team.pk % 10]}"
    Conflict.objects.create(person=person, byline=name, byline_key=key_of(name))
    Guidelines.objects.create(team=desk.team, version=1, text="Read the whole text first.")
    address = f"new{desk.team.pk}@bridge.test"
    Invitation.objects.create(
        email=address, team=desk.team, role="reviewer", made_by=desk.editor, expires_at=NOW, token_digest=address
    )
    Notice.objects.create(person=person, kind=Kind.ASSIGNED, article=desk.article)
    Letter.objects.create(to=address, subject="An invitation", text="Secret words")


def reviewed(*, marks: int = 3) -> Desk:
    """Return a desk whose round is over: marks, a dismissal, evidence, answers, and a ruling on what was split."""
    desk = Desk(story=Story.objects.get_or_create(title="The bridge")[0])
    brought_in(desk)
    known(desk)
    wave_through(desk.first, 3)
    note_to_self(desk.first)
    passages = [(OPENED, "verified", "disputed"), (COST, "disputed", ""), (TOLL, "fabricated", "fabricated")]
    finished(desk, *passages[:marks])
    Sighting.objects.create(article=desk.article, person=desk.editor, at=NOW)
    both_can_hold(desk)
    discussed(desk)
    rule(
        claim=claim_on(desk.article, OPENED),
        by=desk.editor,
        verdict="disputed",
        reason="The register of bridges has another year.",
        now=NOW,
    )
    moderated(desk)
    return desk


def moderated(desk: Desk) -> None:
    """Let a mark be flagged, hidden, appealed for, restored, and its author be suspended for a while."""
    mark = Annotation.objects.filter(assignment=desk.first, deleted_at=None).order_by("pk").first()
    case = flag(thing="annotation", pk=mark.pk, by=desk.editor, kind="other", note="Bridge?", now=NOW).case
    judges = [make_person(role=User.Role.ADMIN) for _ in range(2)]

    def how(by: User) -> dict:
        return {"case": case, "version": Case.objects.get(pk=case.pk).version, "why": Why(by, "other", "So.", NOW)}

    entry = hide(**how(judges[0]))
    appeal(entry=entry, by=desk.first.reviewer, text="It is right.", now=NOW)
    restore(**how(judges[1]))
    suspend(**how(judges[1]), until=NOW + timedelta(days=1), votes_count=True)
    lift(**how(judges[1]), votes_count=True)


def told(event: Event) -> dict:
    """Return the payload of an event but for the number of the request that asked for it."""
    return {key: value for key, value in event.payload.items() if key != "request"}


def both_can_hold(desk: Desk) -> None:
    """Say of a conflict that it is none."""
    DismissedConflict.objects.create(
        story=desk.article.story,
        aspect="date",
        about="when the bridge opened",
        sides=[["may 1987"], ["june 1987"]],
        words="May 1987 / June 1987",
        reason="It opened twice.",
        by=desk.editor,
        at=NOW,
    )


def note_to_self(assignment: Assignment) -> Note:
    """Return a reviewer's note on the café."""
    revision = assignment.round.revision
    start = revision.text.index(CAFE)
    place = {"revision": revision.pk, "span": (start, start + len(CAFE)), "quote": CAFE}
    return save_note(assignment=assignment, uuid=uuid4(), version=0, words="Ask them.", now=NOW, **place)


def brought_in(desk: Desk) -> None:
    """Bring in a file, and say of a block that it is furniture."""
    worked(a_file(data=f"{FERRY_TEXT}\n\nBrought in for {desk.article.pk}."), by=desk.editor)
    revision = desk.article.current
    set_block_kind(
        revision=revision,
        start=revision.blocks[-1]["start"],
        kind=BlockKind.FURNITURE,
        by=desk.editor,
        right="editor",
        now=NOW,
    )


# --- Who comes in ---------------------------------------------------------------------------------------------------


def test_every_model_of_ours_is_in_the_admin():
    assert [model for model in OURS if not admin.site.is_registered(model)] == []


def test_every_list_searches_and_filters_or_is_short():
    short = {Team, Story, Publication, Sighting, Chain}
    for model in OURS:
        page_of = admin.site.get_model_admin(model)
        assert page_of.search_fields, model
        assert page_of.list_filter or model in short, model


def test_a_stranger_is_sent_to_sign_in(client, db):
    for model in OURS:
        answer = client.get(at(model))
        assert answer.status_code == 302, model
        assert "sign-in" in answer.url or "login" in answer.url


@pytest.mark.parametrize("role", [User.Role.MEMBER, User.Role.EDITOR])
def test_members_and_editors_are_kept_out(client, db, role):
    client.force_login(make_person(role=role))
    for model in OURS:
        for name in ("changelist", "add"):
            answer = client.get(at(model, name))
            assert answer.status_code == 302, model
            assert "login" in answer.url


def test_every_page_opens(client, staff):
    reviewed()
    client.force_login(staff)
    assert client.get(reverse("admin:index")).status_code == 200
    for model in OURS:
        row = model.objects.order_by("pk").first()
        assert row is not None, f"no {model.__name__} to open"
        opened = [at(model), f"{at(model)}?q=bridge"]
        if model is not Note:  # Seen by nobody but its author; see below.
            opened += [at(model, "change", row.pk), at(model, "history", row.pk)]
        may_add = staff.role == User.Role.ADMIN and model in EDITABLE
        adding = client.get(at(model, "add"))
        assert adding.status_code == (200 if may_add else 403), model
        for answer in [*map(client.get, opened), *([adding] if may_add else [])]:
            assert answer.status_code == 200, (model, answer)
            assert "csp" in str(answer.headers).lower() or "content-security-policy" in answer.headers
            assert INLINE.findall(answer.content.decode()) == [], answer.request["PATH_INFO"]


def test_nothing_can_be_deleted(client, boss):
    reviewed()
    client.force_login(boss)
    for model in OURS:
        row = model.objects.order_by("pk").first()
        assert client.post(at(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model
        client.post(at(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
        assert model.objects.filter(pk=row.pk).exists(), model


def test_the_record_is_read_only(client, boss):
    reviewed()
    client.force_login(boss)
    for model in RECORD:
        row = model.objects.order_by("pk").first()
        stored = model.objects.filter(pk=row.pk).values().get()
        data = {field.name: "1" for field in model._meta.fields}
        assert client.post(at(model, "add"), data).status_code == 403, model
        assert client.post(at(model, "change", row.pk), data).status_code == 403, model
        assert model.objects.filter(pk=row.pk).values().get() == stored, model


def test_moderators_look_and_edit_nothing(client, moderator):
    reviewed()
    client.force_login(moderator)
    for model in (*EDITABLE, Article):
        row = model.objects.order_by("pk").first()
        assert client.post(at(model, "change", row.pk), {"name": "x", "title": "x"}).status_code == 403, model
    password = {"password1": "a-good-long-one", "password2": "a-good-long-one"}
    address = reverse("admin:auth_user_password_change", args=[moderator.pk])
    assert client.post(address, password).status_code == 403


def test_no_page_shows_a_password_hash(client, staff):
    someone = make_person("Asha")
    someone.set_password("correct horse battery")
    someone.save()
    client.force_login(staff)
    shown = client.get(at(User, "change", someone.pk)).content.decode()
    assert someone.password not in shown
    assert someone.password.split("$")[-1][:6] not in shown


# --- How much it asks of the database -------------------------------------------------------------------------------

#: Queries of a list: session, person, and what its own rows take; the same for one row and for many.
QUERIES = {
    Absence: 8,
    Annotation: 10,
    Appeal: 9,
    Case: 9,
    Flag: 9,
    ModerationEntry: 9,
    Suspension: 9,
    Article: 12,
    Assignment: 9,
    Chain: 5,
    Claim: 10,
    ClaimSource: 10,
    Conflict: 8,
    Dismissal: 10,
    DismissedConflict: 8,
    Event: 8,
    Evidence: 10,
    Extract: 8,
    Guidelines: 8,
    Invitation: 8,
    Letter: 8,
    Notice: 8,
    Profile: 8,
    Publication: 5,
    Response: 10,
    Revision: 9,
    Round: 9,
    Ruling: 11,
    Sighting: 8,
    Source: 8,
    Standing: 9,
    Story: 8,
    Team: 5,
    User: 8,
}


def test_lists_take_as_many_queries_for_many_rows_as_for_one(client, boss, django_assert_max_num_queries):
    reviewed(marks=2)
    client.force_login(boss)
    few, asked_for_few = {}, {}
    for model, most in QUERIES.items():
        client.get(at(model))  # Content types are looked up once per process, sightings noted once per person.
        few[model] = model.objects.count()
        with django_assert_max_num_queries(most, info=model.__name__) as asked:
            assert client.get(at(model)).status_code == 200
            asked_for_few[model] = len(asked)
    for number in range(2):
        reviewed()
        Story.objects.create(title=f"Story {number}")
        Publication.objects.create(name=f"Paper {number}")
    for model in QUERIES:
        client.get(at(model))
        with django_assert_max_num_queries(asked_for_few[model], info=model.__name__):
            assert client.get(at(model)).context["cl"].result_count > few[model], model


def test_a_page_with_lines_below_takes_as_many_queries_for_many_as_for_few(client, boss, django_assert_max_num_queries):
    small, large = Desk(reviewers=2), Desk(reviewers=5)
    for desk in (small, large):
        for assignment in desk.assignments:
            mark(assignment, TOLL, "verified")
        hand_in(*desk.assignments)
        answer_all(*desk.assignments)
        desk.refresh()

    pages = [
        {Claim: desk.round.claims.first(), Round: desk.round, Team: desk.team, Article: desk.article}
        for desk in (small, large)
    ]
    client.force_login(boss)
    for model in pages[0]:
        few, many = (at(model, "change", rows[model].pk) for rows in pages)
        for address in (few, many):
            client.get(address)
        with django_assert_max_num_queries(25, info=model.__name__) as asked:
            client.get(few)
            for_few = len(asked)
        with django_assert_max_num_queries(for_few, info=model.__name__):
            client.get(many)


def test_lists_leave_texts_in_the_database(client, boss, django_assert_max_num_queries):
    desk = reviewed()
    client.force_login(boss)
    for model in (Article, Revision, Annotation, Claim, Round, Standing):
        with django_assert_max_num_queries(20) as asked:
            client.get(at(model))
            fetched = [query["sql"] for query in asked.captured_queries if WHOLE_TEXT.search(query["sql"])]
        assert fetched == [], model
    assert desk.text[:30] in client.get(at(Revision, "change", desk.article.current_id)).content.decode()


# --- Blindness ------------------------------------------------------------------------------------------------------

BLIND_TO = [Annotation, Dismissal, Evidence, Source, Claim, Response, Standing]
ABOUT_CLAIMS = [
    Claim,
    ClaimLink,
    ClaimSource,
    Ruling,
    Comment,
    ChangeOfMind,
    Occurrence,
    Contradiction,
    Response,
    Standing,
]


@pytest.fixture
def blinded(moderator) -> Desk:
    """Return a desk in the second pass of an article that the moderator reviews, too; they made one mark of three."""
    desk = Desk(reviewers=2, wanted=3)
    open_rounds(desk, moderator)
    mine = Assignment.objects.get(round=desk.round, reviewer=moderator)
    for assignment in desk.assignments:
        mark(assignment, OPENED, "fabricated")
        mark(assignment, COST, "disputed")
        wave_through(assignment, 3)
    mark(mine, FERRY, "verified")
    hand_in(*desk.assignments, mine)
    desk.refresh()
    desk.mine = mine
    return desk


def open_rounds(desk: Desk, person: User) -> None:
    """Let the person review the desk's article, too."""
    Assignment.objects.create(round=desk.round, reviewer=person, assigned_at=NOW, assigned_by=desk.editor)


def rows_shown(client, model: type, query: str = "") -> set:
    return {row.pk for row in client.get(f"{at(model)}{query}").context["cl"].result_list}


def test_a_moderator_who_reviews_an_article_sees_their_own_marks_on_it_alone(client, moderator, blinded):
    assert blinded.round.stage == Round.Stage.RESPONDING
    client.force_login(moderator)
    own = Annotation.objects.get(assignment=blinded.mine)
    assert rows_shown(client, Annotation) == {own.pk}
    assert rows_shown(client, Evidence) == {own.evidence.get().pk}
    assert rows_shown(client, Source) == {own.evidence.get().source_id}
    for model in (Dismissal, Claim, Response, Standing):
        assert rows_shown(client, model) == set(), model
    assert not Sighting.objects.filter(person=moderator).exists()


def test_no_address_opens_what_they_are_blind_to(client, moderator, blinded):
    respond_with_the_others(blinded)
    client.force_login(moderator)
    for model in BLIND_TO:
        hidden = model.objects.exclude(**own_rows(model, moderator)).order_by("pk")
        assert hidden.exists(), model
        for row in hidden:
            for name in ("change", "history"):
                answer = client.get(at(model, name, row.pk))
                assert answer.status_code == 302, (model, name)
                assert answer.url == reverse("admin:index")


def test_who_reviews_in_a_later_round_is_blind_to_what_former_ones_came_to(client, moderator):
    desk = reviewed()
    client.force_login(moderator)
    for model in ABOUT_CLAIMS:
        assert rows_shown(client, model), model
    again = open_round(article=desk.article, team=desk.team, reviewers=[desk.spare], by=desk.editor, now=NOW)
    open_rounds_again(again, moderator)
    for model in ABOUT_CLAIMS:
        assert rows_shown(client, model) == set(), model
        for row in model.objects.all():
            assert client.get(at(model, "change", row.pk)).status_code == 302, model


def own_rows(model: type, person: User) -> dict:
    """Return the condition of a person's own rows."""
    paths = {
        Annotation: "assignment__reviewer",
        Dismissal: "assignment__reviewer",
        Evidence: "annotation__assignment__reviewer",
        Source: "finder",
        Response: "assignment__reviewer",
    }
    return {paths[model]: person} if model in paths else {"pk": 0}


def respond_with_the_others(desk: Desk) -> None:
    """Let everybody but the blinded answer, so that the round stays open."""
    answer_all(*desk.assignments, given="verified")


def test_counts_filters_and_search_tell_nothing_to_the_blind(client, moderator, blinded):
    client.force_login(moderator)
    for query in ("?q=register", "?verdict__exact=fabricated", "?verdict__exact=disputed", "?_facets=True"):
        shown = client.get(f"{at(Annotation)}{query}")
        assert shown.status_code == 200
        assert "fabricated (2)" not in shown.content.decode()
        assert {row.assignment.reviewer_id for row in shown.context["cl"].result_list} <= {moderator.pk}
        assert shown.context["cl"].result_count <= 1
    years = client.get(at(Annotation)).context["cl"].queryset
    assert years.count() == 1


def test_the_list_of_articles_tells_the_blind_that_it_is_in_review_and_no_more(client, boss):
    desk = reviewed()
    assert desk.article.standing.status != "in_review"
    again = open_round(article=desk.article, team=desk.team, reviewers=[desk.spare], by=desk.editor, now=NOW)
    open_rounds_again(again, boss)
    client.force_login(boss)
    shown = client.get(at(Article)).context["cl"].result_list[0]
    assert (shown.blind, shown.shown_status) == (True, "in_review")
    assert rows_shown(client, Article, "?status=in_review") == {desk.article.pk}
    assert rows_shown(client, Article, f"?status={desk.article.standing.status}") == set()
    # A lookup that no filter offers, by the stored status, is refused.
    assert client.get(f"{at(Article)}?standing__status=fabricated").status_code in {302, 400}


def open_rounds_again(round_: Round, person: User) -> None:
    Assignment.objects.create(round=round_, reviewer=person, assigned_at=NOW)


def test_completion_lists_no_row_of_the_record(client, moderator):
    reviewed()
    client.force_login(moderator)
    for model, field in ((Evidence, "annotation"), (Annotation, "claim"), (Event, "chain"), (Evidence, "source")):
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
        assert client.get(reverse("admin:autocomplete"), asked).json()["results"] == []


def test_a_note_to_self_is_seen_by_nobody_but_its_author(client, boss):
    desk = Desk(reviewers=1, wanted=2)
    open_rounds(desk, boss)
    mine = Assignment.objects.get(round=desk.round, reviewer=boss)
    for assignment in (desk.first, mine):
        note_to_self(assignment)
    client.force_login(boss)
    own = Note.objects.get(assignment=mine)
    assert rows_shown(client, Note) == {own.pk}
    assert client.get(at(Note, "change", own.pk)).status_code == 200
    other = Note.objects.exclude(pk=own.pk).get()
    assert client.get(at(Note, "change", other.pk)).status_code == 302


def test_a_draft_is_seen_by_nobody_but_its_author(client, staff):
    desk = Desk()
    made = mark(desk.first, OPENED, "fabricated")
    wave_through(desk.first, 3)
    client.force_login(staff)
    for model in (Annotation, Dismissal, Evidence, Source):
        assert rows_shown(client, model) == set(), model
    drafting = Event.objects.filter(actor=desk.first.reviewer)
    assert {event.kind.split(".")[0] for event in drafting} == {"annotation", "source", "evidence", "sentence"}
    assert rows_shown(client, Event, "?all=").isdisjoint(drafting.values_list("pk", flat=True))
    assert client.get(at(Event, "change", drafting.first().pk)).status_code == 302
    hand_in(desk.first)
    assert rows_shown(client, Annotation) == {made.pk}
    assert set(drafting.values_list("pk", flat=True)) <= rows_shown(client, Event, "?all=")


def test_what_was_drafted_and_never_handed_in_stays_hidden(client, boss):
    desk = Desk()
    draft(desk.first, COST, "fabricated")
    Assignment.objects.filter(pk=desk.first.pk).update(state=Assignment.State.WITHDRAWN)
    client.force_login(boss)
    assert not Event.objects.filter(pk__in=rows_shown(client, Event, "?all="), kind="annotation.made").exists()


def test_the_log_of_an_article_is_closed_to_the_blind_but_for_what_they_did(client, moderator, blinded):
    client.force_login(moderator)
    chain = log.article_chain(blinded.article.pk)
    shown = Event.objects.filter(pk__in=rows_shown(client, Event, "?all="))
    assert set(shown.filter(chain=chain).values_list("actor", flat=True)) == {moderator.pk}
    assert shown.filter(chain=log.DESK).exists()
    assert chain not in rows_shown(client, Chain)
    for event in Event.objects.filter(chain=chain).exclude(actor=moderator):
        assert client.get(at(Event, "change", event.pk)).status_code == 302


def test_whoever_is_shown_marks_has_seen_them(client, staff):
    desk = reviewed()
    client.force_login(staff)
    for model in (Article, Round, Assignment, Chain, Revision, Standing, Event):
        client.get(at(model))
    assert not Sighting.objects.filter(person=staff).exists()
    telling = [
        at(Annotation),
        at(Dismissal),
        at(Evidence),
        at(Claim),
        at(Response),
        at(Ruling),
        at(Annotation, "change", Annotation.objects.first().pk),
        at(Claim, "change", claim_on(desk.article, OPENED).pk),
        at(Event, "change", Event.objects.get(kind="review.submitted", actor=desk.first.reviewer).pk),
    ]
    for address in telling:
        Sighting.objects.filter(person=staff).delete()
        for _ in range(2):
            assert client.get(address).status_code == 200
        assert Sighting.objects.filter(person=staff, article=desk.article).count() == 1, address


# --- Edits are actions ----------------------------------------------------------------------------------------------


def saved(client, address: str, data: dict) -> list[str]:
    """Post a form that must be accepted, and return the kinds of event that it made."""
    with recorded() as kinds:
        answer = client.post(address, data)
        errors = answer.context["errors"] if answer.context else []
        assert answer.status_code == 302, errors
    return kinds


def refused(client, address: str, data: dict) -> str:
    """Post a form that must not be accepted, and return the page that says why; nothing may be logged."""
    with recorded() as kinds:
        answer = client.post(address, data, follow=True)
        assert answer.status_code == 200
    assert kinds == []
    return answer.content.decode()


def test_a_person_is_added_with_a_password_and_signs_in(client, boss):
    client.force_login(boss)
    good = {"password1": "staple correct 9", "password2": "staple correct 9", "usable_password": "true"}
    new = {"email": "Ngozi@Desk.Example", "name": "Ngozi", "role": "editor", **good}
    assert saved(client, at(User, "add"), new) == ["person.added"]
    person = User.objects.get(name="Ngozi")
    assert (person.email, person.role) == ("ngozi@desk.example", "editor")
    assert person.check_password("staple correct 9")
    assert told(Event.objects.get(kind="person.added", actor=boss)) == {"person": person.pk, "role": "editor"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"password2": "another 1 entirely"}, "didn’t match"),
        ({"password1": "12345678", "password2": "12345678"}, "too common"),
        ({"email": "TAKEN@desk.test"}, "Somebody has this e-mail already"),
        ({"email": "none"}, "valid email"),
        ({"role": "owner"}, "valid choice"),
        ({"name": ""}, "required"),
    ],
)
def test_a_person_who_cannot_be_added_is_not(client, boss, changes, why):
    User.objects.create_user("taken@desk.test", name="Taken")
    client.force_login(boss)
    good = {"email": "new@desk.test", "name": "New", "role": "member", "usable_password": "true"}
    good |= {"password1": "staple correct 9", "password2": "staple correct 9"}
    assert why in refused(client, at(User, "add"), good | changes)
    assert User.objects.count() == 2


def test_a_person_without_a_password_is_added(client, boss):
    client.force_login(boss)
    new = {"email": "a@desk.test", "name": "A", "role": "member", "usable_password": "false"}
    assert saved(client, at(User, "add"), new) == ["person.added"]
    assert not User.objects.get(email="a@desk.test").has_usable_password()


def test_a_person_is_changed_and_the_log_keeps_their_e_mail_out(client, boss):
    person = make_person("Asha")
    client.force_login(boss)
    address = at(User, "change", person.pk)
    changed = {"name": "Asha Raman", "email": "asha@new.example", "role": "moderator"}
    assert saved(client, address, changed) == ["person.changed"]
    person.refresh_from_db()
    assert (person.name, person.email, person.role, person.is_active) == (
        "Asha Raman",
        "asha@new.example",
        "moderator",
        False,
    )
    payload = Event.objects.get(kind="person.changed").payload
    assert payload["before"] == {"name": "Asha", "role": "member", "is_active": True}
    assert payload["after"] == {"name": "Asha Raman", "role": "moderator", "is_active": False}
    assert sorted(payload["fields"]) == ["email", "is_active", "name", "role"]
    assert "@" not in str(payload)
    assert saved(client, address, changed) == []


@pytest.mark.parametrize("change", [{"role": "editor", "is_active": "on"}, {"role": "admin"}])
def test_the_last_admin_stays(client, boss, change):
    client.force_login(boss)
    address = at(User, "change", boss.pk)
    form = {"name": boss.name, "email": boss.email}
    assert "without an admin" in refused(client, address, form | change)
    make_person(role=User.Role.ADMIN)
    assert saved(client, address, form | change) == ["person.changed"]


def test_a_password_is_set_by_the_action_and_ends_other_sessions(client, boss):
    person = make_person("Asha", role=User.Role.MODERATOR)
    theirs = type(client)()
    theirs.force_login(person)
    assert theirs.get(reverse("admin:index")).status_code == 200
    client.force_login(boss)
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    assert client.get(address).status_code == 200
    good = {"password1": "staple correct 9", "password2": "staple correct 9"}
    assert saved(client, address, good) == ["person.password_set"]
    person.refresh_from_db()
    assert person.check_password("staple correct 9")
    assert Event.objects.get(kind="person.password_set").actor == boss
    assert theirs.get(reverse("admin:index")).status_code == 302
    assert "match" in refused(client, address, good | {"password2": "x"})


def test_setting_ones_own_password_keeps_one_signed_in(client, boss):
    client.force_login(boss)
    address = reverse("admin:auth_user_password_change", args=[boss.pk])
    saved(client, address, {"password1": "staple correct 9", "password2": "staple correct 9"})
    assert client.get(reverse("admin:index")).status_code == 200


def members(*rows: dict, initial: int = 0) -> dict:
    """Return the form of a team's members."""
    form = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": initial}
    return form | {
        f"memberships-{number}-{key}": value for number, row in enumerate(rows) for key, value in row.items()
    }


def test_a_team_is_made_with_members_changed_and_renamed(client, boss):
    asha, tomas = make_person("Asha"), make_person("Tomas")
    client.force_login(boss)
    rows = [{"person": asha.pk, "role": "reviewer"}, {"person": tomas.pk, "role": "lead"}]
    made = saved(client, at(Team, "add"), {"name": "News", **members(*rows)})
    assert made == ["team.created", "team.member", "team.member"]
    team = Team.objects.get(name="News")
    address = at(Team, "change", team.pk)
    first, second = Membership.objects.filter(team=team).order_by("person__name")
    known = [
        {"id": first.pk, "team": team.pk, "role": "observer"},
        {"id": second.pk, "team": team.pk, "role": "lead", "DELETE": "on"},
    ]
    changed = saved(client, address, {"name": "Newsroom", **members(*known, initial=2)})
    assert changed == ["team.renamed", "team.member", "team.member"]
    assert list(Membership.objects.values_list("person__name", "role")) == [("Asha", "observer")]
    ended = told(Event.objects.filter(kind="team.member").order_by("-pk")[1])
    assert ended == {"team": team.pk, "person": tomas.pk, "before": "lead", "after": None}
    assert saved(client, address, {"name": "Newsroom", **members({**known[0]}, initial=1)}) == []


def test_whose_membership_it_is_cannot_be_changed(client, boss):
    asha, tomas = make_person("Asha"), make_person("Tomas")
    team = make_team(lead=asha)
    client.force_login(boss)
    row = {"id": team.memberships.get().pk, "team": team.pk, "person": tomas.pk, "role": "lead"}
    assert saved(client, at(Team, "change", team.pk), {"name": team.name, **members(row, initial=1)}) == []
    assert team.memberships.get().person == asha


def test_the_same_person_twice_or_a_name_that_is_taken_is_refused_beside_its_field(client, boss):
    asha = make_person("Asha")
    make_team(name="News")
    client.force_login(boss)
    twice = members({"person": asha.pk, "role": "reviewer"}, {"person": asha.pk, "role": "lead"})
    assert "duplicate" in refused(client, at(Team, "add"), {"name": "Culture", **twice})
    assert "a team of this name already" in refused(client, at(Team, "add"), {"name": "NEWS", **members()})
    assert list(Team.objects.values_list("name", flat=True)) == ["News"]


NUMBERS = {
    "wanted": 3,
    "quorum": 2,
    "majority_of": 3,
    "majority_in": 4,
    "fabricated_minimum": 2,
    "coverage_floor_percent": 57,
    "reason_for": ["disputed", "fabricated"],
    "evidence_for": ["fabricated"],
}


def test_a_policy_is_added_as_the_next_version_and_never_changed(client, boss):
    reviewed()
    client.force_login(boss)
    first = Policy.objects.get()
    form = client.get(at(Policy, "add"))
    assert form.context["adminform"].form.initial["evidence_for"] == ["disputed", "fabricated", "verified"]
    assert saved(client, at(Policy, "add"), NUMBERS) == ["policy.set"]
    second = Policy.objects.get(team=None, version=first.version + 1)
    assert (second.majority_of, second.majority_in, second.coverage_floor_percent) == (3, 4, 57)
    assert (second.rationale_for, second.evidence_for, second.made_by) == ([], ["fabricated"], boss)
    assert client.post(at(Policy, "change", first.pk), NUMBERS).status_code == 403
    team = Team.objects.first()
    saved(client, at(Policy, "add"), NUMBERS | {"team": team.pk})
    assert Policy.objects.get(team=team).version == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"majority_of": 1, "majority_in": 2}, "above one half"),
        ({"majority_in": 0}, ""),
        ({"wanted": 1}, "fewer than the quorum"),
        ({"quorum": 0, "wanted": 0}, "at least one vote"),
        ({"coverage_floor_percent": 101}, ""),
        ({"evidence_for": ["true"]}, "valid choice"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(client, boss, change, why):
    client.force_login(boss)
    shown = refused(client, at(Policy, "add"), NUMBERS | change)
    assert why in shown
    assert "errornote" in shown
    assert not Policy.objects.exists()


def test_stories_and_publications_are_made_and_corrected(client, boss):
    client.force_login(boss)
    assert saved(client, at(Story, "add"), {"title": "The bridge"}) == ["story.created"]
    story = Story.objects.get()
    assert saved(client, at(Story, "change", story.pk), {"title": "The toll bridge"}) == ["story.renamed"]
    assert "of this title already" in refused(client, at(Story, "add"), {"title": "the TOLL bridge"})
    paper = {"name": "The Gazette", "domain": "www.Gazette.example"}
    assert saved(client, at(Publication, "add"), paper) == ["publication.created"]
    gazette = Publication.objects.get()
    assert gazette.domain == "gazette.example"
    assert saved(client, at(Publication, "change", gazette.pk), paper) == []
    assert saved(client, at(Publication, "change", gazette.pk), paper | {"name": "Gazette"}) == ["publication.edited"]
    assert "with this domain already" in refused(
        client, at(Publication, "add"), {"name": "Another", "domain": "gazette.example"}
    )


def article_form(article: Article, **changes: object) -> dict:
    """Return the form of an article as it stands, with changes; it has two lists below that nobody edits."""
    form = {field: getattr(article, field) or "" for field in ("title", "byline", "published", "language", "url")}
    form |= {"publication": article.publication_id or "", "story": article.story_id or ""} | changes
    for lines in ("revisions", "rounds"):
        form |= {f"{lines}-TOTAL_FORMS": 0, f"{lines}-INITIAL_FORMS": 0}
    return form


def test_what_the_desk_knows_of_an_article_is_corrected_and_its_text_is_not(client, boss):
    article = make_article()
    client.force_login(boss)
    address = at(Article, "change", article.pk)
    text = article.current.text
    change = {"title": "Toll \u202ebridge\u200b to close", "byline": "Maria Lopez", "published": "2026-02-28"}
    assert saved(client, address, article_form(article, **change, text="x", current="")) == ["article.edited"]
    article.refresh_from_db()
    assert (article.title, article.byline, str(article.published)) == (
        "Toll bridge to close",
        "Maria Lopez",
        "2026-02-28",
    )
    assert article.current.text == text
    assert told(Event.objects.get(kind="article.edited")) == {
        "before": {"byline": "", "published": None},
        "after": {"byline": "Maria Lopez", "published": "2026-02-28"},
    }
    assert saved(client, address, article_form(article)) == []
    assert "Enter a valid URL" in refused(client, address, article_form(article, url="javascript:alert(1)"))


def test_moving_an_article_to_a_story_weighs_its_evidence_anew(client, boss):
    """A source that is an article of the same story proves nothing: what it settled is settled no more."""
    desk = Desk()
    cited = make_article("The paper of record\n\nThe bridge opened on 4 May 1987.", title="The paper of record")
    for assignment in desk.assignments:
        mark(assignment, OPENED, "verified")
    hand_in(*desk.assignments)
    Source.objects.update(same_as_article=cited)
    client.force_login(boss)
    story = Story.objects.create(title="The bridge")
    outcome = Claim.objects.get
    # Settle with the source as it is now: an article, but of another story.
    saved(client, at(Article, "change", desk.article.pk), article_form(desk.article, story=story.pk))
    assert outcome().outcome == "settled"
    # The cited article joins the story: the claim of the other article loses its evidence.
    saved(client, at(Article, "change", cited.pk), article_form(cited, story=story.pk))
    assert outcome().outcome == "split"
    assert Standing.objects.get(article=desk.article).status == "contested"
    saved(client, at(Article, "change", cited.pk), article_form(cited))
    assert outcome().outcome == "settled"


# --- Looks ----------------------------------------------------------------------------------------------------------


def test_the_desk_is_one_click_away(client, boss):
    desk = reviewed()
    client.force_login(boss)
    claim = claim_on(desk.article, OPENED)
    assert reverse("claim", args=[claim.pk]) in client.get(at(Claim)).content.decode()
    shown = client.get(at(Article, "change", desk.article.pk)).content.decode()
    assert f'href="{reverse("article", args=[desk.article.pk])}" class="viewsitelink">View on desk' in shown
    assert "Editorial" in shown


def test_pages_run_under_the_policy_of_the_desk(page, transactional_db):
    """In a browser: `page` fails for every breach of the content security policy that the browser reports."""
    reviewed()
    User.objects.create_superuser("kenji@desk.test", "correct horse", name="Kenji the admin")
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("kenji@desk.test")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Editorial admin").wait_for()
    for model in OURS:
        names = ["changelist", "add"] if model in EDITABLE else ["changelist"]
        row = model.objects.order_by("pk").first()
        for address in [*(at(model, name) for name in names), at(model, "change", row.pk)]:
            page.goto(address)
            page.get_by_role("link", name="Editorial admin").wait_for()
    # A member is chosen by completion, a date by its calendar, and the theme is switched.
    page.goto(at(Team, "add"))
    page.get_by_role("button", name="Add another Membership").click()
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("Kenji")
    page.get_by_role("option", name="Kenji the admin").click()
    assert page.locator(".select2-selection__rendered").first.inner_text().startswith("Kenji")
    page.get_by_role("button", name="Toggle theme").click()
