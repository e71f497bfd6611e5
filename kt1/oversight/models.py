"""The tables of oversight, gathered where Django looks for them."""

from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion
from kt1.oversight.directives.models import (
    Assignment,
    Directive,
    DirectiveReceipt,
    DirectiveTask,
    Progress,
    TaskTarget,
)
from kt1.oversight.outreach.models import (
    Attendance,
    Campaign,
    Material,
    MaterialLine,
    MaterialReceipt,
    MaterialVersion,
    OutreachEvent,
    QuizAttempt,
    QuizChoice,
    QuizQuestion,
)
from kt1.oversight.requests.models import AgencyContact, Inquiry, InquiryMessage

__all__ = [
    "AgencyContact",
    "Assignment",
    "Attendance",
    "Budget",
    "BudgetLine",
    "BudgetVersion",
    "Campaign",
    "Directive",
    "DirectiveReceipt",
    "DirectiveTask",
    "Inquiry",
    "InquiryMessage",
    "Material",
    "MaterialLine",
    "MaterialReceipt",
    "MaterialVersion",
    "OutreachEvent",
    "Progress",
    "QuizAttempt",
    "QuizChoice",
    "QuizQuestion",
    "TaskTarget",
]
