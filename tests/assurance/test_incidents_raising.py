"""A sự vụ raised to a sự cố: once, with its codes, naming where it came from."""

from typing import Any
from uuid import UUID

import pytest

from kt1.assurance.incidents import raising
from kt1.assurance.incidents.actions import UnfitIncidentError
from kt1.assurance.incidents.models import Incident
from kt1.assurance.incidents.rules import Cover, Kind, Why
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units.queries import UnknownUnitError
from kt1.ledger.entries.models import Entry
from kt1.ledger.holds.models import Hold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
LATER = make.at("2026-01-15")


@pytest.fixture
def world(db: None) -> World:
    return build()


def torn(world: World) -> tuple[str, Irregularity]:
    """A cover that its courier found not intact; no follower has read of it yet."""
    (code,) = doing.accepted(world)
    said: dict[str, Any] = {"by": world.courier, "at": make.NOON, "once": make.once()}
    done = changes.hold(codes=[code], findings=["cover_torn"], **said)
    return code, Irregularity.objects.get(pk=UUID(done["irregularity"]))


def raise_it(one: Irregularity, by: Actor, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "kind": raising.LIKELY[IrregularityKind(one.kind)], "cover": Cover.TORN,
        "codes": raising.codes_of(one), "note": "", "by": by, "at": LATER, "once": make.once(),
    }  # fmt: skip
    return raising.raise_irregularity(irregularity_id=one.pk, **said | more)


def test_an_irregularity_is_raised_once_and_named_by_its_incident(world: World) -> None:
    code, one = torn(world)
    assert raising.codes_of(one) == [code]
    key = make.once()
    made = raise_it(one, world.dispatcher, once=key)
    assert raise_it(one, world.dispatcher, once=key) == made  # the same request is one act
    found = Incident.objects.get(pk=made)
    assert (found.kind, found.cover, found.place_id) == (Kind.OPENED, Cover.TORN, one.place_id)
    assert found.found_at == one.opened_at  # the clock of notices runs since it was found
    assert raising.raised(one.pk) == found
    assert raising.raised_from(found) == one
    assert [(u.unit.code, u.why) for u in found.units] == [(code, Why.FOUND)]
    assert Hold.objects.filter(holder=f"incident:{made}").exists()
    assert Entry.objects.filter(kind="incident.opened").count() == 1
    with pytest.raises(UnfitIncidentError):
        raise_it(one, world.controller)
    with pytest.raises(UnfitIncidentError):  # another kind is the same irregularity
        raise_it(one, world.controller, kind=Kind.LOSS)
    assert Incident.objects.count() == 1


def test_what_cannot_be_raised_says_why_and_leaves_nothing(world: World) -> None:
    code, one = torn(world)
    for by in (world.courier, world.counter, make.actor(Role.WITNESS)):
        with pytest.raises(NotAllowedError):
            raise_it(one, by)
    with pytest.raises(Irregularity.DoesNotExist):
        raise_it(one, world.far_controller)
    unfit: tuple[dict[str, Any], ...] = (
        {"codes": []}, {"kind": Kind.LEAK, "note": "thấy bì mở"}, {"kind": Kind.GAP},
    )  # fmt: skip
    for more in unfit:
        with pytest.raises(UnfitIncidentError):
            raise_it(one, world.dispatcher, **more)
    with pytest.raises(UnknownUnitError):
        raise_it(one, world.dispatcher, codes=["KHONGCO"])
    assert not Incident.objects.exists()
    # What is an incident already is told, not opened a second time under another name.
    first = raise_it(one, world.dispatcher)
    same = raising.open_already([code], world.dispatcher, LATER, Kind.OPENED)
    assert [row.pk for row in same] == [first]
