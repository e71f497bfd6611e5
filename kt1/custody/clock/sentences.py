"""The steps of a derivation in the words of a clerk. Pure.

Vietnamese only: a derivation is kept with its deadline as it was said, and the papers it
rests on are Vietnamese. Each sentence is one message of `MESSAGES`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from kt1.law.calendars.rules import Calendar, capitalise, day_and_date, day_and_month
from kt1.law.instruments.rules import cite
from kt1.law.parameters.rules import Norms, Parameter, Value
from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Scope, Urgency

MESSAGES: Mapping[str, str] = {
    "stamped": "Ngày J: {day} (dấu ngày chấp nhận)",
    "after_cutoff": "Nhận gửi sau {cutoff}: ngày J là {day}",
    "j_is_a_day_off": "Ngày J là ngày không làm việc ({reason}): vẫn là ngày J, không phải J+1",
    "j_moved": "{day}: {reason}, nên ngày J chuyển sang {moved}",
    "norm": "Thời gian toàn trình tối đa: J+{n} ngày làm việc ({urgency}, {scope}; {basis})",
    "special_actual": (
        "Nơi nhận thuộc địa bàn đặc biệt ({listed}): thời gian toàn trình theo thực tế ({basis}); "
        "hạn J+{n} dưới đây để theo dõi, chất lượng tính riêng"
    ),
    "special_added": (
        "Nơi nhận thuộc địa bàn đặc biệt ({listed}): cộng thêm {added} ngày làm việc ({basis}), "
        "thành J+{n}; chất lượng tính riêng"
    ),
    "skipped": "{days}: {reason}, không tính",
    "counted": "J+{n}: {day}",
    "counted_because": "J+{n}: {day} ({reason})",
    "due": "J+{n}: {moment}",
    "due_because": "J+{n}: {moment} ({reason})",
    "unsettled": "Lịch nghỉ từ sau {day} chưa đủ thông báo chính thức: có thông báo thì xem lại",
    "agreed": "Hẹn giờ: phát lúc {moment}, theo thời gian đã thỏa thuận",
    "lead_kept": "Nhận gửi {accepted}, trước giờ phát {ahead}; tối thiểu {lead} giờ ({where}): đạt",
    "lead_short": (
        "Nhận gửi {accepted}, trước giờ phát {ahead}; "
        "tối thiểu {lead} giờ ({where}): không đủ điều kiện Hẹn giờ"
    ),
}

_LEAD_PLACES = {
    "noi_thanh": "nội thành",
    "ngoai_thanh": "ngoại thành",
    "lien_tinh": "liên tỉnh",
}
_SHORT_RUN = 2


def moment(local: datetime) -> str:
    """12:00 thứ Ba 09/06/2026; midnight is 24:00 of the day that ends."""
    if local.time() == time():
        return f"24:00 {day_and_date(local.date() - timedelta(days=1))}"
    return f"{local:%H:%M} {day_and_date(local.date())}"


def stamped(on: date) -> str:
    return MESSAGES["stamped"].format(day=day_and_date(on))


def after_cutoff(cutoff: Value, j: date) -> str:
    return MESSAGES["after_cutoff"].format(cutoff=cutoff, day=day_and_date(j))


def j_is_a_day_off(j: date, calendar: Calendar) -> str:
    return MESSAGES["j_is_a_day_off"].format(reason=calendar.reason(j))


def j_moved(j: date, moved: date, calendar: Calendar) -> str:
    return MESSAGES["j_moved"].format(
        day=capitalise(day_and_date(j)), reason=calendar.reason(j), moved=day_and_date(moved)
    )


def norm(halves: int, urgency: Urgency, scope: Scope, *, basis: Parameter, norms: Norms) -> str:
    return MESSAGES["norm"].format(
        n=number(halves),
        urgency=URGENCY_NAMES[urgency],
        scope=SCOPE_NAMES[scope],
        basis=f"{cite(basis.article)} {norms.title}".strip(),
    )


def special(
    halves: int, added: int | None, *, listed: Parameter, basis: Parameter, norms: Norms
) -> str:
    """`halves` with what is `added`; None adds nothing: the norm sets no time."""
    paper = f"{cite(listed.article)} {listed.instrument}".strip()
    return MESSAGES["special_actual" if added is None else "special_added"].format(
        n=number(halves),
        added=number(added or 0),
        listed=f"danh mục theo {paper}" if paper else "danh mục tạm, chưa có văn bản",
        basis=f"{cite(basis.article)} {norms.title}".strip(),
    )


def number(halves: int) -> str:
    """1, 1,5, 2: whole and half days with the decimal comma."""
    whole, half = divmod(halves, 2)
    return f"{whole},5" if half else str(whole)


def counted(
    j: date, days: Sequence[date], calendar: Calendar, *, halves: int, deadline: datetime
) -> Iterator[str]:
    """Day by day from J: the days off that lie between, then each working day counted."""
    before = j
    for n, on in enumerate(days, start=1):
        yield from _skipped(before, on, calendar)
        due = on == days[-1]
        words = {
            "n": number(halves if due else 2 * n),
            "moment": moment(deadline),
            "day": day_and_month(on),
            "reason": calendar.reason(on),
        }
        name = "due" if due else "counted"
        yield MESSAGES[f"{name}_because" if on in calendar.declared else name].format(**words)
        before = on


def _skipped(after: date, before: date, calendar: Calendar) -> Iterator[str]:
    """The days strictly between two working days, joined where one reason covers several."""
    between = [after + timedelta(days=n) for n in range(1, (before - after).days)]
    for reason, run in groupby(between, key=calendar.reason):
        names = [day_and_month(on) for on in run]
        days = ", ".join(names) if len(names) <= _SHORT_RUN else f"{names[0]} – {names[-1]}"
        yield MESSAGES["skipped"].format(days=capitalise(days), reason=reason)


def doubts(due: date, calendar: Calendar) -> Iterator[str]:
    """Said where a notice still to come could move the last day counted."""
    if not calendar.is_settled(due):
        settled_to = calendar.years[due.year].settled_to
        yield MESSAGES["unsettled"].format(day=f"{settled_to:%d/%m/%Y}")


def agreed(local: datetime) -> str:
    return MESSAGES["agreed"].format(moment=moment(local))


def lead(accepted: datetime, ahead: timedelta, least: Parameter, where: str, *, short: bool) -> str:
    minutes = int(ahead.total_seconds()) // 60
    return MESSAGES["lead_short" if short else "lead_kept"].format(
        accepted=f"{accepted:%H:%M} {day_and_date(accepted.date())}",
        ahead=f"{minutes // 60} giờ {minutes % 60:02d} phút",
        lead=least.value,
        where=_LEAD_PLACES[where],
    )
