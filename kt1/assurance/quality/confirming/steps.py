"""Filling in the sheets of a period in sets. Called inside the transaction of an act.

A sheet tells of what its body sent and received in the period and of what was not due yet when
the sheet before was filled in, so every item is confirmed once and none is left out.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from kt1.assurance.quality import areas
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.queries import seen_by
from kt1.assurance.quality.frequency.queries import of_bodies
from kt1.assurance.quality.queries import GROUP, HARMED, OUTCOME
from kt1.assurance.quality.rules import Outcome
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import count_on
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.people.actor import Actor

#: Before any item: what was not due is looked for without a bound where no norm sets one.
_EVER = datetime(2000, 1, 1, tzinfo=VIETNAM)

_OPEN = """
INSERT INTO assurance_qualitysheet (agency_id, province_id, starts, ends, since, as_of, due, state,
    harmed, waiting, days, days_met, visits, paper)
SELECT a.id, a.province_id, %(starts)s, %(ends)s,
    (SELECT max(e.as_of) FROM assurance_qualitysheet e
        WHERE e.agency_id = a.id AND e.starts < %(starts)s),
    %(at)s, %(due)s, 'open', 0, 0, 0, 0, 0, ''
FROM network_agency a
WHERE a.province_id = %(province)s AND a.id IN (
    SELECT unnest(ARRAY[it.sender_id, it.receiver_id]) FROM custody_clock c
    JOIN custody_item it ON it.unit_id = c.unit_id
    WHERE c.started_at >= %(since)s AND c.started_at < %(until)s)
ON CONFLICT (agency_id, starts) DO NOTHING
RETURNING id
"""
_FROM = """
FROM custody_clock c
JOIN custody_item it ON it.unit_id = c.unit_id
JOIN network_agency r ON r.id = it.receiver_id
CROSS JOIN LATERAL (VALUES ('S', it.sender_id), ('R', it.receiver_id)) AS sides (side, body)
JOIN assurance_qualitysheet s ON s.agency_id = sides.body AND s.id = ANY(%(sheets)s)
WHERE c.started_at >= %(from)s AND c.started_at < %(until)s
"""
_DUE = """
    AND c.deadline < s.as_of AND (c.started_at >= %(since)s OR c.deadline >= s.since)
"""
_PLACES = ("communes", "units", "firsts", "lasts")
_GROUPED = GROUP % tuple(f"%({name})s" for name in _PLACES)
_COUNT = f"""
INSERT INTO assurance_sheetcount (sheet_id, side, grp, urgency, outcome, items)
SELECT s.id, sides.side, {_GROUPED}, it.urgency, {OUTCOME}, count(*)
{_FROM}{_DUE} GROUP BY 1, 2, 3, 4, 5
"""
_ITEMS = f"""
INSERT INTO assurance_sheetitem
    (sheet_id, side, unit_id, urgency, grp, outcome, objection, reply, ruling)
SELECT * FROM (
    SELECT s.id, sides.side, c.unit_id, it.urgency, {_GROUPED}, {OUTCOME} AS outcome, '', '', ''
    {_FROM}{_DUE} AND (c.stopped_at IS NULL OR c.stopped_at > c.deadline
        OR c.unit_id IN (SELECT unit_id FROM assurance_qualityruling))
) told WHERE outcome <> '{Outcome.RECALLED}'
"""
_SUMS = f"""
WITH told AS (
    SELECT s.id AS sheet, c.unit_id, c.deadline < s.as_of AS is_due {_FROM}
        AND (c.started_at >= %(since)s OR (c.deadline >= s.since AND c.deadline < s.as_of))
), found AS (
    SELECT sheet, count(DISTINCT unit_id) FILTER (WHERE NOT is_due) AS waiting,
        count(DISTINCT unit_id) FILTER (WHERE is_due AND unit_id IN ({HARMED})) AS harmed
    FROM told GROUP BY sheet
)
UPDATE assurance_qualitysheet q SET waiting = found.waiting, harmed = found.harmed
FROM found WHERE q.id = found.sheet
"""


class UnfitSheetError(ValueError):
    """What was said does not fit the sheet. The sentence says why; nothing was kept."""


def moments(starts: date, ends: date) -> tuple[datetime, datetime]:
    """The first moment of a period and the first one after it."""
    after = ends + timedelta(days=1)
    return datetime.combine(starts, time(), VIETNAM), datetime.combine(after, time(), VIETNAM)


def _given(starts: date, ends: date) -> dict[str, datetime]:
    since, until = moments(starts, ends)
    days = count_on(starts, Key.QUALITY_CARRIED_DAYS)
    start = _EVER if days is None else since - timedelta(days=days)
    return {"from": start, "since": since, "until": until}


def open_sheets(*, province: int, starts: date, ends: date, due: date, at: datetime) -> list[int]:
    """Sheets that the period lacks: of all who sent or received, filled in. The new ones."""
    given: dict[str, Any] = {
        "province": province,
        "starts": starts,
        "ends": ends,
        "due": due,
        "at": at,
        **_given(starts, ends),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, given)
        made = [row[0] for row in cursor.fetchall()]
    if made:
        fill(made, starts=starts, ends=ends)
    return made


def fill(sheets: Collection[int], *, starts: date, ends: date) -> None:
    """Figures and late items of these sheets of one period; they must be empty of both.

    A bounded number of statements, however many bodies and items.
    """
    given: dict[str, Any] = {
        "sheets": list(sheets),
        **dict(zip(_PLACES, areas.given(areas.spans()), strict=True)),
        **_given(starts, ends),
    }
    with connection.cursor() as cursor:
        for statement in (_COUNT, _ITEMS, _SUMS):
            cursor.execute(statement, given)
    rows = list(QualitySheet.objects.filter(pk__in=sheets))
    came = of_bodies({one.agency_id for one in rows}, starts, ends)
    for one in rows:
        if (found := came.get(one.agency_id)) is not None:
            one.days, one.days_met = found.days, found.met
            one.visits, one.per_day = found.visits, found.norm
    QualitySheet.objects.bulk_update(rows, ["days", "days_met", "visits", "per_day"])


def empty(sheets: Collection[int]) -> None:
    """Take out what was filled in, so that it can be filled in anew."""
    with connection.cursor() as cursor:
        for table in ("assurance_sheetcount", "assurance_sheetitem"):
            cursor.execute(f"DELETE FROM {table} WHERE sheet_id = ANY(%s)", [list(sheets)])


def locked(sheet_id: int, by: Actor) -> QualitySheet:
    """The sheet under its lock, where `by` may know of it."""
    return seen_by(by).select_for_update(of=("self",)).get(pk=sheet_id)


def entered(
    kind: str,
    sheet: QualitySheet,
    by: Actor,
    at: datetime,
    *,
    lines: Sequence[Mapping[str, JSON]] = (),
    notes: Mapping[str, str] | None = None,
    **facts: JSON,
) -> None:
    """The entry of an act on one sheet."""
    append(
        kind=f"quality.{kind}",
        subject=f"quality:{sheet.starts:%Y-%m}:{sheet.agency.code}",
        actor=str(by),
        at=at,
        body={"state": str(sheet.state), **facts},
        lines=lines,
        notes=notes,
    )
