"""What offering and settling do to units. Pure: the caller has read and locked already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.rules import (
    NEXT,
    Finding,
    HandoverKind,
    Judgement,
    Outcome,
    outcome_of,
)
from kt1.custody.items.acts import Sides
from kt1.custody.units.rules import (
    JSON,
    MOVING,
    Act,
    Held,
    Kind,
    NotPossibleError,
    State,
    line_of,
    not_free,
)


class AlreadySettledError(Exception):
    """The hand-over was taken, refused, taken back or lapsed before this call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One hand-over as it was read under its lock."""

    id: UUID
    kind: str
    outcome: str
    sides: Sides
    offered_at: datetime
    lapses_at: datetime


def _facts(handover: UUID, kind: str, sides: Sides) -> dict[str, JSON]:
    return {
        "handover": str(handover),
        "kind": kind,
        "giver": [sides.giver_place, sides.giver_person],
        "taker": [sides.taker_place, sides.taker_person],
    }


def offered(
    units: Sequence[Held],
    *,
    handover: UUID,
    kind: HandoverKind,
    sides: Sides,
    seals: Mapping[int, str],
    weights: Mapping[int, int],
    trip: UUID | None,
    lapses_after: timedelta,
    at: datetime,
) -> Act:
    """The giver states what is given. Custody does not move yet.

    Raises:
        NotPossibleError: a unit lies in a bag, is under another offer, or does not travel.
    """
    if bound := not_free(units):
        raise NotPossibleError(", ".join(bound))
    if wrong := [u.code for u in units if State(u.state) not in MOVING]:
        raise NotPossibleError(", ".join(wrong))
    loose = sum(1 for u in units if u.kind == Kind.ITEM)
    row: dict[str, object] = {
        "id": handover,
        "kind": kind.value,
        "giver_place_id": sides.giver_place,
        "giver_person_id": sides.giver_person,
        "taker_place_id": sides.taker_place,
        "taker_person_id": sides.taker_person,
        "offered_at": at,
        "lapses_at": at + lapses_after,
        "items": loose,
        "bags": len(units) - loose,
        "trip": trip,
    }
    return Act(
        kind="handover.offered",
        subject=f"handover:{handover}",
        body=_facts(handover, kind.value, sides),
        common={"offer": str(handover)},
        lines=[_offered_line(u, seals) for u in units],
        rows=[("handover", [row]), ("line", _line_rows(units, handover, seals, weights))],
    )


def _line_rows(
    units: Sequence[Held],
    handover: UUID,
    seals: Mapping[int, str],
    weights: Mapping[int, int],
) -> list[dict[str, object]]:
    return [
        {
            "unit_id": u.id,
            "handover": handover,
            "seal": seals.get(u.id, ""),
            "weight_g": weights.get(u.id),
        }
        for u in units
    ]


def _offered_line(unit: Held, seals: Mapping[int, str]) -> dict[str, JSON]:
    # Only bags carry a seal: an item's line stays two words long.
    if unit.id in seals:
        return line_of(unit, seal=seals[unit.id])
    return line_of(unit)


def settled(
    units: Sequence[Held],
    *,
    handover: Opened,
    judgement: Judgement,
    taker_person: int | None,
    witness: str,
    sheet: str,
    irregularity: UUID,
    at: datetime,
) -> Act:
    """What the taker saw decides: each line is taken, or stays with the giver with findings.

    Raises:
        AlreadySettledError: someone settled it first.
    """
    refused = judgement.refused
    outcome = outcome_of(len(units), len(refused))
    must_be_open(handover, outcome)
    taken: dict[str, JSON] = {"place": handover.sides.taker_place, "person": taker_person}
    act = Act(
        kind="handover.settled",
        subject=f"handover:{handover.id}",
        body={
            **_facts(handover.id, handover.kind, handover.sides),
            "taker": [handover.sides.taker_place, taker_person],
            "outcome": outcome.value,
            "witness": witness,
            "sheet": sheet,
            "extra": list(judgement.extra),
        },
        common={"offer": None} if refused else {"offer": None, **taken},
        lines=[_settled_line(u, judgement, taken if refused else {}) for u in units],
    )
    _say_settled(act, handover, outcome, len(refused), taker_person, witness, sheet, at)
    act.rows.append(("refused", _refused_rows(judgement, handover.id)))
    if refused or judgement.extra:
        act.rows.append(
            ("irregularity", [_irregularity(units, handover, judgement, irregularity, at)])
        )
    return act


def must_be_open(handover: Opened, outcome: Outcome) -> None:
    if outcome not in NEXT[Outcome(handover.outcome)]:
        raise AlreadySettledError(handover.outcome)


def _settled_line(unit: Held, judgement: Judgement, taken: Mapping[str, JSON]) -> dict[str, JSON]:
    findings = judgement.findings.get(unit.id)
    if findings is None:
        return line_of(unit, **taken)
    line = line_of(unit, findings=[f.value for f in findings])
    if unit.id not in judgement.refused:
        return {**line, **taken}
    if Finding.COVER_TORN in findings:
        line["state"] = State.HELD.value
    return line


def _say_settled(  # noqa: PLR0917 - the columns of one row
    act: Act,
    handover: Opened,
    outcome: Outcome,
    refused: int,
    taker_person: int | None,
    witness: str,
    sheet: str,
    at: datetime,
) -> None:
    act.sets.append(
        (
            "handover",
            handover.id,
            {
                "outcome": outcome.value,
                "settled_at": at,
                "refused": refused,
                "taker_person_id": taker_person,
                "witness": witness,
                "sheet": sheet,
            },
        )
    )


def _refused_rows(judgement: Judgement, handover: UUID) -> list[dict[str, object]]:
    """Only lines that differ are written again; the outcome speaks for the rest."""
    return [
        {
            "unit_id": unit,
            "handover": handover,
            "refused": unit in judgement.refused,
            "findings": [f.value for f in found],
        }
        for unit, found in judgement.findings.items()
    ]


def _irregularity(
    units: Sequence[Held], handover: Opened, judgement: Judgement, key: UUID, at: datetime
) -> dict[str, object]:
    codes = {u.id: u.code for u in units}
    kind = IrregularityKind.LINES_REFUSED
    if not judgement.refused:
        kind = IrregularityKind.EXTRA_FOUND
    return {
        "id": key,
        "kind": kind.value,
        "place_id": handover.sides.taker_place,
        "handover": handover.id,
        "findings": {
            **{codes[u]: [f.value for f in found] for u, found in judgement.findings.items()},
            **{code: [Finding.EXTRA.value] for code in judgement.extra},
        },
        "opened_at": at,
    }


def ended(
    units: Sequence[Held], *, handover: Opened, outcome: Outcome, irregularity: UUID, at: datetime
) -> Act:
    """An offer that nobody took: lapsed by time, or taken back by its giver."""
    must_be_open(handover, outcome)
    act = Act(
        kind=f"handover.{outcome.value}",
        subject=f"handover:{handover.id}",
        body={
            **_facts(handover.id, handover.kind, handover.sides),
            "outcome": outcome.value,
        },
        common={"offer": None},
        lines=[line_of(u) for u in units],
        sets=[("handover", handover.id, {"outcome": outcome.value, "settled_at": at})],
    )
    if outcome is Outcome.LAPSED:
        act.rows.append(
            (
                "irregularity",
                [
                    {
                        "id": irregularity,
                        "kind": IrregularityKind.OFFER_LAPSED.value,
                        "place_id": handover.sides.giver_place,
                        "handover": handover.id,
                        "opened_at": at,
                    }
                ],
            )
        )
    return act
