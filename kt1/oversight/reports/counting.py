"""Counting the mail of a province between two days, in sets: a bounded number of statements.

Volumes are those of the regulator's figures, quality that of the quality pages; nothing here reads
the mark of an item (W5).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection

from kt1.assurance.quality.queries import Asked, harmed
from kt1.assurance.quality.queries import figures as quality_figures
from kt1.assurance.quality.rules import Figures, Outcome, together
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Scope
from kt1.oversight.figures.queries import volumes
from kt1.oversight.figures.rules import Direction, Volume
from kt1.oversight.reports import keys
from kt1.oversight.reports.rules import Span
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

Counts = dict[str, int]

_BY_BODY = """
SELECT {body}, count(*)
FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
WHERE c.started_at >= %(since)s AND c.started_at < %(until)s AND {province} = %(province)s
GROUP BY 1
"""
#: Named here, not by those who ask: these words stand in the statement.
_SENDER = _BY_BODY.format(body="i.sender_id", province="i.from_province_id")
_RECEIVER = _BY_BODY.format(body="i.receiver_id", province="i.to_province_id")


@dataclass(frozen=True, slots=True)
class Mail:
    """How many items each body sent and received, by its id."""

    sent: dict[int, int]
    received: dict[int, int]


def moments(span: Span) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the first after the last, Vietnamese time."""
    after = span.last + timedelta(days=1)
    return (
        datetime.combine(span.first, time.min, VIETNAM),
        datetime.combine(after, time.min, VIETNAM),
    )


def mail(province_id: int, span: Span) -> Counts:
    """Items and grams by way and urgency and items by bloc, every cell named, with their sums."""
    found: defaultdict[str, int] = defaultdict(int)
    for way in keys.WAYS:
        for urgency in keys.URGENCIES:
            for measure in ("items", "weight_g"):
                found[keys.volume(way, urgency, measure)] = 0
    found["priced.vnd"] = found["priced.unpriced"] = 0
    for one in keys.BLOCS:
        found[keys.bloc(one, "sent")] = found[keys.bloc(one, "received")] = 0
    for part in volumes(province_id=province_id, span=span):
        sent = part.direction is Direction.SENT
        found[keys.bloc(part.bloc, "sent" if sent else "received")] += part.items
        if sent:
            found["priced.vnd"] += part.amount_vnd
            found["priced.unpriced"] += part.unpriced
        if (kind := _way(part)) is not None:
            found[keys.volume(kind, part.urgency)] += part.items
            found[keys.volume(kind, part.urgency, "weight_g")] += part.weight_g
    return found | _sums(found)


def _way(one: Volume) -> str | None:
    """Mail within the province is counted where it was sent, not once more where it arrived."""
    if one.direction is Direction.SENT:
        return keys.WITHIN if one.scope is Scope.WITHIN else keys.OUT
    return keys.IN if one.scope is Scope.BETWEEN else None


def _sums(found: Mapping[str, int]) -> Counts:
    sums: Counts = {}
    for measure in ("items", "weight_g"):
        for way in keys.WAYS:
            cells = (keys.volume(way, one, measure) for one in keys.URGENCIES)
            sums[keys.subtotal(way, measure)] = sum(found[cell] for cell in cells)
        within, out, inward = (sums[keys.subtotal(way, measure)] for way in keys.WAYS)
        sums[f"sent.{measure}"] = within + out
        sums[f"received.{measure}"] = within + inward
        sums[f"all.{measure}"] = within + out + inward
    return sums


def by_body(province_id: int, span: Span) -> Mail:
    """Sent by bodies of the province, and received by them. Two statements."""
    return Mail(
        sent=dict(_asked(_SENDER, province_id, span)),
        received=dict(_asked(_RECEIVER, province_id, span)),
    )


def _asked(statement: str, province_id: int, span: Span) -> list[tuple[int, int]]:
    since, until = moments(span)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"province": province_id, "since": since, "until": until})
        rows: list[tuple[int, int]] = cursor.fetchall()
    return rows


def active(mail: Mail, blocs: Mapping[int, str]) -> Counts:
    """How many bodies had any mail, and how many of each bloc."""
    found = {keys.bloc(one, "bodies"): 0 for one in keys.BLOCS}
    for body in {*mail.sent, *mail.received}:
        found[keys.bloc(blocs[body], "bodies")] += 1
    return {**found, "active.sent": len(mail.sent), "active.received": len(mail.received)}


def quality(province_id: int, span: Span, as_of: datetime) -> Counts:
    """Outcomes by group, urgency and scope, their sums, and what did not arrive whole."""
    asked = Asked(first=span.first, last=span.last, as_of=as_of)
    reader = Actor(user_id=0, name="", role=Role.REGULATOR, province_id=province_id)
    told = quality_figures(reader, asked, "axis")
    found: Counts = {
        keys.quality(*cell, measure): 0
        for cell in keys.quality_cells()
        for measure in keys.MEASURES
    }
    for (axis, group), counted in told.items():
        urgency, scope = axis.split(".", 1)
        found |= _measures(f"quality.{group}.{urgency}.{scope}", counted)
    found |= _measures("quality", together(told.values()))
    found["quality.harmed"], found["quality.entered_late"] = harmed(reader, asked)
    return found


def _measures(prefix: str, counted: Figures) -> Counts:
    outcomes = {f"{prefix}.{one.value}": counted.of(one) for one in Outcome}
    return {f"{prefix}.population": counted.population, **outcomes}
