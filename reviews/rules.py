"""Who may do what: one plain predicate per sentence of DESIGN.md's table.

Blindness, which decides about marks rather than deeds, is in `queries/visible.py`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from articles.models import Article
from reviews.core.verdicts import Verdict
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


def may_take_from_pool(person: object, team: Team) -> bool:
    """Reviewers of a team take reviews from its pool."""
    return person.is_active and role_in(person, team) == Membership.Role.REVIEWER


def reviews_in(person: object, round_: Round) -> bool:
    """Whether they are one of its reviewers."""
    return Assignment.objects.filter(round=round_, reviewer=person, state__in=Assignment.ACTIVE).exists()


def reviews_now(person: object, article: Article) -> bool:
    """Whether they are a reviewer of the article's open round."""
    rounds = Round.objects.filter(article=article).exclude(stage=Round.Stage.CLOSED)
    return Assignment.objects.filter(round__in=rounds, reviewer=person, state__in=Assignment.ACTIVE).exists()


def reviewing_now(person: object, articles: Iterable[Article]) -> set[int]:
    """Return the numbers of those articles of whose open round they are a reviewer."""
    rounds = Round.objects.filter(article__in=articles).exclude(stage=Round.Stage.CLOSED)
    mine = Assignment.objects.filter(round__in=rounds, reviewer=person, state__in=Assignment.ACTIVE)
    return set(mine.values_list("round__article", flat=True))


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


def why_not_rule(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from ruling on a claim, whenever that is, or an empty string.

    Nobody rules while they review the article themselves in a later round: they would be asked about the claim.
    """
    if not right_over(person, claim.round.team):
        return "Only an editor, an admin or the team's lead rules on a claim."
    if voted_on(person, claim):
        return "You voted on this claim, so somebody else has to rule on it."
    if reviews_now(person, claim.round.article):
        return "You review this article yourself now, so somebody else has to rule on its claims."
    return ""


def why_not_ask(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from asking another reviewer about a claim, or an empty string."""
    if may_edit_claims(person, claim.round.article, claim.round.team):
        return ""
    return "Only an editor, an admin or the team's lead asks another reviewer, and no reviewer of it."


def may_link_claims(person: object, claim: Claim) -> bool:
    """The team's reviewers and lead, editors and admins say which claims elsewhere are the same."""
    return not why_not_link_claims(person, claim)


def why_not_link_claims(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from saying which claims elsewhere are the same, or an empty string."""
    team = claim.round.team
    if person.is_active and (right_over(person, team) or role_in(person, team) == Membership.Role.REVIEWER):
        return ""
    return "Reviewers of the team, its lead, editors and admins say which claims are the same."


def why_not_discuss(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from discussing a claim: whoever was assigned to the article does."""
    mine = Assignment.objects.filter(round__article=claim.round.article_id, reviewer=person)
    if person.is_active and mine.filter(state__in=Assignment.ACTIVE).exists():
        return ""
    return "Claims are discussed by those who were assigned to review the article."


def why_not_change_mind(person: object, claim: Claim) -> str:
    """Return the sentence that keeps them from saying otherwise: who voted on a claim may, until it is ruled on."""
    marked = claim.annotations.filter(assignment__reviewer=person, deleted_at=None)
    answered = Response.objects.filter(claim=claim, assignment__reviewer=person, answer__in=list(Verdict))
    if not person.is_active or not (marked.exists() or answered.exists()):
        return "Only who marked this claim, or answered it with a verdict or undetermined, can change that."
    return "This claim has been ruled on; the votes stay as they were." if claim.rulings.exists() else ""


def sees_all_records(person: object) -> bool:
    """Editors, admins and leads see every reviewer's record; a reviewer sees their own."""
    return may_edit_desk(person)


def may_rule(person: object, claim: Claim) -> bool:
    """Editors, admins and the team's leads rule: never on a claim they voted on, never before its round is closed."""
    return not claim.round.is_open and not why_not_rule(person, claim)


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


def right_to_run(person: object, team: Team | None) -> str:
    """Return by what right they decide who is in a team and what it is told ("admin", "lead of …"), or "".

    Admins run every team, a lead their own. Editors direct a team's work, not its people.
    """
    if not person.is_active:
        return ""
    if person.is_superuser:
        return "admin"
    return f"lead of {team}" if team is not None and leads(person, team) else ""


def may_invite(person: object, team: Team | None, role: str, desk_role: str) -> bool:
    """Admins invite to anything; a lead invites reviewers and observers to their own team."""
    right = right_to_run(person, team)
    if right == "admin":
        return True
    return bool(right) and role in {Membership.Role.OBSERVER, Membership.Role.REVIEWER} and desk_role == "member"


def sees_team(person: object, team: Team) -> bool:
    """Its members see a team; editors, moderators and admins see all."""
    return sees_every_article(person) or (person.is_active and bool(role_in(person, team)))


def leads_person(person: object, other: object) -> bool:
    """Whether they lead a team that the other is in."""
    led = Membership.objects.filter(person=person, role=Membership.Role.LEAD).values("team")
    return person.is_active and Membership.objects.filter(person=other, team__in=led).exists()


def sees_person(person: object, other: object) -> bool:
    """One sees one's own profile; leads see their members', editors, moderators and admins all."""
    return person.is_active and (person.pk == other.pk or sees_every_article(person) or leads_person(person, other))


def may_change_profile(person: object, other: object) -> bool:
    """What somebody can do is theirs to say; admins may correct it."""
    return person.is_active and (person.pk == other.pk or person.is_superuser)


def may_keep(person: object, other: object) -> bool:
    """Absences and conflicts are kept by oneself, one's leads, editors and admins."""
    if not person.is_active:
        return False
    return person.pk == other.pk or person.role in _EDITS or leads_person(person, other)
