"""`kt1 who`: the right person and path at the hours at which others go wrong."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from kt1.config import cli
from kt1.law.calendars.rules import VIETNAM
from kt1.network.models import Agency, Place
from kt1.people.actor import Actor
from kt1.people.focal_points.actions import Window
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters import actions
from kt1.people.rosters.facts import NewOverride, NewSchedule, NewShift, Paper, Person
from kt1.people.rosters.spans import Span
from tests.people.conftest import NOON, key
from tests.people.test_focal_points import ROOM, naming
from tests.people.test_focal_points import name_it as name_window

pytestmark = pytest.mark.django_db(transaction=True)
Ask = Callable[[str], dict[str, Any]]
WORKING = frozenset({DayOfDuty.WORKING})
BY_DAY = Window(WORKING, time(7, 30), time(17))
BY_NIGHT = Window(WORKING, time(17), time(7, 30))
HOLIDAY = Window(frozenset({DayOfDuty.HOLIDAY}), time(0), time(0))
PAPER = Paper("15/LT-UBND", date(2026, 4, 20))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def ask(point: Place, capsys: pytest.CaptureFixture[str]) -> Ask:
    def said(moment: str) -> dict[str, Any]:
        capsys.readouterr()
        assert cli.main(["who", "--point", point.code, "--at", moment, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return said


def titles(answer: dict[str, Any]) -> list[str]:
    return [one["title"] for one in answer["people"]]


def room(title: str, **changes: Any) -> Any:
    return naming(kind=ROOM.kind, name="", phone=ROOM.phone, title=title, **changes)


@pytest.fixture
def office(records_clerk: Actor, agency: Agency, point: Place) -> None:
    for title, window in (
        ("Văn thư", BY_DAY),
        ("Trực đêm", BY_NIGHT),
        ("Trực ngày lễ", HOLIDAY),
    ):
        name_window(records_clerk, agency, point, room(title), (window,))


def test_the_eve_and_the_first_minute_of_a_holiday(ask: Ask, office: None) -> None:
    eve = ask("2026-04-29T23:59")
    assert titles(eve) == ["Trực đêm"]
    assert "ngày làm việc" in eve["path"][0]
    first = ask("2026-04-30T00:00")
    assert titles(first) == ["Trực ngày lễ", "Trực đêm"], "the night before still stands"
    assert "23:59" not in first["path"][0]
    assert "00:00 Thứ Năm 30/04/2026: nghỉ" in first["path"][0]
    assert not first["gap"]
    assert titles(ask("2026-04-30T23:59")) == ["Trực ngày lễ"]
    after = ask("2026-05-02T00:00")
    assert (titles(after), after["gap"]) == ([], True)
    assert set(after) >= {"people", "path", "gap"}


def test_inside_an_override_inside_a_temporary_schedule(
    ask: Ask, office: None, records_clerk: Actor, agency: Agency, point: Place
) -> None:
    span = Span(at("2026-04-30T00:00"), at("2026-05-03T00:00"))
    who: dict[str, Any] = {
        "agency_id": agency.pk,
        "point_id": point.pk,
        "by": records_clerk,
        "at": NOON,
    }
    shift = NewShift(Person("", "Trực lãnh đạo"), Rank.FOCAL, span)
    schedule = NewSchedule(title="Trực lễ 30/4", span=span, shifts=(shift,), paper=PAPER)
    actions.set_schedule(schedule=schedule, once=key(), **who)
    replaced = FocalPoint.objects.get(title="Trực lãnh đạo")
    other = FocalPoint.objects.get(title="Văn thư")
    evening = Span(at("2026-05-01T20:00"), at("2026-05-01T23:00"))
    override = NewOverride(who=other.pk, rank=Rank.FOCAL, span=evening, instead_of=replaced.pk)
    actions.set_override(override=override, once=key(), **who)
    assert titles(ask("2026-05-01T19:59")) == ["Trực lãnh đạo"]
    inside = ask("2026-05-01T22:40")
    assert titles(inside) == ["Văn thư"]
    assert any("Lịch trực tạm thời “Trực lễ 30/4”" in step for step in inside["path"])
    assert any("Văn thư thay Trực lãnh đạo" in step for step in inside["path"])
    assert inside["path"][-1] == "Được ký nhận: Văn thư."
    assert titles(ask("2026-05-01T23:00")) == ["Trực lãnh đạo"]


def test_the_day_a_deputy_s_validity_ends(
    ask: Ask, records_clerk: Actor, agency: Agency, point: Place
) -> None:
    """Named until the end of 27/4: the last minute counts, the next midnight does not."""
    deputy = room("Dự phòng", rank=Rank.DEPUTY, valid_to=at("2026-04-29T00:00"))
    always = Window(frozenset(DayOfDuty), time(0), time(0))
    name_window(records_clerk, agency, point, deputy, (always,))
    last = ask("2026-04-28T23:59")
    assert [(one["title"], one["rank"]) for one in last["people"]] == [("Dự phòng", "deputy")]
    assert ask("2026-04-29T00:00")["gap"] is True


def test_a_make_up_saturday_is_a_working_day(ask: Ask, office: None) -> None:
    made_up = ask("2026-08-22T09:00")
    assert titles(made_up) == ["Văn thư"]
    assert "làm bù" in made_up["path"][0]
    assert titles(ask("2026-08-22T22:40")) == ["Trực đêm"]
    assert titles(ask("2026-08-23T07:29")) == ["Trực đêm"]
    assert ask("2026-08-29T09:00")["gap"] is True, "an ordinary Saturday"


def test_what_cannot_be_answered_is_said(
    point: Place, agency: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["who", "--point", "KHONG", "--json"]) == 2
    assert "KHONG" in json.loads(capsys.readouterr().out)["error"]
    assert cli.main(["who", "--point", point.code, "--at", "mai"]) == 2
    assert cli.main(["who", "--point", point.code, "--agency", "KHONG"]) == 2
    assert "KHONG" in capsys.readouterr().err
    assert cli.main(["who", "--point", point.code.lower(), "--agency", agency.code]) == 0
    assert point.name in capsys.readouterr().out
    zone = (at("2026-04-24T10:00") - timedelta(0)).isoformat()
    assert cli.main(["who", "--point", point.code, "--at", zone, "--json"]) == 0
