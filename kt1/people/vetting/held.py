"""Until when a worker holds something without a break, as part of a query."""

from typing import Any

from django.db.models import DateTimeField, Func


class HeldUntil(Func):
    """Of a person, a kind of standing and a moment: when it lapses; NULL where it is not held.

    Papers that follow each other without a break count as one; without an end it is the year 9999.
    """

    output_field = DateTimeField()
    arity = 3

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        del connection
        person, kind, moment = (compiler.compile(one) for one in self.source_expressions)
        sql = (
            "(SELECT coalesce(upper(span), '9999-01-01 00:00+00') FROM ("
            "SELECT unnest(range_agg(tstzrange(held.valid_from, held.valid_to))) AS span"
            f" FROM people_standing held WHERE held.user_id = {person[0]} AND held.kind = {kind[0]}"
            f") spans WHERE span @> {moment[0]}::timestamptz)"
        )
        return sql, [*person[1], *kind[1], *moment[1]]
