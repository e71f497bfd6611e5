"""Papers of an incident to edit and sign: minutes and two reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.assurance.incidents import permissions, queries, raising
from kt1.assurance.incidents.models import (
    ADDRESSEE_LABELS,
    CAUSE_LABELS,
    COVER_LABELS,
    MEANS_LABELS,
    Incident,
)
from kt1.assurance.incidents.rules import Addressee, Cause, Cover, Means, Stage
from kt1.custody.units.codes import Code, display
from kt1.network.units.queries import versions_on
from kt1.people.actor import NotAllowedError
from kt1.web.budget.pages import download
from kt1.web.frame import installation
from kt1.web.handling.labels import irregularity_number
from kt1.web.incidents.labels import kind_said
from kt1.web.incidents.pages import known
from kt1.web.moments import clock, day, local, span
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.papers.letters import (
    Block,
    Bullets,
    Heading,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
    docx,
    notation,
    pdf,
)
from kt1.web.papers.rules import Band
from kt1.web.request import Request, signed_in
from kt1.web.words import Words

#: Bưu điện tỉnh, in the number of its papers.
POST_SHORT = "BĐT"
MINUTES, FIRST, FULL = "bien-ban", "bao-cao-nhanh", "bao-cao-day-du"
_ROWS_MAX = 60
#: Room to write by hand: blanks would close up in print.
_DOTS = "……………………………………………………"
_WHEN = "…… giờ ……, ngày …… tháng …… năm ………"


@require_GET
@signed_in
def paper(request: Request, incident_id: UUID, which: str, form: str) -> HttpResponseBase:
    """A draft with number and day left open. Of a suspected leak nothing is printed here (W13)."""
    found = known(request, incident_id)
    if request.actor.role not in permissions.HANDLERS:
        raise NotAllowedError(_("The post drafts the papers of an incident."))
    if found.leak or which not in {MINUTES, FIRST, FULL}:
        raise Http404
    with override("vi"):
        letter = (
            _minutes(found)
            if which == MINUTES
            else _report(found, Stage.FIRST if which == FIRST else Stage.FULL)
        )
        return as_file(letter, form, drill=False)


def as_file(letter: Letter, form: str, *, drill: bool) -> HttpResponseBase:
    """`form` is docx or pdf. Raises Http404 for any other."""
    band = installation.band()
    letter = replace(
        letter,
        demonstration=band is Band.DEMONSTRATION and not drill,
        drill=drill or band is Band.DRILL,
    )
    if form == "docx":
        return download(docx(letter), letter.file_name("docx"), DOCX_TYPE)
    if form == "pdf":
        return download(pdf(letter), letter.file_name("pdf"), "application/pdf")
    raise Http404


def province_of(province_id: int, on: datetime) -> tuple[str, str]:
    """Kind and name of a province as they were on a day. One query."""
    version = versions_on(local(on).date()).filter(unit=province_id).first()
    return (version.kind, version.name) if version else ("tỉnh", "")


def hour_and_day(at: datetime) -> str:
    """As papers write a moment: 22:40 ngày 16/02/2026."""
    return f"{clock(at)} ngày {day(at)}"


def _facts(found: Incident) -> tuple[str, ...]:
    units = list(found.units.select_related("unit"))
    place = found.place.name if found.place else "chưa xác định"
    torn = sum(one.intact is False for one in units)
    looked = sum(one.intact is not None for one in units)
    facts = [
        f"Mã vụ: {found}; loại: {kind_said(found)}",
        f"Nơi phát hiện: {place}; thời điểm phát hiện: {hour_and_day(found.found_at)}",
        f"Số bưu gửi, túi liên quan: {len(units)}; đã xem {looked}, không nguyên vẹn {torn}",
        f"Tình trạng bì, niêm phong: {COVER_LABELS[Cover(found.cover)]}",
    ]
    if (came := raising.raised_from(found)) is not None:
        number = irregularity_number(came.pk)
        facts.insert(1, f"Nâng từ sự vụ {number}: {came.get_kind_display()}")
    return _points(*facts)


def _begun(words: Words) -> str:
    """With a capital, as a cell of a table begins."""
    text = str(words)
    return f"{text[:1].upper()}{text[1:]}"


def _points(*said: str) -> tuple[str, ...]:
    """Points of a list: a semicolon after each, a full stop after the last."""
    return tuple(f"{one}{'.' if n == len(said) else ';'}" for n, one in enumerate(said, 1))


def _units_table(found: Incident) -> Table:
    rows = []
    for n, one in enumerate(found.units.select_related("unit", "place_from", "place_to"), 1):
        if n > _ROWS_MAX:
            break
        state = {None: "Chưa xem", True: "Nguyên vẹn", False: "Không nguyên vẹn"}[one.intact]
        rows.append((str(n), display(Code(one.unit.code)), _begun(one.get_why_display()), state))
    return Table(
        headings=("STT", "Số hiệu", "Liên quan", "Tình trạng bên ngoài"),
        rows=tuple(rows),
        widths=(8, 40, 30, 22),
        aligned="clll",
        caption="Bưu gửi, túi liên quan",
    )


def _told_table(found: Incident) -> Table:
    rows = [
        (
            _begun(ADDRESSEE_LABELS[Addressee(one.addressee)]),
            hour_and_day(one.told_at) if one.told_at else "Chưa báo",
            _begun(MEANS_LABELS[Means(one.means)]) if one.means else "",
            one.paper,
        )
        for one in found.notices.order_by("due", "pk")
    ]
    return Table(
        headings=("Nơi được báo", "Thời điểm", "Hình thức", "Số văn bản"),
        rows=tuple(rows),
        widths=(36, 26, 20, 18),
        aligned="llll",
    )


def _holders_table(found: Incident, at: datetime) -> Table:
    held = queries.holders(list(found.units.values_list("unit_id", flat=True)))[:_ROWS_MAX]
    rows = [
        (
            f"{one.place}{', ' if one.title else ''}{one.title}",
            hour_and_day(one.since),
            hour_and_day(one.until) if one.until else "Đang giữ",
            span(one.length(at)),
            str(one.units),
        )
        for one in held
    ]
    return Table(
        headings=("Nơi, người giữ", "Từ", "Đến", "Thời gian", "Số lượng"),
        rows=tuple(rows),
        widths=(34, 20, 20, 16, 10),
        aligned="llllr",
    )


def _letter(found: Incident, kind: str, subject: str, blocks: Sequence[Block]) -> Letter:
    _kind, name = province_of(found.province_id, found.found_at)
    return Letter(
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer=f"Bưu điện {name}",
        kind=kind,
        number=notation(Layout.STATE, kind, POST_SHORT),
        place=name,
        subject=subject,
        blocks=tuple(blocks),
        signer=Signer("", "GIÁM ĐỐC"),
        receivers=("Như trên", "Lưu: VT"),
    )


def _minutes(found: Incident) -> Letter:
    blocks: list[Block] = [
        Paragraph(f"Thời gian bắt đầu: {_WHEN}."),
        Paragraph(f"Địa điểm: {_DOTS}."),
        Paragraph("Thành phần:"),
        Bullets(_points(*(f"{who}: {_DOTS}" for who in ("Người giao", "Người nhận", "Trưởng ca")))),
        Paragraph("Lập biên bản về sự cố như sau:"),
        Heading(2, "1. Tình trạng phát hiện (chỉ xem bên ngoài, không mở bì)"),
        Bullets(_facts(found)),
        _units_table(found),
        Heading(2, "2. Các nơi đã giữ"),
        _holders_table(found, found.closed_at or found.found_at),
        Heading(2, "3. Đã báo và xử lý"),
        _told_table(found),
        Paragraph("Bưu gửi nguyên vẹn đi tiếp trong túi mới, niêm phong mới; bì không nguyên vẹn"
                  " được giữ lại chờ xử lý."),
        Paragraph(f"Biên bản kết thúc vào {_WHEN}, lập thành 02 bản, mỗi bên giữ 01 bản; đã đọc"
                  " lại và cùng ký."),
    ]  # fmt: skip
    letter = _letter(found, "BIÊN BẢN", f"Xử lý sự cố {found} trong cung cấp dịch vụ KT1", blocks)
    return replace(
        letter,
        signer=Signer("", "NGƯỜI NHẬN"),
        beside=(Signer("", "NGƯỜI GIAO"), Signer("", "TRƯỞNG CA")),
        receivers=("Lưu: VT",),
    )


def _report(found: Incident, stage: Stage) -> Letter:
    """First what is known within hours; then what the inquiry found, with the lesson."""
    blocks: list[Block] = [
        Heading(2, "1. Tình hình"),
        Bullets(_facts(found)),
        Heading(2, "2. Khoanh giữ và báo tin"),
        _told_table(found),
    ]
    if stage is Stage.FULL:
        cause = CAUSE_LABELS[Cause(found.cause)] if found.cause else "đang xác minh"
        blocks += [
            Heading(2, "3. Các nơi đã giữ"),
            _holders_table(found, found.closed_at or found.found_at),
            Heading(2, "4. Nguyên nhân"),
            Paragraph(f"{_begun(cause)}."),
            Heading(2, "5. Kết quả xử lý, bài học"),
            Paragraph(_result(found)),
        ]
    else:
        blocks += [
            Heading(2, "3. Việc đang làm"),
            Paragraph("Bưu điện đang xác minh; báo cáo đầy đủ sẽ gửi sau."),
        ]
    name = "nhanh" if stage is Stage.FIRST else "đầy đủ"
    subject = f"Sự cố {found} trong cung cấp dịch vụ KT1 (báo cáo {name})"
    letter = _letter(found, "BÁO CÁO", subject, blocks)
    kind, province = province_of(found.province_id, found.found_at)
    return replace(
        letter,
        addressees=(f"Sở Khoa học và Công nghệ {kind} {province}",),
        receivers=("Như trên", "Các nơi đã được báo", "Lưu: VT"),
    )


def _result(found: Incident) -> str:
    said = []
    if found.minutes and found.minutes_on:
        said.append(f"Đã lập biên bản số {found.minutes} ngày {day(found.minutes_on)}")
    if found.ending:
        said.append(f"Kết quả: {found.get_ending_display()}")
    if found.measure:
        said.append(f"Thay đổi: {found.get_measure_display()}")
    return ". ".join(said) + "." if said else "Đang xử lý."
