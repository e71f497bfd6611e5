"""Carrying an order out on the register. Opens no transaction.

Each function answers with the ids of what it changed, so that a wrong order can be taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kt1.ledger.entries.canonical import JSON
from kt1.network.agencies import steps as agencies
from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.agencies.rules import AgencyFacts
from kt1.network.codes import Ids
from kt1.network.names.rules import fold, sort_key
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_name
from kt1.network.sheets.queries import stated
from kt1.network.sheets.tables import SheetName
from kt1.network.successions.models import FormerName, Heir, Reorganisation
from kt1.network.successions.queries import Changes, desks_of, passing_between
from kt1.network.successions.rules import Kind, Ordered, Passing
from kt1.network.units import steps as units
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.rules import Evidence, UnitFacts

Effects = dict[str, Any]


def apply(reorganisation: Reorganisation, found: Changes, known: Ids) -> tuple[Passing, Effects]:
    """Write what an order changes. Returns what follows from it, and what it changed."""
    ordered = found.ordered
    founded = _found_bodies(ordered, known)
    heirs = _in_order(ordered, found, founded)
    effects: Effects = {"founded": sorted(one.pk for one in founded)}
    behind = desks_of([*found.ended, *heirs])
    main = heirs[0].pk if heirs else 0
    others = [one.pk for one in heirs if one.code not in ordered.old]
    passing = passing_between(
        found, main=main, heirs=others or [one.pk for one in heirs], desks=behind
    )
    effects |= _rename(reorganisation, found.renamed, ordered)
    effects |= _heirs(reorganisation, found.old, heirs, ordered)
    effects |= _annex(found, main)
    effects |= _doors(found, passing)
    effects |= _payers(found, main)
    effects |= _end(found.ended, ordered.last_day)
    effects |= _unit(found, known)
    return passing, effects


def _found_bodies(ordered: Ordered, known: Ids) -> list[Agency]:
    """New bodies are as their first predecessor, without its contract and codes of its own."""
    if not ordered.founded:
        return []
    (like,) = (
        facts
        for facts in stated(SheetName.AGENCIES, code=ordered.old[0])
        if isinstance(facts, AgencyFacts)
    )
    agencies.put(
        [
            replace(
                like,
                code=body.code,
                name=body.name,
                organ_id="",
                contract_no="",
                customer_code=ordered.customer_code if body.code == ordered.main else "",
                budget_code="",
                tax_code="",
                payer="",
                valid_from=ordered.on,
                valid_to=None,
            )
            for body in ordered.founded
        ],
        known,
    )
    return list(Agency.objects.filter(code__in=[body.code for body in ordered.founded]))


def _in_order(ordered: Ordered, found: Changes, founded: Sequence[Agency]) -> list[Agency]:
    bodies = {one.code: one for one in (*found.heirs, *founded)}
    return [bodies[code] for code in ordered.heirs]


def _rename(
    reorganisation: Reorganisation, pairs: Sequence[tuple[Agency, str]], ordered: Ordered
) -> Effects:
    rows = FormerName.objects.bulk_create(
        FormerName(
            agency=one,
            name=one.name,
            folded=fold(one.name),
            customer_code=one.customer_code,
            until=ordered.last_day,
            reorganisation=reorganisation,
        )
        for one, _name in pairs
    )
    own_code = ordered.customer_code if ordered.kind in {Kind.RENAME, Kind.MERGE} else ""
    call({one: (name, own_code or one.customer_code) for one, name in pairs})
    return {"names": [row.pk for row in rows]}


def call(named: Mapping[Agency, tuple[str, str]]) -> None:
    """Give bodies and their desks these names and customer codes."""
    for one, (name, customer_code) in named.items():
        one.name, one.customer_code = name, customer_code
        one.sort_key, one.folded = sort_key(name), fold(name)
    Agency.objects.bulk_update(named, ["name", "sort_key", "folded", "customer_code"])
    by_id = {one.pk: one.name for one in named}
    rows = list(desks(by_id))
    for desk in rows:
        desk.name = desk_name(by_id[desk.agency_id or 0])
        desk.sort_key, desk.folded = sort_key(desk.name), fold(desk.name)
    Place.objects.bulk_update(rows, ["name", "sort_key", "folded"])


def desks(bodies: Iterable[int]) -> Any:
    return Place.objects.filter(kind=PlaceKind.AGENCY_DESK, agency__in=list(bodies))


def _heirs(
    reorganisation: Reorganisation,
    old: Sequence[Agency],
    heirs: Sequence[Agency],
    ordered: Ordered,
) -> Effects:
    rows = Heir.objects.bulk_create(
        Heir(
            old=one,
            new=heir,
            at=ordered.on,
            main=n == 0 and one.code in ordered.ended,
            reorganisation=reorganisation,
        )
        for one in old
        for n, heir in enumerate(heirs)
        if one.pk != heir.pk
    )
    return {"heirs": [row.pk for row in rows]}


def _annex(found: Changes, main: int) -> Effects:
    """The memberships of ended bodies end; the main heir goes on under the first of them."""
    ordered = found.ordered
    ended = []
    for row in found.memberships:
        ended.append([row.pk, row.valid_to.isoformat() if row.valid_to else None])
        row.valid_to = max(ordered.last_day, row.valid_from)
    AnnexMembership.objects.bulk_update(found.memberships, ["valid_to"])
    made: list[int] = []
    if found.memberships and not _is_member(main, ordered.on):
        number, day = ordered.paper_number, ordered.paper_date
        row = AnnexMembership.objects.create(
            agency_id=main,
            annex=found.memberships[0].annex,
            source=f"{number} ngày {day:%d/%m/%Y} (kế tục)",
            valid_from=ordered.on,
        )
        made = [row.pk]
    return {"annex_ended": ended, "annex_made": made}


def _is_member(agency_id: int, on: date) -> bool:
    rows = AnnexMembership.objects.filter(agency=agency_id)
    return rows.exclude(valid_to__lt=on).exists()


def _doors(found: Changes, passing: Passing) -> Effects:
    """Ties of ended bodies go; heirs are reached there, or a mover at its new door."""
    gone = {one.pk for one in found.ended}
    if found.ordered.kind is Kind.MOVE:
        taken = [tie for tie in found.ties if (tie.agency_id, tie.point_id) in passing.doors]
        pairs = [(tie.agency_id, found.door.pk if found.door else 0, tie) for tie in taken]
    else:
        taken = [tie for tie in found.ties if tie.agency_id in gone]
        pairs = [
            (heir, tie.point_id, tie)
            for tie in found.ties
            for heir, door in sorted(passing.keeps)
            if door == tie.point_id
        ]
    wanted = {(body, door, tie.day_kind, tie.hours) for body, door, tie in pairs}
    there = AgencyPoint.objects.filter(agency__in={body for body, *_rest in wanted})
    wanted -= set(there.values_list("agency_id", "point_id", "day_kind", "hours"))
    AgencyPoint.objects.filter(pk__in=[tie.pk for tie in taken]).delete()
    AgencyPoint.objects.bulk_create([tie_of(*said) for said in sorted(wanted)])
    return {
        "ties_taken": [_said(tie) for tie in taken],
        "ties_made": [list(said) for said in sorted(wanted)],
    }


def _said(tie: AgencyPoint) -> list[JSON]:
    return [tie.agency_id, tie.point_id, tie.day_kind, tie.hours]


def tie_of(agency: int, point: int, day_kind: str, hours: str) -> AgencyPoint:
    return AgencyPoint(agency_id=agency, point_id=point, day_kind=day_kind, hours=hours)


def _payers(found: Changes, main: int) -> Effects:
    """Whose bills an ended body paid, the heir pays; its own it pays as its own."""
    before = [[one.pk, one.payer_id] for one in found.paid]
    Agency.objects.filter(pk__in=[one.pk for one in found.paid if one.pk != main]).update(
        payer=main or None
    )
    Agency.objects.filter(pk=main, payer__in=found.ended).update(payer=None)
    return {"paid": before}


def _end(ended: Sequence[Agency], last_day: date) -> Effects:
    before = [[one.pk, one.valid_to.isoformat() if one.valid_to else None] for one in ended]
    ids = [one.pk for one in ended]
    Agency.objects.filter(pk__in=ids).update(valid_to=last_day)
    desks(ids).update(valid_to=last_day)
    return {"ended": before}


def _unit(found: Changes, known: Ids) -> Effects:
    ordered, unit = found.ordered, found.unit
    if unit is None:
        return {}
    before = unit.valid_to.isoformat() if unit.valid_to else None
    AdminUnitVersion.objects.filter(pk=unit.pk).update(valid_to=ordered.last_day)
    parent = unit.unit.parent
    units.put(
        [
            UnitFacts(
                code=ordered.unit,
                kind=ordered.unit_kind,
                name=ordered.name,
                parent=parent.code if parent else "",
                postcode=unit.postcode,
                valid_from=ordered.on,
                source=f"{ordered.paper_number} ngày {ordered.paper_date:%d/%m/%Y}",
                evidence=Evidence.OFFICIAL,
            )
        ],
        known,
    )
    made = AdminUnitVersion.objects.filter(unit=unit.unit_id, valid_from=ordered.on)
    return {"unit_ended": [[unit.pk, before]], "unit_made": list(made.values_list("pk", flat=True))}
