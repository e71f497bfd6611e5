"""The home page in the order of a day's work: what is due, what is mine, what others have to do."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from kt1.web.home.grouping import bundled, grouped
from kt1.web.home.waiting import Bundle, Urgency, Waiting
from tests.custody import factories as make

NOW = make.MORNING


def line(title: str, urgency: Urgency = Urgency.NOW, **more: Any) -> Waiting:
    return Waiting(title=title, url=f"/{title}", count=1, urgency=urgency, **more)


def titles(lines: Iterable[Waiting]) -> list[str]:
    return [str(one.title) for one in lines]


def test_one_matter_is_one_line_and_nothing_of_it_is_lost() -> None:
    lines = [
        line("đối soát", Urgency.LATER, bundle=Bundle.OVERDUE, watch=True),
        line("nhiệm vụ", Urgency.LATE, due=NOW, bundle=Bundle.OVERDUE, watch=True),
        line("cơ quan quá hạn", Urgency.LATE, bundle=Bundle.OVERDUE, heads=True, watch=True),
        line("báo cáo phải gửi", bundle=Bundle.REPORTS),
        line("báo cáo quá hạn", Urgency.LATE, bundle=Bundle.REPORTS),
        line("việc khác", Urgency.RISK),
    ]
    found = bundled(lines)
    assert titles(found) == ["cơ quan quá hạn", "báo cáo quá hạn", "việc khác"]
    assert [titles(one.also) for one in found] == [
        ["nhiệm vụ", "đối soát"],
        ["báo cáo phải gửi"],
        [],
    ]
    assert sum(1 + len(one.also) for one in found) == len(lines)


def test_few_lines_need_no_headings() -> None:
    assert grouped([], NOW) == []
    (only,) = grouped([line("sau", Urgency.LATER), line("trễ", Urgency.LATE)], NOW)
    assert (only.heading, titles(only.lines)) == ("", ["trễ", "sau"])


def test_what_is_due_stands_before_what_waits_and_what_others_do_stands_last() -> None:
    midnight = make.at("2026-01-15", "00:00")
    lines = [
        line("người khác trễ", Urgency.LATE, watch=True),
        line("hết hôm nay", due=midnight),
        line("sáng mai", due=midnight + timedelta(hours=8)),
        line("quá hạn", Urgency.LATE),
        line("không hạn"),
        line("về sau", Urgency.LATER),
        line("theo dõi", Urgency.LATER, watch=True),
    ]
    found = {group.key: titles(group.lines) for group in grouped(lines, NOW)}
    assert found == {
        "today": ["quá hạn", "hết hôm nay"],
        "mine": ["sáng mai", "không hạn", "về sau"],
        "watch": ["người khác trễ", "theo dõi"],
    }
