"""Steps that opening by the ledger and opening by hand share. Inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kt1.assurance.gaps.rules import Found, Seen
from kt1.assurance.incidents.models import (
    Incident,
    IncidentNotice,
    IncidentReport,
    IncidentUnit,
)
from kt1.assurance.incidents.norms import clocks
from kt1.assurance.incidents.rules import Gap, Kind, Why, code_of, incident_id
from kt1.custody.items.models import Item
from kt1.custody.units.rules import moment
from kt1.law.modes.queries import modes_on
from kt1.ledger.entries.actions import append, append_many
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.rules import EntryRows, rows_of
from kt1.ledger.holds import steps as holds
from kt1.ledger.holds.rules import item_subject
from kt1.network.agencies.rules import Bloc
from kt1.network.places.models import Place
from kt1.people.actor import Actor

BY_LEDGER = "follower:custody_gaps"
_ONLY_BY_LEDGER = frozenset({Kind.GAP, Kind.DELAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An incident about to be written, with the units it watches."""

    row: Incident
    units: Mapping[int, Seen]


def subject_of(incident: Incident | UUID) -> str:
    """As entries and holds name it."""
    return f"incident:{incident.pk if isinstance(incident, Incident) else incident}"


def open_found(found: Sequence[Found]) -> int:
    """Open what the ledger shows; what is open already only comes to watch more units.

    Returns how many were opened anew.
    """
    if not found:
        return 0
    provinces = dict(
        Place.objects.filter(pk__in={one.place for one in found}).values_list("pk", "province_id")
    )
    placed = [one for one in found if one.place in provinces]
    ready = [_ready(one, provinces[one.place]) for one in _not_told_already(placed)]
    known = set(
        Incident.objects.filter(pk__in=[one.row.pk for one in ready]).values_list("pk", flat=True)
    )
    fresh = [one for one in ready if one.row.pk not in known]
    write(fresh)
    watch([one for one in ready if one.row.pk in known])
    append_many([_entry(one) for one in fresh])
    return len(fresh)


def _not_told_already(found: Sequence[Found]) -> list[Found]:
    """Without what a person opened by hand before the ledger showed it: one matter, one case."""
    units = {unit for one in found if one.kind not in _ONLY_BY_LEDGER for unit in one.units}
    watched = list(IncidentUnit.objects.filter(unit__in=units).values_list("unit_id", "incident"))
    by_hand = {
        row.pk: row
        for row in Incident.objects.filter(
            pk__in={case for _unit, case in watched}, opened_by__isnull=False
        )
    }
    told = [
        (unit, by_hand[case].kind, by_hand[case].found_at)
        for unit, case in watched
        if case in by_hand
    ]
    return [one for one in found if not _is_told(one, told)]


def _is_told(one: Found, told: Collection[tuple[int, str, datetime]]) -> bool:
    kinds = {one.kind.value, Kind.LEAK.value}
    named = {unit for unit, seen in one.units.items() if seen.why is Why.FOUND}
    known = {unit for unit, kind, at in told if kind in kinds and at <= moment(one.at)}
    return one.kind not in _ONLY_BY_LEDGER and bool(named) and named <= known


def _entry(one: Opened) -> EntryRows:
    return rows_of(
        kind="incident.opened",
        subject=subject_of(one.row),
        actor=BY_LEDGER,
        at=one.row.found_at,
        body=opened_body(one),
    )


def _ready(one: Found, province: int) -> Opened:
    key, at = incident_id(one.key), moment(one.at)
    row = Incident(
        id=key,
        code=code_of(key),
        kind=one.kind,
        gap=one.gap,
        province_id=province,
        place_id=one.place,
        cover=one.cover,
        found_at=at,
        opened_at=at,
        entry=one.entry,
    )
    return Opened(row=row, units=one.units)


def opened_body(one: Opened) -> dict[str, JSON]:
    row = one.row
    return {
        "code": row.code,
        "kind": str(row.kind),
        "gap": str(row.gap),
        "place": row.place_id,
        "cover": str(row.cover),
        "units": sorted(one.units),
    }


def write(opened: Sequence[Opened]) -> None:
    """Their rows, units, clocks of notices and reports, and the holds on the records."""
    if not opened:
        return
    Incident.objects.bulk_create([one.row for one in opened])
    watch(opened)
    party = _of_the_party({unit for one in opened for unit in one.units})
    modes = modes_on({one.row.found_at for one in opened})
    notices, reports = [], []
    for one in opened:
        row = one.row
        owed = clocks(
            Kind(row.kind), Gap(row.gap), row.found_at, party=bool(party & one.units.keys()),
            mode=modes[row.found_at],
        )  # fmt: skip
        notices += [
            IncidentNotice(incident=row, addressee=who, due=due) for who, due in owed.notices
        ]
        reports += [
            IncidentReport(incident=row, stage=stage, due=due) for stage, due in owed.reports
        ]
    IncidentNotice.objects.bulk_create(notices)
    IncidentReport.objects.bulk_create(reports)


def _of_the_party(units: Collection[int]) -> set[int]:
    rows = Item.objects.filter(unit_id__in=units, sender__bloc=Bloc.PARTY)
    return set(rows.values_list("pk", flat=True))


def watch(opened: Sequence[Opened]) -> None:
    """Let each incident watch its units, and hold the records about them."""
    rows = [
        IncidentUnit(
            unit_id=unit,
            incident=one.row.pk,
            why=seen.why,
            place_from_id=seen.place_from,
            since=None if seen.since is None else moment(seen.since),
            place_to_id=seen.place_to,
            at=None if seen.at is None else moment(seen.at),
            least_minutes=seen.least,
        )
        for one in opened
        for unit, seen in sorted(one.units.items())
    ]
    if not rows:
        return
    IncidentUnit.objects.bulk_create(rows, ignore_conflicts=True)
    codes = dict(
        Item.objects.filter(pk__in={row.unit_id for row in rows}).values_list("pk", "unit__code")
    )
    for one in opened:
        held = [item_subject(codes[unit]) for unit in one.units if unit in codes]
        if held and one.row.closed_at is None:
            holder = subject_of(one.row)
            holds.hold([*held, holder], holder=holder, at=one.row.found_at)


def tell(
    row: Incident,
    what: str,
    body: Mapping[str, JSON],
    *,
    by: Actor | str,
    at: datetime,
    note: str = "",
) -> None:
    """Say in the ledger what was done with an incident; words are a note, so that they can go."""
    said = note.strip()
    append(
        kind=f"incident.{what}",
        subject=subject_of(row),
        actor=str(by),
        at=at,
        body=dict(body),
        notes={"note": said} if said else None,
    )
