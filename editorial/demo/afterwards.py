"""What people did with claims once their rounds were closed: they discussed, worded, linked and revised them."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from articles.models import Article
from editorial.accounts.models import User
from reviews.actions.change_mind import change_mind
from reviews.actions.contradict import contradict
from reviews.actions.discuss import discuss
from reviews.actions.occurrence import add_occurrence
from reviews.actions.rule import rule
from reviews.actions.word_claim import word_claim
from reviews.models import Annotation, Claim

FILE = Path(__file__).parent / "afterwards.toml"
Row = Mapping[str, Any]


def deeds() -> list[Row]:
    """Return what was done, in order."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["deed"]


def play(*, people: Mapping[str, User], articles: Mapping[str, Article], at: Callable[[float], datetime]) -> None:
    """Do everything through the actions of real use. `at` is the moment so many days from now."""
    for row in deeds():
        claim = _claim(articles[row["article"]], row["claim"])
        who_and_when = {"claim": claim, "by": people[row["by"]], "now": at(row["days"])}
        _DO[row["do"]](row, claim, who_and_when, articles)


def _claim(article: Article, beginning: str) -> Claim:
    """Return the claim with a mark on the passage that begins with these words."""
    start = article.current.text.index(beginning)
    marks = Annotation.objects.filter(revision=article.current_id, start=start).exclude(claim=None)
    return Claim.objects.select_related("revision").get(pk=marks.earliest("pk").claim_id)


def _comment(row: Row, _claim: Claim, how: dict, _articles: Mapping[str, Article]) -> None:
    discuss(uuid=uuid5(NAMESPACE_URL, f"editorial-demo/comment/{row['text']}"), text=row["text"], **how)


def _place(row: Row, claim: Claim, how: dict, _articles: Mapping[str, Article]) -> None:
    start = claim.revision.text.index(row["quote"])
    span = (start, start + len(row["quote"]))
    add_occurrence(span=span, quote=row["quote"], version=claim.version, **how)


def _word(row: Row, claim: Claim, how: dict, _articles: Mapping[str, Article]) -> None:
    word_claim(statement=row["statement"], version=claim.version, **how)


def _mind(row: Row, claim: Claim, how: dict, _articles: Mapping[str, Article]) -> None:
    change_mind(answer=row["answer"], why=row["why"], version=claim.version, **how)


def _contradict(row: Row, claim: Claim, how: dict, articles: Mapping[str, Article]) -> None:
    other = _claim(articles[row["other_article"]], row["other"])
    contradict(other=other, version=claim.version, other_version=other.version, **how)


def _rule(row: Row, claim: Claim, how: dict, _articles: Mapping[str, Article]) -> None:
    former = claim.rulings.filter(replaced_at=None).first()
    rule(
        verdict=row["verdict"],
        reason=row["reason"],
        replaces=former.pk if former else None,
        version=claim.version,
        **how,
    )


_DO = {
    "comment": _comment,
    "place": _place,
    "word": _word,
    "mind": _mind,
    "contradict": _contradict,
    "rule": _rule,
}
