"""Figures that cannot be said: None where a number is asked for, and the reason for whoever asks why."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class UndefinedError(ArithmeticError):
    """A figure has no value; the message is the reason, one sentence."""


def none_if_undefined(statistic: Callable[P, T]) -> Callable[P, T | None]:
    """Make a statistic return None where it has no value."""

    @wraps(statistic)
    def figure(*args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return statistic(*args, **kwargs)
        except UndefinedError:
            return None

    return figure


def why_undefined(statistic: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Return why this statistic of these arguments is None, one sentence; "" where it has a value."""
    try:
        statistic.__wrapped__(*args, **kwargs)
    except UndefinedError as reason:
        return str(reason)
    return ""
