"""The words of a review: the scales that reviewers, rules and screens share (DESIGN.md, Words)."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of a passage. `UNDETERMINED` is an answer but no vote."""

    VERIFIED = "verified"
    DISPUTED = "disputed"
    FABRICATED = "fabricated"
    UNDETERMINED = "undetermined"


#: The answers that count as votes, mildest first.
VOTES = (Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED)


class Reason(StrEnum):
    """Why a passage is disputed or fabricated."""

    INACCURATE = "inaccurate"
    MISLEADING = "misleading"
    MISSING_CONTEXT = "missing_context"
    OUTDATED = "outdated"
    CONTRADICTS_ITSELF = "contradicts_itself"
    REPEATS_FALSEHOOD = "repeats_falsehood"
    INVENTED_SOURCE = "invented_source"
    INVENTED_QUOTATION = "invented_quotation"
    INVENTED_WORK = "invented_work"
    INVENTED_FIGURE = "invented_figure"
    INVENTED_EVENT = "invented_event"
    INVENTED_PERSON = "invented_person"
    INVENTED_DEED = "invented_deed"


REASONS: dict[Verdict, tuple[Reason, ...]] = {
    Verdict.VERIFIED: (),
    Verdict.DISPUTED: (
        Reason.INACCURATE,
        Reason.MISLEADING,
        Reason.MISSING_CONTEXT,
        Reason.OUTDATED,
        Reason.CONTRADICTS_ITSELF,
        Reason.REPEATS_FALSEHOOD,
    ),
    Verdict.FABRICATED: (
        Reason.INVENTED_SOURCE,
        Reason.INVENTED_QUOTATION,
        Reason.INVENTED_WORK,
        Reason.INVENTED_FIGURE,
        Reason.INVENTED_EVENT,
        Reason.INVENTED_PERSON,
        Reason.INVENTED_DEED,
    ),
    Verdict.UNDETERMINED: (),
}


class Bearing(StrEnum):
    """Would the article still say what it says without the passage?"""

    CENTRAL = "central"
    INCIDENTAL = "incidental"


class Stance(StrEnum):
    """What a source says of the passage it is attached to."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class DismissalKind(StrEnum):
    """Why a checkable sentence holds nothing to check."""

    OPINION = "opinion"
    FORECAST = "forecast"
    VAGUE = "vague"
    NOTHING = "nothing"


class Answer(StrEnum):
    """A response in the second pass: a verdict, or one of the two answers that are none."""

    VERIFIED = "verified"
    DISPUTED = "disputed"
    FABRICATED = "fabricated"
    UNDETERMINED = "undetermined"
    ANOTHER_POINT = "another_point"
    NOT_CHECKED = "not_checked"


class OutcomeKind(StrEnum):
    """What a claim comes to; the first that holds in this order."""

    RULED = "ruled"
    OPEN = "open"
    SETTLED = "settled"
    UNDETERMINED = "undetermined"
    SHORT = "short"
    SPLIT = "split"


class Status(StrEnum):
    """The accuracy status of an article; the first that holds in this order."""

    UNREVIEWED = "unreviewed"
    IN_REVIEW = "in_review"
    FABRICATED = "fabricated"
    DISPUTED = "disputed"
    CONTESTED = "contested"
    UNDETERMINED = "undetermined"
    MINOR_ERRORS = "minor_errors"
    VERIFIED = "verified"
    THIN = "thin"
