"""The papers of an inspection and of a violation, drafted to be edited, numbered and signed.

Quyết định, biên bản, kết luận; công văn chấn chỉnh, văn bản kiến nghị, dự thảo biên bản vi phạm
hành chính. Names of persons are written in by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kt1.network.agencies.lines import RULES
from kt1.network.agencies.rules import Line
from kt1.oversight.inspections import permissions, queries, steps
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Basis, State, Verdict
from kt1.oversight.violations import permissions as violation_permissions
from kt1.oversight.violations import queries as violation_queries
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.queries import carried
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import State as VState
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.papers.letters import (
    Block,
    Bullets,
    Heading,
    Letter,
    Paragraph,
    Signer,
    Table,
    notation,
)
from kt1.web.papers.rules import grouped
from kt1.web.reminders.files import answered
from kt1.web.reminders.letters import Office, office_of
from kt1.web.request import Request, signed_in
from kt1.web.words import Words

_SHORT = "SKHCN"
_VERDICTS = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
}
_SIDES = {"provider": "việc cung cấp", "user": "việc sử dụng"}
_DECIDED_ON = frozenset({State.DECIDED, State.OPEN, State.MINUTED, State.CONCLUDED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Kind:
    """One paper: its name, when there is something to write, and how."""

    label: Words
    ready: Callable[..., bool]
    made: Callable[..., Letter]


def _day(on: date | None) -> str:
    return "…/…/……" if on is None else f"{on:%d/%m/%Y}"


def _paper(number: str, dated: date | None) -> str:
    """So it is quoted: số 05/QĐ-SKHCN ngày 20/07/2026, dots where it has none yet."""
    return f"số {number or '……'} ngày {_day(dated)}"


def _letter(office: Office, kind: str, subject: str, blocks: list[Block], **more: object) -> Letter:
    letter = Letter(
        layout=office.layout,
        superior=office.superior,
        issuer=office.issuer,
        kind=kind,
        number=notation(office.layout, kind, _SHORT, "BCVT"),
        place=office.place,
        subject=subject,
        blocks=tuple(blocks),
        signer=office.signers[0],
        receivers=office.receivers,
    )
    return replace(letter, **more)  # type: ignore[arg-type]


def _office(found: Inspection | Violation, on: date) -> Office:
    return office_of(Role.REGULATOR, found.province_id, on)


def _what(found: Inspection) -> str:
    return f"kiểm tra {_SIDES[found.side]} dịch vụ bưu chính KT1 tại {found.agency.name}"


def _grounds(found: Inspection) -> list[Block]:
    asked = queries.procedure_on(found.visit_from, Basis(found.basis))
    lines = [
        "Căn cứ Luật Bưu chính ngày 17 tháng 6 năm 2010;",
        "Căn cứ Nghị định số 217/2025/NĐ-CP ngày 05 tháng 8 năm 2025 của Chính phủ;",
        "Căn cứ Quyết định số 32/2025/QĐ-TTg ngày 08 tháng 9 năm 2025 của Thủ tướng Chính phủ;",
    ]
    if found.plan_line is not None:
        plan = found.plan_line.plan
        lines.append(f"Căn cứ Kế hoạch kiểm tra năm {plan.year} {_paper(plan.number, plan.dated)};")
    elif found.asked_by_paper:
        lines.append(f"Căn cứ văn bản số {found.asked_by_paper};")
    blocks: list[Block] = [Paragraph(line, italic=True) for line in lines]
    if asked.missing:
        blocks.append(
            Paragraph(
                "(Thời hạn theo Nghị định số 217/2025/NĐ-CP chưa đối chiếu: kiểm tra lại trước"
                " khi ký.)",
                italic=True,
            )
        )
    return blocks


def _team(found: Inspection) -> Table:
    rows = [
        (str(n), "…………………………", one.position, one.office, str(one.get_part_display()))
        for n, one in enumerate(found.team.order_by("part", "pk"), 1)
    ]
    return Table(
        headings=("STT", "Họ và tên", "Chức danh", "Đơn vị", "Nhiệm vụ"),
        rows=tuple(rows),
        widths=(8, 27, 25, 25, 15),
        aligned="cllll",
    )


def decision(found: Inspection) -> Letter:
    office = _office(found, found.decision_on or found.visit_from)
    checklist = steps.checklist_of(found)
    blocks = [
        *_grounds(found),
        Heading(1, "QUYẾT ĐỊNH:"),
        Paragraph(
            f"Điều 1. {_what(found)[:1].upper()}{_what(found)[1:]}. Thời kỳ kiểm tra: từ"
            f" {_day(found.period_from)} đến {_day(found.period_to)}. Thời gian kiểm tra: từ"
            f" {_day(found.visit_from)} đến {_day(found.visit_to)}. Hình thức:"
            f" {found.get_manner_display()}."
        ),
        Paragraph("Điều 2. Thành lập Đoàn kiểm tra gồm các thành viên sau:"),
        _team(found),
        Paragraph(
            f"Điều 3. Nội dung kiểm tra theo phiếu “{checklist.title}” (phiên bản"
            f" {checklist.version}). Đoàn không kiểm tra việc soạn thảo, đăng ký, lưu giữ bí mật"
            " nhà nước và không yêu cầu xuất trình sổ đăng ký bí mật nhà nước."
        ),
        Paragraph(
            f"Điều 4. Đoàn kiểm tra, {found.agency.name} và các đơn vị liên quan chịu trách nhiệm"
            " thi hành Quyết định này."
        ),
    ]
    return _letter(
        office, "QUYẾT ĐỊNH", _what(found), list(blocks),
        number=found.decision_number or notation(office.layout, "QUYẾT ĐỊNH", _SHORT),
        day=found.decision_on, receivers=("Như Điều 4", *office.receivers[1:]),
    )  # fmt: skip


def _findings(found: Inspection) -> list[Block]:
    words = {one.key: one for one in steps.checklist_of(found).questions}
    rows = [
        (
            str(one.n),
            words[one.question].words,
            str(one.get_evidence_display())
            + (f" ({one.evidence_paper})" if one.evidence_paper else ""),
            conducts()[one.conduct].provision if one.conduct else "",
            "Lặp lại" if one.repeats_id else "",
        )
        for one in queries.standing(found)
    ]
    if not rows:
        return [Paragraph("Không phát hiện nội dung nào chưa đạt.")]
    return [
        Table(
            headings=("STT", "Nội dung chưa đạt", "Căn cứ ghi nhận", "Điều khoản", "Ghi chú"),
            rows=tuple(rows),
            widths=(8, 42, 24, 14, 12),
            aligned="cllll",
        )
    ]


def _carried(found: Inspection) -> list[Block]:
    rows = [
        (str(one), str(one.get_area_display()), _day(one.correct_by), str(one.get_state_display()))
        for one in carried(found.agency_id, before=found.pk)
    ]
    if not rows:
        return [Paragraph("Không còn tồn tại của các lần kiểm tra trước.")]
    return [
        Table(
            headings=("Số", "Nội dung", "Hạn khắc phục", "Tình trạng"),
            rows=tuple(rows),
            widths=(18, 40, 18, 24),
            aligned="cllc",
        )
    ]


def minutes(found: Inspection) -> Letter:
    office = _office(found, found.minutes_on or found.visit_to)
    checklist = steps.checklist_of(found)
    said = dict(found.answers.values_list("question", "verdict"))
    rows = [
        (q.key, q.words, _VERDICTS[Verdict(said[q.key])] if q.key in said else "", q.provision)
        for q in checklist.questions
    ]
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện Quyết định {_paper(found.decision_number, found.decision_on)}, hồi …… giờ"
            f" …… ngày {_day(found.minutes_on)}, tại {found.agency.name}, Đoàn kiểm tra lập biên"
            " bản như sau:"
        ),
        Heading(1, "I. THÀNH PHẦN"),
        Paragraph("1. Đoàn kiểm tra:"),
        _team(found),
        Paragraph(f"2. {found.agency.name}: ……………………………………………………………"),
        Heading(1, "II. NỘI DUNG VÀ KẾT QUẢ"),
        Paragraph(
            f"Thời kỳ kiểm tra: từ {_day(found.period_from)} đến {_day(found.period_to)}. Phiếu:"
            f" {checklist.title}."
        ),
        Table(
            headings=("Mã", "Nội dung", "Kết quả", "Căn cứ"), rows=tuple(rows),
            widths=(10, 50, 15, 25), aligned="clcl",
        ),
        *_samples(found),
        Heading(1, "III. NỘI DUNG CHƯA ĐẠT"),
        *_findings(found),
        Heading(1, "IV. TỒN TẠI CỦA LẦN TRƯỚC"),
        *_carried(found),
        Heading(1, "V. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA"),
        Paragraph("………………………………………………………………………………………"),
        Paragraph(
            f"Biên bản lập thành {found.minutes_copies or 2:02d} bản, mỗi bên giữ 01 bản; đã đọc"
            " lại và cùng ký."
        ),
    ]  # fmt: skip
    return _letter(
        office, "BIÊN BẢN", _what(found), blocks,
        number=found.minutes_number or notation(office.layout, "BIÊN BẢN", "ĐKT"),
        day=found.minutes_on, signer=Signer("", "TRƯỞNG ĐOÀN KIỂM TRA"),
        beside=(Signer("", "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA"), Signer("", "THƯ KÝ")), receivers=(),
    )  # fmt: skip


def _samples(found: Inspection) -> list[Block]:
    lines = [
        f"Mẫu {one.n}: {one.items.count()} bưu gửi rút từ {grouped(one.population)} bưu gửi, theo"
        f" rủi ro; hạt giống {one.seed[:16]}… từ sổ cái {grouped(one.log_size)} mục; mã tổng thể"
        f" {one.population_digest[:16]}…"
        + (
            f"; theo văn bản số {one.lettered_paper} ngày {_day(one.lettered_on)}"
            if one.lettered
            else ""
        )
        for one in found.draws.order_by("n")
    ]
    return [Bullets(tuple(lines))] if lines else []


def conclusion(found: Inspection) -> Letter:
    office = _office(found, found.conclusion_on or found.visit_to)
    blocks: list[Block] = [
        Paragraph(
            f"Căn cứ Biên bản {_paper(found.minutes_number, found.minutes_on)} của Đoàn kiểm tra"
            f" theo Quyết định {_paper(found.decision_number, found.decision_on)}, Sở Khoa học và"
            " Công nghệ thông báo kết luận:"
        ),
        Heading(1, "I. KẾT QUẢ"),
        Paragraph(
            f"Đã xem {found.answers.count()} nội dung;"
            f" {queries.standing(found).count()} nội dung chưa đạt."
        ),
        *_findings(found),
        Heading(1, "II. TỒN TẠI CỦA LẦN TRƯỚC"),
        *_carried(found),
        Heading(1, "III. YÊU CẦU"),
        Paragraph(
            f"{_verb(found)} {found.agency.name} khắc phục các nội dung chưa đạt và báo cáo bằng"
            " văn bản trước ngày …/…/……"
        ),
    ]
    return _letter(
        office, "THÔNG BÁO", f"kết luận {_what(found)}", blocks,
        number=found.conclusion_number or notation(office.layout, "THÔNG BÁO", _SHORT),
        day=found.conclusion_on, receivers=(found.agency.name, *office.receivers[1:]),
    )  # fmt: skip


def _verb(found: Inspection | Violation) -> str:
    """The verb of the letter follows the body's line (W7)."""
    word = RULES[Line(found.agency.line)].verb.value
    return f"{word[:1].upper()}{word[1:]}"


