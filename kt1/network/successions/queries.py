"""Reorganisations as lists, previews and followers read them. Public: plain ids, no actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.names.queries import called
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_code
from kt1.network.successions.models import Heir, Reorganisation
from kt1.network.successions.rules import (
    Kind,
    Ordered,
    Passing,
    Stage,
    ordered_of,
    passing_of,
    renamed,
)
from kt1.network.units.models import AdminUnit, AdminUnitVersion
from kt1.network.units.queries import versions_on

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything of the network that an order changes, as the rows stand now."""

    ordered: Ordered
    old: Sequence[Agency]
    heirs: Sequence[Agency]  # those that are there already, the main one first
    ended: Sequence[Agency]
    renamed: Sequence[tuple[Agency, str]]  # with the name it will bear
    ties: Sequence[AgencyPoint]  # that will be taken away or pass on
    memberships: Sequence[AnnexMembership]  # that will end
    paid: Sequence[Agency]  # whose bills an ended body paid
    unit: AdminUnitVersion | None  # the name that ends
    door: Place | None  # a move's new door

    @property
    def main(self) -> Agency | None:
        return next((one for one in self.heirs if one.code == self.ordered.main), None)


def all_of() -> QuerySet[Reorganisation]:
    """Newest first."""
    return Reorganisation.objects.select_related("province", "undoes").order_by("-on", "-pk")


def matching(rows: QuerySet[Reorganisation], text: str) -> QuerySet[Reorganisation]:
    return rows.filter(called(text) | Q(paper_number__iexact=text.strip()))


def of_agency(agency: Agency) -> QuerySet[Reorganisation]:
    """Those in effect or waiting that name a body, newest first."""
    return (
        all_of()
        .filter(stage__in=[Stage.CONFIRMED, Stage.DONE])
        .filter(
            Q(ordered__old__contains=agency.code)
            | Q(ordered__heirs__contains=agency.code)
            | Q(names_ended__agency=agency)
        )
        .distinct()
    )


def heirs_of(agency: Agency) -> list[Heir]:
    return list(
        Heir.objects.filter(old=agency).select_related("new").order_by("at", "-main", "new__code")
    )


def forebears_of(agency: Agency) -> list[Heir]:
    return list(
        Heir.objects.filter(new=agency).select_related("old").order_by("at", "old__sort_key")
    )


def due(on: date, limit: int = 50) -> list[int]:
    """Those whose day has come, in the order of their days; what is taken back goes first."""
    found = Reorganisation.objects.filter(stage=Stage.CONFIRMED, on__lte=on)
    first = found.order_by(F("undoes").asc(nulls_last=True), "on", "pk")
    return list(first.values_list("pk", flat=True)[:limit])


def done_since(reorganisation_ids: QuerySet[Any]) -> list[int]:
    """Those in effect that are not among the given, in the order in which they took effect."""
    found = Reorganisation.objects.filter(
        stage__in=[Stage.DONE, Stage.UNDONE], passing__isnull=False
    )
    return list(
        found.exclude(pk__in=reorganisation_ids)
        .order_by("done_at", "pk")
        .values_list("pk", flat=True)[:50]
    )


def waiting(on: date, province_id: int | None) -> QuerySet[Reorganisation]:
    """Drafts, and confirmed ones whose day is near or past."""
    found = Reorganisation.objects.filter(
        Q(stage=Stage.DRAFT) | Q(stage=Stage.CONFIRMED, on__lte=on + SOON)
    )
    return found if province_id is None else found.filter(province=province_id)


def passing(reorganisation: Reorganisation) -> Passing:
    """What followed from one that took effect."""
    return passing_of(reorganisation.passing or {})


def changes(ordered: Ordered) -> Changes:
    """What an order changes, in a bounded number of queries."""
    codes = {*ordered.old, *ordered.heirs}
    bodies = {one.code: one for one in Agency.objects.filter(code__in=codes)}
    old = [bodies[code] for code in ordered.old if code in bodies]
    ended = [bodies[code] for code in ordered.ended if code in bodies]
    founded = {body.code for body in ordered.founded}
    heirs = [bodies[code] for code in ordered.heirs if code in bodies and code not in founded]
    unit = _unit(ordered)
    return Changes(
        ordered=ordered,
        old=old,
        heirs=heirs,
        ended=ended,
        renamed=_renamed(ordered, old, heirs, unit),
        ties=_ties(ordered, old, ended),
        memberships=_memberships(ordered, ended),
        paid=list(Agency.objects.filter(payer__in=ended).order_by("sort_key")) if ended else [],
        unit=unit,
        door=Place.objects.filter(code=ordered.point).first() if ordered.point else None,
    )


def preview_passing(found: Changes) -> Passing:
    """What would follow if the day were today; an heir not founded yet is 0."""
    main = found.main.pk if found.main else 0
    heirs = [one.pk for one in found.heirs] or [0]
    return passing_between(
        found, main=main, heirs=heirs, desks=desks_of([*found.ended, *found.heirs])
    )


