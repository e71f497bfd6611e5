"""Papers of an incident to edit and sign: minutes, two reports; and the sheet of a drill."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.assurance.incidents import drills, permissions, queries
from kt1.assurance.incidents.drill_rules import score
from kt1.assurance.incidents.models import (
    ADDRESSEE_LABELS,
    CAUSE_LABELS,
    COVER_LABELS,
    MEANS_LABELS,
    Drill,
    Incident,
)
from kt1.assurance.incidents.rules import Addressee, Cause, Cover, Means, Stage
from kt1.custody.units.codes import Code, display
from kt1.network.units.queries import versions_on
from kt1.people.actor import NotAllowedError
from kt1.web.budget.pages import download
from kt1.web.frame import installation
from kt1.web.incidents.drills import known as known_drill
from kt1.web.incidents.labels import STEP_LABELS, kind_said
from kt1.web.incidents.pages import known
from kt1.web.moments import clock, day, local, span
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.papers.letters import (
    Block,
    Bullets,
    Heading,
    Letter,
    Paragraph,
    Signer,
    Table,
    docx,
    pdf,
)
from kt1.web.papers.rules import Band
from kt1.web.request import Request, signed_in

MINUTES, FIRST, FULL = "bien-ban", "bao-cao-nhanh", "bao-cao-day-du"
_ROWS_MAX = 60


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
        return _file(letter, form, drill=False)


@require_GET
@signed_in
def drill_sheet(request: Request, drill_id: UUID, form: str) -> HttpResponseBase:
    """The sheet of a drill: DIỄN TẬP on every page and before the file's name."""
    found = known_drill(request, drill_id)
    with override("vi"):
        return _file(_drill(found, request.at), form, drill=True)


def _file(letter: Letter, form: str, *, drill: bool) -> HttpResponseBase:
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


def _province(province_id: int, on: datetime) -> tuple[str, str]:
    version = versions_on(local(on).date()).filter(unit=province_id).first()
    return (version.kind, version.name) if version else ("tỉnh", "")


def _moment(at: datetime) -> str:
    return f"{clock(at)} ngày {day(at)}"


def _facts(found: Incident) -> tuple[str, ...]:
    units = list(found.units.select_related("unit"))
    place = found.place.name if found.place else "chưa xác định"
    torn = sum(one.intact is False for one in units)
    looked = sum(one.intact is not None for one in units)
    return (
        f"Mã vụ: {found}; loại: {kind_said(found)}",
        f"Nơi phát hiện: {place}; thời điểm phát hiện: {_moment(found.found_at)}",
        f"Số bưu gửi, túi liên quan: {len(units)}; đã xem {looked}, không nguyên vẹn {torn}",
        f"Tình trạng bì, niêm phong: {COVER_LABELS[Cover(found.cover)]}",
    )


def _units_table(found: Incident) -> Table:
    rows = []
    for n, one in enumerate(found.units.select_related("unit", "place_from", "place_to"), 1):
        if n > _ROWS_MAX:
            break
        state = {None: "chưa xem", True: "nguyên vẹn", False: "không nguyên vẹn"}[one.intact]
        rows.append((str(n), display(Code(one.unit.code)), one.get_why_display(), state))
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
            str(ADDRESSEE_LABELS[Addressee(one.addressee)]),
            _moment(one.told_at) if one.told_at else "chưa báo",
            str(MEANS_LABELS[Means(one.means)]) if one.means else "",
            one.paper,
        )
        for one in found.notices.order_by("due", "pk")
    ]
    return Table(
        headings=("Nơi được báo", "Thời điểm", "Hình thức", "Số văn bản"),
        rows=tuple(rows),
        widths=(36, 26, 20, 18),
        aligned="llll",
        caption="Đã báo",
    )


