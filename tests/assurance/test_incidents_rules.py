"""What the reader of the ledger judges, whom each kind demands, and the score of a drill."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from kt1.assurance.gaps.keeping import Said
from kt1.assurance.gaps.reading import Reader
from kt1.assurance.gaps.rules import MINUTE
from kt1.assurance.incidents import drill_rules as drill
from kt1.assurance.incidents.rules import (
    DWELL,
    LETTERS,
    NEXT,
    OPEN,
    OVER,
    UNSAID,
    Addressee,
    Gap,
    Kind,
    State,
    code_of,
    demanded,
    incident_id,
    needs_minutes,
)
from kt1.law.book.files import parameters
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import word_of

A, B, VAN, DOOR = 1, 2, 8, 9
HOUR = 60 * MINUTE
WAIT = 6 * HOUR


class Flat:
    """Two sites half an hour apart, a van, a door; a day at a site, half in the van."""

    wait: int | None = WAIT

    def waits(self, at: int) -> int | None:
        del at
        return self.wait

    def site_of(self, place: int) -> int | None:
        return place if place in {A, B} else None

    def is_vehicle(self, place: int) -> bool:
        return place == VAN

    def least(self, start: int, end: int, at: int) -> int | None:
        del at
        return 30 if {start, end} == {A, B} else None

    def rests_until(self, place: int, since: int) -> int | None:
        return since + (12 if place == VAN else 24) * HOUR

    def late_from(self, deadline: int) -> int | None:
        return deadline + 24 * HOUR

    def day_of(self, at: int) -> str:
        return str(at // (24 * HOUR))


class Play:
    """Entries one after another, as custody writes them."""

    def __init__(self) -> None:
        self.reader = Reader(Flat())
        self.index = 0

    def say(self, kind: str, at: int, *lines: dict[str, Any], **body: Any) -> None:
        self.reader.time(at)
        subject = body.pop("subject", "")
        self.reader.read(Said(self.index, kind, subject, at, body, list(lines)))
        self.index += 1

    def item(self, unit: int, place: int, at: int, **more: Any) -> None:
        line = {"unit": unit, "code": f"C{unit}", "state": "in_post", "place": place, **more}
        self.say("item.declared", at, line)

    def give(self, unit: int, giver: int, taker: int, at: int, **body: Any) -> None:
        line = {"unit": unit, "code": f"C{unit}", "place": taker, "person": None}
        self.say(
            "handover.settled", at, line, giver=[giver, None], taker=[taker, None], extra=(), **body
        )

    @property
    def found(self) -> list[tuple[Kind, Gap]]:
        return [(one.kind, one.gap) for one in self.reader.found.values()]


def test_an_unbroken_chain_shows_nothing() -> None:
    play = Play()
    play.item(1, A, 0)
    play.give(1, A, VAN, HOUR)
    play.give(1, VAN, B, 2 * HOUR)
    play.give(1, B, DOOR, 4 * HOUR)
    play.reader.time(20 * HOUR)
    assert play.found == []


def test_a_giver_who_never_took_it_is_a_missing_leg() -> None:
    play = Play()
    play.item(1, A, 0)
    play.give(1, VAN, B, 2 * HOUR)
    (one,) = play.reader.found.values()
    assert (one.gap, one.place, one.entry) == (Gap.MISSING_LEG, VAN, 1)
    assert (one.units[1].place_from, one.units[1].place_to) == (A, VAN)


def test_at_the_same_moment_it_is_in_two_places() -> None:
    play = Play()
    play.item(1, A, HOUR)
    play.give(1, B, VAN, HOUR)
    assert play.found == [(Kind.GAP, Gap.TWO_PLACES)]


def test_counted_elsewhere_is_in_two_places_and_counted_where_it_is_is_not() -> None:
    play = Play()
    play.item(1, A, 0)
    play.say("shift.balanced", HOUR, place=B, findings={"C1": ["extra"], "C9": ["extra"]})
    play.say("shift.balanced", HOUR, place=A, findings={"C1": ["extra"]})
    (one,) = play.reader.found.values()
    assert (one.gap, one.place, set(one.units)) == (Gap.TWO_PLACES, B, {1})


@pytest.mark.parametrize(("minutes", "found"), [(29, [Gap.TOO_FAST]), (30, []), (90, [])])
def test_a_leg_is_too_fast_below_the_least_time(minutes: int, found: list[Gap]) -> None:
    play = Play()
    play.item(1, A, 0)
    play.give(1, A, VAN, HOUR)
    play.give(1, VAN, B, HOUR + minutes * MINUTE)
    assert [gap for _kind, gap in play.found] == found


def test_rest_is_found_by_anybodys_later_entry_and_by_its_own() -> None:
    play = Play()
    play.item(1, A, 0)
    play.item(2, A, 0)
    play.reader.time(24 * HOUR + WAIT - 1)
    assert play.found == []  # the move may still be written down
    play.give(2, A, VAN, 25 * HOUR)  # its own entry: it rested an hour too long
    assert set(next(iter(play.reader.found.values())).units) == {2}
    play.reader.time(24 * HOUR + WAIT)
    (one,) = play.reader.found.values()  # one case a place and day
    assert (one.gap, set(one.units), one.at) == (Gap.DWELL, {1, 2}, 24 * HOUR)


def test_without_a_norm_of_waiting_time_alone_tells_nothing() -> None:
    play = Play()
    play.reader.ground.wait = None  # type: ignore[attr-defined]  # a Flat
    play.item(1, A, 0)
    play.reader.time(99 * HOUR)
    assert play.found == []
    play.give(1, A, VAN, 99 * HOUR)  # it moves at last: that it rested is known
    assert play.found == [(Kind.GAP, Gap.DWELL)]


def test_a_bag_rests_with_what_is_in_it_and_an_empty_one_rests_in_peace() -> None:
    play = Play()
    for unit in (7, 8):
        play.say("bag.made", 0, {"unit": unit, "code": f"C{unit}", "kind": "bag", "state": "open",
                                 "place": A})  # fmt: skip
    play.item(1, A, 0)
    play.say("bag.packed", HOUR, {"unit": 1, "code": "C1"},
             effect={"inside": 7, "place": None, "person": None})  # fmt: skip
    play.reader.time(60 * HOUR)
    (one,) = play.reader.found.values()
    assert (one.gap, set(one.units)) == (Gap.DWELL, {7, 1})


def test_a_broken_seal_is_one_incident_however_often_it_is_told() -> None:
    play = Play()
    play.say("bag.made", 0, {"unit": 7, "code": "C7", "kind": "bag", "state": "open", "place": A})
    play.item(1, A, 0)
    play.say("bag.packed", 1, {"unit": 1, "code": "C1"}, effect={"inside": 7, "place": None})
    play.say("bag.sealed", 2, {"unit": 7, "code": "C7", "state": "sealed"})
    play.say("handover.settled", HOUR, {"unit": 7, "code": "C7", "findings": ["seal_broken"]},
             giver=[A, None], taker=[B, None], extra=())  # fmt: skip
    play.say("bag.opened", HOUR + 1, {"unit": 7, "code": "C7", "state": "open"}, intact=False)
    (one,) = play.reader.found.values()
    assert (one.kind, one.place, set(one.units)) == (Kind.BROKEN_SEAL, B, {7, 1})


def test_a_torn_cover_is_told_once_until_it_is_released() -> None:
    play = Play()
    play.item(1, A, 0)
    play.say("item.held", 1, {"unit": 1, "code": "C1"}, effect={"state": "held"})
    play.say("item.held", 2, {"unit": 1, "code": "C1"}, effect={"state": "held"})
    assert play.found == [(Kind.OPENED, Gap.NONE)]
    play.say("item.released", 3, {"unit": 1, "code": "C1"}, effect={"state": "in_post"})
    play.say("item.held", 4, {"unit": 1, "code": "C1"}, effect={"state": "held"})
    assert len(play.found) == 2


def test_a_late_item_is_an_incident_a_day_after_its_deadline() -> None:
    play = Play()
    play.item(1, A, 0, deadline=HOUR)
    for hour in (20, 26):  # it moves meanwhile, so that it does not rest
        play.say("item.weighed", hour * HOUR, {"unit": 1, "code": "C1"})
    assert play.found == [(Kind.DELAY, Gap.NONE)]


def test_a_lost_bag_and_what_lay_in_it_are_one_incident() -> None:
    play = Play()
    play.say("bag.made", 0, {"unit": 7, "code": "C7", "kind": "bag", "state": "open", "place": A})
    play.item(1, A, 0)
    play.say("bag.packed", 1, {"unit": 1, "code": "C1"}, effect={"inside": 7, "place": None})
    play.say("item.lost", 2, {"unit": 7, "code": "C7", "held_by": [A, 5, "bag"]},
             {"unit": 1, "code": "C1"}, effect={"state": "lost"})  # fmt: skip
    (one,) = play.reader.found.values()
    assert (one.kind, set(one.units)) == (Kind.LOSS, {7, 1})


def test_a_correction_of_a_slip_is_no_wrong_delivery() -> None:
    play = Play()
    play.item(1, DOOR, 0)
    play.say("delivery.corrected", 1, {"unit": 1, "code": "C1"}, cause="typed_wrong")
    assert play.found == []
    play.say("delivery.disputed", 2, {"unit": 1, "code": "C1"})
    play.say("delivery.corrected", 3, {"unit": 1, "code": "C1"}, cause="wrong_door")
    assert play.found == [(Kind.WRONG_DELIVERY, Gap.NONE)]


def test_states_lead_to_an_end_and_each_kind_tells_somebody() -> None:
    assert set(NEXT) == set(State)
    assert set(State) == OPEN | OVER
    listed = {
        one.scope: tuple(map(Addressee, word_of(one).split()))
        for one in parameters()
        if one.key is Key.INCIDENT_TELLS
    }
    assert set(listed) == {*Kind, DWELL, LETTERS}

    def told(kind: Kind, gap: Gap = Gap.NONE, **more: bool) -> tuple[Addressee, ...]:
        return demanded(kind, gap, listed, **{"party": False, "letters": False, **more})

    assert Addressee.PA03 in told(Kind.LEAK)
    assert Addressee.PARTY in told(Kind.LEAK, party=True)
    assert Addressee.PARTY not in told(Kind.BROKEN_SEAL, party=True)
    assert told(Kind.GAP, Gap.DWELL) == (Addressee.POST_HEAD,)
    assert Addressee.PA03 not in told(Kind.BROKEN_SEAL)
    with_letters = told(Kind.BROKEN_SEAL, letters=True, party=True)
    assert with_letters == (
        *(Addressee.POST_HEAD, Addressee.SENDER, Addressee.DEPARTMENT),
        *(Addressee.PA03, Addressee.PARTY),
    )
    assert told(Kind.DELAY, letters=True) == (Addressee.POST_HEAD,)
    # Where nobody said whom: rather everybody.
    assert demanded(Kind.DELAY, Gap.NONE, {}, party=False, letters=False) == UNSAID
    assert needs_minutes(Kind.GAP, Gap.TWO_PLACES)
    assert not needs_minutes(Kind.GAP, Gap.DWELL)


def test_a_code_says_nothing_and_is_the_same_each_time() -> None:
    key = incident_id("seal/7/3")
    assert key == incident_id("seal/7/3")
    assert code_of(key) == code_of(UUID(str(key)))
    assert len(code_of(key)) == 12
    assert code_of(key, "DT").startswith("DT-")


def test_a_drill_counts_late_steps_half_and_missing_ones_not_at_all() -> None:
    start = datetime(2026, 1, 14, tzinfo=UTC)
    within = {step: timedelta(minutes=30) for step in drill.Step}
    steps = drill.STEPS[Kind.LEAK]
    done = {steps[0]: start + timedelta(minutes=30), steps[1]: start + timedelta(minutes=31)}
    found = drill.marks(Kind.LEAK, start, done, within)
    assert [mark.points for mark in found] == [100, 50, 0, 0]
    assert drill.score(found) == 37
    everything = dict.fromkeys(steps, start)
    assert drill.score(drill.marks(Kind.LEAK, start, everything, {})) == 100
    assert set(drill.STEPS) == set(drill.SCENARIOS)
