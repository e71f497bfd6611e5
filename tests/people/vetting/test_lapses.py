"""Who lapses when, and who is told."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.models import Reminder
from kt1.people.vetting import actions, queries
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import Authority, Record, StandingKind, state_of
from tests.custody import factories as make
from tests.custody.factories import MORNING, at
from tests.people.vetting.acting import LATER, PAPER, recorded

pytestmark = pytest.mark.django_db


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spans=st.lists(
        st.tuples(st.integers(0, 60), st.none() | st.integers(1, 60)), min_size=0, max_size=4
    ),
    now=st.integers(0, 60),
)
def test_the_database_and_the_rule_agree_on_the_end(
    courier: Actor, spans: list[tuple[int, int | None]], now: int
) -> None:
    Standing.objects.filter(user=courier.user_id, kind=StandingKind.VETTING).delete()
    rows = Standing.objects.bulk_create(
        Standing(
            user_id=courier.user_id,
            kind=StandingKind.VETTING,
            valid_from=MORNING + timedelta(days=begins),
            valid_to=None if length is None else MORNING + timedelta(days=begins + length),
            reference="1",
            dated_on=PAPER.dated_on,
            authority=Authority.POST,
        )
        for begins, length in spans
    )
    moment = MORNING + timedelta(days=now)
    records = [Record(StandingKind.VETTING, row.valid_from, row.valid_to) for row in rows]
    state = state_of(records, StandingKind.VETTING, moment)

    user = queries.workers(courier.province_id, moment).get(pk=courier.user_id)

    wanted = (state.ends or queries.NO_END) if state.held else None
    assert getattr(user, "vetting_until") == wanted  # noqa: B009 - annotated
    lacking = queries.unfit(courier.province_id, moment).filter(pk=courier.user_id).exists()
    assert lacking is not state.held


def test_lapses_are_those_who_may_take_now_and_not_at_the_end(
    dispatcher: Actor, courier: Actor, office: Place
) -> None:
    steady = make.actor(Role.COURIER, where=office)
    recorded(dispatcher, courier, valid_to=at("2026-02-01", "00:00"))

    def lapsing(ends: str) -> list[int]:
        found = queries.lapses(MORNING, at(ends), office.province_id)
        return [user.pk for user in found if user.pk != steady.user_id]

    assert lapsing("2026-01-31") == []
    assert lapsing("2026-02-02") == [courier.user_id]
    recorded(dispatcher, courier, valid_from=at("2026-01-20"), valid_to=LATER)
    assert lapsing("2026-02-02") == []


def test_each_step_of_the_cascade_is_sent_once(
    dispatcher: Actor, courier: Actor, office: Place
) -> None:
    ends = at("2026-05-01", "00:00")
    recorded(dispatcher, courier, valid_to=ends)
    here = [office.province_id]
    sent = {
        n: actions.warn(at=ends - timedelta(days=n), provinces=here)
        for n in (100, 90, 89, 60, 31, 30, 8, 7, 1)
    }

    assert [n for n, count in sent.items() if count] == [90, 60, 30, 7]
    assert sorted(Reminder.objects.values_list("step", flat=True)) == [7, 30, 60, 90]
    assert set(Reminder.objects.values_list("role", "province")) == {
        (Role.DISPATCHER, office.province_id)
    }

    recorded(dispatcher, courier, valid_from=MORNING, valid_to=LATER)
    assert not Reminder.objects.filter(settled_at=None).exists()


def test_support_tools_are_warned_of_too(dispatcher: Actor, courier: Actor, office: Place) -> None:
    recorded(dispatcher, courier, kind=StandingKind.TOOL, valid_to=at("2026-02-01"))
    assert actions.warn(at=MORNING, provinces=[office.province_id]) == 1
    assert Reminder.objects.get().facts["kind"] == "tool"
    # Tools stop nobody from taking, and a reminder says nothing twice.
    assert actions.warn(at=MORNING, provinces=[office.province_id]) == 0
    assert queries.provinces(MORNING) == [office.province_id]


def test_a_worker_sees_their_own_papers_and_nobody_elses(
    dispatcher: Actor, courier: Actor, office: Place, pa03: Actor
) -> None:
    other = make.actor(Role.COURIER, where=office)
    assert {user.pk for user in queries.workers_seen_by(courier, MORNING)} == {courier.user_id}
    assert {row.user_id for row in queries.standings_seen_by(other)} == {other.user_id}
    seen = {user.pk for user in queries.workers_seen_by(dispatcher, MORNING)}
    assert seen == {dispatcher.user_id, courier.user_id, other.user_id}
    assert not queries.workers_seen_by(pa03, MORNING).exists()
    assert not queries.standings_seen_by(pa03).exists()
    assert not queries.requests_seen_by(courier).exists()
