"""Static files under names that carry their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
