"""Who may sign for an agency at a door, at a moment. Pure.

The order (practice of the post, and NĐ 26/2020 Đ.4): the focal point on duty for this hour, then
its deputy, then a person named in writing for this span, otherwise hold. A cover "Chỉ người có tên
mới được bóc bì" is signed for by the same people, unopened.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kt1.law.calendars.rules import (
    VIETNAM,
    Calendar,
    DayKind,
    NoCalendarError,
    capitalise,
    day_and_date,
)


class ReceiverKind(StrEnum):
    PERSON = "person"
    DUTY_POST = "duty_post"  # chức danh trực
    DUTY_ROOM = "duty_room"  # phòng trực


class Rank(StrEnum):
    """In which order receivers are looked for."""

    FOCAL = "focal"
    DEPUTY = "deputy"
    NAMED = "named"


class DayOfDuty(StrEnum):
    """Kinds of days a duty is arranged for. Nights belong to the day they begin on."""

    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TET = "tet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Someone a paper names to receive, in one window of hours on some kinds of days."""

    id: int
    agency_id: int
    kind: ReceiverKind
    rank: Rank
    name: str
    title: str
    phone: str
    days: AbstractSet[DayOfDuty]
    from_time: time
    to_time: time  # at or before from_time: on the next day
    valid_from: datetime
    valid_to: datetime | None  # the first moment at which it no longer holds
    authority: str  # "12/QĐ-UBND ngày 01/07/2025"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who may sign, in the order to look for them, and how that was found.

    The path names titles and papers, never private names or telephones: it can be kept beside
    the proof of delivery when those are gone.
    """

    people: tuple[Receiver, ...]
    path: tuple[str, ...]
    gap: bool
    substitute: bool  # whether a substitute confirmed by telephone could sign (nhận thay)


_ONE_DAY = timedelta(days=1)
_DAY_WORDS = {
    DayOfDuty.WORKING: "ngày làm việc",
    DayOfDuty.SATURDAY: "thứ Bảy",
    DayOfDuty.SUNDAY: "Chủ nhật",
    DayOfDuty.HOLIDAY: "ngày lễ",
    DayOfDuty.TET: "Tết",
}
_RANK_WORDS = {
    Rank.FOCAL: "Đầu mối",
    Rank.DEPUTY: "Dự phòng",
    Rank.NAMED: "Người được thủ trưởng cử bằng văn bản",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Someone who stands at the moment asked about, in this rank, and the sentence that says why.

    The words name titles and papers only.
    """

    receiver: Receiver
    rank: Rank
    words: str


def who_may_sign(
    *,
    point: str,
    moment: datetime,
    calendar: Calendar,
    focal_points: Iterable[Receiver],
    only_focal: bool,
) -> Answer:
    """Who may sign at this door at this moment, where no roster is kept.

    Args:
        point: the name of the delivery point, for the path.
        moment: an aware moment, in any zone.
        calendar: tells working days, weekends, holidays and Tết apart.
        focal_points: receivers of this point; those of other hours and spans are passed over.
        only_focal: the point takes no substitute, ever ("chỉ đầu mối").
    """
    present = [
        Standing(found, found.rank, described(found))
        for found in focal_points
        if may_sign(found, moment, calendar)
    ]
    return answer(
        point=point, moment=moment, calendar=calendar, standing=present, only_focal=only_focal
    )


def answer(
    *,
    point: str,
    moment: datetime,
    calendar: Calendar,
    standing: Iterable[Standing],
    only_focal: bool,
    notes: Iterable[str] = (),
) -> Answer:
    """The people in the order to look for them, and the path of the decision.

    Args:
        standing: whoever stands at this moment, found from a register (`rosters.signing`).
        notes: sentences on what was replaced or left out, said before the ranks.
    """
    local = moment.astimezone(VIETNAM)
    present = sorted(standing, key=_order)
    try:
        today = calendar.reason(local.date())
    except NoCalendarError:
        if not present:
            return _no_calendar(point, local)
        today = f"chưa có lịch làm việc năm {local.year}; trả lời theo lịch trực đã lập"
    path = [f"{point}, {_clock(local)}: {today}.", *notes]
    for rank in Rank:
        path.extend(_about(rank, [found for found in present if found.rank is rank]))
    # A roster may name in a rank whom a window names in it too.
    found_once = {(found.receiver.id, found.rank): found for found in reversed(present)}
    people = tuple(
        replace(one.receiver, rank=one.rank)
        for one in present
        if one is found_once[one.receiver.id, one.rank]
    )
    path.append(_conclusion(people, only_focal=only_focal))
    return Answer(people, tuple(path), gap=not people, substitute=not people and not only_focal)


