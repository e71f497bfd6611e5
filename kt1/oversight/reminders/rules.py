"""What a body owes and has not done, how long it is left alone, and who is told after that. Pure.

A thing owed has a *rule* (which duty), a *subject* (which one, stable from one look to the next),
a body and a day. It rises in four steps, along the body's own line (practice: W7):

0  near its day       the body itself
1  past its day       the body and its head
2  still not done     also whoever may remind its line: time for a letter
3  still not done     also whoever its line rises to

A body that nobody signs in for is written to from the first step on by whoever may remind it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.rules import Family, Line
from kt1.people.accounts.rules import Role
from kt1.people.reminders.rules import ROLES

#: Steps by their number.
NEAR, LATE, RISEN, TOP = range(4)
STEPS = (NEAR, LATE, RISEN, TOP)


class Rule(StrEnum):
    """Which duty. A capability may have another; the pages call it by its own name or "other"."""

    FOCAL = "focal"  # has not named a focal point
    OFF_HOURS = "off_hours"  # has named one, but nobody off hours
    MONTH = "month"  # has not confirmed a month
    QUALITY = "quality"  # has not confirmed the quality of a month
    TASK = "directive"  # a task of a directive
    RECEIPT = "receipt"  # has not said that it received a directive
    REVIEW = "review"  # has not answered a self-review
    RULES = "rules"  # has not told of its quy chế or nội quy
    REPORT = "report"  # has not reported
    INQUIRY = "inquiry"  # has not answered a request


class Channel(StrEnum):
    """How a body was urged, besides the digest."""

    LETTER = "letter"
    PHONE = "phone"


class SignedAs(StrEnum):
    """Who signs a letter: the head of the office, or a deputy for the head."""

    HEAD = "head"
    DEPUTY = "deputy"


class LetterState(StrEnum):
    """A letter is drafted here, signed on paper, and its number and day are entered."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[LetterState, frozenset[LetterState]] = {
    LetterState.DRAFT: frozenset({LetterState.ISSUED, LetterState.WITHDRAWN}),
    LetterState.ISSUED: frozenset(),
    LetterState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing that one body has not done.

    Attributes:
        subject: stable key, as "review:12/agency:24-STC"; at most 80 letters.
    """

    rule: str
    subject: str
    agency_id: int
    province_id: int
    due: date


@dataclass(frozen=True, slots=True)
class Grace:
    """When the steps of one duty are reached, in days: before its day, and three times after."""

    ahead: int
    late: int
    risen: int
    top: int


def step_on(due: date, on: date, grace: Grace) -> int | None:
    """The step reached on a day; None while it is too early to say anything."""
    reached = None
    for step, day in enumerate(
        (
            due - timedelta(days=grace.ahead),
            due + timedelta(days=grace.late),
            due + timedelta(days=grace.risen),
            due + timedelta(days=grace.top),
        )
    ):
        if on >= day:
            reached = step
    return reached


class Scope(StrEnum):
    """Whose people of a role are told."""

    BODY = "body"  # of the body itself
    PROVINCE = "province"  # of its province
    FAMILY = "family"  # of the provincial body of this family


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """At this step of a matter of this line, people of this role are told.

    `on_paper`: only where nobody of the body itself reads here.
    """

    line: Line
    step: int
    role: Role
    scope: Scope
    family: str = ""
    on_paper: bool = False


#: People of a body who do its daily work: of Sở KH&CN its officers, of the Party office its own.
WORKERS = (
    Role.CLERK,
    Role.PARTY_OFFICE,
    Role.REGULATOR,
    Role.FINANCE,
    Role.POLICE_PA03,
)
#: Superiors that are bodies served themselves: their clerk is told.
CLERKS_OF: Mapping[Body, Family] = {
    Body.FRONT_COMMITTEE: Family.FRONT,
    Body.ASSEMBLY_OFFICE: Family.ASSEMBLY_OFFICE,
}


def told() -> tuple[Told, ...]:
    """Who is told, for every line and step. A superior without people here is told by nobody."""
    return tuple(one for line in Line for step in STEPS for one in _told(line, step))


def _told(line: Line, step: int) -> Iterable[Told]:
    for role in WORKERS:
        yield Told(line=line, step=step, role=role, scope=Scope.BODY)
    if line is Line.POST:
        yield Told(line=line, step=step, role=Role.DISPATCHER, scope=Scope.PROVINCE)
    if step >= LATE:
        yield Told(line=line, step=step, role=Role.HEAD, scope=Scope.BODY)
    rule = RULES[line]
    yield from _above(line, step, rule.reminded_by, on_paper=step < RISEN)
    if step >= TOP:
        yield from _above(line, step, rule.rises_to, on_paper=False)


def _above(line: Line, step: int, body: Body, *, on_paper: bool) -> Iterable[Told]:
    if (role := ROLES.get(body)) is not None:
        yield Told(line=line, step=step, role=role, scope=Scope.PROVINCE, on_paper=on_paper)
    elif (family := CLERKS_OF.get(body)) is not None:
        yield Told(
            line=line, step=step, role=Role.CLERK, scope=Scope.FAMILY, family=family,
            on_paper=on_paper,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of urging: of those named, done by the day set, done later, still open."""

    named: int
    in_time: int
    later: int

    @property
    def still_open(self) -> int:
        return self.named - self.in_time - self.later


def may_become(state: str, wanted: LetterState) -> bool:
    return wanted in NEXT[LetterState(state)]


def one_each(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    """Each rule and subject once, the earliest day of them; in a lasting order."""
    found: dict[tuple[str, str], Owed] = {}
    for one in owed:
        key = (one.rule, one.subject)
        if key not in found or one.due < found[key].due:
            found[key] = one
    return tuple(found[key] for key in sorted(found))


def unknown_rules(rules: Collection[str]) -> Sequence[str]:
    """Duties that have no settings of their own; those of tasks hold for them."""
    known = {rule.value for rule in Rule}
    return sorted(rule for rule in rules if rule not in known)