KINDS: Mapping[str, Kind] = {
    "quyet-dinh": Kind(_("Decision, to be signed"), lambda one: one.team.exists(), decision),
    "bien-ban": Kind(_("Minutes"), lambda one: one.state in _DECIDED_ON, minutes),
    "ket-luan": Kind(
        _("Conclusion"),
        lambda one: one.state in {State.MINUTED, State.CONCLUDED, State.CLOSED},
        conclusion,
    ),
}


def _matter(found: Violation) -> str:
    """What it was, as far as a public paper says it."""
    if found.finding is None:
        return str(found.get_area_display())
    finding = found.finding
    words = steps.checklist_of(finding.inspection).find(finding.question)
    return words.words if words else str(found.get_area_display())


def _basis(found: Violation) -> str:
    if found.finding is not None:
        one = found.finding.inspection
        return f"Theo Kết luận {_paper(one.conclusion_number, one.conclusion_on)}"
    return "Qua công tác quản lý nhà nước về dịch vụ bưu chính KT1"


def reminder(found: Violation) -> Letter:
    """Công văn chấn chỉnh."""
    office = _office(found, found.done_on)
    until = _day(found.correct_by)
    return _letter(
        office, "", "chấn chỉnh việc thực hiện dịch vụ bưu chính KT1",
        [
            Paragraph(
                f"{_basis(found)}, Sở Khoa học và Công nghệ ghi nhận tại {found.agency.name}:"
            ),
            Bullets((_matter(found),)),
            Paragraph(
                f"{_verb(found)} {found.agency.name} chấn chỉnh, khắc phục và báo cáo bằng văn bản"
                f" kèm tài liệu chứng minh về Sở Khoa học và Công nghệ trước ngày {until}."
            ),
        ],
        addressees=(found.agency.name,),
    )  # fmt: skip


