"""The acts that change a calendar, and what the database holds of it by itself."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from kt1.law.acting import NotAllowedError
from kt1.law.calendars import actions
from kt1.law.calendars.actions import NewDay
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.calendars.permissions import why_not_confirm, why_not_withdraw
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import DayKind, NoCalendarError
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from tests.law.people import AT, CLERK, KEEPER, REGULATOR, once

pytestmark = pytest.mark.django_db

SWAP = [
    NewDay(
        on=date(2026, 11, 23), kind=DayKind.SWAPPED_OFF, name="hoán đổi", pair=date(2026, 11, 28)
    ),
    NewDay(on=date(2026, 11, 28), kind=DayKind.MAKE_UP, name="làm bù", pair=date(2026, 11, 23)),
]


def declare(days, *, by=KEEPER, key=None, **changed) -> int:
    facts = {
        "calendar": "CBCC",
        "instrument": "TB9441-2025",
        "article": "",
        "evidence": Evidence.PRESS,
        **changed,
    }
    return actions.declare_days(days=days, by=by, at=AT, once=once(key), **facts)


def test_a_swap_is_declared_whole_and_awaits_confirmation() -> None:
    key = uuid4()
    assert declare(SWAP, key=key) == 2
    assert declare(SWAP, key=key) == 2
    assert not calendar().is_working(date(2026, 11, 23))
    assert calendar().is_working(date(2026, 11, 28))
    assert not calendar().is_confirmed(date(2026, 11, 23))
    assert Entry.objects.get().kind == "law.days_declared"


@pytest.mark.parametrize(
    ("days", "changed", "error"),
    [
        (SWAP[:1], {}, actions.NotDeclarableError),
        (
            [NewDay(on=date(2026, 6, 1), kind=DayKind.SATURDAY, name="x")],
            {},
            actions.NotDeclarableError,
        ),
        (
            [NewDay(on=date(2026, 6, 1), kind=DayKind.TET, name="x", pair=date(2026, 6, 6))],
            {},
            actions.NotDeclarableError,
        ),
        (
            [NewDay(on=date(2026, 9, 2), kind=DayKind.HOLIDAY, name="x")],
            {},
            actions.AlreadyDeclaredError,
        ),
        (
            [NewDay(on=date(2026, 6, 1), kind=DayKind.HOLIDAY, name="x")] * 2,
            {},
            actions.AlreadyDeclaredError,
        ),
        (
            [NewDay(on=date(2026, 6, 1), kind=DayKind.HOLIDAY, name="văn bản mật")],
            {},
            RefusedTextError,
        ),
        (SWAP, {"by": REGULATOR}, NotAllowedError),
    ],
)
def test_days_that_cannot_be_declared_are_refused_whole(days, changed, error) -> None:
    with pytest.raises(error):
        declare(days, **changed)
    assert not Entry.objects.exists()


def test_a_withdrawn_day_is_what_its_weekday_makes_it_and_keeps_its_row() -> None:
    key = uuid4()
    for _ in range(2):
        actions.withdraw_day(
            calendar="CBCC", on=date(2026, 11, 24), reason="đã đối chiếu: vẫn làm việc",
            by=KEEPER, at=AT, once=once(key),
        )  # fmt: skip
    assert calendar().is_working(date(2026, 11, 24))
    row = CalendarDay.objects.get(date=date(2026, 11, 24))
    assert row.withdrawn_at == AT
    assert Entry.objects.count() == 1
    with pytest.raises(CalendarDay.DoesNotExist):
        actions.withdraw_day(
            calendar="CBCC", on=date(2026, 11, 24), reason="lần nữa", by=KEEPER, at=AT, once=once()
        )
    declare([NewDay(on=date(2026, 11, 24), kind=DayKind.HOLIDAY, name="Ngày Văn hóa Việt Nam")])
    assert not calendar().is_working(date(2026, 11, 24))


def test_only_a_keeper_withdraws() -> None:
    with pytest.raises(NotAllowedError):
        actions.withdraw_day(
            calendar="CBCC", on=date(2026, 11, 24), reason="x", by=CLERK, at=AT, once=once()
        )


def test_a_day_is_confirmed_once_by_one_who_may() -> None:
    on = date(2026, 11, 24)
    with pytest.raises(NotAllowedError):
        actions.confirm_day(calendar="CBCC", on=on, by=CLERK, at=AT, once=once())
    key = uuid4()
    for _ in range(2):
        actions.confirm_day(calendar="CBCC", on=on, by=REGULATOR, at=AT, once=once(key))
    assert calendar().is_confirmed(on)
    assert calendar().reason(on) == "nghỉ Ngày Văn hóa Việt Nam"
    with pytest.raises(NotAllowedError):
        actions.confirm_day(calendar="CBCC", on=on, by=REGULATOR, at=AT, once=once())


def test_a_year_is_covered_by_an_act_and_settled_by_another() -> None:
    with pytest.raises(NoCalendarError):
        calendar().is_working(date(2028, 1, 3))
    with pytest.raises(NotAllowedError):
        actions.cover_year(
            calendar="CBCC", year=2028, settled_to=date(2027, 12, 31),
            by=CLERK, at=AT, once=once(),
        )  # fmt: skip
    key = uuid4()
    for settled_to in (date(2027, 12, 31), date(2027, 12, 31)):
        actions.cover_year(
            calendar="CBCC", year=2028, settled_to=settled_to, by=KEEPER, at=AT, once=once(key)
        )
    assert calendar().is_working(date(2028, 1, 3))
    assert not calendar().is_settled(date(2028, 1, 3))
    actions.cover_year(
        calendar="CBCC", year=2028, settled_to=date(2028, 12, 31), by=KEEPER, at=AT, once=once()
    )
    assert calendar().is_settled(date(2028, 1, 3))
    assert CalendarYear.objects.filter(year=2028).count() == 1


# --- what the database holds by itself


def _day(**changed) -> CalendarDay:
    facts = {
        "calendar": "CBCC",
        "date": date(2026, 6, 1),
        "kind": "holiday",
        "name": "thử",
        "evidence": "assumption",
    }
    return CalendarDay(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"date": date(2026, 9, 2)}, "calendarday_stands_once_in_a_calendar"),
        ({"kind": "saturday"}, "calendarday_kind_is_one_that_is_declared"),
        ({"evidence": "hearsay"}, "calendarday_evidence_is_known"),
        ({"evidence": "press"}, "calendarday_names_its_paper_or_is_an_assumption"),
        ({"pair": date(2026, 6, 6)}, "calendarday_pair_belongs_to_a_swap"),
        ({"withdrawn_at": AT}, "calendarday_says_when_and_why_withdrawn_together"),
        ({"withdrawn_reason": "x"}, "calendarday_says_when_and_why_withdrawn_together"),
    ],
)
def test_the_database_refuses_a_day_that_makes_no_sense(changed, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        _day(**changed).save()


@pytest.mark.parametrize(
    "change",
    [{"kind": "holiday"}, {"name": "khác"}, {"date": date(2026, 2, 21)}, {"confirmed": False}],
)
def test_the_database_refuses_every_edit_of_a_day(change) -> None:
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        CalendarDay.objects.filter(date=date(2026, 2, 16)).update(**change)


@pytest.mark.parametrize("model", [CalendarDay, CalendarYear])
def test_nothing_of_a_calendar_is_deleted(model) -> None:
    with pytest.raises(DatabaseError, match="keeps its history"), transaction.atomic():
        model.objects.filter(pk=0)._raw_delete("default")


def test_a_year_stands_once() -> None:
    with pytest.raises(IntegrityError, match="calendaryear_stands_once_in_a_calendar"):
        CalendarYear.objects.create(calendar="CBCC", year=2026, settled_to=date(2026, 1, 1))


def test_a_withdrawn_day_can_be_neither_withdrawn_nor_confirmed_again() -> None:
    day = _day(withdrawn_at=AT, withdrawn_reason="thử")
    assert why_not_withdraw(KEEPER, day)
    assert why_not_confirm(REGULATOR, day)
    assert why_not_withdraw(KEEPER, _day()) is None
    assert why_not_confirm(REGULATOR, _day()) is None
