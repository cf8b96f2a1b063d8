class Refused(Exception):  # noqa: N818 - says what it is in the desk's words
    """Something was not done; `str()` is the reason, a sentence for the person."""