def _order(found: Standing) -> tuple[int, str, int]:
    return list(Rank).index(found.rank), found.receiver.title, found.receiver.id


def may_sign(receiver: Receiver, moment: datetime, calendar: Calendar) -> bool:
    """Whether the moment lies in the receiver's validity and in a window that began on its day."""
    if moment < receiver.valid_from:
        return False
    if receiver.valid_to is not None and moment >= receiver.valid_to:
        return False
    local = moment.astimezone(VIETNAM)
    hour = local.timetz().replace(tzinfo=None)
    if receiver.to_time > receiver.from_time:
        within = receiver.from_time <= hour < receiver.to_time
        return within and _serves(receiver, local.date(), calendar)
    if hour >= receiver.from_time and _serves(receiver, local.date(), calendar):
        return True
    return hour < receiver.to_time and _serves(receiver, local.date() - _ONE_DAY, calendar)


def days_of_duty(on: date, calendar: Calendar) -> frozenset[DayOfDuty]:
    """The duties arranged for a day.

    A make-up Saturday is a working day. A day off swapped for another counts as a holiday, and
    as Tết too where no working day lies between it and Tết, since it lengthens that break.
    """
    match calendar.kind_of(on):
        case DayKind.WORKING | DayKind.MAKE_UP:
            return frozenset({DayOfDuty.WORKING})
        case DayKind.SWAPPED_OFF:
            near_tet = _touches_tet(on, calendar, _ONE_DAY) or _touches_tet(on, calendar, -_ONE_DAY)
            return frozenset({DayOfDuty.HOLIDAY, *({DayOfDuty.TET} if near_tet else ())})
        case kind:
            return frozenset({DayOfDuty(kind.value)})


def _touches_tet(on: date, calendar: Calendar, step: timedelta) -> bool:
    try:
        while not calendar.is_working(on := on + step):
            if calendar.kind_of(on) is DayKind.TET:
                return True
    except NoCalendarError:
        return False
    return False


def _serves(receiver: Receiver, on: date, calendar: Calendar) -> bool:
    """A day without a calendar is served by nobody: it is never guessed."""
    try:
        return not receiver.days.isdisjoint(days_of_duty(on, calendar))
    except NoCalendarError:
        return False


def _no_calendar(point: str, local: datetime) -> Answer:
    path = (
        f"{point}, {_clock(local)}.",
        f"Chưa có lịch làm việc năm {local.year}: không xác định được khung trực.",
        "Giữ lại, chưa phát; báo điều độ nhập lịch.",
    )
    return Answer((), path, gap=True, substitute=False)


def _about(rank: Rank, found: list[Standing]) -> list[str]:
    if not found:
        return [f"{_RANK_WORDS[rank]}: không có ai trong khung giờ này."]
    return [f"{_RANK_WORDS[rank]}: {each.words}." for each in found]


def described(receiver: Receiver) -> str:
    """A standing window in words: title, hours, kinds of days, paper."""
    days = ", ".join(_DAY_WORDS[day] for day in DayOfDuty if day in receiver.days)
    late = " hôm sau" if receiver.to_time <= receiver.from_time else ""
    hours = f"{receiver.from_time:%H:%M}–{receiver.to_time:%H:%M}{late}"
    return f"{receiver.title} ({hours}; {days}), theo văn bản {receiver.authority}"


def _conclusion(people: tuple[Receiver, ...], *, only_focal: bool) -> str:
    if people:
        return f"Được ký nhận: {people[0].title}."
    if only_focal:
        return "Chưa có người được ký nhận; điểm phát chỉ giao đầu mối, không nhận thay: giữ lại."
    return (
        "Chưa có người được ký nhận: giữ lại, trừ khi nhận thay được xác nhận qua số điện thoại "
        "đã đăng ký bởi bưu tá và trưởng ca."
    )


def _clock(local: datetime) -> str:
    return f"{local:%H:%M} {capitalise(day_and_date(local.date()))}"
