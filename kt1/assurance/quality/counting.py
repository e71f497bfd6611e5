"""Counting very many items in one statement that several of the server's processes share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kt1.assurance.quality.telling import Telling

#: What a table may be broken down by, and the columns of the statement that tell its key.
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "month": ("width_bucket(c.started_at, %s::timestamptz[])",),
    "axis": ("it.urgency", "it.scope"),
    "sender": ("it.sender_id",),
    "receiver": ("it.receiver_id",),
}
ITEMS = """FROM custody_clock c
    JOIN custody_item it ON it.unit_id = c.unit_id"""
#: Groups are few, but the planner cannot know it of expressions and would sort every item; and a
#: plan for any months at all is not the plan for these.
_HASHED = (
    "SET LOCAL work_mem = '64MB'; SET LOCAL enable_sort = off;"
    " SET LOCAL plan_cache_mode = force_custom_plan"
)
#: Bounds on the numbers of both tables make the planner believe that next to nothing is left.
_MANY = "SET LOCAL enable_nestloop = off"
_AS_BEFORE = (
    "SET LOCAL enable_sort = on; SET LOCAL plan_cache_mode = auto; SET LOCAL enable_nestloop = on"
)
#: Added to, so that the ends are not looked for along the numbers of all items.
_ENDS = """SELECT min(c.unit_id + 0), max(c.unit_id + 0) FROM custody_clock c
    WHERE c.started_at >= %s AND c.started_at < %s"""
#: Each run is counted by itself and the server's processes share the runs among them. One count
#: they would not share: it is believed to have as many groups as items.
RUNS, RUN_LEAST = 6, 5_000

Run = tuple[int, int]


@dataclass(slots=True)
class Where:
    """Conditions, all of which must hold, with their parameters."""

    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, sql: str, *params: object) -> None:
        self.parts.append(sql)
        self.params += params


@dataclass(frozen=True, slots=True)
class Counting:
    """How many items of each key, group and outcome there are."""

    wanted: Sequence[str]
    told: Telling
    where: Where
    #: Parameters of the columns of `wanted`.
    keyed: Sequence[Any]

    def rows(self, between: tuple[datetime, datetime] | None) -> list[tuple[Any, ...]]:
        """(columns of `wanted` …, group, outcome, number); the same key may come several times.

        `between`: when all items were accepted, where too many are asked for to look up each. An
        item's number rises with time, so they lie together in every table; what joins tables
        then reads each once, in order.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_HASHED)
            runs: list[Run | None] = [None]
            if between is not None:
                cursor.execute(_MANY)
                runs = [*self._runs(cursor, between)]
            found = []
            if runs:
                counts = [self._counted(run) for run in runs]
                said = " UNION ALL ".join(sql for sql, _params in counts)
                params = [one for _sql, params in counts for one in params]
                cursor.execute(f"SELECT * FROM ({said}) counted", params)
                found = cursor.fetchall()
            cursor.execute(_AS_BEFORE)
        return found

    def _runs(self, cursor: Any, between: tuple[datetime, datetime]) -> list[Run]:
        """Of numbers, from the first to the last item's; none where there is no item."""
        cursor.execute(_ENDS, between)
        first, last = cursor.fetchone()
        if first is None:
            return []
        length = max(RUN_LEAST, -(-(last - first + 1) // RUNS))
        return [(at, min(at + length - 1, last)) for at in range(first, last + 1, length)]

    def _counted(self, run: Run | None) -> tuple[str, list[Any]]:
        columns = [column for one in self.wanted for column in DIMENSIONS[one]]
        joins, joined = self.told.joins(run)
        parts, params = list(self.where.parts), list(self.where.params)
        for column in ("c.unit_id", "it.unit_id") if run else ():
            parts.append(f"{column} BETWEEN %s AND %s")
            params += run or ()
        places = ", ".join(str(n) for n in range(1, len(columns) + 3))
        sql = (
            f"SELECT {', '.join(columns)}, {self.told.group} AS grp,"
            f" {self.told.outcome} AS outcome, count(*) {ITEMS}{joins}"
            f" WHERE {' AND '.join(parts)} GROUP BY {places}"
        )
        return sql, [*self.keyed, *self.told.grouped, *self.told.said, *joined, *params]
