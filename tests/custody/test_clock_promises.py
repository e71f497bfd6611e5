"""The legal clock against a naive oracle, and what it promises for every moment."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kt1.custody.clock.rules import Derivation, derive
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms
from kt1.law.services.rules import Mark, Scope, Urgency
from tests.custody.clockwork import (
    AS_SHIPPED,
    BETWEEN,
    EXPRESS,
    OFFICIALS,
    ORDINARY,
    WITHIN,
    moment,
    norms,
)

N = {"1": 2, "1.5": 3, "2.5": 5, "3.5": 7}  # n in half days


FIRST, LAST = moment("2025-01-01T00:00"), moment("2027-11-20T00:00")
#: Every second of three years.
TIMES = st.integers(0, int((LAST - FIRST).total_seconds())).map(
    lambda seconds: FIRST + timedelta(seconds=seconds)
)
SERVICES = st.tuples(st.sampled_from([ORDINARY, EXPRESS]), st.sampled_from(list(Scope)))


def of(accepted: datetime, service: tuple[Urgency, Scope], by: Norms = AS_SHIPPED) -> Derivation:
    return derive(
        accepted=accepted,
        urgency=service[0],
        mark=Mark.NONE,
        scope=service[1],
        norms=by,
        calendar=OFFICIALS,
    )


def oracle(accepted: datetime, halves: int) -> datetime:
    """Walk hour by hour and tick off working days, as one would on a wall calendar."""
    day = accepted.astimezone(VIETNAM).date()
    left = halves
    while True:
        day += timedelta(days=1)
        kind = OFFICIALS.declared.get(day)
        works = kind.kind.value == "make_up" if kind else day.weekday() < 5
        if not works:
            continue
        if left <= 2:
            end = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
            return end + timedelta(hours=12 if left == 1 else 24)
        left -= 2


@given(TIMES, SERVICES)
def test_it_agrees_with_a_wall_calendar(accepted: datetime, service) -> None:
    transit = AS_SHIPPED.one(Key.TRANSIT_DAYS, f"{service[0]}.{service[1]}")
    assert of(accepted, service).deadline == oracle(accepted, N[str(transit.value)])


@given(TIMES, st.timedeltas(timedelta(0), timedelta(days=30)), SERVICES)
def test_accepted_later_is_never_due_earlier(accepted: datetime, later: timedelta, service) -> None:
    if accepted + later < datetime(2027, 12, 1, tzinfo=VIETNAM):
        assert of(accepted, service).deadline <= of(accepted + later, service).deadline


@given(TIMES, SERVICES, st.booleans(), st.sampled_from([None, "11:00", "17:00"]))
def test_it_is_due_after_acceptance_and_on_a_working_day(
    accepted: datetime, service, any_day, cutoff: str | None
) -> None:
    by = norms(j_on_nonworking_day=any_day, accept_cutoff=cutoff)
    deadline = of(accepted, service, by).deadline
    assert deadline > accepted
    assert OFFICIALS.is_working((deadline - timedelta(seconds=1)).date())


@given(TIMES, SERVICES)
def test_the_faster_service_is_never_due_later(accepted: datetime, service) -> None:
    scope = service[1]
    assert of(accepted, (EXPRESS, scope)).deadline <= of(accepted, (ORDINARY, scope)).deadline
    assert (
        of(accepted, (service[0], WITHIN)).deadline <= of(accepted, (service[0], BETWEEN)).deadline
    )


@given(TIMES, TIMES, SERVICES)
def test_items_of_one_day_and_service_share_one_derivation(
    one: datetime, other: datetime, service
) -> None:
    same_day = one.date() == other.date()
    first, second = of(one, service), of(other, service)
    assert (first.key == second.key) is same_day
    assert (first.row_id == second.row_id) is same_day
    assert -(2**63) <= first.row_id < 2**63


@given(TIMES, SERVICES, st.sampled_from(list(Mark)))
def test_the_mark_does_not_move_the_deadline(accepted: datetime, service, mark: Mark) -> None:
    marked = derive(
        accepted=accepted,
        urgency=service[0],
        mark=mark,
        scope=service[1],
        norms=AS_SHIPPED,
        calendar=OFFICIALS,
    )
    assert marked == of(accepted, service)
