"""What bodies owe: looked at, told once, risen in simulated time, urged by letter."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.reminders import actions, queries, steps
from kt1.oversight.reminders.actions import Asked, DayPastError
from kt1.oversight.reminders.models import Digest, DigestLine, Owing, Urging
from kt1.oversight.reminders.rules import LATE, NEAR, RISEN, TOP, Channel, LetterState, SignedAs
from kt1.oversight.reminders.sources import gather
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.factories import once

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 10)
Days = Callable[[int], datetime]


def on(days: int, hour: str = "07:00") -> datetime:
    """So many days after the month was due."""
    return make.at((DUE + timedelta(days=days)).isoformat(), hour)


def month(body: Agency) -> Account:
    return Account.objects.create(
        agency=body,
        province=body.province,
        starts=date(2026, 10, 1),
        ends=date(2026, 10, 31),
        state=State.FROZEN,
        frozen_at=make.at("2026-11-05"),
        due=DUE,
    )


class Town:
    """A ward that signs in, one on paper, a Party board; who follows each."""

    def __init__(self) -> None:
        self.here = make.province("24")
        self.ward = make.agency("24-UB1", name="UBND phường thứ nhất")
        self.paper = make.agency("24-UB2", name="UBND xã trên giấy", works_on_paper=True)
        self.party = make.agency(
            "24-BD1", name="Ban đảng", family=Family.PARTY_BOARD, bloc=Bloc.PARTY, line=Line.PARTY
        )
        self.office = make.agency(
            "24-VPTU",
            name="Văn phòng Tỉnh ủy",
            family=Family.PROVINCIAL_PARTY_OFFICE,
            bloc=Bloc.PARTY,
            line=Line.PARTY,
        )
        self.months = [month(body) for body in (self.ward, self.paper, self.party)]
        self.clerk = make.clerk(self.ward)
        self.head = make.actor(Role.HEAD, body=self.ward)
        self.party_clerk = make.clerk(self.party)
        self.science = make.actor(Role.REGULATOR, at_province=self.here)
        self.leader = make.actor(Role.PROVINCE_LEADER, at_province=self.here)
        self.party_office = make.actor(Role.PARTY_OFFICE, body=self.office, at_province=self.here)

    def pass_days(self, first: int, last: int) -> None:
        """The worker each morning, and once again at noon."""
        for day in range(first, last + 1):
            for hour in ("07:00", "12:00"):
                actions.look(province_id=self.here.pk, at=on(day, hour))
                actions.digest(at=on(day, hour))


@pytest.fixture
def town(db: None) -> Town:
    make.norms()
    return Town()


def told(who: Actor) -> list[tuple[str, int, date]]:
    """(body, step, day) of every line this person was told."""
    lines = DigestLine.objects.filter(user=who.user_id).select_related("owing__agency", "digest")
    return sorted(
        ((one.owing.agency.code, one.step, one.digest.on) for one in lines),
        key=lambda one: (one[2], one[0], one[1]),
    )


def test_a_month_not_confirmed_rises_along_each_bodys_line_day_by_day(town: Town) -> None:
    town.pass_days(-3, 20)

    def day(days: int) -> date:
        return DUE + timedelta(days=days)

    ward = [("24-UB1", NEAR, day(-2)), ("24-UB1", LATE, day(1)),
            ("24-UB1", RISEN, day(5)), ("24-UB1", TOP, day(15))]  # fmt: skip
    assert told(town.clerk) == ward
    assert told(town.head) == ward[1:]
    # The body on paper is the department's to write to from the start; the ward's at the third.
    assert told(town.science) == [
        ("24-UB2", NEAR, day(-2)),
        ("24-UB2", LATE, day(1)),
        ("24-UB1", RISEN, day(5)),
        ("24-UB2", RISEN, day(5)),
        ("24-UB1", TOP, day(15)),
        ("24-UB2", TOP, day(15)),
    ]
    assert told(town.leader) == [("24-UB1", TOP, day(15)), ("24-UB2", TOP, day(15))]
    # The Party's body is the Party office's matter and nobody else's.
    assert told(town.party_office) == [("24-BD1", RISEN, day(5)), ("24-BD1", TOP, day(15))]
    per_day = Digest.objects.values_list("user_id", "on")
    assert len(set(per_day)) == len(per_day)


def test_repeats_and_crashes_tell_nobody_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.look(province_id=town.here.pk, at=on(6))
    with monkeypatch.context() as broken:
        broken.setattr(steps, "append", _killed)
        with pytest.raises(RuntimeError):
            actions.digest(at=on(6))
    assert not DigestLine.objects.exists()  # killed half way: nobody was told of anything
    first = actions.digest(at=on(6))
    again = [actions.digest(at=on(6)) for _n in range(3)]
    assert first.people > 0
    assert all(one.people == 0 for one in again)
    actions.look(province_id=town.here.pk, at=on(6))
    assert actions.digest(at=on(7)).people == 0  # nothing new the next day either
    lines = DigestLine.objects.values_list("owing", "step", "user")
    assert len(set(lines)) == len(lines) == first.lines


def _killed(**_entry: object) -> None:
    raise RuntimeError


def test_a_worker_that_stood_still_tells_of_the_step_that_holds_now(town: Town) -> None:
    actions.look(province_id=town.here.pk, at=on(8))
    actions.digest(at=on(8))
    assert [(code, step) for code, step, _on in told(town.clerk)] == [("24-UB1", RISEN)]


def test_what_is_done_is_settled_and_a_later_day_begins_anew(town: Town) -> None:
    actions.look(province_id=town.here.pk, at=on(6))
    mine = town.months[0]
    Account.objects.filter(pk=mine.pk).update(due=DUE + timedelta(days=30))
    Account.objects.filter(pk=town.months[1].pk).update(state=State.AGREED, agreed_at=on(6))
    looked = actions.look(province_id=town.here.pk, at=on(7))
    assert (looked.settled, looked.opened) == (2, 1)
    anew = Owing.objects.get(agency=town.ward, settled_at=None)
    assert (anew.due, anew.step) == (DUE + timedelta(days=30), None)
    assert Entry.objects.filter(kind="owing.looked").count() == 2
    with transaction.atomic(), pytest.raises(DatabaseError):
        Owing.objects.filter(agency=town.paper).update(settled_at=None)


def test_each_sees_what_is_theirs_and_urges_their_own_line(town: Town) -> None:
    actions.look(province_id=town.here.pk, at=on(6))

    def codes(who: Actor) -> set[str]:
        return set(queries.open_ones(who).values_list("agency__code", flat=True))

    assert codes(town.science) == {"24-UB1", "24-UB2"}
    assert codes(town.party_office) == {"24-BD1"}
    assert codes(town.clerk) == {"24-UB1"}
    assert codes(make.actor(Role.MINISTRY)) == set()
    ids = list(Owing.objects.values_list("pk", flat=True))
    asked = Asked(channel=Channel.LETTER, until=on(14).date(), signed_as=SignedAs.DEPUTY)
    with pytest.raises(Owing.DoesNotExist):  # the Party's is not known to the department
        actions.urge(owing_ids=ids, asked=asked, by=town.science, at=on(6), once=once())
    with pytest.raises(NotAllowedError):
        actions.urge(
            owing_ids=list(queries.seen_by(town.clerk).values_list("pk", flat=True)),
            asked=asked, by=town.clerk, at=on(6), once=once(),
        )  # fmt: skip


def test_a_letter_is_drafted_issued_and_its_effect_counted(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actions.look(province_id=town.here.pk, at=on(6))
    ids = list(queries.to_urge(town.science).values_list("pk", flat=True))
    assert len(ids) == 2
    asked = Asked(channel=Channel.LETTER, until=on(14).date(), signed_as=SignedAs.DEPUTY)
    key = once()
    with django_assert_max_num_queries(15):
        made = actions.urge(owing_ids=ids, asked=asked, by=town.science, at=on(6), once=key)
    twice = actions.urge(owing_ids=ids, asked=asked, by=town.science, at=on(6), once=key)
    assert made == twice
    assert not queries.to_urge(town.science).exists()  # it is in a letter
    with pytest.raises(DayPastError):
        actions.issue(
            urging_id=made, number="12/SKHCN-BCVT", dated=on(9).date(), by=town.science,
            at=on(7), once=once(),
        )  # fmt: skip
    actions.issue(
        urging_id=made, number="12/SKHCN-BCVT", dated=on(7).date(), by=town.science, at=on(7),
        once=once(),
    )  # fmt: skip
    with pytest.raises(NotAllowedError):
        actions.lay_aside(urging_id=made, by=town.science, at=on(8), once=once())
    with pytest.raises(Urging.DoesNotExist):
        actions.lay_aside(urging_id=made, by=town.party_office, at=on(8), once=once())
    Account.objects.filter(pk=town.months[0].pk).update(state=State.AGREED, agreed_at=on(9))
    actions.look(province_id=town.here.pk, at=on(9))
    Account.objects.filter(pk=town.months[1].pk).update(due=on(40).date())
    actions.look(province_id=town.here.pk, at=on(10))  # put off is not done
    row = queries.with_effect(queries.urgings_seen_by(town.science)).get(pk=made)
    assert (row.named, row.bodies, row.in_time, row.later) == (2, 2, 1, 0)  # type: ignore[attr-defined]  # annotated
    assert row.state == LetterState.ISSUED


def test_a_call_is_noted_at_once_and_effects_of_steps_add_up(town: Town) -> None:
    town.pass_days(0, 6)
    (mine,) = queries.open_ones(town.science).filter(agency=town.ward)
    asked = Asked(channel=Channel.PHONE, until=on(8).date())
    actions.urge(owing_ids=[mine.pk], asked=asked, by=town.science, at=on(6, "14:00"), once=once())
    assert queries.open_ones(town.science).get(pk=mine.pk).urged_at == on(6, "14:00")  # type: ignore[attr-defined]  # annotated
    Account.objects.filter(pk=town.months[0].pk).update(state=State.AGREED, agreed_at=on(7))
    actions.look(province_id=town.here.pk, at=on(7, "09:00"))
    days = queries.effect_days(on(7).date())
    told = queries.effect_of_steps(town.science, on(-30), days)
    found = {one.step: one.effect for one in told}
    assert (found[RISEN].named, found[RISEN].in_time) == (2, 1)
    assert found[NEAR].in_time == 0  # told more than a week before it was done


def test_gathering_asks_no_more_for_more_bodies(town: Town) -> None:
    with CaptureQueriesContext(connection) as few:
        gather(town.here.pk, on(6).date())
    for n in range(20):
        month(make.agency(f"24-X{n}", name=f"Sở số {n}"))
    with CaptureQueriesContext(connection) as many:
        gathered = gather(town.here.pk, on(6).date())
    assert len(gathered.owed) == 23
    assert len(many) <= len(few)


def test_a_digest_is_its_persons_alone_and_noted_once(town: Town) -> None:
    actions.look(province_id=town.here.pk, at=on(6))
    actions.digest(at=on(6))
    assert queries.digests_of(town.clerk).count() == 1
    key = once()
    assert actions.take_note(by=town.clerk, at=on(6), once=key) == 1
    assert actions.take_note(by=town.clerk, at=on(6), once=key) == 1
    assert actions.take_note(by=town.clerk, at=on(6), once=once()) == 0
    assert queries.digests_of(town.science).get().seen_at is None
