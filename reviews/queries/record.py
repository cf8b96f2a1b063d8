"""What else tells of marks, as a person may see it: the log, evidence, shelves, rulings and standings.

Built on `visible.py`: whoever is blind to an article sees here no more than there.
"""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from editorial.record.log import article_chain
from editorial.record.models import Chain, Event
from reviews import rules
from reviews.models import (
    Assignment,
    ChangeOfMind,
    ClaimLink,
    Contradiction,
    Occurrence,
    Ruling,
    Standing,
)
from reviews.queries.visible import articles_for, blinding_rounds, claims_for

#: Kinds of event that a reviewer's work makes before it is handed in, by how they begin.
DRAFTING = ("annotation.", "evidence.", "source.", "sentence.")


def rulings_for(person: object) -> QuerySet[Ruling]:
    """Return a person's own rulings, and those on claims that they may see."""
    return Ruling.objects.filter(Q(by=person) | Q(claim__in=claims_for(person).values("pk")))


def changes_of_mind_for(person: object) -> QuerySet[ChangeOfMind]:
    """Return a person's own changes of mind, and those on the claims that they may see."""
    return ChangeOfMind.objects.filter(Q(assignment__reviewer=person) | Q(claim__in=claims_for(person).values("pk")))


def occurrences_for(person: object) -> QuerySet[Occurrence]:
    """Return the further places of the claims that a person may see."""
    return Occurrence.objects.filter(claim__in=claims_for(person).values("pk"))


def contradictions_for(person: object) -> QuerySet[Contradiction]:
    """Return the links between claims of which a person may see both."""
    seen = claims_for(person).values("pk")
    return Contradiction.objects.filter(one__in=seen, other__in=seen)


def claim_links_for(person: object) -> QuerySet[ClaimLink]:
    """Return what was said of two claims of which a person may see both."""
    seen = claims_for(person).values("pk")
    return ClaimLink.objects.filter(one__in=seen, other__in=seen)


def standings_for(person: object) -> QuerySet[Standing]:
    """Return the standings of the articles that a person may see and is not blind to."""
    return Standing.objects.filter(article__in=articles_for(person).values("pk")).exclude(
        article__in=blinding_rounds(person).values("article")
    )


def events_for(person: object) -> QuerySet[Event]:
    """Return the log as a person may read it: all but others' drafts, and others' doings where they are blind.

    Only those who see every article read the log; others get nothing. Whoever did something sees that they did.
    """
    if not rules.sees_every_article(person):
        return Event.objects.none()
    drafts = (
        Assignment.objects.filter(reviewer=OuterRef("actor"))
        .exclude(state=Assignment.State.SUBMITTED)
        .annotate(chain=_chain_of("round__article"))
        .filter(chain=OuterRef("chain"))
    )
    drafting = Q()
    for beginning in DRAFTING:
        drafting |= Q(kind__startswith=beginning)
    others = ~Q(chain__in=_blind_chains(person)) & ~(drafting & Exists(drafts))
    return Event.objects.filter(Q(actor=person) | others)


def chains_for(person: object) -> QuerySet[Chain]:
    """Return the chains whose length a person may know: it tells how much others have done."""
    if not rules.sees_every_article(person):
        return Chain.objects.none()
    return Chain.objects.exclude(name__in=_blind_chains(person))


def _blind_chains(person: object) -> QuerySet:
    """Return the chains of the articles that a person is blind to."""
    return blinding_rounds(person).annotate(chain=_chain_of("article")).values("chain")


def _chain_of(path: str) -> Concat:
    """Return the name of an article's chain, as `article_chain` makes it, from a path to the article."""
    return Concat(Value(article_chain(0).removesuffix("0")), Cast(path, CharField()), output_field=CharField())