def referral(found: Violation) -> Letter:
    """Văn bản kiến nghị xử lý. No amount is proposed; of secrecy nothing but that it is."""
    office = _office(found, found.done_on)
    secret = found.area == "secrecy"
    matter = (
        "Vụ việc thuộc lĩnh vực bảo vệ bí mật nhà nước (mã vụ ghi dưới đây)"
        if secret
        else _matter(found)
    )
    return _letter(
        office, "", "kiến nghị xem xét, xử lý theo thẩm quyền",
        [
            Paragraph(f"{_basis(found)}, Sở Khoa học và Công nghệ kiến nghị xem xét:"),
            Bullets((matter, f"Đơn vị: {found.agency.name}", f"Mã vụ: {found}")),
            Paragraph(
                "Nội dung này không thuộc thẩm quyền xử lý của Sở Khoa học và Công nghệ. Đề nghị"
                " xem xét, xử lý theo thẩm quyền và thông báo kết quả để Sở theo dõi."
            ),
        ],
        addressees=("………………………………",), receivers=("Như trên", *office.receivers[1:]),
    )  # fmt: skip


def offence(found: Violation) -> Letter:
    """Dự thảo biên bản vi phạm hành chính, to be carried over to the form of the law."""
    office = _office(found, found.done_on)
    conduct = conducts()[found.conduct]
    return _letter(
        office, "BIÊN BẢN", "vi phạm hành chính trong lĩnh vực bưu chính (dự thảo nội dung)",
        [
            Paragraph(f"Tổ chức vi phạm: {found.agency.name}."),
            Paragraph(f"Hành vi: {conduct.words}."),
            Paragraph(f"Quy định tại: {conduct.provision} Nghị định số 174/2026/NĐ-CP."),
            Paragraph(f"Ngày thực hiện hoặc phát hiện hành vi: {_day(found.done_on)}."),
            Paragraph(f"Thời hiệu xử phạt đến hết ngày: {_day(found.limit_on)}."),
            Paragraph("Người lập biên bản theo Điều 114; ý kiến của tổ chức vi phạm: ……………………"),
        ],
        signer=Signer("", "NGƯỜI LẬP BIÊN BẢN"),
        beside=(Signer("", "ĐẠI DIỆN TỔ CHỨC VI PHẠM"),), receivers=(),
    )  # fmt: skip


