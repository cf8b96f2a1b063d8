"""The number of the request that is being answered, for the log: which click it was that did several things."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
