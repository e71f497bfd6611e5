"""Kế hoạch kiểm tra as a paper: drafted to be approved, or as it was approved."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from kt1.oversight.inspections.models import Plan, PlanLine
from kt1.people.accounts.rules import Role
from kt1.web.inspections.drafts import SHORT, drafted
from kt1.web.papers.letters import Annex, Block, Heading, Letter, Paragraph, Table, notation
from kt1.web.reminders.letters import office_of

KIND = "KẾ HOẠCH"


def plan_letter(plan: Plan, lines: Sequence[PlanLine]) -> Letter:
    """The plan of a year with its bodies by month in an annex; in Vietnamese whoever prints."""
    with override("vi"):
        standing = [one for one in lines if one.dropped_at is None]
        office = office_of(Role.REGULATOR, plan.province_id, (plan.dated or _first(plan)))
        return drafted(
            office, KIND,
            f"Kiểm tra việc cung cấp và sử dụng dịch vụ bưu chính KT1 năm {plan.year}",
            _blocks(plan, standing),
            number=plan.number or notation(office.layout, KIND, SHORT),
            day=plan.dated,
            receivers=("Cơ quan, đơn vị được kiểm tra", *office.receivers[1:]),
        )  # fmt: skip


def _first(plan: Plan) -> date:
    return date(plan.year, 1, 1)


def _blocks(plan: Plan, lines: Sequence[PlanLine]) -> list[Block]:
    provider = sum(1 for one in lines if one.side == "provider")
    return [
        Heading(1, "I. Mục đích, yêu cầu"),
        Paragraph(
            "Đánh giá việc chấp hành quy định về cung cấp và sử dụng dịch vụ bưu chính KT1; phát"
            " hiện, chấn chỉnh, kiến nghị xử lý vi phạm. Không kiểm tra việc soạn thảo, đăng ký,"
            " lưu giữ bí mật nhà nước; không yêu cầu xuất trình sổ đăng ký bí mật nhà nước."
        ),
        Heading(1, "II. Đối tượng, thời gian"),
        Paragraph(
            f"{len(lines)} cuộc kiểm tra, trong đó {provider} cuộc về cung cấp dịch vụ và"
            f" {len(lines) - provider} cuộc về sử dụng dịch vụ, theo danh sách kèm theo."
        ),
        Heading(1, "III. Tổ chức thực hiện"),
        Paragraph(
            "Sở Khoa học và Công nghệ chủ trì, phối hợp Công an tỉnh và cơ quan liên quan thành lập"
            " Đoàn kiểm tra; mỗi cuộc có quyết định riêng, báo trước theo quy định."
        ),
        Annex("Phụ lục", f"Danh sách kiểm tra năm {plan.year}"),
        Table(
            headings=("STT", "Tháng", "Cơ quan, đơn vị", "Nội dung", "Hình thức", "Ghi chú"),
            rows=tuple(_row(n, one) for n, one in enumerate(lines, 1)),
            widths=(7, 9, 36, 18, 15, 15),
            aligned="ccllll",
        ),
    ]


def _row(n: int, one: PlanLine) -> tuple[str, ...]:
    carried = one.carried_from
    return (
        str(n),
        f"{one.month:02}",
        one.agency.name,
        str(one.get_side_display()),
        str(one.get_manner_display()),
        f"Chuyển tiếp từ năm {carried.plan.year}" if carried else "",
    )
