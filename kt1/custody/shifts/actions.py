"""Closing a shift: what was counted by scan against what the record says (N8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.shifts import permissions, queries, rules
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.shifts.queries import Holder, OnRecord
from kt1.custody.shifts.rules import Balance, Difference, Flow
from kt1.custody.units.codes import MalformedCodeError, parse
from kt1.custody.units.ids import act_id
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Act, Kind, NotPossibleError, micros
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError

SCANS_MAX = 5_000
#: How far back the first shift of a holder reaches when nobody says when it began.
FIRST_SHIFT = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the holder counted: codes by scan, the rest by number."""

    scanned: Sequence[str]
    empties: int = 0
    seals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A shift as it is about to be written down."""

    key: UUID
    holder: Holder
    began: datetime
    at: datetime
    successor: int | None
    record: OnRecord
    count: Count
    balances: Mapping[str, Balance]


def record_balance(
    *,
    count: Count,
    whole_place: bool = False,
    successor_id: int | None = None,
    since: datetime | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Close a shift. A difference is a fact: it is written down, and a sự vụ opens.

    The shift began where the last one ended; `since` is asked for the first one only.

    Raises:
        NotAllowedError: `by` holds nothing by duty.
        NotPossibleError: a scan is no code, or the successor is not on duty at this place.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        reason = permissions.why_not_balance(by, whole_place=whole_place)
        if reason or by.place_id is None:
            raise NotAllowedError(reason or "")
        _must_succeed(successor_id, by, at)
        codes = _codes(count.scanned)
        holder = Holder(by.place_id, None if whole_place else by.user_id)
        queries.lock(holder)
        before = queries.last(holder)
        began = before.until if before else since or at - FIRST_SHIFT
        if began >= at:
            raise NotPossibleError(_("The shift ends after it began."))
        record = queries.on_record(holder)
        flows = queries.flows(holder, since=began, until=at)
        shift = Closed(
            key=act_id(once, by=by, at=at),
            holder=holder,
            began=began,
            at=at,
            successor=successor_id,
            record=record,
            count=count,
            balances=_balances(record, codes, flows, _opening(before)),
        )
        done = _act(shift, by)
        write(done, by=by, at=at)
        return act.store({**done.body, "balance": str(shift.key)})


def _must_succeed(successor: int | None, by: Actor, at: datetime) -> None:
    if successor is None:
        return
    if not queries.successors(by, at).filter(user=successor).exists():
        raise NotPossibleError(_("The successor is another person on duty at this place."))


def _codes(scanned: Sequence[str]) -> frozenset[str]:
    if len(scanned) > SCANS_MAX:
        raise NotPossibleError(_("A shift counts at most 5,000 units."))
    try:
        return frozenset(str(parse(text)) for text in scanned)
    except MalformedCodeError as error:
        raise NotPossibleError(_("One of the scans is not a code.")) from error


def _opening(before: ShiftBalance | None) -> Mapping[str, int] | None:
    return None if before is None else {k: row["counted"] for k, row in before.by_kind.items()}


def _balances(
    record: OnRecord,
    codes: frozenset[str],
    flows: Mapping[str, Flow],
    opening: Mapping[str, int] | None,
) -> dict[str, Balance]:
    """One balance a kind of unit; what was scanned and is unknown here counts as an item."""
    kind_of = {code: kind for kind, listed in record.units.items() for code in listed}
    strange = codes - kind_of.keys()
    kind_of |= dict(Unit.objects.filter(code__in=strange).values_list("code", "kind"))
    counted: dict[str, set[str]] = {}
    for code in codes:
        counted.setdefault(kind_of.get(code, Kind.ITEM.value), set()).add(code)
    kinds = {*record.units, *flows, *counted, *(opening or {})}
    return {
        kind: rules.balance(
            opening=None if opening is None else opening.get(kind, 0),
            flow=flows.get(kind, Flow()),
            expected=record.units.get(kind, ()),
            counted=counted.get(kind, ()),
        )
        for kind in sorted(kinds)
    }


def _act(shift: Closed, by: Actor) -> Act:
    findings = _findings(shift)
    totals = _totals(shift.balances)
    whole = shift.holder.person is None
    act = Act(
        kind="shift.balanced",
        subject=f"shift:{shift.key}",
        body={
            "place": shift.holder.place,
            "whole_place": whole,
            "successor": shift.successor,
            "since": micros(shift.began),
            "until": micros(shift.at),
            **totals,
            "on_record": {"empties": shift.record.empties, "seals": shift.record.seals},
            "by_number": {"empties": shift.count.empties, "seals": shift.count.seals},
            "agrees": not findings,
            "findings": findings,
        },
    )
    row: dict[str, object] = {
        "id": shift.key,
        "place_id": shift.holder.place,
        "person_id": by.user_id,
        "whole_place": whole,
        "successor_id": shift.successor,
        "since": shift.began,
        "until": shift.at,
        **{name: totals[name] for name in ("opening", "taken", "given", "counted")},
        "empties": shift.count.empties,
        "seals": shift.count.seals,
        "by_kind": {kind: _figures(one) for kind, one in shift.balances.items()},
        "missing": sorted(code for one in shift.balances.values() for code in one.missing),
        "extra": sorted(code for one in shift.balances.values() for code in one.extra),
    }
    act.rows.append(("shift", [row]))
    if findings:
        act.body["irregularity"] = str(shift.key)
        act.rows.append(("irregularity", [_irregularity(shift, findings)]))
    return act


def _findings(shift: Closed) -> dict[str, list[str]]:
    found = rules.differences(shift.balances)
    if shift.count.empties != shift.record.empties:
        found[Difference.EMPTIES.value] = [Difference.EMPTIES.value]
    if shift.count.seals != shift.record.seals:
        found[Difference.SEALS.value] = [Difference.SEALS.value]
    return found


def _totals(balances: Mapping[str, Balance]) -> dict[str, int]:
    every = balances.values()
    return {
        "opening": sum(one.opening for one in every),
        "taken": sum(one.flow.came for one in every),
        "given": sum(one.flow.went for one in every),
        "closing": sum(one.closing for one in every),
        "counted": sum(len(one.counted) for one in every),
    }


def _figures(one: Balance) -> dict[str, int]:
    """As the minutes print them: what was delivered stands apart from what was given on."""
    return {
        "opening": one.opening,
        "taken": one.flow.came,
        "given": one.flow.went - one.flow.delivered,
        "delivered": one.flow.delivered,
        "closing": one.closing,
        "counted": len(one.counted),
    }


def _irregularity(shift: Closed, findings: Mapping[str, list[str]]) -> dict[str, object]:
    return {
        "id": shift.key,
        "kind": IrregularityKind.BALANCE_OFF.value,
        "place_id": shift.holder.place,
        "findings": dict(findings),
        "opened_at": shift.at,
    }
