"""Work off what batches wait for: fetch, open, read, save. Anybody may call `work`: a page, a thread, a command."""

import logging
from io import BytesIO
from time import monotonic

from django.db import reset_queries
from django.utils import timezone

from articles.actions.claims import claim, give_back, hold
from articles.actions.errors import Refused
from articles.actions.keep_original import keep_original
from articles.actions.open_item import open_feed, open_parts
from articles.actions.save_item import save
from articles.fetching import Fetcher, NotFetched, is_feed
from articles.models import Batch, BatchItem
from articles.one_line import one_line
from articles.queries.drafts import stored_draft
from articles.queries.duplicates import match_of
from articles.queries.items import as_matched
from articles.queries.originals import bytes_of, opened
from articles.reading import ArticleDraft, UnreadableArticle, read
from articles.unpacking import NotOpened, draft_of_row, kind_of

logger = logging.getLogger(__name__)

#: How often an item is begun before it is given up: each time but the last its worker died over it.
ATTEMPTS = 3
#: Bytes of a file that is one article; `read` has bounds of its own within it.
READ_AT_MOST = 50_000_000
_HEAD = 20_000


def work(
    *,
    seconds: float,
    batch: Batch | None = None,
    item: BatchItem | None = None,
    fetcher: Fetcher | None = None,
) -> int:
    """Do what waits, item by item, and return how many were done. Begins nothing new after so many seconds.

    `batch` and `item` narrow it; None is every batch's. Each item is claimed, so that any number may work at once.
    """
    until = monotonic() + seconds
    fetcher = fetcher or Fetcher()
    done = 0
    while claimed := claim(batch=batch, item=item):
        _do(claimed, fetcher, until)
        reset_queries()  # with DEBUG, Django remembers thousands, texts and all
        done += 1
        if monotonic() >= until:
            break
    return done


def _do(item: BatchItem, fetcher: Fetcher, until: float) -> None:
    """Do one claimed item; whatever happens, it ends with a state or a reason."""
    failed = BatchItem.State.FAILED
    if item.attempts > ATTEMPTS:
        give_back(item, state=failed, reason=f"The desk stopped {ATTEMPTS} times while working on this.")
        return
    try:
        if item.state == BatchItem.State.SAVING:
            save(item)
        else:
            _read(item, fetcher, until)
    except (UnreadableArticle, NotOpened, NotFetched, Refused) as error:
        give_back(item, state=failed, reason=str(error), attempts=0)
    except Exception:  # one item's surprise must not stop the others
        logger.exception("Item %s of batch %s", item.pk, item.batch_id)
        give_back(item, state=failed, reason="A defect of Editorial, which was logged.", attempts=0)


def _read(item: BatchItem, fetcher: Fetcher, until: float) -> None:
    """Bring an item as far as its preview, or to its parts."""
    if item.original is None and not _fetch(item, fetcher):
        return
    file = opened(item.original)
    if item.source == BatchItem.Source.ROW:
        _preview(item, *draft_of_row(bytes_of(item.original)))
        return
    if is_feed(file.read(_HEAD)):
        open_feed(item, bytes_of(item.original))
        return
    kind = kind_of(file, name=item.name, content_type=item.content_type)
    if kind:
        open_parts(item, kind, file, until=until)
        return
    if item.original.size > READ_AT_MOST:
        raise UnreadableArticle(
            f"The file has {item.original.size / 1e6:.0f} MB; one article may have at most {READ_AT_MOST / 1e6:.0f} MB."
        )
    data = bytes_of(item.original)
    name = item.name if item.source == BatchItem.Source.FILE else ""
    _preview(item, read(data, name=name, content_type=item.content_type, url=item.url))


def _fetch(item: BatchItem, fetcher: Fetcher) -> bool:
    """Fetch an address and keep what was there; False if somebody else has the item by now."""
    fetched = fetcher.fetch(item.url)
    item.original = keep_original(BytesIO(fetched.data), now=timezone.now())
    item.content_type, item.url = fetched.content_type, fetched.url[:2000]
    return hold(item, original=item.original, content_type=item.content_type, url=item.url)


def _preview(item: BatchItem, draft: ArticleDraft, story: str = "") -> None:
    """Keep what was read, and what of the desk's it resembles, for somebody to look at."""
    item.draft = stored_draft(draft) | {"story": story}
    item.corrections, item.kinds = {}, {}
    give_back(
        item,
        state=BatchItem.State.READY,
        reason="",
        attempts=0,
        draft=item.draft,
        corrections={},
        kinds={},
        decision="",
        **as_matched(item, match_of(draft)),
        title=one_line(draft.title, 300),
    )
