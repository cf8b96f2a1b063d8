"""Who may do what: one plain predicate per sentence of DESIGN.md's table.

Blindness, which decides about marks rather than deeds, is in `queries/visible.py`.
"""

from datetime import datetime

from django.db.models import Q

from articles.models import Article
from reviews.models import (
    Assignment,
    Case,
    Claim,
    Membership,
    ModerationEntry,
    Response,
    Round,
    Ruling,
    Sighting,
    Team,
)

#: Desk-wide roles that see every article.
_SEES_ALL = {"editor", "moderator", "admin"}
#: Desk-wide roles that lead the work on any article.
_EDITS = {"editor", "admin"}
#: Desk-wide roles that moderate.
_MODERATES = {"moderator", "admin"}


def sees_every_article(person: object) -> bool:
    """Editors, moderators and admins see every article."""
    return person.is_active and person.role in _SEES_ALL


def may_moderate(person: object) -> bool:
    """Moderators and admins judge what was flagged."""
    return person.is_active and person.role in _MODERATES


def is_suspended(person: object, now: datetime) -> bool:
    """Whether they may read and appeal, and do nothing else."""
    return person.suspended_until is not None and person.suspended_until > now


def why_not_moderate(person: object, case: Case) -> str:
    """Return the sentence that keeps a person from deciding a case, or an empty string.

    Nobody moderates their own things, their own flags or a case they are party to.
    """
    if not may_moderate(person):
        return "Only a moderator or an admin does this."
    if case.escalated and person.role != "admin":
        return "This case was handed to an admin."
    appealed = ModerationEntry.objects.filter(case=case, by=person, appeal__isnull=False, appeal__answered_at=None)
    reviewing = Assignment.objects.filter(round__article=case.article_id, reviewer=person, state__in=Assignment.ACTIVE)
    party = (
        (case.person_id == person.pk, "It is your own"),
        (case.flags.filter(by=person).exists(), "You flagged it yourself"),
        (appealed.exists(), "The appeal is against your own decision"),
        (reviewing.exists(), "You review this article"),
    )
    return next((f"{why}, so somebody else has to decide." for holds, why in party if holds), "")


def why_not_suspend(person: object, whom: object) -> str:
    """Return the sentence that keeps a moderator from suspending somebody, or an empty string."""
    if whom.pk == person.pk:
        return "Nobody suspends themselves."
    if whom.role in _MODERATES and person.role != "admin":
        return f"{whom} moderates too: only an admin suspends them."
    return ""


def role_in(person: object, team: Team | None) -> str:
    """Return their role in the team, or an empty string."""
    if team is None:
        return ""
    membership = Membership.objects.filter(team=team, person=person).first()
    return membership.role if membership else ""


def leads(person: object, team: Team | None) -> bool:
    """A lead leads the work of their own team."""
    return person.is_active and role_in(person, team) == Membership.Role.LEAD


def right_over(person: object, team: Team | None) -> str:
    """Return by what right they direct this team's work ("editor", "admin", "lead of …"), or an empty string."""
    if not person.is_active:
        return ""
    if person.role in _EDITS:
        return person.role
    return f"lead of {team}" if leads(person, team) else ""


def may_edit_desk(person: object) -> bool:
    """Editors and admins import, and edit stories; so do leads of any team."""
    if not person.is_active:
        return False
    return person.role in _EDITS or Membership.objects.filter(person=person, role=Membership.Role.LEAD).exists()


def may_edit_article(person: object, article: Article) -> bool:
    """Editors and admins edit every article; leads their own team's, and what they brought in that no team owns."""
    standing = getattr(article, "standing", None)
    if standing is None or standing.team_id is None:
        return bool(right_over(person, None)) or (article.imported_by_id == person.pk and may_edit_desk(person))
    return bool(right_over(person, standing.team))


