"""Until when a worker holds something without a break, as part of a query."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Func
from django.db.models.sql.compiler import SQLCompiler


class HeldUntil(Func):
    """Of a person, a kind of standing and a moment: when it lapses; NULL where it is not held.

    Papers that follow each other without a break count as one; without an end it is the year 9999.
    """

    output_field = DateTimeField()
    arity = 3

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> Any:
        del connection, function, template, arg_joiner, extra_context
        person, kind, moment = (compiler.compile(one) for one in self.source_expressions)
        sql = (
            "(SELECT coalesce(upper(span), '9999-01-01 00:00+00') FROM ("
            "SELECT unnest(range_agg(tstzrange(held.valid_from, held.valid_to))) AS span"
            f" FROM people_standing held WHERE held.user_id = {person[0]} AND held.kind = {kind[0]}"
            f") spans WHERE span @> {moment[0]}::timestamptz)"
        )
        return sql, [*person[1], *kind[1], *moment[1]]
