"""Giám sát: a standing list of bodies at or past a threshold, apart from any inspection. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kt1.oversight.inspections.rules import Side


class Measure(StrEnum):
    """What is watched of a body."""

    LATE_PER_MILLE = "late_per_mille"  # trễ do Bưu điện, trên nghìn bưu gửi
    HARMED = "harmed"  # mất, rách bì, hỏng niêm phong
    COMPLAINTS_LATE = "complaints_late"
    NOBODY_THERE = "nobody_there"  # trễ vì nơi nhận không cử người
    FRAMES_LACKING = "frames_lacking"  # khung ngoài giờ chưa có đầu mối
    MONTHS_OPEN = "months_open"  # tháng đối soát quá hạn chưa thống nhất
    DAYS_SILENT = "days_silent"  # số ngày không gửi bưu gửi nào


SIDES: Mapping[Measure, Side] = {
    Measure.LATE_PER_MILLE: Side.PROVIDER,
    Measure.HARMED: Side.PROVIDER,
    Measure.COMPLAINTS_LATE: Side.PROVIDER,
    Measure.NOBODY_THERE: Side.USER,
    Measure.FRAMES_LACKING: Side.USER,
    Measure.MONTHS_OPEN: Side.USER,
    Measure.DAYS_SILENT: Side.USER,
}


class Reason(StrEnum):
    """Why a body is watched that no figure put on the list."""

    AFTER_INSPECTION = "after_inspection"
    REPORTED = "reported"  # có phản ánh
    NEW_USER = "new_user"
    ORDER = "order"


class Channel(StrEnum):
    """How a body was reminded."""

    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One figure of one body at or past its threshold."""

    agency_id: int
    measure: Measure
    value: int
    bound: int


def signs(
    figures: Mapping[Measure, Mapping[int, int]], bounds: Mapping[Measure, int]
) -> list[Sign]:
    """Every figure at or past its threshold; what has no threshold is not watched."""
    return [
        Sign(agency_id=agency, measure=measure, value=value, bound=bounds[measure])
        for measure, of_bodies in figures.items()
        if measure in bounds
        for agency, value in of_bodies.items()
        if value >= bounds[measure]
    ]
