"""Static files under names that carry their hash, so that browsers may keep them; ours without their comments."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import rcssmin
import rjsmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: What is served without comments and white space, by the folder that holds nothing but our own.
_MINIFIERS = {"js": rjsmin.jsmin, "css": rcssmin.cssmin}


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hash every file; follow `import` statements in our own modules only.

    Third-party scripts (htmx, Django's admin) are not modules, and Django's import pattern would misread them.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name, *args, **kwargs):
        """Return a converter that leaves scripts outside our own `js/` folder as they are."""
        convert = super().url_converter(name, *args, **kwargs)
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda match: match.group(0)
        return convert

    def post_process(self, paths, dry_run=False, **options) -> Iterator:
        """Hash and compress the collected files, our own scripts and style sheets without their comments."""
        lean = {name: (_Lean(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(lean, dry_run, **options)


class _Lean:
    """A storage that gives our own scripts and style sheets as they are served."""

    def __init__(self, storage):
        self.storage = storage

    def __getattr__(self, name):
        return getattr(self.storage, name)

    def open(self, path, *args):
        """Open a file, minified if it is one of ours."""
        minify = _MINIFIERS.get(PurePosixPath(path).parts[0])
        opened = self.storage.open(path, *args)
        if minify is None or PurePosixPath(path).suffix not in {".js", ".css"}:
            return opened
        with opened:
            return ContentFile(minify(opened.read().decode("utf-8")).encode("utf-8"), name=path)
