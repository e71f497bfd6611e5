"""Special geography by the lists of each day: in the clock, in figures, in what they open to."""

from dataclasses import replace
from datetime import date

import pytest

from kt1.assurance.quality import areas, listed, queries
from kt1.assurance.quality.confirming import steps
from kt1.assurance.quality.confirming.models import SheetCount
from kt1.assurance.quality.queries import Asked
from kt1.assurance.quality.rules import Group
from kt1.custody.clock.models import Clock, Derivation
from kt1.law.book.queries import forget, revision
from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.network.agencies.models import Agency
from kt1.network.revisions.steps import rise
from kt1.network.units.models import AdminUnit
from kt1.network.units.queries import versions_on
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

AS_OF = make.at("2026-03-02")
ASKED = Asked(first=date(2026, 1, 1), last=date(2026, 2, 28), as_of=AS_OF)
BEFORE, IN_LIST, AFTER = (make.at(day) for day in ("2026-01-14", "2026-01-21", "2026-01-28"))


def listing(value: str | None, since: str, until: str | None = None, scope: str = "24") -> None:
    revision()
    LegalParameter.objects.create(
        norm_set=NormSet.objects.get(code="CHUNG"),
        key=Key.SPECIAL_GEOGRAPHY,
        scope=scope,
        value=value,
        valid_from=since,
        valid_to=until,
        evidence="assumption",
    )
    forget()


def governs(agency: Agency) -> AdminUnit:
    """A xã that the body is made to govern."""
    found = versions_on(BEFORE.date()).filter(kind="xã", unit__parent__code="24")[0].unit
    Agency.objects.filter(pk=agency.pk).update(commune=found)
    rise()
    return found


def groups(actor: Actor, asked: Asked = ASKED) -> dict[Group, int]:
    found = queries.figures(actor, asked, "month")
    return {of: one.population for (_month, of), one in found.items()}


def accepted_on(code: str) -> int:
    """How many of the derivation's sentences speak of special geography."""
    clock = Clock.objects.get(unit__code=code)
    kept = Derivation.objects.get(pk=clock.derivation)
    return sum("địa bàn đặc biệt" in one for one in kept.steps)


def test_the_list_of_the_day_tells_the_clock_and_the_figures() -> None:
    world: World = build()
    commune = governs(world.receiver)
    listing(f"00001 {commune.code}", "2026-01-20", "2026-01-25")
    listing(None, "2026-01-26")
    listing("xa", "2020-01-01", "2025-12-31", scope="27")  # over before the first item
    codes = [doing.accepted(world, when=when)[0] for when in (BEFORE, IN_LIST, AFTER)]
    doing.accepted(world, when=IN_LIST, receiver=world.far.pk)

    assert [accepted_on(code) for code in codes] == [0, 1, 0]
    assert (commune.pk, date(2026, 1, 20), date(2026, 1, 25)) in areas.spans()
    for actor in (world.dispatcher, world.clerk):
        assert groups(actor) == {Group.MAIN: 3, Group.SPECIAL: 1}
        assert groups(actor, replace(ASKED, group=Group.SPECIAL)) == {Group.SPECIAL: 1}
        opened = listed.items(actor, replace(ASKED, group=Group.SPECIAL))
        assert [item.unit.code for item in opened] == [codes[1]]
        assert listed.items(actor, replace(ASKED, group=Group.MAIN)).count() == 3

    province = make.province("24").pk
    month = {"starts": date(2026, 1, 1), "ends": date(2026, 1, 31), "due": date(2026, 2, 15)}
    sheets = steps.open_sheets(province=province, at=AS_OF, **month)
    counted = SheetCount.objects.filter(sheet__in=sheets, side="R", grp=Group.SPECIAL)
    assert [one.items for one in counted] == [1]


def test_a_kind_is_every_commune_while_it_is_of_it() -> None:
    ever = [one for one in areas.spans() if one[1] > date(2025, 1, 1)]
    kinds = versions_on(date(2026, 1, 1)).filter(kind="đặc khu")
    assert {unit for unit, _first, _last in ever} == set(kinds.values_list("unit_id", flat=True))
