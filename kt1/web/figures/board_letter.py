"""The board as an official paper: a page of what is missing, then the table across."""

from collections.abc import Sequence

from kt1.assurance.adoption.rules import Span
from kt1.network.agencies.models import Agency
from kt1.network.units.models import AdminUnitVersion
from kt1.oversight.figures.board import Duties, Lack
from kt1.people.accounts.rules import Role
from kt1.web.frame import installation
from kt1.web.moments import ZONE
from kt1.web.papers.letters import (
    Annex,
    Bullets,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
)
from kt1.web.papers.rules import Band
from kt1.web.request import Request

HEADINGS = (
    "STT",
    "Cơ quan",
    "Khối",
    "VB cử đầu mối (số, ngày)",
    "Đầu mối ngoài giờ",
    "Quy chế, nội quy (số, ngày, khoản KT1)",
    "Hợp đồng",
    "Tự rà soát",
    "Đối soát đến tháng",
    "Xác nhận CL đến tháng",
    "Phát sinh bưu gửi",
    "Ghi chú",
)
WIDTHS = (4, 16, 8, 12, 11, 13, 12, 7, 7, 7, 7, 8)
ALIGNED = "cllllllccccl"
#: What stands in the summary, in the words of the paper.
_SAID = {
    Lack.FOCAL: "chưa có văn bản cử đầu mối tiếp nhận còn hiệu lực",
    Lack.OFF_HOURS: "chưa đủ đầu mối cho các khung ngoài giờ",
    Lack.RULES: "chưa có quy chế, nội quy có khoản về KT1",
    Lack.CONTRACT: "chưa có hợp đồng",
    Lack.REVIEW: "chưa hoàn thành tự rà soát",
    Lack.MONTH: "chưa thống nhất đối soát đến tháng gần nhất",
    Lack.QUALITY: "chưa xác nhận chất lượng đến tháng gần nhất",
    Lack.USE: "không phát sinh bưu gửi",
    Lack.OVERDUE: "có việc quá hạn",
}
_ISSUERS = {
    Role.REGULATOR: ("Sở Khoa học và Công nghệ", "GIÁM ĐỐC"),
    Role.PARTY_OFFICE: ("Văn phòng Tỉnh ủy", "CHÁNH VĂN PHÒNG"),
    Role.PROVINCE_LEADER: ("Văn phòng UBND tỉnh", "CHÁNH VĂN PHÒNG"),
}


def board_letter(
    request: Request, lines: Sequence[Duties], span: Span, rows: Sequence[tuple[str, ...]]
) -> Letter:
    """The paper of these lines; number and day are left for the pen."""
    actor = request.actor
    unit = AdminUnitVersion.objects.filter(unit=actor.province_id or 0, valid_to=None).first()
    place = unit.name if unit else ""
    own = Agency.objects.filter(pk=actor.agency_id or 0).values_list("name", flat=True).first()
    issuer, title = _ISSUERS[actor.role]
    party = actor.role is Role.PARTY_OFFICE
    today = request.at.astimezone(ZONE)
    months = f"từ tháng {span.first:%m/%Y} đến tháng {span.last:%m/%Y}"
    return Letter(
        layout=Layout.PARTY if party else Layout.STATE,
        superior=f"Tỉnh ủy {place}" if party else f"Ủy ban nhân dân tỉnh {place}",
        issuer=own or issuer,
        kind="BÁO CÁO",
        place=place,
        subject="Tổng hợp tình hình thực hiện việc sử dụng dịch vụ bưu chính KT1",
        blocks=(
            Paragraph(
                f"Tính đến {today:%H:%M} ngày {today:%d/%m/%Y}, tổng hợp tình hình thực hiện của "
                f"{len(lines)} cơ quan như sau (phát sinh bưu gửi tính {months}):"
            ),
            Bullets(_missing(lines)),
            Paragraph("Chi tiết theo bảng tổng hợp kèm theo."),
            Annex("PHỤ LỤC", "Bảng tổng hợp tình hình thực hiện", across=True),
            Table(
                headings=HEADINGS,
                rows=tuple((str(n), *row) for n, row in enumerate(rows, 1)),
                widths=WIDTHS,
                aligned=ALIGNED,
            ),
        ),
        signer=Signer(title=title),
        receivers=("Lãnh đạo cơ quan", "Lưu: VT"),
        demonstration=installation.band() is Band.DEMONSTRATION,
        drill=installation.band() is Band.DRILL,
    )


def _missing(lines: Sequence[Duties]) -> tuple[str, ...]:
    counted = [(said, sum(lack in one.lacks for one in lines)) for lack, said in _SAID.items()]
    return tuple(f"{n} cơ quan {said}" for said, n in counted)
