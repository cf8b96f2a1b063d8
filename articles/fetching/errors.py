class NotFetched(Exception):  # noqa: N818 - says what it is in the desk's words
    """Nothing came from an address; `str()` is the reason, one sentence for an editor."""