def _holders_table(found: Incident, at: datetime) -> Table:
    held = queries.holders(list(found.units.values_list("unit_id", flat=True)))[:_ROWS_MAX]
    rows = [
        (
            f"{one.place}{', ' if one.title else ''}{one.title}",
            _moment(one.since),
            _moment(one.until) if one.until else "đang giữ",
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
        caption="Các nơi đã giữ",
    )


def _letter(found: Incident, kind: str, subject: str, blocks: Sequence[Block]) -> Letter:
    word, name = _province(found.province_id, found.found_at)
    del word
    return Letter(
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer=f"Bưu điện {name}",
        kind=kind,
        number="",
        place=name,
        subject=subject,
        blocks=tuple(blocks),
        signer=Signer("", "GIÁM ĐỐC"),
        receivers=("Như trên", "Lưu: VT"),
    )


def _minutes(found: Incident) -> Letter:
    blocks: list[Block] = [
        Paragraph("Hôm nay, hồi      giờ      ngày      tháng      năm      , tại      , "
                  "chúng tôi gồm: Người giao:           ; Người nhận:           ; "
                  "Trưởng ca:           ; lập biên bản về sự cố như sau:"),
        Heading(2, "1. Tình trạng phát hiện (chỉ xem bên ngoài, không mở bì)"),
        Bullets(_facts(found)),
        _units_table(found),
        Heading(2, "2. Các nơi đã giữ"),
        _holders_table(found, found.closed_at or found.found_at),
        Heading(2, "3. Đã xử lý"),
        _told_table(found),
        Paragraph("Bưu gửi nguyên vẹn đi tiếp trong túi mới, niêm phong mới; bì không nguyên vẹn "
                  "được giữ lại chờ xử lý. Biên bản lập thành 02 bản, mỗi bên giữ 01 bản; đã đọc "
                  "lại và cùng ký."),
    ]  # fmt: skip
    letter = _letter(found, "BIÊN BẢN", "Về việc xử lý sự cố trong cung cấp dịch vụ KT1", blocks)
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
            Paragraph(f"{cause[:1].upper()}{cause[1:]}."),
            Heading(2, "5. Kết quả xử lý, bài học"),
            Paragraph(_result(found)),
        ]
    else:
        blocks += [
            Heading(2, "3. Việc đang làm"),
            Paragraph("Bưu điện đang xác minh; báo cáo đầy đủ sẽ gửi sau."),
        ]
    name = "nhanh" if stage is Stage.FIRST else "đầy đủ"
    letter = _letter(found, "BÁO CÁO", f"{name.capitalize()} về sự cố {found}", blocks)
    kind, province = _province(found.province_id, found.found_at)
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


def _drill(found: Drill, at: datetime) -> Letter:
    marks = drills.marks_of(found)
    rows = tuple(
        (
            str(n),
            str(STEP_LABELS[mark.step]),
            span(mark.took) if mark.took is not None else "chưa làm",
            span(mark.within) if mark.within is not None else "",
            str(mark.points),
        )
        for n, mark in enumerate(marks, 1)
    )
    kind, name = _province(found.province_id, found.started_at)
    del kind
    ended = _moment(found.ended_at) if found.ended_at else f"đang diễn ra ({_moment(at)})"
    total = found.score if found.score is not None else score(marks)
    return Letter(
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer=f"Bưu điện {name}",
        kind="BIÊN BẢN",
        number="",
        place=name,
        subject=f"Diễn tập xử lý sự cố {found}",
        blocks=(
            Bullets(
                (
                    f"Tình huống giả định: {found.get_scenario_display()}",
                    f"Nơi diễn tập: {found.place.name}; số bì giả định: {found.covers}",
                    f"Bắt đầu: {_moment(found.started_at)}; kết thúc: {ended}",
                    "Không có bưu gửi thật, không báo tin ra ngoài, không tính vào số liệu",
                )
            ),
            Table(
                headings=("STT", "Bước", "Làm sau", "Mốc", "Điểm"),
                rows=rows,
                widths=(8, 46, 18, 18, 10),
                aligned="clllr",
                caption="Các bước đã làm",
            ),
            Paragraph(f"Kết quả chung: {total}/100 điểm. Nhận xét:"),
        ),
        signer=Signer("", "NGƯỜI CHỈ HUY DIỄN TẬP"),
        beside=(Signer("", "ĐẠI DIỆN NƠI DIỄN TẬP"),),
        receivers=("Lưu: VT",),
    )
