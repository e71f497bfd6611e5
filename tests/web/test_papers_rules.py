"""The small rules of writing: times, deadlines, numbers, file names."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kt1.custody.units.codes import Code
from kt1.law.services.rules import Mark, Mode, Scope, Urgency
from kt1.web.papers.forms.labels import ItemLabel
from kt1.web.papers.forms.shift import BalanceLine, ShiftMinutes
from kt1.web.papers.rules import (
    Band,
    Services,
    clock,
    day,
    file_name,
    grouped,
    hour_and_day,
    local,
    printable,
    until,
)
from kt1.web.papers.samples import COMMUNE, DEPARTMENT, samples

MIDNIGHT = datetime(2026, 4, 28, 17, 0, tzinfo=UTC)


def test_times_are_those_of_a_vietnamese_clock_whatever_their_zone() -> None:
    there = MIDNIGHT.astimezone(timezone(timedelta(hours=-5)))

    assert clock(there) == "00:00 29/04/2026"
    assert clock(None) == ""
    assert day(there) == "ngày 29 tháng 04 năm 2026"
    assert hour_and_day(there) == "00 giờ 00, ngày 29 tháng 04 năm 2026"


def test_a_deadline_at_midnight_is_24_00_of_the_day_before() -> None:
    assert until(MIDNIGHT) == "24:00 28/04/2026"
    assert until(MIDNIGHT + timedelta(minutes=1)) == "00:01 29/04/2026"
    assert until(None) == ""


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        local(datetime(2026, 4, 28))  # noqa: DTZ001 - the fault under test


def test_thousands_have_points() -> None:
    assert [grouped(n) for n in (0, 999, 1000, 1234567, None)] == [
        "0",
        "999",
        "1.000",
        "1.234.567",
        "",
    ]


@given(st.text(), st.sampled_from(Band))
def test_any_file_name_can_be_a_file(text: str, band: Band) -> None:
    name = file_name(band, "Phiếu", text)

    assert name.endswith(".pdf")
    assert not set('/\\:*?"<>|\0\n\r') & set(name)
    assert len(name.encode()) <= 255
    assert name.startswith(band.value or "Phiếu")


@given(st.text())
def test_what_is_printed_has_no_control_and_no_turned_direction(text: str) -> None:
    assume(not re.search(r"mật", text, re.IGNORECASE))

    shown = printable({"said": text})["said"]

    assert isinstance(shown, str)
    assert shown.isprintable()


@pytest.mark.parametrize(("urgency", "agreed"), [(Urgency.TIMED, None), (Urgency.NONE, MIDNIGHT)])
def test_hen_gio_and_its_time_come_together(urgency: Urgency, agreed: datetime | None) -> None:
    with pytest.raises(ValueError, match="agreed time"):
        Services(mode=Mode.LETTER, urgency=urgency, agreed=agreed)


def test_services_in_words_never_tell_the_mark() -> None:
    services = Services(mode=Mode.LAN, mark=Mark.A, urgency=Urgency.EXPRESS, scope=Scope.BETWEEN)

    assert services.words == "KT1, Hỏa tốc, liên tỉnh"
    assert services.letter == "A"
    assert Services(mode=Mode.FLAG).words == "KT1, nội tỉnh"


@pytest.mark.parametrize(("piece", "pieces"), [(0, 1), (3, 2)])
def test_a_piece_is_one_of_its_pieces(piece: int, pieces: int) -> None:
    with pytest.raises(ValueError, match="piece"):
        ItemLabel(
            code=Code("0" * 17),
            sender=COMMUNE,
            receiver=DEPARTMENT,
            services=Services(mode=Mode.FLAG),
            piece=piece,
            pieces=pieces,
        )


@given(*(st.integers(0, 10_000) for _ in range(5)))
def test_a_balance_is_opening_and_in_less_out(
    opening: int, taken: int, given_: int, delivered: int, counted: int
) -> None:
    line = BalanceLine(
        kind="Bưu gửi",
        opening=opening,
        taken=taken,
        given=given_,
        delivered=delivered,
        counted=counted,
    )

    assert line.closing + given_ + delivered == opening + taken
    assert line.closing + line.difference == counted


def test_a_shift_that_does_not_balance_says_so() -> None:
    minutes = next(paper for paper in samples() if isinstance(paper, ShiftMinutes))
    short = replace(minutes.balance[0], counted=minutes.balance[0].counted - 1)

    assert minutes.fields()["agrees"] is True
    for other in (
        replace(minutes, balance=(short,)),
        replace(minutes, missing=(Code("0" * 17),)),
        replace(minutes, extra=(Code("0" * 17),)),
    ):
        assert other.fields()["agrees"] is False
