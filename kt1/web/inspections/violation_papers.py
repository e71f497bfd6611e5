"""The papers of a violation: công văn chấn chỉnh, văn bản kiến nghị, dự thảo biên bản vi phạm."""

from collections.abc import Mapping

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.law.instruments.rules import cite
from kt1.oversight.inspections import steps
from kt1.oversight.violations import permissions as violation_permissions
from kt1.oversight.violations import queries as violation_queries
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import State as VState
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.drafts import Kind, drafted, in_words, office_for, quoted, said, verb_of
from kt1.web.papers.letters import Bullets, Letter, Paragraph, Signer
from kt1.web.reminders.files import answered
from kt1.web.request import Request, signed_in

_DOTS = "…………………………………………"


def _matter(found: Violation) -> str:
    """What it was, as far as a public paper says it."""
    if found.finding is None:
        return str(found.get_area_display())
    finding = found.finding
    asked = steps.checklist_of(finding.inspection).find(finding.question)
    if asked is None:
        return str(found.get_area_display())
    # What the checklist asks for is not what was found: the letter says that it was not met.
    basis = f" ({asked.basis})" if asked.basis else ""
    return f"Chưa thực hiện đúng yêu cầu: “{asked.words}”{basis}"


def _basis(found: Violation) -> str:
    if found.finding is not None:
        one = found.finding.inspection
        return f"Theo Kết luận {quoted(one.conclusion_number, one.conclusion_on)}"
    return "Qua công tác quản lý nhà nước về dịch vụ bưu chính KT1"


def reminder(found: Violation) -> Letter:
    """Công văn chấn chỉnh."""
    office = office_for(found, found.done_on)
    until = in_words(found.correct_by)
    return drafted(
        office, "", "chấn chỉnh việc thực hiện dịch vụ bưu chính KT1",
        [
            Paragraph(
                f"{_basis(found)}, Sở Khoa học và Công nghệ ghi nhận tại {found.agency.name}:"
            ),
            Bullets((f"{_matter(found)}.",)),
            Paragraph(
                f"{verb_of(found)} {found.agency.name} chấn chỉnh, khắc phục và báo cáo bằng văn"
                f" bản kèm tài liệu chứng minh về Sở Khoa học và Công nghệ trước {until}."
            ),
        ],
        addressees=(found.agency.name,),
    )  # fmt: skip


def referral(found: Violation) -> Letter:
    """Văn bản kiến nghị xử lý. No amount is proposed; of secrecy nothing but that it is."""
    office = office_for(found, found.done_on)
    secret = found.area == "secrecy"
    matter = (
        "Vụ việc thuộc lĩnh vực bảo vệ bí mật nhà nước (mã vụ ghi dưới đây)"
        if secret
        else _matter(found)
    )
    return drafted(
        office, "", "kiến nghị xem xét, xử lý theo thẩm quyền",
        [
            Paragraph(f"{_basis(found)}, Sở Khoa học và Công nghệ kiến nghị xem xét:"),
            Bullets((f"{matter};", f"Đơn vị: {found.agency.name};", f"Mã vụ: {found}.")),
            Paragraph(
                "Nội dung này không thuộc thẩm quyền xử lý của Sở Khoa học và Công nghệ. Đề nghị"
                " xem xét, xử lý theo thẩm quyền và thông báo kết quả để Sở theo dõi."
            ),
        ],
        addressees=("………………………………",), receivers=("Như trên", *office.receivers[1:]),
    )  # fmt: skip


def offence(found: Violation) -> Letter:
    """Dự thảo biên bản vi phạm hành chính, to be carried over to the form of the law."""
    office = office_for(found, found.done_on)
    conduct = conducts()[found.conduct]
    return drafted(
        office, "BIÊN BẢN", "Vi phạm hành chính trong lĩnh vực bưu chính (dự thảo nội dung)",
        [
            Paragraph("Thời gian lập: …… giờ ……, ngày …… tháng …… năm ……….."),
            Paragraph(f"Địa điểm: {_DOTS}."),
            Paragraph(f"Người lập biên bản: {_DOTS}."),
            Paragraph("Chức vụ: ……………………… (theo Điều 114 Nghị định số 174/2026/NĐ-CP)."),
            Paragraph(f"Tổ chức vi phạm: {found.agency.name}."),
            Paragraph(f"Người đại diện: {_DOTS}."),
            Paragraph(f"Hành vi: {conduct.words}."),
            Paragraph(f"Quy định tại: {cite(conduct.provision)} Nghị định số 174/2026/NĐ-CP."),
            Paragraph(f"Ngày thực hiện hoặc phát hiện hành vi: {said(found.done_on)}."),
            Paragraph(f"Thời hiệu xử phạt đến hết ngày: {said(found.limit_on)}."),
            Paragraph(f"Ý kiến của tổ chức vi phạm: {_DOTS}."),
            Paragraph(
                "Quyền, thời hạn giải trình ghi theo Luật Xử lý vi phạm hành chính. Biên bản lập"
                " thành …… bản có nội dung như nhau, giao tổ chức vi phạm 01 bản; đã đọc lại và"
                " cùng ký."
            ),
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
def violation_paper(request: Request, violation_id: int, kind: str, form: str) -> HttpResponseBase:
    """`form` is docx or pdf."""
    found = get_object_or_404(violation_queries.seen_by(request.actor), pk=violation_id)
    if reason := violation_permissions.why_not_record(request.actor):
        raise NotAllowedError(reason)
    if kind not in VIOLATION_KINDS or not VIOLATION_KINDS[kind].ready(found):
        raise Http404
    with override("vi"):  # an official paper, whatever the language of the session
        return answered(VIOLATION_KINDS[kind].made(found), form)