def may_open_round(person: object, article: Article, team: Team) -> bool:
    """Editors and admins open rounds for any team; a lead for their own team, on articles no other team owns."""
    if not right_over(person, team):
        return False
    if person.role in _EDITS:
        return True
    standing = getattr(article, "standing", None)
    return standing is None or standing.team_id in {None, team.pk}


def may_close_round(person: object, round_: Round) -> bool:
    """Who may open a team's rounds may close them, unless they are reviewers of this one."""
    return bool(right_over(person, round_.team)) and not reviews_in(person, round_)


def reviews_in(person: object, round_: Round) -> bool:
    """Whether they are one of its reviewers."""
    return Assignment.objects.filter(round=round_, reviewer=person, state__in=Assignment.ACTIVE).exists()


def reviews_now(person: object, article: Article) -> bool:
    """Whether they are a reviewer of the article's open round."""
    rounds = Round.objects.filter(article=article).exclude(stage=Round.Stage.CLOSED)
    return Assignment.objects.filter(round__in=rounds, reviewer=person, state__in=Assignment.ACTIVE).exists()


def voted_on(person: object, claim: Claim) -> bool:
    """Whether they marked the claim or answered it; answers to what was merged into it are answers to it."""
    marked = claim.annotations.filter(assignment__reviewer=person, deleted_at=None).exists()
    answered = Response.objects.filter(Q(claim=claim) | Q(claim__merged_into=claim), assignment__reviewer=person)
    return marked or answered.exists()


def may_edit_claims(person: object, article: Article, team: Team) -> bool:
    """Editors, admins and the team's leads change its claims, unless they are reviewers of an open round."""
    return bool(right_over(person, team)) and not reviews_now(person, article)


def why_not_edit(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from changing a claim, or an empty string."""
    if not right_over(person, claim.round.team):
        return "Only an editor, an admin or the team's lead changes a claim."
    if reviews_now(person, claim.round.article):
        return "You review this article, so somebody else has to change its claims."
    if voted_on(person, claim):
        return "You voted on this claim, so somebody else has to change it."
    return ""


def may_discuss(person: object, claim: Claim) -> bool:
    """Whoever was assigned to review the article discusses its claims."""
    mine = Assignment.objects.filter(round__article=claim.round.article_id, reviewer=person)
    return person.is_active and mine.filter(state__in=Assignment.ACTIVE).exists()


def may_change_mind(person: object, claim: Claim) -> bool:
    """Who voted on a claim may say otherwise until it is ruled on."""
    return person.is_active and voted_on(person, claim) and not claim.rulings.exists()


def sees_all_records(person: object) -> bool:
    """Editors, admins and leads see every reviewer's record; a reviewer sees their own."""
    return may_edit_desk(person)


def may_rule(person: object, claim: Claim) -> bool:
    """Editors, admins and the team's leads rule: never on a claim they voted on, never before its round is closed.

    Nor while they review the article themselves in a later round: they would be asked about the claim.
    """
    if claim.round.is_open or not right_over(person, claim.round.team):
        return False
    return not voted_on(person, claim) and not reviews_now(person, claim.round.article)


def why_not_assignable(person: object, article: Article, team: Team) -> str:
    """Return the sentence that keeps them from reviewing this article for this team, or an empty string."""
    if not person.is_active:
        return f"{person} has left the desk."
    if not may_review_for(person, team):
        return f"{person} is no reviewer of {team}."
    if Sighting.objects.filter(article=article, person=person).exists():
        return f"{person} has seen marks on this article and could not review it blind."
    if Assignment.objects.filter(round__article=article, reviewer=person, submitted_at__isnull=False).exists():
        return f"{person} has reviewed this article already."
    if Ruling.objects.filter(claim__round__article=article, by=person).exists():
        return f"{person} has ruled on a claim of this article and could not review it blind."
    return ""


def may_review_for(person: object, team: Team) -> bool:
    """Reviewers and leads of the team review for it; so do editors, moderators and admins when they are assigned."""
    return sees_every_article(person) or role_in(person, team) in {Membership.Role.REVIEWER, Membership.Role.LEAD}
