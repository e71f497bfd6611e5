"""Whom a sample is drawn from, and the custody chains it shows. A few statements, any number."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from kt1.custody.handovers.chain import Link, chains
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import count_of
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Side
from kt1.oversight.inspections.sampling import Candidate, Risk, tickets_of

# Risks by facts until the moment of the draw: what came later does not change the list.
_POPULATION = """
SELECT u.id, u.code,
    c.deadline < least(coalesce(c.stopped_at, 'infinity'), %(as_of)s) AS late,
    EXISTS (SELECT 1 FROM custody_irregularity i
        WHERE i.unit_id = u.id AND i.opened_at <= %(as_of)s) AS irregular,
    EXISTS (SELECT 1 FROM custody_handover_line l JOIN custody_handover h ON h.id = l.handover
        WHERE l.unit_id = u.id AND h.offered_at <= %(as_of)s
        AND h.witness IN ('paper', 'operator_file')) AS one_sided,
    EXISTS (SELECT 1 FROM custody_attempt a WHERE a.unit_id = u.id
        AND a.at <= %(as_of)s AND a.corrected_at IS NULL AND NOT a.succeeded) AS failed,
    it.urgency <> 'none' AS urgent
FROM custody_clock c
JOIN custody_item it ON it.unit_id = c.unit_id
JOIN custody_unit u ON u.id = c.unit_id
WHERE c.started_at >= %(since)s AND c.started_at < %(until)s AND c.started_at <= %(as_of)s
    AND {whose}
"""
_OF_PROVINCE = "(it.from_province_id = %(province)s OR it.to_province_id = %(province)s)"
_OF_BODY = """(it.sender_id = ANY(%(bodies)s::bigint[])
    OR it.receiver_id = ANY(%(bodies)s::bigint[]))"""
_RISKS = (Risk.LATE, Risk.IRREGULAR, Risk.ONE_SIDED, Risk.FAILED, Risk.URGENT)
_MARKED = "SELECT unit_id FROM custody_mark WHERE unit_id = ANY(%s::bigint[]) AND mark <> 'none'"


def weights_on(as_of: datetime) -> dict[Risk, int]:
    """Tickets that each risk adds, by the norms of the day.

    Raises:
        UnsetNormError: they do not say it of every risk.
    """
    norms = own_norms(as_of.astimezone(VIETNAM).date())
    found = norms.require(*((Key.SAMPLE_TICKETS, f"{risk}_item") for risk in Risk))
    return dict(zip(Risk, map(count_of, found), strict=True))


def population(
    inspection: Inspection, as_of: datetime, weights: Mapping[Risk, int]
) -> list[Candidate]:
    """Items accepted in the period that the body sent, got, or carried, with their risks."""
    whose = _OF_PROVINCE if inspection.side == Side.PROVIDER else _OF_BODY
    with connection.cursor() as cursor:
        cursor.execute(
            _POPULATION.format(whose=whose),
            {
                "as_of": as_of,
                "since": _midnight(inspection.period_from),
                "until": _midnight(inspection.period_to + timedelta(days=1)),
                "province": inspection.province_id,
                "bodies": bodies_behind(inspection.agency_id),
            },
        )
        return [_candidate(row, weights) for row in cursor.fetchall()]


def _candidate(row: Sequence[Any], weights: Mapping[Risk, int]) -> Candidate:
    risks = {risk for risk, holds in zip(_RISKS, row[2:], strict=True) if holds}
    return Candidate(row[0], row[1], frozenset(risks), tickets_of(risks, weights))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), VIETNAM)


def marked(unit_ids: Collection[int]) -> set[int]:
    """Which of these bear a letter or the flag. The reading was logged in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [list(unit_ids)])
        return {row[0] for row in cursor.fetchall()}


def chain_digests(unit_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Of each: how many hand-overs its chain has, and the SHA-256 of it. One query."""
    return {unit: (len(links), digest_of(links)) for unit, links in chains(unit_ids).items()}


def digest_of(links: Sequence[Link]) -> str:
    """What a chain says, in one figure; persons are not part of it."""
    said = [
        [
            str(one.handover), one.outcome, one.witness, one.giver_place, one.taker_place,
            _moment(one.offered_at), _moment(one.settled_at), one.inside, one.refused,
            list(one.findings),
        ]
        for one in links
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(VIETNAM).isoformat()
