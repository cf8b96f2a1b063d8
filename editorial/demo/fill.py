"""Play the demo desk's content through the same actions as real use."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction

from articles.actions import create_story, import_article
from articles.models import Article
from articles.reading import read
from editorial.accounts.actions import add_person
from editorial.accounts.models import User
from editorial.demo import afterwards, people, shapes, work
from editorial.demo.bringing import bring_in_files
from editorial.demo.content import load
from editorial.demo.stories import play_stories
from editorial.record import log
from reviews.actions.annotate import annotate
from reviews.actions.attach import add_source, attach
from reviews.actions.dismiss import dismiss
from reviews.actions.members import add_member
from reviews.actions.open_round import open_round
from reviews.actions.respond import respond
from reviews.actions.rule import rule
from reviews.actions.submit import submit
from reviews.actions.team import create_team
from reviews.core.verdicts import Answer
from reviews.models import Annotation, Assignment, Membership, Source
from reviews.queries.claims import claims_owed_by

#: The password of everybody on the demo desk, which is served to this machine only.
PASSWORD = "editorial-demo"  # noqa: S105
#: The event that tells a demo desk from a real one.
FILLED = "demo.filled"
_DESK_WIDE = {shapes.Role.EDITOR, shapes.Role.MODERATOR, shapes.Role.ADMIN}


def fill(*, now: datetime, step: Callable[[str], None] = lambda _: None) -> None:
    """Fill an empty desk, all or nothing. `step` is called with what is done next."""
    with transaction.atomic():
        _Desk(now, step).fill()


def steps() -> int:
    """Return how many steps `fill` takes."""
    content = load()
    return 6 + len(content.articles) + len(content.reviews)


class _Desk:
    """The desk while it is being filled: its content, its people and articles by key."""

    def __init__(self, now: datetime, step: Callable[[str], None]) -> None:
        self.now = now
        self.step = step
        self.content = load()
        self.people: dict[str, User] = {}
        self.teams: dict[str, object] = {}
        self.articles: dict[str, Article] = {}
        self.sources: dict[tuple[str, str], Source] = {}

    def at(self, days: float) -> datetime:
        """Return the moment so many days from now."""
        return self.now + timedelta(days=days)

    def by_role(self, role: shapes.Role) -> User:
        """Return the first person of a role."""
        return next(self.people[person.key] for person in self.content.people if person.role == role)

    def fill(self) -> None:
        """Play everything, in the order in which a desk comes to be."""
        self.step("people")
        self.add_people()
        self.step("teams")
        self.add_teams()
        people.set_up(self.people, self.teams, self.at)
        for article in self.content.articles:
            self.step(article.slug)
            self.add_article(article)
        for review in self.content.reviews:
            self.step(f"review of {review.article}")
            if review.stage != shapes.Stage.UNREVIEWED:
                _Review(self, review).play()
        self.step("stories")
        titles = {story.key: story.title for story in self.content.stories}
        editor = self.by_role(shapes.Role.EDITOR)
        play_stories(editor=editor, stories=titles, articles=self.articles, now=self.now)
        self.step("what was said and done afterwards")
        afterwards.play(people=self.people, articles=self.articles, at=self.at)
        work.give_out(self.articles, self.people, self.teams, self.at)
        self.step("notices")
        publications = {publication.key: publication.name for publication in self.content.publications}
        people.wind_up(self.people, self.teams, publications, self.at)
        self.step("files to look at")
        bring_in_files(known=self.content.articles[0].text, by=self.by_role(shapes.Role.EDITOR), now=self.at(-0.1))
        log.append(chain=log.DESK, kind=FILLED, actor=None, right="system", at=self.now)

    def add_people(self) -> None:
        """Add everybody, the admin first, who adds the others. The password is hashed once: it is the same for all."""
        password = make_password(PASSWORD)
        first_admin = None
        for person in sorted(self.content.people, key=lambda person: person.role != shapes.Role.ADMIN):
            role = person.role.value if person.role in _DESK_WIDE else User.Role.MEMBER
            added = add_person(name=person.name, email=person.email, role=role, by=first_admin, now=self.at(-60))
            User.objects.filter(pk=added.pk).update(password=password)
            first_admin = first_admin or added
            self.people[person.key] = added

    def add_teams(self) -> None:
        """Add the teams and their members."""
        admin = self.by_role(shapes.Role.ADMIN)
        observers = {person.key for person in self.content.people if person.role == shapes.Role.OBSERVER}
        for team in self.content.teams:
            made = self.teams[team.key] = create_team(name=team.name, by=admin, now=self.at(-60))
            roles = {team.lead: Membership.Role.LEAD}
            for member in team.members:
                roles[member] = Membership.Role.OBSERVER if member in observers else Membership.Role.REVIEWER
            for member, role in roles.items():
                add_member(team=made, person=self.people[member], role=role, by=admin, now=self.at(-60))

    def add_article(self, article: shapes.Article) -> None:
        """Import one article as an editor does, with what the desk knows of where it is from."""
        editor = self.by_role(shapes.Role.EDITOR)
        publication = next(p for p in self.content.publications if p.key == article.publication)
        story = next((story for story in self.content.stories if story.key == article.story), None)
        review = next(review for review in self.content.reviews if review.article == article.slug)
        moment = self.at(min(review.opened, 0) - 1)
        draft = replace(
            read(article.text.encode(), name=article.file),
            publication=publication.name,
            published=article.published,
            url=article.url,
        )
        self.articles[article.slug] = import_article(
            draft=draft,
            actor=editor,
            right=editor.role,
            now=moment,
            source_name=article.file,
            story=create_story(title=story.title, by=editor, right=editor.role, now=moment) if story else None,
        ).article


class _Review:
    """One article's review while it is being played."""

    def __init__(self, desk: _Desk, plan: shapes.Review) -> None:
        self.desk = desk
        self.plan = plan
        self.article = desk.articles[plan.article]
        self.text = self.article.current.text
        self.begun = 0

    def play(self) -> None:
        """Open the round and go as far as the plan says."""
        editor = self.desk.by_role(shapes.Role.EDITOR)
        round_ = open_round(
            article=self.article,
            team=self.desk.teams[self.plan.team],
            reviewers=[self.desk.people[key] for key in self.plan.reviewers],
            by=editor,
            now=self.desk.at(self.plan.opened),
            due=self.desk.at(self.plan.due),
        )
        assignments = {
            key: Assignment.objects.select_related(
                "round__article", "round__revision", "round__policy", "reviewer"
            ).get(round=round_, reviewer=self.desk.people[key])
            for key in self.plan.reviewers
        }
        for key, assignment in assignments.items():
            self.mark_as(key, assignment)
        for key in self.plan.submitted:
            submit(assignment=assignments[key], now=self.moment())
        if self.plan.stage in {shapes.Stage.RESPONDING, shapes.Stage.CLOSED}:
            for key, assignment in assignments.items():
                self.respond_as(key, assignment)
        for claim in self.plan.claims:
            if claim.ruling:
                self.rule_on(claim)

    def moment(self) -> datetime:
        """Return the next moment of this review: half an hour after the one before, never after now."""
        self.begun += 1
        return min(self.desk.at(self.plan.opened) + timedelta(minutes=30 * self.begun), self.desk.now)

    def uuid(self, *parts: object) -> UUID:
        """Return the UUID that a client would have made, the same at every filling."""
        return uuid5(NAMESPACE_URL, "/".join(["editorial-demo", self.plan.article, *map(str, parts)]))

    def place(self, quote: str, occurrence: int) -> tuple[int, int]:
        """Return where the text as imported has a quote for the n-th time."""
        start = -1
        for _ in range(occurrence):
            start = self.text.index(quote, start + 1)
        return start, start + len(quote)

    def mark_as(self, person: str, assignment: Assignment) -> None:
        """Make the marks and dismissals of one reviewer, with their evidence."""
        for number, mark in enumerate(mark for mark in self.plan.marks if mark.person == person):
            start, end = self.place(mark.quote, mark.occurrence)
            made = annotate(
                assignment=assignment,
                uuid=self.uuid(person, number),
                version=0,
                revision=self.article.current_id,
                span=(start, end),
                quote=mark.quote,
                changes={
                    "verdict": mark.verdict or "",
                    "reason": mark.reason or "",
                    "rationale": mark.rationale,
                    "bearing": mark.bearing,
                    "reported": mark.reported,
                },
                now=self.moment(),
            )
            for evidence in mark.evidence:
                source = self.source(evidence.source, assignment)
                attach(assignment=assignment, annotation=made, source=source, stance=evidence.stance, now=self.moment())
        for dismissal in self.plan.dismissals:
            if dismissal.person == person:
                self.dismiss_as(dismissal, assignment)

    def source(self, plan: shapes.Source, assignment: Assignment) -> Source:
        """Return a source from its finder's shelf, put there when it is first needed."""
        key = (plan.finder, plan.key)
        if key not in self.desk.sources:
            self.desk.sources[key] = add_source(
                assignment=assignment,
                uuid=uuid5(NAMESPACE_URL, f"editorial-demo/shelf/{plan.finder}/{plan.key}"),
                kind=plan.kind.value,
                title=plan.what or plan.title,
                url=plan.url,
                archive_url=plan.archive,
                place=plan.where or plan.timecode,
                passage=plan.passage,
                primary=plan.primary,
                confidential=plan.confidential,
                found_nothing=plan.found_nothing,
                accessed=self.desk.at(plan.accessed).date(),
                now=self.moment(),
            )
        return self.desk.sources[key]

    def dismiss_as(self, plan: shapes.Dismissal, assignment: Assignment) -> None:
        """Dismiss the checkable sentence that a quote lies in, if there is one."""
        start, end = self.place(plan.quote, plan.occurrence)
        for sentence in self.article.current.sentences:
            if sentence["why"] and sentence["start"] <= start and end <= sentence["end"]:
                span = (sentence["start"], sentence["end"])
                dismiss(
                    assignment=assignment,
                    uuid=self.uuid("dismissal", plan.person, *span),
                    revision=self.article.current_id,
                    span=span,
                    quote=self.text[slice(*span)],
                    kind=plan.kind,
                    now=self.moment(),
                )

    def respond_as(self, person: str, assignment: Assignment) -> None:
        """Answer the claims that one reviewer had not marked, as far as the plan has answers."""
        assignment.refresh_from_db()
        for claim in list(claims_owed_by(assignment).order_by("start", "pk")):
            answer = self.answer_to(claim, person)
            if answer is not None:
                respond(
                    assignment=assignment,
                    claim=claim,
                    answer=answer.answer,
                    rationale=answer.rationale,
                    now=self.moment(),
                )

    def answer_to(self, claim: object, person: str) -> shapes.Response | None:
        """Return what the plan has a person say of a claim; in a closed round what it does not say is "not checked"."""
        for plan in self.plans_of(claim):
            for response in plan.responses:
                if response.person == person:
                    return response
        if self.plan.stage == shapes.Stage.CLOSED:
            return shapes.Response(person, Answer.NOT_CHECKED, "")
        return None

    def plans_of(self, claim: object) -> Iterator[shapes.Claim]:
        """Yield the planned claims whose marks became this one."""
        spans = set(Annotation.objects.filter(claim=claim).values_list("start", "end"))
        for plan in self.plan.claims:
            if any(self.place(mark.quote, mark.occurrence) in spans for mark in plan.marks):
                yield plan

    def rule_on(self, plan: shapes.Claim) -> None:
        """Rule on the claim that the plan's first mark became part of."""
        mark = plan.marks[0]
        start, end = self.place(mark.quote, mark.occurrence)
        claim = Annotation.objects.get(
            revision=self.article.current_id, start=start, end=end, assignment__reviewer=self.desk.people[mark.person]
        ).claim
        rule(
            claim=claim,
            by=self.desk.people[plan.ruling.by],
            verdict=plan.ruling.verdict or "",
            reason=plan.ruling.reason,
            now=self.moment(),
        )
