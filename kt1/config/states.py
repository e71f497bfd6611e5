"""docs/states: one page for each table of transitions, drawn from the code.

The pages are Vietnamese: the words are those a clerk sees for each state. `make doc` writes them
and `make check` compares them, so a page never says what the code does not.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import translation

from kt1.assurance.assessments.models import MEASURE_LABELS
from kt1.assurance.assessments.rules import MEASURE_NEXT
from kt1.assurance.books.jobs.models import JOB_LABELS
from kt1.assurance.books.jobs.rules import JOB_NEXT
from kt1.assurance.books.models import STATE_LABELS as ACCOUNT_LABELS
from kt1.assurance.books.rules import ACCOUNT_NEXT
from kt1.assurance.complaints.models import STATE_LABELS as COMPLAINT_LABELS
from kt1.assurance.complaints.rules import NEXT as COMPLAINT_NEXT
from kt1.assurance.incidents.models import STATE_LABELS as INCIDENT_LABELS
from kt1.assurance.incidents.rules import NEXT as INCIDENT_NEXT
from kt1.assurance.quality.confirming.models import SHEET_LABELS
from kt1.assurance.quality.confirming.rules import SHEET_NEXT
from kt1.assurance.quality.models import EVENT_STATE_LABELS
from kt1.assurance.quality.rules import EVENT_NEXT
from kt1.custody.bags.models import SEAL_LABELS
from kt1.custody.bags.rules import SEAL_NEXT
from kt1.custody.handovers.models import OUTCOME_LABELS
from kt1.custody.handovers.rules import NEXT as HANDOVER_NEXT
from kt1.custody.items.models import PICKUP_LABELS
from kt1.custody.items.rules import PICKUP_NEXT
from kt1.custody.operator.jobs.models import FILE_LABELS
from kt1.custody.operator.jobs.rules import FILE_NEXT
from kt1.custody.trips.models import TRIP_LABELS
from kt1.custody.trips.rules import NEXT as TRIP_NEXT
from kt1.custody.units.models import STATE_LABELS
from kt1.custody.units.rules import BAG_NEXT, ITEM_NEXT
from kt1.network.successions.models import STAGE_LABELS as REORGANISATION_LABELS
from kt1.network.successions.rules import NEXT as REORGANISATION_NEXT
from kt1.oversight.budget.models import STAGE_LABELS as BUDGET_LABELS
from kt1.oversight.budget.rules import NEXT as BUDGET_NEXT
from kt1.oversight.directives.models import STAGE_LABELS as DIRECTIVE_LABELS
from kt1.oversight.directives.models import STATE_LABELS as ASSIGNMENT_LABELS
from kt1.oversight.directives.rules import DIRECTIVE_NEXT
from kt1.oversight.directives.rules import NEXT as ASSIGNMENT_NEXT
from kt1.oversight.inspections.models import STATE_LABELS as INSPECTION_LABELS
from kt1.oversight.inspections.rules import NEXT as INSPECTION_NEXT
from kt1.oversight.outreach.models import EVENT_STATE_LABELS as OUTREACH_LABELS
from kt1.oversight.outreach.rules import EVENT_NEXT as OUTREACH_NEXT
from kt1.oversight.reminders.models import LETTER_LABELS
from kt1.oversight.reminders.rules import NEXT as LETTER_NEXT
from kt1.oversight.reports.models import STATE_LABELS as REPORT_LABELS
from kt1.oversight.reports.rules import NEXT as REPORT_NEXT
from kt1.oversight.requests.models import STATE_LABELS as INQUIRY_LABELS
from kt1.oversight.requests.rules import NEXT as INQUIRY_NEXT
from kt1.oversight.reviews.models import STATE_LABELS as REVIEW_LABELS
from kt1.oversight.reviews.rules import NEXT as REVIEW_NEXT
from kt1.oversight.violations.models import STATE_LABELS as VIOLATION_LABELS
from kt1.oversight.violations.rules import NEXT as VIOLATION_NEXT

FOLDER = "docs/states"


@dataclass(frozen=True, slots=True)
class Page:
    """One table of transitions with the words for its states. The first state is the beginning."""

    name: str
    title: str
    source: str
    following: Mapping[Any, AbstractSet[Any]]
    labels: Mapping[Any, Any]


PAGES = (
    Page("item", "Trạng thái bưu gửi", "custody.units.rules.ITEM_NEXT", ITEM_NEXT, STATE_LABELS),
    Page("bag", "Trạng thái túi, hộp", "custody.units.rules.BAG_NEXT", BAG_NEXT, STATE_LABELS),
    Page("seal", "Trạng thái niêm phong", "custody.bags.rules.SEAL_NEXT", SEAL_NEXT, SEAL_LABELS),
    Page(
        "handover",
        "Kết quả giao nhận",
        "custody.handovers.rules.NEXT",
        HANDOVER_NEXT,
        OUTCOME_LABELS,
    ),
    Page("trip", "Trạng thái chuyến thư", "custody.trips.rules.NEXT", TRIP_NEXT, TRIP_LABELS),
    Page(
        "pickup",
        "Trạng thái yêu cầu thu gom",
        "custody.items.rules.PICKUP_NEXT",
        PICKUP_NEXT,
        PICKUP_LABELS,
    ),
    Page(
        "account",
        "Trạng thái đối soát của một kỳ",
        "assurance.books.rules.ACCOUNT_NEXT",
        ACCOUNT_NEXT,
        ACCOUNT_LABELS,
    ),
    Page(
        "book",
        "Trạng thái nhận sổ dài",
        "assurance.books.jobs.rules.JOB_NEXT",
        JOB_NEXT,
        JOB_LABELS,
    ),
    Page(
        "event-file",
        "Trạng thái nhận tệp nghiệp vụ dài",
        "custody.operator.jobs.rules.FILE_NEXT",
        FILE_NEXT,
        FILE_LABELS,
    ),
    Page(
        "quality-sheet",
        "Trạng thái phiếu xác nhận chất lượng",
        "assurance.quality.confirming.rules.SHEET_NEXT",
        SHEET_NEXT,
        SHEET_LABELS,
    ),
    Page(
        "force-majeure",
        "Trạng thái sự kiện bất khả kháng",
        "assurance.quality.rules.EVENT_NEXT",
        EVENT_NEXT,
        EVENT_STATE_LABELS,
    ),
    Page(
        "complaint",
        "Trạng thái khiếu nại",
        "assurance.complaints.rules.NEXT",
        COMPLAINT_NEXT,
        COMPLAINT_LABELS,
    ),
    Page(
        "incident",
        "Trạng thái sự cố",
        "assurance.incidents.rules.NEXT",
        INCIDENT_NEXT,
        INCIDENT_LABELS,
    ),
    Page(
        "reorganisation",
        "Trạng thái văn bản sắp xếp cơ quan, đơn vị",
        "network.successions.rules.NEXT",
        REORGANISATION_NEXT,
        REORGANISATION_LABELS,
    ),
    Page(
        "budget",
        "Các bản của dự toán",
        "oversight.budget.rules.NEXT",
        BUDGET_NEXT,
        BUDGET_LABELS,
    ),
    Page(
        "inspection",
        "Trạng thái cuộc kiểm tra",
        "oversight.inspections.rules.NEXT",
        INSPECTION_NEXT,
        INSPECTION_LABELS,
    ),
    Page(
        "violation",
        "Trạng thái vi phạm và khắc phục",
        "oversight.violations.rules.NEXT",
        VIOLATION_NEXT,
        VIOLATION_LABELS,
    ),
    Page(
        "report",
        "Trạng thái một bản báo cáo",
        "oversight.reports.rules.NEXT",
        REPORT_NEXT,
        REPORT_LABELS,
    ),
    Page(
        "letter",
        "Trạng thái văn bản đôn đốc",
        "oversight.reminders.rules.NEXT",
        LETTER_NEXT,
        LETTER_LABELS,
    ),
    Page(
        "review",
        "Trạng thái phiếu tự rà soát",
        "oversight.reviews.rules.NEXT",
        REVIEW_NEXT,
        REVIEW_LABELS,
    ),
    Page(
        "measure",
        "Trạng thái biện pháp khắc phục, phòng ngừa",
        "assurance.assessments.rules.MEASURE_NEXT",
        MEASURE_NEXT,
        MEASURE_LABELS,
    ),
    Page(
        "directive",
        "Trạng thái văn bản chỉ đạo",
        "oversight.directives.rules.DIRECTIVE_NEXT",
        DIRECTIVE_NEXT,
        DIRECTIVE_LABELS,
    ),
    Page(
        "assignment",
        "Trạng thái nhiệm vụ của một cơ quan",
        "oversight.directives.rules.NEXT",
        ASSIGNMENT_NEXT,
        ASSIGNMENT_LABELS,
    ),
    Page(
        "inquiry",
        "Trạng thái trao đổi, yêu cầu",
        "oversight.requests.rules.NEXT",
        INQUIRY_NEXT,
        INQUIRY_LABELS,
    ),
    Page(
        "outreach",
        "Trạng thái sự kiện tuyên truyền",
        "oversight.outreach.rules.EVENT_NEXT",
        OUTREACH_NEXT,
        OUTREACH_LABELS,
    ),
)


def documents() -> dict[str, str]:
    """Path under the checkout → text, for every table."""
    with translation.override("vi"):
        return {f"{FOLDER}/{page.name}.md": _text(page) for page in PAGES}


def _text(page: Page) -> str:
    states = list(page.following)
    lines = [
        f"# {page.title}",
        "",
        f"Vẽ từ `kt1.{page.source}`; không sửa tay (`make doc` vẽ lại).",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {page.labels[state]}" for state in states),
        f"    [*] --> {states[0].value}",
    ]
    for state in states:
        following = _following(page, state)
        lines += [f"    {state.value} --> {after.value}" for after in following]
        if not following:
            lines.append(f"    {state.value} --> [*]")
    lines += ["```", "", "| Trạng thái | Mã | Chuyển tiếp sang |", "|---|---|---|"]
    for state in states:
        words = "; ".join(str(page.labels[after]) for after in _following(page, state))
        lines.append(f"| {page.labels[state]} | `{state.value}` | {words or '– (kết thúc)'} |")
    return "\n".join(lines) + "\n"


def _following(page: Page, state: StrEnum) -> list[StrEnum]:
    """In the order in which the states are declared: sets have none."""
    order = list(type(state))
    return sorted(page.following[state], key=order.index)
