"""What the page of a claim shows, whoever comes to it and whatever was just refused there."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator

from reviews import rules
from reviews.actions.sight import note_sighting, note_sightings
from reviews.core.rules_in_words import numbers, rule_of_outcomes, wanting
from reviews.core.verdicts import OutcomeKind
from reviews.forms import (
    AskForm,
    BearingForm,
    CommentForm,
    MindForm,
    OtherClaimForm,
    PlaceForm,
    RulingForm,
    SplitForm,
    WordForm,
)
from reviews.models import Claim, Round, Ruling
from reviews.queries.claims import GivenAnswer, answers_to, evidence_by_stance, rulings_of
from reviews.queries.history import Happening, history_of
from reviews.queries.moderation import told_to
from reviews.queries.neighbours import contradicting, in_the_story, merge_offers, places_of
from reviews.queries.outcomes import outcomes_of
from reviews.queries.policies import is_outdated
from reviews.queries.rounds import fresh_reviewers
from reviews.queries.rulings import NEEDS, place_in_queue
from reviews.queries.similar import articles_told_of, other_places
from reviews.queries.visible import annotations_for, comments_on, marks_on
from reviews.views.reading import passage_around

Forms = dict[str, object]
#: How the passage of a claim is marked that stands as nothing.
_UNSETTLED = {OutcomeKind.SPLIT: "mixed", OutcomeKind.UNDETERMINED: "undetermined"}


def claim_context(request: HttpRequest, claim: Claim, refused: Forms | None = None) -> dict[str, object]:
    """Return what the template needs. `refused` are forms that were posted and not accepted, by name."""
    person, article = request.user, claim.round.article
    claim.passage = claim.revision.text[slice(claim.start, claim.end)]
    note_sighting(article=article, person=person, now=timezone.now())
    answers = answers_to(claim)
    policy = claim.round.judged_by
    outcome = outcomes_of([claim], article)[claim.pk]
    rulings = rulings_of(claim)
    history = history_of(claim)
    needs = request.GET.get("needs")
    may_edit = not rules.why_not_edit(person, claim)
    story = in_the_story(claim, person)
    places = other_places(person, claim)
    note_sightings(articles=articles_told_of(places), person=person, now=timezone.now())
    context = {
        "claim": claim,
        "article": article,
        "answers": answers,
        "evidence": evidence_by_stance(answers, claim),
        "places": [passage_around(claim.revision, *place) for place in claim.places],
        "shown_as": claim.stands_as or _UNSETTLED.get(claim.outcome, ""),
        "outcome": outcome,
        "wanting": wanting(outcome, policy.numbers()),
        "policy": policy,
        "policy_numbers": numbers(policy.numbers()),
        "rule": next(words for kind, words in rule_of_outcomes(policy.numbers()) if kind == outcome.kind),
        "outdated": is_outdated(claim.round),
        "ruling": next((ruling for ruling in rulings if ruling.replaced_at is None), None),
        "rulings": rulings,
        "history": history,
        "comments": comments_on(claim),
        "contradicting": contradicting(claim, person),
        "other_places": places,
        "may_link": rules.may_link_claims(person, claim),
        "queue": place_in_queue(person, needs, claim.pk) if needs in NEEDS else None,
        "further": _further_round(claim),
        "may_edit": may_edit,
        "told": told_to(person, article=article),
        "why_not_rule": _why_not_rule(person, claim),
    }
    others = [*context["contradicting"].seen]
    forms = _forms_of_reviewers(person, claim)
    forms |= _deciding_forms(person, claim, context["further"])
    if rules.may_rule(person, claim):
        forms["ruling_form"] = ruling_form(claim, context["ruling"], history)
    if may_edit:
        context["offers"] = merge_offers(claim)
        others += context["offers"]
        context["elsewhere"] = _same_words(claim)
        forms |= _edit_forms(claim, answers, story)
    prefetch_related_objects(others, Prefetch("annotations", annotations_for(person)))  # Their reasons are shown.
    return context | forms | (refused or {})


def _forms_of_reviewers(person: object, claim: Claim) -> Forms:
    """Return the forms of those who voted on the claim or review its article."""
    forms: Forms = {}
    if not rules.why_not_discuss(person, claim):
        forms["comment_form"] = CommentForm()
    if not rules.why_not_change_mind(person, claim):
        forms["mind_form"] = MindForm(claim=claim)
    return forms


def _deciding_forms(person: object, claim: Claim, further: Round | None) -> Forms:
    """Return what comes before a ruling: asking another reviewer."""
    forms: Forms = {}
    asks = (
        claim.outcome in {OutcomeKind.SHORT, OutcomeKind.SPLIT} and claim.revision_id == claim.round.article.current_id
    )
    if asks and further is None and not rules.why_not_ask(person, claim):
        forms["ask_form"] = AskForm(reviewers=fresh_reviewers(claim.round.article, claim.round.team))
    return forms


def ruling_form(claim: Claim, ruling: Ruling | None, history: list[Happening]) -> RulingForm:
    """Return an empty form to rule by; it remembers which ruling and how much of the history the person saw."""
    seen = history[0].position if history else 0
    return RulingForm(claim=claim, initial={"replaces": ruling.pk if ruling else None, "seen": seen})


def _edit_forms(claim: Claim, answers: list[GivenAnswer], story: list[Claim]) -> Forms:
    """Return the forms by which editors and leads change a claim."""
    forms: Forms = {
        "word_form": WordForm(claim=claim, initial={"statement": claim.statement}),
        "bearing_form": BearingForm(claim=claim, initial={"bearing": claim.bearing}),
        "link_form": OtherClaimForm(claim=claim, others=story, auto_id="link-%s"),
        "merge_form": OtherClaimForm(
            claim=claim, others=[o for o in story if o.revision_id == claim.revision_id], auto_id="merge-%s"
        ),
    }
    if claim.start is not None:
        forms["place_form"] = PlaceForm(claim=claim)
    if sum(given.marked for given in answers) > 1:
        forms["split_form"] = split_form(claim)
    return forms


def split_form(claim: Claim, data: object = None) -> SplitForm:
    """Return the form that splits marks off a claim, each shown with its reviewer, verdict and words."""
    marks = marks_on(claim).select_related("assignment__reviewer").order_by("start", "pk")
    text = claim.revision.text
    choices = [
        (
            str(m.pk),
            f"{m.assignment.reviewer}, {m.verdict}: “{_short(text[m.start : m.end]) if m.end else 'the whole'}”",
        )
        for m in marks
    ]
    return SplitForm(data, claim=claim, marks=choices)


def _short(words: str) -> str:
    return Truncator(words).chars(80)


def _same_words(claim: Claim) -> list[tuple[int, str, str, str]]:
    """Return where else the text has the claim's very words, each as start, words before, the words, words after."""
    if claim.start is None:
        return []
    text = claim.revision.text
    words = text[claim.start : claim.end]
    return [(s, text[max(0, s - 40) : s], words, text[e : e + 40]) for s, e in places_of(claim, words)[:5]]


def _further_round(claim: Claim) -> Round | None:
    """Return the open round in which another reviewer is at work on the article since the claim's own was closed."""
    if claim.round.is_open:
        return None
    rounds = Round.objects.filter(article=claim.round.article_id).exclude(stage=Round.Stage.CLOSED)
    return rounds.prefetch_related("assignments__reviewer").first()


def _why_not_rule(person: object, claim: Claim) -> str:
    """Return the sentence for somebody who directs the team's work and may yet not rule on this claim."""
    if not rules.right_over(person, claim.round.team):
        return ""
    why_not = rules.why_not_rule(person, claim)
    return why_not or ("It can be ruled on when its round is closed." if claim.round.is_open else "")
