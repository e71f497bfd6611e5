"""The tables of the stratum, where Django looks for them."""

from kt1.assurance.adoption.models import AdoptionTarget
from kt1.assurance.assessments.models import (
    Assessment,
    SafetyChecklist,
    SafetyCriterion,
    SafetyMeasure,
)
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    PlanDrill,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.books.jobs.models import BookJob
from kt1.assurance.books.models import Account, Book, Line, LineMark, Mapping
from kt1.assurance.complaints.models import Complaint, ComplaintAnswer, Liability
from kt1.assurance.disclosures.models import Disclosure
from kt1.assurance.gaps.models import Whereabouts
from kt1.assurance.incidents.models import (
    Drill,
    DrillStep,
    Incident,
    IncidentNotice,
    IncidentReport,
    IncidentUnit,
)
from kt1.assurance.quality.confirming.models import (
    QualityRuling,
    QualitySheet,
    SheetComment,
    SheetCount,
    SheetItem,
)
from kt1.assurance.quality.models import ForceMajeure, QualityFact
from kt1.assurance.reconciliation.models import (
    Adjustment,
    Difference,
    PaperRecord,
    Remark,
    Signature,
    Total,
)

__all__ = [
    "Account",
    "Adjustment",
    "AdoptionTarget",
    "Assessment",
    "Book",
    "BookJob",
    "Complaint",
    "ComplaintAnswer",
    "Difference",
    "Disclosure",
    "Drill",
    "DrillStep",
    "ForceMajeure",
    "Incident",
    "IncidentNotice",
    "IncidentReport",
    "IncidentUnit",
    "Liability",
    "Line",
    "LineMark",
    "Mapping",
    "NetworkConnection",
    "PaperRecord",
    "PlanDrill",
    "QualityFact",
    "QualityRuling",
    "QualitySheet",
    "Remark",
    "SafetyChecklist",
    "SafetyCriterion",
    "SafetyMeasure",
    "SafetyPlan",
    "SecuredSite",
    "SheetComment",
    "SheetCount",
    "SheetItem",
    "Signature",
    "SiteEntry",
    "Total",
    "Whereabouts",
]
