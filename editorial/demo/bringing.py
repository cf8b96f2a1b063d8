"""What the demo's editor has just brought in and not yet saved: the import page with something to look at."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from articles.actions import Brought, open_batch
from articles.actions.work_items import work
from articles.models import Batch, BatchItem

_FILES = Path(__file__).parent / "brought"
#: A PDF whose end never arrived.
_BROKEN = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"


def bring_in_files(*, known: str, by: object, now: datetime) -> Batch:
    """Open a batch of files and read it as far as its previews: certain, doubtful, here already (`known`), failed."""
    files = {path.name: path.read_bytes() for path in sorted(_FILES.iterdir())}
    files |= {"sent-again.txt": known.encode(), "scan-of-a-page.pdf": _BROKEN}
    brought = [Brought(BatchItem.Source.FILE, name=name, file=BytesIO(data)) for name, data in files.items()]
    batch = open_batch(brought=brought, by=by, now=now)
    while work(seconds=60, batch=batch):
        pass
    return batch
