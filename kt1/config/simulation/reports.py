"""Reports of a demonstration: one sent and corrected, one sent in part, one late, one asked for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from kt1.config.simulation.service import acting, actor_of
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Evidence
from kt1.ledger.requests.rules import RequestKey
from kt1.oversight.reports import actions, queries, sending
from kt1.oversight.reports.actions import Asked
from kt1.oversight.reports.defining import Rule, define
from kt1.oversight.reports.models import ReportVersion
from kt1.oversight.reports.rules import Cause, Cycle, Recipient, Section, Way, Window
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("5f0f2d7c-9f1e-5a64-8f0b-2b1f6a0d9c31")
HALF, YEAR = "kt1-half-year", "kt1-year"
BOTH = (Recipient.PROVINCE, Recipient.MINISTRY)
WORDS = {
    Section.MANAGEMENT: "Sở đã nhắc các cơ quan chưa cử đầu mối qua điện thoại và văn bản.",
    Section.SHORTCOMINGS: (
        "Một số cơ quan chưa cử đầu mối cho thứ Bảy, Chủ nhật và ngày lễ.\n"
        "Nguyên nhân: một số phường, xã mới sắp xếp chưa phân công lại lịch trực."
    ),
    Section.PROPOSALS: (
        "Đề nghị Bưu điện tập huấn lại cho bưu tá các tuyến mới.\n"
        "Phương hướng 06 tháng tới: rà soát đầu mối trước các kỳ nghỉ, kiểm tra năm cơ quan."
    ),
}


def report(provinces: Sequence[str], until: datetime) -> int:
    """Make them through the actions, as the department would. Returns how many versions."""
    for code in provinces:
        by = actor_of(code, Role.REGULATOR)
        heads = Duty.objects.filter(role=Role.HEAD, agency=by.agency_id).select_related(
            "user", "agency"
        )
        leader = acting(heads.order_by("pk")[0])
        early = min(datetime(2026, 1, 8, 9, 0, tzinfo=VIETNAM), until)
        if code == provinces[0]:
            _asked_every_quarter(code, by, early)
            _sent_and_corrected(code, by, leader, early)
            _asked(code, by, until)
        else:
            _draft(code, by, early)
    return ReportVersion.objects.count()


def _asked_every_quarter(code: str, by: Actor, at: datetime) -> None:
    """What this province asks of its department beside what holds for all."""
    rule = Rule(
        title="Kết quả sử dụng dịch vụ bưu chính KT1 của các cơ quan trong tỉnh",
        cycle=Cycle.QUARTER, window=Window.FIFTEENTH, due_months=0, due_day=20,
        due_excluded=False, recipients=(Recipient.PROVINCE,), names=("Ủy ban nhân dân {province}",),
        basis="Công văn số MH-15/UBND-KGVX (minh họa)", evidence=Evidence.ASSUMPTION,
    )  # fmt: skip
    since = max(date(2026, 1, 1), at.date())
    define(code="", rule=rule, since=since, by=by, at=at, once=_once("quarter", code))


def _sent_and_corrected(code: str, by: Actor, leader: Actor, at: datetime) -> None:
    half = actions.make(code=HALF, period="2025H2", by=by, at=at, once=_once("half", code))
    _through(half, by, leader, at, f"half-{code}")
    _to(half, by, BOTH, at + timedelta(days=2), f"half-{code}")
    ministry = acting(
        Duty.objects.filter(role=Role.MINISTRY).select_related("user", "agency").order_by("pk")[0]
    )
    came = queries.unacknowledged(ministry).filter(version=half).get()
    when = at + timedelta(days=3)
    sending.acknowledge(submission_id=came.pk, by=ministry, at=when, once=_once("had", code))
    year = actions.make(code=YEAR, period="2025", by=by, at=at, once=_once("year", code))
    _through(year, by, leader, at, f"year-{code}")
    _to(year, by, (Recipient.PROVINCE,), at + timedelta(days=3), f"year-{code}")
    actions.count_again(
        version_id=half.pk, cause=Cause.CORRECTION, by=by, at=at + timedelta(days=20),
        once=_once("again", code),
    )  # fmt: skip


def _through(version: ReportVersion, by: Actor, leader: Actor, at: datetime, name: str) -> None:
    def once(act: str) -> RequestKey:
        return _once(f"{name}-{act}", "")

    key = version.pk
    sending.write(version_id=key, texts=WORDS, by=by, at=at, once=once("words"))
    sending.present(version_id=key, by=by, at=at + timedelta(hours=2), once=once("present"))
    decided = at + timedelta(hours=6)
    sending.decide(version_id=key, by=leader, at=decided, once=once("decide"))
    dated = (at + timedelta(days=1)).date()
    signed = sending.Signed(
        number=f"MH-{version.report_id:02}/BC-SKHCN", dated=dated, authority="",
        title="GIÁM ĐỐC", name="(minh họa)",
    )  # fmt: skip
    issued = at + timedelta(days=1)
    sending.issue(version_id=key, signed=signed, by=by, at=issued, once=once("issue"))


def _to(
    version: ReportVersion, by: Actor, recipients: Sequence[Recipient], at: datetime, name: str
) -> None:
    sending.send(
        version_id=version.pk, recipients=recipients, way=Way.SYSTEM, sent_on=at.date(),
        reference="", by=by, at=at, once=_once(f"{name}-send", ""),
    )  # fmt: skip


def _draft(code: str, by: Actor, at: datetime) -> None:
    half = actions.make(code=HALF, period="2025H2", by=by, at=at, once=_once("half", code))
    sending.write(version_id=half.pk, texts=WORDS, by=by, at=at, once=_once("words", code))


def _asked(code: str, by: Actor, until: datetime) -> None:
    at = until - timedelta(days=3)
    said = Asked(
        title="Tình hình phục vụ Tết Nguyên đán 2026 của dịch vụ bưu chính KT1",
        first=(at - timedelta(days=30)).date(),
        last=at.date(),
        due=(at + timedelta(days=5)).date(),
        recipients=(Recipient.MINISTRY,),
        by="Cục Bưu điện Trung ương",
        number="MH-07/CBĐTW",
        dated=(at - timedelta(days=1)).date(),
    )
    actions.answer_request(asked=said, by=by, at=at, once=_once("asked", code))


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