def passing_between(
    found: Changes, *, main: int, heirs: Sequence[int], desks: dict[int, int]
) -> Passing:
    """What follows from the changes, once the heirs are known."""
    ordered = found.ordered
    doors: dict[tuple[int, int], int | None] = {}
    keeps: set[tuple[int, int]] = set()
    if ordered.kind is Kind.MOVE:
        to = found.door.pk if found.door else None
        doors = {(tie.agency_id, tie.point_id): to for tie in found.ties if tie.point_id != to}
    elif ordered.keep_doors:
        keeps = {(heir, tie.point_id) for tie in found.ties for heir in heirs}
    else:
        doors = {(tie.agency_id, tie.point_id): None for tie in found.ties}
    return Passing(
        bodies={one.pk: main for one in found.ended},
        desks={desks[one.pk]: desks.get(main, 0) for one in found.ended if one.pk in desks},
        doors=doors,
        names=_names(found),
        keeps=frozenset(keeps),
    )


def _names(found: Changes) -> dict[int, tuple[str, str]]:
    """Names no longer borne: of who is renamed, and of who ended and whose people go on."""
    names = {one.pk: (one.name, name) for one, name in found.renamed}
    founded = {body.code: body.name for body in found.ordered.founded}
    main = found.main
    heir = founded.get(found.ordered.main) or (main and names.get(main.pk, ("", main.name))[1])
    return names | {one.pk: (one.name, heir) for one in found.ended if heir}


def desks_of(bodies: Sequence[Agency]) -> dict[int, int]:
    """Body -> its desk."""
    codes = {desk_code(one.code): one.pk for one in bodies}
    found = Place.objects.filter(kind=PlaceKind.AGENCY_DESK, code__in=codes)
    return {codes[code]: pk for code, pk in found.values_list("code", "pk")}


def _unit(ordered: Ordered) -> AdminUnitVersion | None:
    if not ordered.unit:
        return None
    return versions_on(ordered.last_day).filter(unit__code=ordered.unit).first()


def _renamed(
    ordered: Ordered, old: Sequence[Agency], heirs: Sequence[Agency], unit: AdminUnitVersion | None
) -> list[tuple[Agency, str]]:
    match ordered.kind:
        case Kind.RENAME:
            return [(one, ordered.name) for one in old if ordered.name]
        case Kind.MERGE | Kind.SPLIT:
            main = [one for one in heirs if one.code == ordered.main]
            return [(one, ordered.name) for one in main if ordered.name not in {"", one.name}]
        case Kind.UNIT if unit is not None and ordered.with_bodies:
            return _named_after(ordered, unit)
    return []


def _named_after(ordered: Ordered, unit: AdminUnitVersion) -> list[tuple[Agency, str]]:
    """Bodies in force whose name holds the unit's title as it was."""
    before = f"{unit.kind} {unit.name}"
    after = f"{ordered.unit_kind} {ordered.name}"
    here = Q(province=unit.unit_id) | Q(commune=unit.unit_id)
    rows = Agency.objects.filter(
        here, Q(valid_to=None) | Q(valid_to__gte=ordered.on), name__contains=before
    ).order_by("sort_key", "pk")
    return [(one, renamed(one.name, before, after)) for one in rows]


def _ties(ordered: Ordered, old: Sequence[Agency], ended: Sequence[Agency]) -> list[AgencyPoint]:
    bodies = old if ordered.kind is Kind.MOVE else ended
    if ordered.kind is Kind.SPLIT and not ended:
        bodies = old  # it goes on, and the new bodies may be reached at its doors
    if not bodies:
        return []
    rows = AgencyPoint.objects.filter(agency__in=bodies).select_related("agency", "point")
    if ordered.kind is Kind.MOVE and ordered.from_point:
        rows = rows.filter(point__code=ordered.from_point)
    return list(rows.order_by("agency__sort_key", "point__sort_key", "pk"))


def _memberships(ordered: Ordered, ended: Sequence[Agency]) -> list[AnnexMembership]:
    rows = AnnexMembership.objects.filter(agency__in=ended).select_related("agency")
    open_ones = rows.filter(Q(valid_to=None) | Q(valid_to__gt=ordered.last_day))
    return list(open_ones.order_by("agency__sort_key", "valid_from"))


def province_of(ordered: Ordered) -> AdminUnit | None:
    """Whose register an order changes: of its first body, or of its unit."""
    if ordered.unit:
        unit = AdminUnit.objects.select_related("parent").filter(code=ordered.unit).first()
        return unit.parent or unit if unit else None
    if ordered.undoes:
        found = Reorganisation.objects.select_related("province").filter(pk=ordered.undoes).first()
        return found.province if found else None
    body = Agency.objects.select_related("province").filter(code__in=ordered.old[:1]).first()
    return body.province if body else None


def ordered_by(reorganisation: Reorganisation) -> Ordered:
    return ordered_of(reorganisation.ordered)
