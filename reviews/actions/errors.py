"""Why an action did not happen. Each carries a sentence for the person; nothing was changed."""


class NotDone(Exception):  # noqa: N818 - no error, but an answer for a person
    """An action was not carried out."""


class Refused(NotDone):
    """The input cannot be accepted; `field` names what is wrong with it. HTTP 422."""

    def __init__(self, sentence: str, *, field: str = "", items: list | None = None) -> None:
        super().__init__(sentence)
        self.field = field
        self.items = items or []


class NotAllowed(NotDone):
    """They may see this, but not do it. HTTP 403."""


class Stale(NotDone):
    """It changed meanwhile; `current` is what stands now. HTTP 409."""

    def __init__(self, sentence: str, *, current: object = None) -> None:
        super().__init__(sentence)
        self.current = current
