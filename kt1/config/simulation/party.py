"""What the Party office of a demonstration keeps: questions, a guide, events, a report."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from kt1.config.simulation.reviews import answered
from kt1.config.simulation.service import acting, actor_of
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Family
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach import events
from kt1.oversight.outreach.actions import Published
from kt1.oversight.outreach.events import Planned
from kt1.oversight.outreach.rules import EventKind, EventState, Topic, lines_of
from kt1.oversight.reports import actions, sending
from kt1.oversight.reports.actions import Asked
from kt1.oversight.reports.rules import Recipient, Section, Way
from kt1.oversight.reviews import actions as rounds
from kt1.oversight.reviews import queries, questions
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("a3c1f0e2-7d54-5b9b-9d3c-58e1b7b0f6aa")
FAMILIES = (Family.PARTY_BOARD, Family.COMMUNE_PARTY, Family.SOCIO_POLITICAL)
GUIDE = Published(
    code="bi-khoi-dang",
    topic=Topic.COVER,
    title="Gửi và nhận bì KT1 tại cơ quan Đảng, Mặt trận và đoàn thể",
    basis="Văn bản hướng dẫn số MH-21-CV/VPTU (minh họa)",
    lines=lines_of(
        "# Khi gửi\n"
        "- Bì gửi Tỉnh ủy, các ban và đảng ủy cơ sở đều vào sổ giao nhận KT1 tại văn thư.\n"
        "- Giao tận tay bưu tá có thẻ; hai bên ký sổ, ghi giờ.\n"
        "# Khi nhận\n"
        "- Người trực nhận đủ số bì, xem bì nguyên vẹn, ký rồi chuyển văn thư.\n"
        "- Bì rách, niêm phong khác: lập biên bản tại chỗ, báo Văn phòng và Bưu điện.\n"
        "? Ngày nghỉ này ai của cơ quan nhận bì?"
    ),
)
WORDS = {
    Section.MANAGEMENT: (
        "Văn phòng đã hướng dẫn các đảng ủy xã, phường cử đầu mối tiếp nhận ngoài giờ."
    ),
    Section.SHORTCOMINGS: "Một số đảng ủy xã, phường mới sắp xếp chưa phân công người trực Tết.",
    Section.PROPOSALS: (
        "Đề nghị Thường trực chỉ đạo các đảng ủy rà soát đầu mối trước các kỳ nghỉ dài."
    ),
}


def keep(provinces: Sequence[str], at: datetime) -> None:
    """Questions that most bodies answered, a guide, a training that was held and one to come."""
    for code in provinces:
        by = actor_of(code, Role.PARTY_OFFICE)
        _asked(code, by, at)
        when = at - timedelta(days=28)
        version = library.publish(said=GUIDE, by=by, at=when, once=_once("guide", code))
        _trained(code, by, version, at)


def _asked(code: str, by: Actor, at: datetime) -> None:
    since = at - timedelta(days=24)
    version = questions.draft(
        name="Tự rà soát việc gửi, nhận bì KT1 của khối Đảng", by=by, at=since,
        once=_once("draft", code),
    )  # fmt: skip
    questions.issue(questionnaire_id=version, by=by, at=since, once=_once("issue", code))
    opening = rounds.Opening(
        questionnaire_id=version,
        name="Khối Đảng tự rà soát 6 tháng cuối năm 2025",
        first=datetime(2025, 7, 1, tzinfo=at.tzinfo).date(),
        last=datetime(2025, 12, 31, tzinfo=at.tzinfo).date(),
        due=(at + timedelta(days=6)).date(),
        families=FAMILIES,
    )
    made = rounds.open_round(opening=opening, by=by, at=since, once=_once("round", code))
    answered(made, at - timedelta(days=7))


def _trained(code: str, by: Actor, version: int, at: datetime) -> None:
    bodies = queries.bodies_under(by, at.date()).filter(family__in=FAMILIES)
    ids = list(bodies.order_by("code").values_list("pk", flat=True))
    when = at - timedelta(days=26)
    campaign = events.begin_campaign(
        title="Nền nếp gửi, nhận bì KT1 trong khối Đảng", first=when.date(),
        last=(at + timedelta(days=40)).date(), by=by, at=when, once=_once("campaign", code),
    )  # fmt: skip
    for kind, title, days in (
        (EventKind.TRAINING, "Tập huấn văn thư các cơ quan Đảng", -12),
        (EventKind.MEETING, "Giao ban đầu mối khối Đảng", 14),
    ):
        begins = at.replace(hour=8, minute=0) + timedelta(days=days)
        plan = Planned(
            kind=kind, title=title, begins=begins, ends=begins + timedelta(hours=3),
            place="Hội trường Văn phòng", campaign_id=campaign, version_id=version,
        )  # fmt: skip
        once = _once(f"plan-{kind}", code)
        pk = events.plan(event=plan, agency_ids=ids, by=by, at=when, once=once)
        if days < 0:
            came = {body: 1 for n, body in enumerate(ids) if n % 5}
            events.settle(
                event_id=pk, after=EventState.HELD, came=came, by=by,
                at=begins + timedelta(hours=5), once=_once(f"held-{kind}", code),
            )  # fmt: skip


def report(provinces: Sequence[str], until: datetime) -> None:
    """One report that was asked for, signed and sent on paper; in another province one to write."""
    for n, code in enumerate(provinces):
        by = actor_of(code, Role.PARTY_OFFICE)
        at = until - timedelta(days=6)
        said = Asked(
            title="Kết quả sử dụng dịch vụ bưu chính KT1 của khối Đảng, Mặt trận và đoàn thể",
            first=datetime(2025, 7, 1, tzinfo=at.tzinfo).date(),
            last=at.date(),
            due=(at + timedelta(days=8)).date(),
            recipients=(Recipient.PARTY,),
            by="Thường trực Tỉnh ủy",
            number="MH-33-CV/TU",
            dated=(at - timedelta(days=2)).date(),
        )
        made = actions.answer_request(asked=said, by=by, at=at, once=_once("asked", code))
        sending.write(version_id=made.pk, texts=WORDS, by=by, at=at, once=_once("words", code))
        heads = Duty.objects.filter(role=Role.HEAD, agency=by.agency_id, valid_to=None)
        head = heads.select_related("user", "agency").order_by("pk").first()
        if n == 0 and head is not None:
            _signed(code, made.pk, by, acting(head), at)


def _signed(code: str, version: int, by: Actor, head: Actor, at: datetime) -> None:
    one: dict[str, Any] = {"version_id": version}
    sending.present(**one, by=by, at=at + timedelta(hours=3), once=_once("present", code))
    decided = at + timedelta(hours=20)
    sending.decide(**one, by=head, at=decided, once=_once("decide", code))
    issued = at + timedelta(days=1)
    signed = sending.Signed(
        number="MH-07-BC/VPTU", dated=issued.date(), authority="", title="CHÁNH VĂN PHÒNG",
        name="(minh họa)",
    )  # fmt: skip
    sending.issue(**one, signed=signed, by=by, at=issued, once=_once("sign", code))
    sent = issued + timedelta(hours=2)
    sending.send(
        **one, recipients=[Recipient.PARTY], way=Way.PAPER, sent_on=sent.date(), reference="",
        by=by, at=sent, once=_once("send", code),
    )  # fmt: skip


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
