"""How the day of one place goes: what came and what left, hour by hour."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kt1.web import moments
from kt1.web.charts.bars import Bars, Series

_BY_HOUR = """
SELECT extract(hour FROM h.settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int,
    coalesce(sum(h.items + h.bags - h.refused) FILTER (WHERE h.taker_place_id = %(place)s), 0),
    coalesce(sum(h.items + h.bags - h.refused) FILTER (WHERE h.giver_place_id = %(place)s), 0)
FROM custody_handover h
WHERE (h.taker_place_id = %(place)s OR h.giver_place_id = %(place)s)
  AND h.offered_at >= %(early)s AND h.settled_at >= %(since)s AND h.settled_at <= %(until)s
  AND h.outcome IN ('taken', 'partly')
GROUP BY 1
"""


def units_by_hour(place: int, at: datetime) -> Bars | None:
    """Units that came to this place and left it today, hour by hour; one query."""
    here = moments.local(at)
    start = here.replace(hour=0, minute=0, second=0, microsecond=0)
    span: dict[str, Any] = {
        "place": place,
        "early": start - timedelta(days=1),
        "since": start,
        "until": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR, span)
        figures = {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}
    hours = range(here.hour + 1)
    if not figures:
        return None
    first = min(figures)
    shown = [hour for hour in hours if hour >= first]
    return Bars(
        title=_("Units through this place today, by hour"),
        unit=_("units"),
        labels=[f"{hour}:00" for hour in shown],
        series=(
            Series(_("Came"), [figures.get(hour, (0, 0))[0] for hour in shown]),
            Series(_("Left"), [figures.get(hour, (0, 0))[1] for hour in shown]),
        ),
    )
