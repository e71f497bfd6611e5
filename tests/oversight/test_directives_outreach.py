"""The library in versions, its quiz, events and whom they reached (D4, D7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kt1.law.screening.rules import RefusedTextError
from kt1.oversight.outreach import actions, events, queries
from kt1.oversight.outreach.actions import Published, UnfitMaterialError
from kt1.oversight.outreach.events import Planned, UnfitEventError
from kt1.oversight.outreach.known import known
from kt1.oversight.outreach.models import Attendance, MaterialLine, MaterialVersion, QuizAttempt
from kt1.oversight.outreach.rules import (
    EventKind,
    EventState,
    Line,
    LineKind,
    Question,
    Topic,
    UnreadableQuizError,
    lines_of,
    passed,
    questions_of,
    typed,
    typed_quiz,
)
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.oversight.test_directives import TODAY, Ground, ground, who

__all__ = ["ground"]
database = pytest.mark.django_db
QUIZ = """? Gửi gấp bằng gì
- Xe ôm
* KT1 Hỏa tốc
= Không đổi mạng
? Ai chịu trách nhiệm
* Nơi gửi
- Bưu tá"""


def test_what_is_typed_is_read_and_typed_again() -> None:
    text = "# Đầu\nMột câu\n- Hai\n? Có dấu không"
    lines = lines_of(text + "\n\n")
    assert [one.kind for one in lines] == [
        LineKind.HEADING, LineKind.TEXT, LineKind.BULLET, LineKind.QUESTION,
    ]  # fmt: skip
    assert typed(lines) == text
    quiz = questions_of(QUIZ)
    assert quiz[0] == Question("Gửi gấp bằng gì", ("Xe ôm", "KT1 Hỏa tốc"), 1, "Không đổi mạng")
    assert questions_of(typed_quiz(quiz)) == quiz


@pytest.mark.parametrize(
    ("text", "line"),
    [("- Không có câu hỏi", 1), ("? Một\n* A", 1), ("? Một\n* A\n* B", 1), ("? Một\nlạc", 2)],
)
def test_a_quiz_that_is_none_says_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableQuizError) as told:
        questions_of(text)
    assert told.value.line == line


def test_enough_is_never_rounded_up() -> None:
    assert passed(4, 5, percent=80)
    assert not passed(7, 9, percent=80)
    assert not passed(0, 0, percent=0)


def published(by: Actor, **more: Any) -> MaterialVersion:
    said: dict[str, Any] = {
        "code": "gi-phai-gui", "topic": Topic.DUTY, "title": "Gửi gì", "basis": "",
        "lines": (Line(LineKind.TEXT, "Một câu"),), "questions": questions_of(QUIZ),
    }  # fmt: skip
    at = more.pop("at", make.MORNING)
    return MaterialVersion.objects.get(
        pk=actions.publish(said=Published(**said | more), **who(by, at))
    )


@database
def test_a_version_is_read_tried_and_followed_by_the_next(ground: Ground) -> None:
    first = published(ground.so)
    assert list(queries.unread_by(ground.clerk)) == [first]
    assert actions.read(version_ids=[first.pk], **who(ground.clerk)) == 1
    assert actions.read(version_ids=[first.pk], **who(ground.clerk)) == 0
    with pytest.raises(UnfitMaterialError, match="2"):
        actions.attempt(version_id=first.pk, answers={1: 2}, **who(ground.clerk))
    actions.attempt(version_id=first.pk, answers={1: 1, 2: 1}, **who(ground.clerk))
    actions.attempt(version_id=first.pk, answers={1: 2, 2: 1}, **who(ground.clerk))
    assert list(QuizAttempt.objects.order_by("pk").values_list("right", "passed")) == [
        (1, False), (2, True),
    ]  # fmt: skip
    second = published(ground.so, title="Gửi gì, bản hai", at=make.NOON)
    assert (second.n, second.material_id) == (2, first.material_id)
    assert list(queries.library(ground.clerk)) == [second]
    assert list(queries.unread_by(ground.clerk)) == [second]
    with pytest.raises(DatabaseError), transaction.atomic():
        MaterialLine.objects.update(text="khác")
    actions.withdraw(version_id=second.pk, **who(ground.so, make.AFTERNOON))
    assert not queries.library(ground.clerk).exists()


@database
def test_who_may_not_publish_or_read(ground: Ground) -> None:
    with pytest.raises(NotAllowedError):
        published(ground.clerk)
    with pytest.raises(RefusedTextError):
        published(ground.so, lines=(Line(LineKind.TEXT, "Tài liệu Tối mật thì làm thế này"),))
    one = published(ground.so)
    with pytest.raises(NotAllowedError):
        actions.read(version_ids=[one.pk], **who(ground.so))


@database
def test_what_the_product_brings_can_be_published(ground: Ground) -> None:
    for one in known().values():
        actions.publish(said=one, **who(ground.so))
    assert queries.library(ground.clerk).count() == len(known()) == 3
    assert Topic.COVER in {one.topic for one in known().values()}


@database
def test_an_event_is_planned_held_and_counted_by_line(ground: Ground) -> None:
    begins = make.MORNING - timedelta(days=2)
    plan = Planned(kind=EventKind.TRAINING, title="Tập huấn", begins=begins, ends=begins)
    invited = [ground.commune.pk, ground.party.pk, ground.department.pk]
    pk = events.plan(event=plan, agency_ids=invited, **who(ground.so))
    assert queries.to_settle(ground.so, make.MORNING).exists()
    assert queries.events_seen_by(ground.clerk).exists()
    assert not queries.events_seen_by(ground.court_clerk).exists()
    came = {ground.commune.pk: 2, ground.court.pk: 1, ground.party.pk: 1}
    with pytest.raises(NotAllowedError):
        events.settle(event_id=pk, after=EventState.HELD, came=came, **who(ground.clerk))
    done = events.settle(event_id=pk, after=EventState.HELD, came=came, **who(ground.so))
    assert done == 3
    assert dict(Attendance.objects.values_list("agency__code", "came")) == {
        "09187-UB": 2, "09187-DU": 1, "24-SYT": 0, "24-TA": 1,
    }  # fmt: skip
    since, until = make.at("2026-01-01"), make.at("2027-01-01")
    rows = queries.reached(queries.watched(ground.so, TODAY), since, until)
    with CaptureQueriesContext(connection) as seen:
        total = queries.coverage(rows)
    assert (len(seen), total.bodies, total.events) == (1, 3, 1)
    assert {row.code for row in rows.filter(queries.not_reached())} == {"24-SKHCN", "24-SYT"}
    party = queries.coverage(queries.reached(queries.watched(ground.vptu, TODAY), since, until))
    assert (party.bodies, party.events) == (2, 1)
    counted = queries.counted(province_id=make.province().pk, since=since, until=until)
    assert counted == {"training": 1, "persons": 4}
    with pytest.raises(NotAllowedError):
        events.settle(event_id=pk, after=EventState.CANCELLED, came={}, **who(ground.so))


@database
def test_an_event_that_has_not_begun_is_not_held(ground: Ground) -> None:
    begins = make.MORNING + timedelta(days=2)
    plan = Planned(kind=EventKind.MEETING, title="Giao ban", begins=begins, ends=begins)
    pk = events.plan(event=plan, agency_ids=[ground.commune.pk], **who(ground.so))
    assert queries.ahead_for(ground.clerk, make.MORNING).exists()
    with pytest.raises(UnfitEventError):
        events.settle(event_id=pk, after=EventState.HELD, came={}, **who(ground.so))
    events.settle(event_id=pk, after=EventState.CANCELLED, came={}, **who(ground.so))
    assert not queries.ahead_for(ground.clerk, make.MORNING).exists()
