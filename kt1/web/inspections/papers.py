"""The papers of an inspection and of a violation, drafted to be edited, numbered and signed.

Quyết định, biên bản, kết luận; công văn chấn chỉnh, văn bản kiến nghị, dự thảo biên bản vi phạm
hành chính. Names of persons are written in by hand.
"""

from collections.abc import Mapping

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.oversight.inspections import permissions, queries, steps
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Basis, State, Verdict
from kt1.oversight.violations.queries import carried
from kt1.oversight.violations.reference import conducts
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.drafts import (
    SHORT,
    Kind,
    drafted,
    in_words,
    office_for,
    quoted,
    said,
    verb_of,
)
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
from kt1.web.request import Request, signed_in

_VERDICTS = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
}
_SIDES = {"provider": "việc cung cấp", "user": "việc sử dụng"}
_DECIDED_ON = frozenset({State.DECIDED, State.OPEN, State.MINUTED, State.CONCLUDED, State.CLOSED})


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
        lines.append(f"Căn cứ Kế hoạch kiểm tra năm {plan.year} {quoted(plan.number, plan.dated)};")
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
    office = office_for(found, found.decision_on or found.visit_from)
    checklist = steps.checklist_of(found)
    blocks = [
        Heading(0, f"{office.signers[0].title} {office.issuer.upper()}"),
        *_grounds(found),
        Heading(0, "QUYẾT ĐỊNH:"),
        Paragraph(
            f"Điều 1. {_what(found)[:1].upper()}{_what(found)[1:]}. Thời kỳ kiểm tra: từ"
            f" {said(found.period_from)} đến {said(found.period_to)}. Thời gian kiểm tra: từ"
            f" {said(found.visit_from)} đến {said(found.visit_to)}. Hình thức:"
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
    return drafted(
        office, "QUYẾT ĐỊNH", f"Về việc {_what(found)}", list(blocks),
        number=found.decision_number or notation(office.layout, "QUYẾT ĐỊNH", SHORT),
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
        (str(one), str(one.get_area_display()), said(one.correct_by), str(one.get_state_display()))
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
    office = office_for(found, found.minutes_on or found.visit_to)
    checklist = steps.checklist_of(found)
    told = dict(found.answers.values_list("question", "verdict"))
    rows = [
        (q.key, q.words, _VERDICTS[Verdict(told[q.key])] if q.key in told else "", q.basis)
        for q in checklist.questions
    ]
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện Quyết định {quoted(found.decision_number, found.decision_on)}, hồi …… giờ"
            f" …… {in_words(found.minutes_on)}, tại {found.agency.name}, Đoàn kiểm tra lập biên"
            " bản như sau:"
        ),
        Heading(1, "I. THÀNH PHẦN"),
        Paragraph("1. Đoàn kiểm tra:"),
        _team(found),
        Paragraph(f"2. {found.agency.name}: ……………………………………………………………"),
        Heading(1, "II. NỘI DUNG VÀ KẾT QUẢ"),
        Paragraph(
            f"Thời kỳ kiểm tra: từ {said(found.period_from)} đến {said(found.period_to)}. Phiếu:"
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
    return drafted(
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
            f"; theo văn bản số {one.lettered_paper} {in_words(one.lettered_on)}"
            if one.lettered
            else ""
        )
        for one in found.draws.order_by("n")
    ]
    return [Bullets(tuple(lines))] if lines else []


def conclusion(found: Inspection) -> Letter:
    office = office_for(found, found.conclusion_on or found.visit_to)
    blocks: list[Block] = [
        Paragraph(
            f"Căn cứ Biên bản {quoted(found.minutes_number, found.minutes_on)} của Đoàn kiểm tra"
            f" theo Quyết định {quoted(found.decision_number, found.decision_on)}, Sở Khoa học và"
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
            f"{verb_of(found)} {found.agency.name} khắc phục các nội dung chưa đạt và báo cáo bằng"
            " văn bản trước ngày …/…/……"
        ),
    ]
    return drafted(
        office, "THÔNG BÁO", f"kết luận {_what(found)}", blocks,
        number=found.conclusion_number or notation(office.layout, "THÔNG BÁO", SHORT),
        day=found.conclusion_on, receivers=(found.agency.name, *office.receivers[1:]),
    )  # fmt: skip


KINDS: Mapping[str, Kind] = {
    "quyet-dinh": Kind(_("Decision, to be signed"), lambda one: one.team.exists(), decision),
    "bien-ban": Kind(_("Minutes"), lambda one: one.state in _DECIDED_ON, minutes),
    "ket-luan": Kind(
        _("Conclusion"),
        lambda one: one.state in {State.MINUTED, State.CONCLUDED, State.CLOSED},
        conclusion,
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
    with override("vi"):  # an official paper, whatever the language of the session
        return answered(KINDS[kind].made(found), form)
