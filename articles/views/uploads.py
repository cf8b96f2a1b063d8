"""Uploads: bounded while they come in, and an answer in words for what is too much."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.actions.open_batch import FILE_AT_MOST


class BoundedUpload(FileUploadHandler):
    """Passes over the rest of a file that is too long; `request.too_long` names them. Comes before those that keep."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Count, and hand on."""
        self.received += len(raw_data)
        if self.received > FILE_AT_MOST:
            self.request.too_long.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def takes_uploads(
    view: Callable[..., HttpResponse], refused: Callable[[HttpRequest, str], HttpResponse]
) -> Callable[..., HttpResponse]:
    """Receive what is posted by bounded handlers before anything looks at it; answer by `refused` what cannot be.

    The check against forged requests would read the post first, so it comes after (as Django documents).
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def received(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return checked(request, *args, **kwargs)
        request.too_long = []
        request.upload_handlers = [BoundedUpload(request), TemporaryFileUploadHandler(request)]
        why = _why_not(request)
        return refused(request, why) if why else checked(request, *args, **kwargs)

    return received


def _why_not(request: HttpRequest) -> str:
    """Read the post; return the sentence for one that cannot be read."""
    try:
        request.POST  # noqa: B018 - reading it is what is tried
    except RequestDataTooBig:
        return "The pasted text is too long for one form. Save it as a file and choose that."
    except TooManyFilesSent:
        return "That is too many files at once. Pack them as a ZIP, or send some at a time."
    except (MultiPartParserError, UnreadablePostError):
        return "What was sent broke off on its way. Please send it again."
    return ""
