"""The sheet of a drill: DIỄN TẬP on every page and before the file's name."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.assurance.incidents import drills
from kt1.assurance.incidents.drill_rules import score
from kt1.assurance.incidents.models import Drill
from kt1.web.incidents.drills import known
from kt1.web.incidents.labels import STEP_LABELS
from kt1.web.incidents.papers import POST_SHORT, as_file, hour_and_day, province_of
from kt1.web.moments import span
from kt1.web.papers.letters import Bullets, Layout, Letter, Paragraph, Signer, Table, notation
from kt1.web.request import Request, signed_in


@require_GET
@signed_in
def drill_sheet(request: Request, drill_id: UUID, form: str) -> HttpResponseBase:
    """`form` is docx or pdf."""
    found = known(request, drill_id)
    with override("vi"):
        return as_file(_drill(found, request.at), form, drill=True)


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
    _kind, name = province_of(found.province_id, found.started_at)
    ended = hour_and_day(found.ended_at) if found.ended_at else f"đang diễn ra ({hour_and_day(at)})"
    total = found.score if found.score is not None else score(marks)
    return Letter(
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer=f"Bưu điện {name}",
        kind="BIÊN BẢN",
        number=notation(Layout.STATE, "BIÊN BẢN", POST_SHORT),
        place=name,
        subject=f"Diễn tập xử lý sự cố {found}",
        blocks=(
            Bullets(
                (
                    f"Tình huống giả định: {found.get_scenario_display()}",
                    f"Nơi diễn tập: {found.place.name}; số bì giả định: {found.covers}",
                    f"Bắt đầu: {hour_and_day(found.started_at)}; kết thúc: {ended}",
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
