"""Hẹn giờ: due at the agreed time, accepted early enough before it."""

from datetime import date

import pytest

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    Derivation,
    Finding,
    MissingFactError,
    derive,
)
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.services.rules import Mark, Scope, Zone
from tests.custody.clockwork import AS_SHIPPED, BETWEEN, BOOK, OFFICIALS, TIMED, WITHIN, moment


def timed(
    accepted: str, agreed: str | None, zone: Zone | None = None, scope: Scope = WITHIN
) -> Derivation:
    return derive(
        accepted=moment(accepted),
        urgency=TIMED,
        mark=Mark.A,
        scope=scope,
        norms=AS_SHIPPED,
        calendar=OFFICIALS,
        agreed=moment(agreed) if agreed else None,
        zone=zone,
    )


@pytest.mark.parametrize(
    ("agreed", "zone", "scope", "judged"),
    [
        ("2026-06-05T20:00", Zone.INNER, WITHIN, "đạt"),  # exactly four hours
        ("2026-06-05T19:59", Zone.INNER, WITHIN, "không đủ điều kiện Hẹn giờ"),
        ("2026-06-06T04:00", Zone.OUTER, WITHIN, "đạt"),  # exactly twelve
        ("2026-06-06T03:59", Zone.OUTER, WITHIN, "không đủ điều kiện Hẹn giờ"),
        ("2026-06-06T16:00", None, BETWEEN, "đạt"),  # exactly twenty-four
        ("2026-06-06T15:59", None, BETWEEN, "không đủ điều kiện Hẹn giờ"),
        (
            "2026-06-06T15:59",
            Zone.INNER,
            BETWEEN,
            "không đủ điều kiện Hẹn giờ",
        ),  # the zone does not matter there
    ],
)
def test_an_agreed_time_is_the_deadline_and_needs_its_lead(
    agreed: str, zone: Zone | None, scope: Scope, judged: str
) -> None:
    derived = timed("2026-06-05T16:00", agreed, zone, scope)
    assert derived.deadline == moment(agreed)
    short = {Finding.LEAD_TOO_SHORT} if judged.startswith("không") else set()
    assert derived.findings == short
    assert derived.steps[1].endswith(judged)


def test_an_agreed_time_is_explained() -> None:
    derived = timed("2026-06-05T16:40", "2026-06-06T08:00", Zone.INNER)
    assert derived.steps == (
        "Hẹn giờ: phát lúc 08:00 thứ Bảy 06/06/2026, theo thời gian đã thỏa thuận",
        (
            "Nhận gửi 16:40 thứ Sáu 05/06/2026, trước giờ phát 15 giờ 20 phút; "
            "tối thiểu 4 giờ (nội thành): đạt"
        ),
    )
    assert derived.parameters == ("TT16-2017/lead_hours/noi_thanh@2017-08-15",)


def test_facts_that_an_agreed_time_lacks_are_named() -> None:
    with pytest.raises(MissingFactError) as both:
        timed("2026-06-05T16:00", None)
    assert both.value.missing == ["agreed", "zone"]
    with pytest.raises(MissingFactError) as zone:
        timed("2026-06-05T16:00", "2026-06-06T08:00")
    assert zone.value.missing == ["zone"]


def test_an_agreed_time_lies_after_acceptance() -> None:
    with pytest.raises(AgreedTooEarlyError):
        timed("2026-06-05T16:00", "2026-06-05T16:00", Zone.INNER)


def test_an_unset_lead_is_named() -> None:
    with pytest.raises(UnsetNormError) as unset:
        derive(
            accepted=moment("2026-06-05T16:00"),
            urgency=TIMED,
            mark=Mark.NONE,
            scope=BETWEEN,
            norms=BOOK.norms("TT26-2026", date(2026, 6, 5)),
            calendar=OFFICIALS,
            agreed=moment("2026-06-07T08:00"),
        )
    assert unset.value.missing == ["TT26-2026/lead_hours/lien_tinh"]
