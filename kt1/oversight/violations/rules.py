"""Violations: their steps, the three outcomes, the limit of one year. Pure.

Competence decides between *xử lý* and *kiến nghị xử lý*; a state body is fined only for what is
no duty of state management of its own (Đ.2.2.k), which is asked each time; whatever touches
secrecy goes to the police and nothing of it is kept here.

Source: ND174-2026 Đ.2.2.k, Đ.4.4, Đ.4.5, Đ.104–107, Đ.113–114; practice L1, L3; W10
"""

import calendar as months_of
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

NUMBER_CHARS_MAX = 60
AMOUNT_MAX_VND = 200_000_000
MONTHS = 12


class Origin(StrEnum):
    """Where it came to light."""

    INSPECTION = "inspection"
    WATCH = "watch"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    REPORTED = "reported"


class Area(StrEnum):
    """What it is about, in words that a report may use."""

    SERVICE = "service"  # chấp nhận, vận chuyển, phát
    RECEIVING = "receiving"  # đầu mối, nơi nhận
    SETTLING = "settling"  # đối soát, xác nhận chất lượng, thanh toán
    RULES = "rules"  # quy chế, nội quy
    SECURITY = "security"  # an ninh, an toàn bưu gửi
    REPORTING = "reporting"
    SECRECY = "secrecy"  # chuyển Công an; không ghi gì thêm


class State(StrEnum):
    """Where a violation stands. The first one is the beginning."""

    FOUND = "found"
    ASKED = "asked"  # đã yêu cầu khắc phục, có thời hạn
    REPORTED = "reported"  # đơn vị báo cáo đã khắc phục
    FAILED = "failed"  # kiểm tra lại: chưa khắc phục
    REMEDIED = "remedied"  # kiểm tra lại: đã khắc phục
    DECIDED = "decided"  # đã có hình thức, chờ kết quả
    CLOSED = "closed"
    DROPPED = "dropped"  # không phải vi phạm


NEXT: Mapping[State, frozenset[State]] = {
    State.FOUND: frozenset({State.ASKED, State.DECIDED, State.DROPPED}),
    State.ASKED: frozenset({State.REPORTED, State.FAILED, State.REMEDIED}),
    State.REPORTED: frozenset({State.FAILED, State.REMEDIED}),
    State.FAILED: frozenset({State.ASKED, State.DECIDED}),
    State.REMEDIED: frozenset({State.DECIDED}),
    State.DECIDED: frozenset({State.ASKED, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.DROPPED: frozenset(),
}
OVER = frozenset({State.CLOSED, State.DROPPED})
#: The body owes a correction.
OWED = frozenset({State.ASKED, State.FAILED})


class Act(StrEnum):
    """One step between the finding and its outcome."""

    ASKED = "asked"
    REPORTED = "reported"
    RECHECKED = "rechecked"


class Outcome(StrEnum):
    """The three ways it ends, each with a paper of its own."""

    REMIND = "remind"  # chấn chỉnh: công văn
    SANCTION = "sanction"  # xử lý: biên bản vi phạm hành chính, hồ sơ, quyết định
    REFER = "refer"  # kiến nghị xử lý: văn bản gửi người có thẩm quyền


class Addressee(StrEnum):
    """To whom a matter is referred."""

    POLICE = "police"  # Công an tỉnh
    PROVINCE = "province"  # UBND tỉnh
    SUPERIOR = "superior"  # cơ quan cấp trên trực tiếp
    MINISTRY = "ministry"  # Bộ KH&CN (Cục BĐTW)
    OTHER = "other"  # người khác có thẩm quyền theo bảng


def may_follow(state: State, after: State) -> bool:
    return after in NEXT[state]


def limit_of(done: date, months: int) -> date:
    """The last day on which a sanction may be decided, from the end of the act or its finding."""
    year, month = divmod(done.year * MONTHS + done.month - 1 + months, MONTHS)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(done.day, last))


def is_late(state: State, correct_by: date | None, on: date) -> bool:
    """Whether a correction is owed since before this day."""
    return state in OWED and correct_by is not None and correct_by < on
