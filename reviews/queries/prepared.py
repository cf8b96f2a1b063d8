"""Queries that every save makes and that are always the same but for their numbers, written once.

Django takes ten times as long to write such a query as the database to answer it.
"""

from collections.abc import Callable
from functools import cached_property

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import Query

#: Stands for the first number while the query is written; the next ones follow it.
_MARK = 1_900_000_001


class _Written:
    """A query as one kind of database takes it."""

    def __init__(self, query: Query) -> None:
        self._compiler = query.get_compiler(connection=connection)
        self.sql, self.parameters = self._compiler.as_sql()

    @cached_property
    def _columns(self) -> tuple:
        """What Django's own `ModelIterable` asks of a query before it makes models of its rows."""
        select, of_model = self._compiler.select, self._compiler.klass_info
        own = slice(of_model["select_fields"][0], of_model["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in select[own]]
        related = get_related_populators(of_model, select, connection.alias)
        converters = self._compiler.get_converters([column[0] for column in select])
        return of_model["model"], own, names, related, converters

    def objects(self, rows: list[tuple]) -> list[Model]:
        """Return rows as models, as `ModelIterable` makes them."""
        model, own, names, related, converters = self._columns
        found = []
        for row in self._compiler.apply_converters(rows, converters):
            one = model.from_db(connection.alias, names, row[own])
            for populator in related:
                populator.populate(row, one)
            found.append(one)
        return found


class Prepared:
    """A query that is written at its first use: `build` gets integers and returns a queryset."""

    def __init__(self, build: Callable[..., QuerySet], numbers: int) -> None:
        self._build, self._numbers = build, numbers
        self._written: dict[str, _Written] = {}

    def rows(self, *numbers: int) -> list[tuple]:
        """Return the rows for these numbers, in the order in which `build` takes them.

        They come as the database has them: a UUID may be text.
        """
        return self._ask(numbers)[1]

    def objects(self, *numbers: int) -> list[Model]:
        """Return the models for these numbers, with those that `build` selects as related."""
        written, rows = self._ask(numbers)
        return written.objects(rows)

    def _ask(self, numbers: tuple[int, ...]) -> tuple[_Written, list[tuple]]:
        if len(numbers) != self._numbers:
            raise TypeError(f"{self._numbers} numbers, not {len(numbers)}")
        written = self._written.get(connection.vendor) or self._write()
        given = [numbers[value - _MARK] if self._is_mark(value) else value for value in written.parameters]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, given)
            return written, cursor.fetchall()

    def _write(self) -> _Written:
        """Write the query for this database, and remember it."""
        written = _Written(self._build(*(_MARK + place for place in range(self._numbers))).query)
        self._written[connection.vendor] = written
        return written

    def _is_mark(self, given: object) -> bool:
        return isinstance(given, int) and _MARK <= given < _MARK + self._numbers