_OPEN = frozenset(VState) - {VState.CLOSED, VState.DROPPED}
VIOLATION_KINDS: Mapping[str, Kind] = {
    "chan-chinh": Kind(
        _("Letter that sets right"),
        lambda one: one.state in _OPEN and one.area != "secrecy",
        reminder,
    ),
    "kien-nghi": Kind(_("Letter of referral"), lambda one: one.state in _OPEN, referral),
    "bien-ban-vphc": Kind(
        _("Draft minutes of the offence"),
        lambda one: one.state in _OPEN and bool(one.conduct) and conducts()[one.conduct].has_frame,
        offence,
    ),
}


@require_GET
@signed_in
def inspection_paper(
    request: Request, inspection_id: int, kind: str, form: str
) -> HttpResponseBase:
    """`form` is docx or pdf. The team and the Sở draft; the body has the signed paper."""
    rows = queries.seen_by(request.actor).select_related("plan_line__plan")
    found = get_object_or_404(rows, pk=inspection_id)
    if kind not in KINDS:
        raise Http404
    if request.actor.role not in permissions.READERS and not permissions.is_of_team(
        request.actor, found
    ):
        raise NotAllowedError(permissions.why_not_plan(request.actor))
    if not KINDS[kind].ready(found):
        raise Http404
    return answered(KINDS[kind].made(found), form)


@require_GET
@signed_in
def violation_paper(request: Request, violation_id: int, kind: str, form: str) -> HttpResponseBase:
    """`form` is docx or pdf."""
    found = get_object_or_404(violation_queries.seen_by(request.actor), pk=violation_id)
    if reason := violation_permissions.why_not_record(request.actor):
        raise NotAllowedError(reason)
    if kind not in VIOLATION_KINDS or not VIOLATION_KINDS[kind].ready(found):
        raise Http404
    return answered(VIOLATION_KINDS[kind].made(found), form)
