"""Queries that every save makes and that are always the same but for their numbers, written once.

Django takes ten times as long to write such a query as the database to answer it.
"""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import QuerySet

#: Stands for the first number while the query is written; the next ones follow it.
_MARK = 1_900_000_001


class Prepared:
    """A query that is written at its first use: `build` gets integers and returns a queryset of values.

    Rows come as the database has them: a UUID may be text.
    """

    def __init__(self, build: Callable[..., QuerySet], numbers: int) -> None:
        self._build, self._numbers = build, numbers
        self._written: dict[str, tuple[str, Sequence[object]]] = {}

    def rows(self, *numbers: int) -> list[tuple]:
        """Return the rows for these numbers, in the order in which `build` takes them."""
        if len(numbers) != self._numbers:
            raise TypeError(f"{self._numbers} numbers, not {len(numbers)}")
        sql, parameters = self._written.get(connection.vendor) or self._write()
        with connection.cursor() as cursor:
            cursor.execute(sql, [numbers[given - _MARK] if self._is_mark(given) else given for given in parameters])
            return cursor.fetchall()

    def _write(self) -> tuple[str, Sequence[object]]:
        """Write the query for this database, and remember it."""
        marks = [_MARK + place for place in range(self._numbers)]
        sql, parameters = self._build(*marks).query.sql_with_params()
        self._written[connection.vendor] = sql, parameters
        return sql, parameters

    def _is_mark(self, given: object) -> bool:
        return isinstance(given, int) and _MARK <= given < _MARK + self._numbers
