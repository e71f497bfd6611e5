"""What waits for a person, and the few acts of their day. Each stratum's pages answer both."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from kt1.web.words import Words


class Bundle(StrEnum):
    """Lines that speak of one matter: the most urgent stands, the others are links under it."""

    OVERDUE = "overdue"  # what bodies have not done by its day, counted in several ways
    LETTERS = "letters"
    REPORTS = "reports"
    INSPECTIONS = "inspections"
    VIOLATIONS = "violations"
    INQUIRIES = "inquiries"
    REORGANISATIONS = "reorganisations"
    ITEMS = "items"  # past their limit, at risk
    INCIDENTS = "incidents"
    COMPLAINTS = "complaints"
    ACCOUNTS = "accounts"  # of a period: volumes, quality
    RECEIVERS = "receivers"  # what bodies say of who receives
    VETTING = "vetting"  # who may take, and the runs they leave empty
    SECURITY = "security"


class Urgency(IntEnum):
    """The order of the home page: the smallest first."""

    LATE = 0
    RISK = 1
    NOW = 2
    LATER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the home page: one act, how many things wait for it, until when."""

    title: Words
    url: str
    count: int
    urgency: Urgency = Urgency.NOW
    due: datetime | None = None
    detail: Words = ""
    #: Somebody else has to do it; whoever reads this only follows.
    watch: bool = False
    bundle: Bundle | None = None
    #: Stands over its bundle whatever is more urgent: what it counts holds the others.
    heads: bool = False
    #: The rest of its bundle.
    also: tuple["Waiting", ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        return (self.urgency, self.due.timestamp() if self.due else float("inf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One large button of the home page."""

    label: Words
    url: str
    hint: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One result of the search box."""

    title: str
    url: str
    kind: Words
    detail: str = ""
    #: The text is this thing's own code: the search box goes straight to it.
    exact: bool = False
