"""The scenes of the story, in their order. Each does what people do and says what must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from kt1.config.simulation.mail import HANOI
from kt1.config.story.people import Site, actor, agency, place, route
from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import two_persons
from kt1.custody.deliveries.actions import NobodyMaySignError, Signed
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.proposals import Release
from kt1.custody.deliveries.queries import answer
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers import central
from kt1.custody.handovers.rules import Seen, Witness
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Check, Declaration
from kt1.custody.trips import actions as trips
from kt1.custody.units.models import Unit
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor
from kt1.people.approvals import actions as approvals
from kt1.people.approvals.models import Approval

FRIDAY, EVE, AFTER_TET = date(2026, 2, 13), date(2026, 2, 16), date(2026, 2, 23)
CHECKS = [c.value for c in Check]
_NAMESPACE = UUID("0b5f7f0c-92a8-5d0e-8d0f-0d6d5f6a4c11")


class BrokenStoryError(AssertionError):
    """Something in the story did not come out as it must."""


@dataclass(slots=True)
class Story:
    """One playing: the marks its mode allows, the codes of its items, and how many acts."""

    marks: Sequence[str]
    codes: dict[str, str] = field(default_factory=dict)
    acts: int = 0

    def do(
        self, action: Callable[..., dict[str, Any]], by: Actor, at: datetime, **facts: Any
    ) -> dict[str, Any]:
        self.acts += 1
        once = RequestKey.of(uuid5(_NAMESPACE, f"{self.marks}:{self.acts}"), {"act": self.acts})
        return action(by=by, at=at, once=once, **facts)

    def give(
        self, giver: Actor, taker: Actor, seen: Sequence[Seen], at: datetime, **more: Any
    ) -> dict[str, Any]:
        offered = self.do(
            handovers.offer,
            giver,
            at,
            codes=[s.code for s in seen],
            taker_place_id=taker.place_id,
            taker_person_id=taker.user_id,
            **more,
        )
        return self.do(
            handovers.settle,
            taker,
            at + timedelta(minutes=4),
            handover_id=UUID(offered["handover"]),
            seen=list(seen),
        )

    def look(self, *names: str) -> list[Seen]:
        return [Seen(code=self.codes[name]) for name in names]


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HANOI)


def must(holds: object, sentence: str) -> None:
    if not holds:
        raise BrokenStoryError(sentence)


OFFICE, CENTRE, FAR = Site("24-BC01"), Site("24-TT"), Site("75-TT")


def friday_at_the_desk(story: Story) -> None:
    """The clerk declares; the courier accepts at the desk, an undeclared cover among them."""
    clerk, at = actor("vt-09187-ub"), on(FRIDAY, 16, 20)
    declared = story.do(
        items.declare,
        clerk,
        at,
        declarations=[
            Declaration(receiver=agency("24-STC"), advice=True),
            Declaration(receiver=agency("09169-UB"), mark=story.marks[0], urgency="HT"),
        ],
    )
    story.codes["ordinary"], story.codes["express"] = declared["codes"]
    taken = story.do(
        items.accept,
        OFFICE.courier,
        at + timedelta(minutes=20),
        codes=declared["codes"],
        checks=CHECKS,
    )
    must(len(taken["items"]) == 2, "both declared covers are accepted at the desk")  # noqa: PLR2004
    story.do(
        items.accept_new,
        OFFICE.courier,
        at + timedelta(minutes=26),
        declarations=[Declaration(receiver=agency("24-STC"))],
        desk_id=clerk.place_id,
        checks=CHECKS,
    )
    story.codes["torn"] = _newest_item()


def _newest_item() -> str:
    return Unit.objects.filter(kind="item").order_by("-pk").values_list("code", flat=True)[0]


def seals_and_bags(story: Story) -> None:
    """Stock of seals at each site, issued to those who apply them; bags taken into use."""
    at = on(FRIDAY, 8)
    for n, site in enumerate((OFFICE, CENTRE)):
        numbers = [f"KB{n}{i:04}" for i in range(1, 11)]
        story.do(seals.receive, site.controller, at, numbers=numbers)
        story.do(seals.issue, site.controller, at, numbers=numbers[:6], to=site.controller.user_id)
        for name in ("a", "b"):
            made = story.do(bags.make, site.controller, at)
            story.codes[f"bag-{site.code}-{name}"] = made["code"]


def to_the_centre(story: Story) -> None:
    """Counted, weighed, bagged, sealed, and brought to the centre with a seal that holds."""
    at = on(FRIDAY, 17, 10)
    names = ("ordinary", "express", "torn")
    story.give(OFFICE.courier, OFFICE.controller, story.look(*names), at)
    weights = {story.codes[name]: 60 + 40 * n for n, name in enumerate(names)}
    story.do(items.weigh, OFFICE.controller, at + timedelta(minutes=6), weights=weights)
    bag = story.codes["bag-24-BC01-a"]
    codes = [story.codes[name] for name in names]
    story.do(bags.pack, OFFICE.controller, at + timedelta(minutes=8), bag=bag, codes=codes)
    unknown = story.do(
        bags.seal, OFFICE.controller, at + timedelta(minutes=9), bag=bag, number="XX9999"
    )
    must(not unknown["sealed"], "an unknown seal leaves the bag open")
    story.do(
        bags.seal,
        OFFICE.controller,
        at + timedelta(minutes=10),
        bag=bag,
        number="KB00001",
        destination_id=CENTRE.place,
    )
    driver, escort = actor("bt1-24-xe5"), actor("at1-24-xe5")
    trip = story.do(
        trips.plan,
        actor("dd-24"),
        at,
        route_id=route("DT-24-BC01-VE"),
        vehicle_id=place("24-XE5"),
        courier_id=driver.user_id,
        escort_id=escort.user_id,
        leaves_at=on(FRIDAY, 17, 30),
    )
    seen = [Seen(code=bag, seal="KB00001")]
    story.give(OFFICE.controller, driver, seen, on(FRIDAY, 17, 22), trip=UUID(trip["trip"]))
    story.do(trips.depart, driver, on(FRIDAY, 17, 30), trip_id=UUID(trip["trip"]))
    story.do(trips.arrive, driver, on(FRIDAY, 18, 20), trip_id=UUID(trip["trip"]))
    refused = story.give(
        driver,
        CENTRE.controller,
        [Seen(code=bag, seal="KB00001", intact=False)],
        on(FRIDAY, 18, 22),
    )
    must(refused["outcome"] == "refused", "a bag with a broken seal stays with its giver")


def broken_on_the_way(story: Story) -> None:
    """Covers counted, new bag, new seal, biên bản, shift leader told: the journey goes on (W8)."""
    driver, at = actor("bt1-24-xe5"), on(FRIDAY, 18, 30)
    old, spare = story.codes["bag-24-BC01-a"], story.codes["bag-24-TT-a"]
    story.give(CENTRE.controller, driver, [Seen(code=spare)], at)
    story.do(seals.issue, CENTRE.controller, at, numbers=["KB10007"], to=driver.user_id)
    story.do(
        bags.open_sealed, driver, at + timedelta(minutes=6), bag=old, number_seen="", intact=False
    )
    names = ("ordinary", "express", "torn")
    story.do(
        bags.repack,
        driver,
        at + timedelta(minutes=12),
        bag=old,
        new_bag=spare,
        number="KB10007",
        counted=[story.codes[n] for n in names],
        torn=[story.codes["torn"]],
        minutes="12/BB-TT",
        told="Trưởng ca",
    )
    taken = story.give(
        driver, CENTRE.controller, [Seen(code=spare, seal="KB10007")], at + timedelta(minutes=20)
    )
    must(taken["outcome"] == "taken", "the new bag goes on")
    story.do(
        bags.open_sealed,
        CENTRE.controller,
        at + timedelta(minutes=28),
        bag=spare,
        number_seen="KB10007",
        intact=True,
        counted=[story.codes["ordinary"], story.codes["express"]],
    )


def night_delivery(story: Story) -> None:
    """The express item goes with the next run, and the duty officer signs at the door."""
    at = on(FRIDAY, 19)
    bag, express = story.codes["bag-24-TT-b"], story.codes["express"]
    story.do(bags.pack, CENTRE.controller, at, bag=bag, codes=[express])
    story.do(
        bags.seal, CENTRE.controller, at, bag=bag, number="KB10001", destination_id=OFFICE.place
    )
    driver, seen = actor("bt1-24-xe1"), [Seen(code=bag, seal="KB10001")]
    story.give(CENTRE.controller, driver, seen, at + timedelta(minutes=5))
    story.give(driver, OFFICE.controller, seen, at + timedelta(minutes=65))
    story.do(
        bags.open_sealed,
        OFFICE.controller,
        at + timedelta(minutes=72),
        bag=bag,
        number_seen="KB10001",
        intact=True,
        counted=[express],
    )
    story.give(OFFICE.controller, OFFICE.courier, story.look("express"), on(FRIDAY, 20, 16))
    night = on(FRIDAY, 22, 40)
    delivered = _deliver(story, OFFICE.courier, "express", "09169-UB", "09169-P1", night)
    must(delivered["to_confirm"], "what the guard took waits for the records clerk")


def _deliver(  # noqa: PLR0917 - the facts of one delivery
    story: Story, courier: Actor, name: str, body: str, door: str, at: datetime
) -> dict[str, Any]:
    people = answer({agency(body)}, point=place(door), at=at).people
    signed = Signed(
        name="Người nhận minh họa",
        title=people[0].title if people else "Trực",
        card="MH-0001",
        focal_point=people[0].id if people else None,
    )
    return story.do(
        deliveries.deliver,
        courier,
        at,
        codes=[story.codes[name]],
        point_id=place(door),
        signed=signed,
    )


def eve_of_tet(story: Story) -> None:
    """29 tháng Chạp: the third item starts its way to Đồng Nai through the central network."""
    clerk, at = actor("vt-09187-ub"), on(EVE, 9, 10)
    declared = story.do(
        items.declare,
        clerk,
        at,
        declarations=[Declaration(receiver=agency("75-SKHCN"), mark=story.marks[1])],
    )
    story.codes["far"] = declared["codes"][0]
    story.do(
        items.accept,
        CENTRE.courier,
        at + timedelta(minutes=30),
        codes=declared["codes"],
        checks=CHECKS,
    )
    story.give(CENTRE.courier, CENTRE.controller, story.look("far"), on(EVE, 11))
    bag, at = story.codes["bag-24-TT-a"], on(EVE, 20, 30)
    story.do(bags.pack, CENTRE.controller, at, bag=bag, codes=[story.codes["far"]])
    story.do(bags.seal, CENTRE.controller, at, bag=bag, number="KB10002", destination_id=FAR.place)
    driver, node, seen = actor("bt1-24-xe1"), place("CPT-HN"), [Seen(code=bag, seal="KB10002")]
    story.give(CENTRE.controller, driver, seen, on(EVE, 20, 50))
    offered = story.do(handovers.offer, driver, on(EVE, 22), codes=[bag], taker_place_id=node)
    story.do(
        handovers.settle_for_taker,
        driver,
        on(EVE, 22, 5),
        handover_id=UUID(offered["handover"]),
        seen=seen,
        witness=Witness.PAPER,
        sheet="PG000001",
    )


def first_day_of_tet(story: Story) -> None:
    """Taken over at the other end; the door is tried, and the one on duty signs if there is one."""
    day = EVE + timedelta(days=1)
    bag, at = story.codes["bag-24-TT-a"], on(day, 18, 30)
    story.do(
        central.take_over,
        FAR.controller,
        at,
        codes=[bag],
        giver_place_id=place("CPT-HN"),
        seen=[Seen(code=bag, seal="KB10002")],
        sheet="PG000002",
    )
    story.do(
        bags.open_sealed,
        FAR.controller,
        at + timedelta(minutes=6),
        bag=bag,
        number_seen="KB10002",
        intact=True,
        counted=[story.codes["far"]],
    )
    story.give(FAR.controller, FAR.courier, story.look("far"), at + timedelta(minutes=12))
    night = on(day, 22, 40)
    story.do(
        deliveries.attempt,
        FAR.courier,
        night - timedelta(minutes=20),
        codes=[story.codes["far"]],
        point_id=place("75-P-SKHCN"),
        reason=Reason.NO_ANSWER,
        called_ahead=True,
    )
    try:
        _deliver(story, FAR.courier, "far", "75-SKHCN", "75-P-SKHCN", night)
    except NobodyMaySignError as nobody:
        must(nobody.path, "the refusal says how it was found that nobody may sign")
        story.do(
            deliveries.attempt,
            FAR.courier,
            night + timedelta(minutes=5),
            codes=[story.codes["far"]],
            point_id=place("75-P-SKHCN"),
            reason=Reason.NOBODY_MAY_SIGN,
        )
        after = on(AFTER_TET, 9, 15)
        _deliver(story, FAR.courier, "far", "75-SKHCN", "75-P-SKHCN", after)


def after_tet(story: Story) -> None:
    """The first working day: the clerks confirm, the ordinary item arrives, two persons clear
    the one that was held, and it is delivered too."""
    morning = on(AFTER_TET, 8, 5)
    story.do(deliveries.confirm, actor("vt-09169-ub"), morning, codes=[story.codes["express"]])
    _confirm_far(story, morning + timedelta(hours=2))
    _release(story, morning + timedelta(minutes=10))
    names = ("ordinary", "torn")
    story.give(actor("bt1-24-xe5"), CENTRE.controller, story.look("torn"), on(AFTER_TET, 8, 25))
    story.give(CENTRE.controller, CENTRE.courier, story.look(*names), on(AFTER_TET, 8, 32))
    for n, name in enumerate(names):
        at = on(AFTER_TET, 9, 5 + n)
        delivered = _deliver(story, CENTRE.courier, name, "24-STC", "24-P-STC", at)
        must(not delivered["to_confirm"], "in working hours the clerk has it at once")


def _confirm_far(story: Story, at: datetime) -> None:
    if Unit.objects.get(code=story.codes["far"]).state == "awaiting":
        story.do(deliveries.confirm, actor("vt-75-skhcn"), at, codes=[story.codes["far"]])


def _release(story: Story, at: datetime) -> None:
    """Two persons clear the item whose cover was torn: re-covered, sealed, on its way (W8)."""
    driver, leader = actor("bt1-24-xe5"), CENTRE.leader
    release = Release(cause=Cause.COVERED_ANEW, minutes="13/BB-TT", codes=(story.codes["torn"],))
    story.do(two_persons.ask, driver, at, proposal=release)
    waiting = Approval.objects.get(approved_at=None, refused_at=None)
    story.do(_approve, leader, at + timedelta(minutes=3), approval_id=waiting.pk)
    story.do(two_persons.release, driver, at + timedelta(minutes=6), release=release)


def _approve(**facts: Any) -> dict[str, Any]:
    approvals.approve(**facts)
    return {}


SCENES: Sequence[Callable[[Story], None]] = (
    seals_and_bags,
    friday_at_the_desk,
    to_the_centre,
    broken_on_the_way,
    night_delivery,
    eve_of_tet,
    first_day_of_tet,
    after_tet,
)
