"""Who reviews, and what they found."""

from reviews.models.annotation import Annotation
from reviews.models.assignment import Assignment
from reviews.models.change_of_mind import ChangeOfMind
from reviews.models.claim import Claim
from reviews.models.claim_link import ClaimLink
from reviews.models.claim_source import ClaimSource
from reviews.models.comment import Comment
from reviews.models.contradiction import Contradiction
from reviews.models.dismissal import Dismissal
from reviews.models.evidence import Evidence, Source
from reviews.models.guidelines import Guidelines
from reviews.models.invitation import Invitation
from reviews.models.moderation import Appeal, Case, Flag, FlagKind, ModerationEntry, Suspension
from reviews.models.note import Note
from reviews.models.notice import Notice
from reviews.models.occurrence import Occurrence
from reviews.models.policy import Policy
from reviews.models.profile import Absence, Conflict, Profile
from reviews.models.response import Response
from reviews.models.round import Round
from reviews.models.ruling import Ruling
from reviews.models.sighting import Sighting
from reviews.models.standing import Standing
from reviews.models.team import Membership, Team

__all__ = [
    "Absence",
    "Annotation",
    "Appeal",
    "Assignment",
    "Case",
    "ChangeOfMind",
    "Claim",
    "ClaimLink",
    "ClaimSource",
    "Comment",
    "Conflict",
    "Contradiction",
    "Dismissal",
    "Evidence",
    "Flag",
    "FlagKind",
    "Guidelines",
    "Invitation",
    "Membership",
    "ModerationEntry",
    "Note",
    "Notice",
    "Occurrence",
    "Policy",
    "Profile",
    "Response",
    "Round",
    "Ruling",
    "Sighting",
    "Source",
    "Standing",
    "Suspension",
    "Team",
]
