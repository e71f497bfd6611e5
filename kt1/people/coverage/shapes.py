"""Who stands when at thousands of doors: doors of one shape are asked about once.

Who stands is the rosters' rule and is not repeated here. The database says of each register what
its *coverage* depends on: windows, spans, turns, and how far the papers hold, never who it is.
Whoever takes another's place is there instead of them, so names and ranks change the answer to
"who", not to "whether". A test holds both ways to the same answer.
"""

from collections.abc import Collection, Mapping

from django.db import connection

from kt1.law.calendars.rules import Calendar
from kt1.people.rosters.queries import Pair, every_register, registers
from kt1.people.rosters.rules import Span, covered

#: So few are read one by one.
FEW = 200
#: Past so many different shapes everything is read.
_MANY = 2_000

_SHAPES = """
WITH windows AS (
    SELECT agency_id, point_id, array_agg(DISTINCT ROW(
        day_kinds, from_time, to_time,
        greatest(valid_from, %(begins)s), least(valid_to, %(ends)s))::text) AS shape
    FROM people_focalpoint
    WHERE valid_from < %(ends)s AND (valid_to IS NULL OR valid_to > %(begins)s)
      AND (%(all)s OR agency_id = ANY (%(agencies)s::bigint[]))
    GROUP BY agency_id, point_id
), layers AS (
    SELECT r.agency_id, r.point_id, array_agg(ROW(
        r.kind, r.begins, r.ends, r.day_kinds, r.from_time, r.to_time, r.days_each,
        l.begins, l.ends, f.valid_from, f.valid_to)::text
        ORDER BY r.kind, r.begins, r.id, l.position) AS shape
    FROM people_roster r
    JOIN people_rosterline l ON l.roster_id = r.id
    JOIN people_focalpoint f ON f.id = l.receiver_id
    WHERE r.withdrawn_id IS NULL AND r.begins < %(ends)s
      AND (r.ends IS NULL OR r.ends > %(begins)s)
      AND (%(all)s OR r.agency_id = ANY (%(agencies)s::bigint[]))
    GROUP BY r.agency_id, r.point_id
)
SELECT agency_id, point_id, md5(ROW(windows.shape, layers.shape)::text)
FROM windows FULL JOIN layers USING (agency_id, point_id)
"""


def coverage_of(
    pairs: Collection[Pair], span: Span, kinds: Calendar
) -> Mapping[Pair, tuple[Span, ...]]:
    """When anybody may sign for each body at each door, within the span.

    A few queries, and one calculation a shape. A pair of which nothing is known is left out.
    """
    if len(pairs) <= FEW:
        known = registers(pairs, span)
        return {pair: covered(one, span=span, calendar=kinds) for pair, one in known.items()}
    wanted = set(pairs)
    shapes = {pair: shape for pair, shape in _shapes(wanted, span).items() if pair in wanted}
    examples = {shape: pair for pair, shape in shapes.items()}
    known = (
        registers(list(examples.values()), span) if len(examples) <= _MANY else every_register(span)
    )
    answers = {
        shape: covered(known[pair], span=span, calendar=kinds) for shape, pair in examples.items()
    }
    return {pair: answers[shape] for pair, shape in shapes.items()}


def _shapes(pairs: Collection[Pair], span: Span) -> dict[Pair, str]:
    agencies = sorted({agency for agency, _point in pairs})
    with connection.cursor() as cursor:
        cursor.execute(
            _SHAPES,
            {
                "begins": span.begins,
                "ends": span.ends,
                "all": len(agencies) > _MANY,
                "agencies": agencies,
            },
        )
        return {(agency, point): shape for agency, point, shape in cursor.fetchall()}
