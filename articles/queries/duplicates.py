"""What of a draft is here already: the same text, the same address, nearly the same text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.addresses import canonical, linkable
from articles.models import Article, BatchItem, Revision, Shingle
from articles.one_line import one_line
from articles.queries.newest import newest_with
from articles.queries.publications import publication_of
from articles.reading import ArticleDraft
from articles.text import fingerprint, resemblance, sha256, shingles

#: Share of shingles above which two texts are nearly the same.
NEARLY = 0.9
#: Texts that are compared at most, those with most of the fingerprint in common.
_COMPARED = 5
#: Texts that are looked at for each number of a fingerprint.
_PER_NUMBER = 20
Kind = BatchItem.Match


@dataclass(frozen=True, slots=True)
class Match:
    """What a draft resembles, and how much: the share of shingles, 0 to 1, None where only the address is the same."""

    kind: Kind
    article: Article | None = None
    share: float | None = None


def origin_of(draft: ArticleDraft) -> str:
    """Return where a text is from: its address, else its publication, else nothing."""
    return canonical(linkable(draft.url)) or one_line(draft.publication).casefold()[:500]


def match_of(draft: ArticleDraft) -> Match:
    """Return what the draft resembles most: what it is a second time, a new text of, a copy of, or nearly.

    The same text without a word on where it is from is here already; from another publication it is a copy.
    """
    match = _look(draft)
    if match.kind in {Kind.REVISION, Kind.SIMILAR}:
        # This very text may have come in between two looks, and resembles itself.
        known = _known(draft, _with_text_of(draft))
        return Match(Kind.KNOWN, known, 1.0) if known else match
    return match


def _look(draft: ArticleDraft) -> Match:
    """Return what the draft resembles, by one look after the other."""
    same_text = _with_text_of(draft)
    known = _known(draft, same_text)
    if known:
        return Match(Kind.KNOWN, known, 1.0)
    address = canonical(linkable(draft.url))
    article = Article.objects.filter(canonical=address).order_by("pk").first() if address else None
    if article:
        return Match(Kind.REVISION, article)
    if same_text:
        return _same_text(draft, same_text)
    return _nearly_same(draft)


def _with_text_of(draft: ArticleDraft) -> list[Revision]:
    """Return the revisions that have the very text of a draft, oldest first."""
    same = Revision.objects.filter(sha256=sha256(draft.text)).select_related("article__publication")
    return list(same.order_by("pk")[:50])


def copies_of(article: Article) -> QuerySet[Article]:
    """Return the other articles that have the text of this one."""
    same = Revision.objects.filter(sha256=article.current.sha256).exclude(article=article)
    return Article.objects.filter(current__in=same).select_related("publication")


def _known(draft: ArticleDraft, same_text: Iterable[Revision]) -> Article | None:
    """Return the article that the draft is once more: the same text, and nothing says that it is from elsewhere."""
    origin, address = origin_of(draft), canonical(linkable(draft.url))
    publication = publication_of(draft) if same_text else None
    for revision in same_text:
        article = revision.article
        if not origin or revision.origin == origin or (address and article.canonical == address):
            return article
        one_address = not address or not article.canonical
        if publication and article.publication_id == publication.pk and one_address:
            return article
    return None


def _same_text(draft: ArticleDraft, same_text: list[Revision]) -> Match:
    """Return whether the same text is a copy from another publication, or only looks the same."""
    publication = publication_of(draft)
    for revision in same_text:
        if revision.origin and (publication is None or revision.article.publication_id != publication.pk):
            return Match(Kind.COPY, revision.article, 1.0)
    return Match(Kind.SIMILAR, same_text[0].article, 1.0)


def _nearly_same(draft: ArticleDraft) -> Match:
    """Return the article whose text shares most shingles with the draft, if these are more than `NEARLY`."""
    shared = Counter(revision for _, revision in newest_with(Shingle, "value", fingerprint(draft.text), _PER_NUMBER))
    candidates = [revision for revision, _ in shared.most_common(_COMPARED)]
    if not candidates:
        return Match(Kind.NONE)
    own = shingles(draft.text)
    texts = Revision.objects.filter(pk__in=candidates).order_by("pk").values_list("article", "text")
    likest, share = max(
        ((article, resemblance(own, shingles(text))) for article, text in texts), key=lambda found: found[1]
    )
    if share <= NEARLY:
        return Match(Kind.NONE)
    return Match(Kind.SIMILAR, Article.objects.select_related("publication").get(pk=likest), share)
