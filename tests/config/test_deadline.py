"""`kt1 deadline` as an operator types it."""

import json
from typing import Any

import pytest
from django.db import OperationalError

from kt1.config.cli import main
from kt1.law.book import queries
from kt1.law.calendars.models import CalendarDay

FRIDAY = ("--accepted", "2026-06-05T16:40:00+07:00", "--scope", "noi_tinh")
OF_2017 = ("--norms", "TT16-2017")


@pytest.fixture
def _no_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(queries, "book", refuse)


def asked(capsys, *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["deadline", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_it_answers_with_deadline_steps_and_parameters(capsys) -> None:
    code, said = asked(capsys, *FRIDAY, *OF_2017, "--urgency", "none", "--mark", "none")
    assert code == 0
    assert said["deadline"] == "2026-06-09T12:00:00+07:00"
    assert said["steps"][0] == "Ngày J: thứ Sáu 05/06/2026 (dấu ngày chấp nhận)"
    assert said["parameters"][0] == "TT16-2017/transit_days/none.noi_tinh@2017-08-15"
    assert said["banner"] == "theo TT 16/2017/TT-BTTTT, chưa đối chiếu TT 26/2026/TT-BKHCN"
    assert said["source"] == "database"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "deadline", "shown"),
    [
        (
            ("--accepted", "2026-08-21T09:00+07:00", "--urgency", "HT", "--scope", "noi_tinh"),
            "2026-08-23T00:00:00+07:00",
            "24:00 thứ Bảy 22/08/2026",
        ),
        (
            ("--accepted", "2026-02-13T10:00:00Z", "--mark", "C", "--scope", "lien_tinh"),
            "2026-02-26T12:00:00+07:00",
            "12:00 thứ Năm 26/02/2026",
        ),
        (
            ("--accepted", "2026-06-06", "--mark", "F", "--scope", "noi_tinh"),
            "2026-06-09T12:00:00+07:00",
            "12:00 thứ Ba 09/06/2026",
        ),
        (
            (*FRIDAY, "--urgency", "HG", "--agreed", "2026-06-06T08:00", "--zone", "noi_thanh"),
            "2026-06-06T08:00:00+07:00",
            "08:00 thứ Bảy 06/06/2026",
        ),
    ],
)
def test_known_answers(capsys, words, deadline: str, shown: str) -> None:
    code, said = asked(capsys, *words, *OF_2017)
    assert (code, said["deadline"], said["on_screen"]) == (0, deadline, shown)


@pytest.mark.django_db
def test_a_short_lead_is_a_finding(capsys) -> None:
    words = ("--urgency", "HG", "--agreed", "2026-06-05T18:00+07:00", "--zone", "noi_thanh")
    code, said = asked(capsys, *FRIDAY, *OF_2017, *words)
    assert (code, said["findings"]) == (0, ["LEAD_TOO_SHORT"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (
            (*FRIDAY, "--norms", "TT26-2026"),
            [
                "TT26-2026/transit_days/none.noi_tinh",
                "TT26-2026/half_day_at",
                "TT26-2026/day_end",
                "TT26-2026/accept_cutoff",
                "TT26-2026/j_on_nonworking_day",
                "TT26-2026/working_calendar",
            ],
        ),
        ((*FRIDAY, "--norms", "TT99"), ["TT99"]),
        (
            ("--accepted", "2029-06-05T09:00+07:00", "--scope", "noi_tinh", *OF_2017),
            ["2029-06-05"],
        ),
        ((*FRIDAY, *OF_2017, "--urgency", "HG"), ["agreed", "zone"]),
        (
            (*FRIDAY, *OF_2017, "--urgency", "HG", "--zone", "noi_thanh",
             "--agreed", "2026-06-05T16:40+07:00"),
            [],
        ),
        (("--accepted", "hôm qua", "--scope", "noi_tinh", *OF_2017), []),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_exits_with_two_and_says_what_is_missing(
    capsys, words, missing: list[str]
) -> None:
    code, said = asked(capsys, *words)
    assert code == 2
    assert said["error"]
    assert said["missing"] == missing
    assert "deadline" not in said


@pytest.mark.django_db
def test_without_json_a_person_can_read_it(capsys) -> None:
    assert main(["deadline", *FRIDAY, *OF_2017]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Ngày J: thứ Sáu 05/06/2026 (dấu ngày chấp nhận)"
    assert lines[-2].endswith("12:00 thứ Ba 09/06/2026")
    assert "TT 16/2017/TT-BTTTT" in lines[-1]

    assert main(["deadline", *FRIDAY, "--norms", "TT26-2026"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "TT26-2026/half_day_at" in refused.err


@pytest.mark.usefixtures("_no_database_answers")
def test_without_a_database_the_shipped_law_answers_and_says_so(capsys) -> None:
    code, said = asked(capsys, *FRIDAY, *OF_2017)
    assert (code, said["source"]) == (0, "shipped")
    assert said["deadline"] == "2026-06-09T12:00:00+07:00"
    assert main(["deadline", *FRIDAY, *OF_2017]) == 0
    assert len(capsys.readouterr().out.splitlines()[-1]) > len("()")


@pytest.mark.django_db
def test_what_an_installation_entered_goes_before_what_was_shipped(capsys) -> None:
    CalendarDay.objects.create(
        calendar="CBCC", date="2026-06-08", kind="holiday", name="thử", evidence="assumption"
    )
    _, said = asked(capsys, *FRIDAY, *OF_2017)
    assert said["deadline"] == "2026-06-10T12:00:00+07:00"


@pytest.mark.parametrize("lacking", ["--accepted", "--scope", "--norms"])
def test_what_has_no_default_is_asked_for(capsys, lacking: str) -> None:
    words = [*FRIDAY, *OF_2017]
    at = words.index(lacking)
    with pytest.raises(SystemExit) as stopped:
        main(["deadline", *words[:at], *words[at + 2 :], "--json"])
    assert stopped.value.code == 2
    assert lacking in capsys.readouterr().err
