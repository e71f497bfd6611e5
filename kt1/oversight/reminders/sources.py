"""What every capability says that bodies owe, gathered for one province on one day.

Each source asks a bounded number of queries however many bodies there are. One that cannot say,
because a norm or a calendar is missing, says nothing: what it said before is left as it stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.assurance.reconciliation.models import Signature
from kt1.assurance.reconciliation.rules import Party, Step
from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import queries as directives
from kt1.oversight.directives import receipts
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import Part, Stage
from kt1.oversight.directives.rules import State as TaskState
from kt1.oversight.reminders.rules import Grace, Owed, Rule, one_each
from kt1.oversight.reports import queries as reports
from kt1.oversight.requests.models import Inquiry
from kt1.oversight.requests.rules import Side
from kt1.oversight.requests.rules import State as InquiryState
from kt1.oversight.reviews import queries as reviews
from kt1.people.coverage.frames import lacking, with_frames
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import in_force as receiving

GENERAL = "CHUNG"
#: Duties of the list (a) under which a body names who receives: at all, and off hours.
NAMING = ("D13", "D23")
_NOT_ITS_OWN = (TaskState.CANCELLED, TaskState.NOT_CONCERNED)
_STILL_A_TASK = (TaskState.OPEN, TaskState.STARTED, TaskState.RETURNED)
#: States of a sheet of quality in which its body is the one to act.
_WITH_THE_BODY = (SheetState.OPEN, SheetState.PREPARED)
_WITH_THE_POST = (SheetState.SIGNED, SheetState.OBJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is owed, and of which duties that is all."""

    owed: tuple[Owed, ...]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    rules: tuple[str, ...]
    owed: Callable[[int, date], Iterator[Owed]]


def gather(province_id: int, on: date) -> Gathered:
    found: list[Owed] = []
    said: set[str] = set()
    for source in SOURCES:
        try:
            owed = list(source.owed(province_id, on))
        except (NoCalendarError, UnsetNormError):
            continue
        found += owed
        said |= set(source.rules)
    return Gathered(owed=one_each(found), rules=frozenset(said))


def graces(on: date, rules: frozenset[str]) -> dict[str, Grace]:
    """When the steps of these duties are reached; of one without settings as of all.

    Raises:
        UnsetNormError
    """
    held = norms(GENERAL, on)

    def days(rule: str, step: str) -> int:
        own = f"{rule}.{step}"
        return held.count(Key.OWED_DAYS, own if held.find(Key.OWED_DAYS, own) else step)

    return {
        rule: Grace(
            ahead=days(rule, "near"),
            late=days(rule, "late"),
            risen=days(rule, "risen"),
            top=days(rule, "top"),
        )
        for rule in rules
    }


def _focal(province_id: int, on: date) -> Iterator[Owed]:
    """Bodies a directive tells to name who receives, that say they did and have named nobody.

    While the task itself is open, that is what they are reminded of, and not of the same twice.
    """
    told = _told_to_name(province_id, on, NAMING)
    now = _noon(on)
    named = set(
        FocalPoint.objects.filter(receiving(now), agency__in=told).values_list(
            "agency_id", flat=True
        )
    )
    yield from _naming(Rule.FOCAL, province_id, {k: v for k, v in told.items() if k not in named})


def _off_hours(province_id: int, on: date) -> Iterator[Owed]:
    told = _told_to_name(province_id, on, ("D23",))
    now = _noon(on)
    bodies: QuerySet[Agency] = in_force(on).filter(pk__in=told)
    bodies = bodies.filter(Exists(FocalPoint.objects.filter(receiving(now), agency=OuterRef("pk"))))
    short = lacking(with_frames(bodies, now)).values_list("pk", flat=True)
    yield from _naming(Rule.OFF_HOURS, province_id, {pk: told[pk] for pk in short})


def _told_to_name(province_id: int, on: date, duties: tuple[str, ...]) -> dict[int, date]:
    """By body the day by which it had to name, where no such task of it is still open."""
    days = norms(GENERAL, on).count(Key.FOCAL_DUE_DAYS)
    rows = (
        Assignment.objects.filter(
            Q(agency__valid_to=None) | Q(agency__valid_to__gte=on),
            agency__province=province_id,
            part=Part.LEAD,
            task__duty__in=duties,
            task__directive__stage=Stage.ISSUED,
        )
        .exclude(state__in=_NOT_ITS_OWN)
        .values_list("agency_id", "state", "due", "given_at")
    )
    found: dict[int, date] = {}
    open_ones: set[int] = set()
    for agency, state, due, given in rows:
        day = due or given.astimezone(VIETNAM).date() + timedelta(days=days)
        found[agency] = min(found.get(agency, day), day)
        if state in _STILL_A_TASK and due is not None:
            open_ones.add(agency)
    return {agency: day for agency, day in found.items() if agency not in open_ones}


def _naming(rule: Rule, province_id: int, due: dict[int, date]) -> Iterator[Owed]:
    for agency, day in due.items():
        yield Owed(
            rule=rule,
            subject=f"{rule}/agency:{agency}",
            agency_id=agency,
            province_id=province_id,
            due=day,
        )


def _months(province_id: int, on: date) -> Iterator[Owed]:
    """Months still being compared: the body owes its word, or the post does."""
    del on
    approved = Signature.objects.filter(account=OuterRef("pk"), step=Step.APPROVED)
    rows = Account.objects.filter(province=province_id, state=State.FROZEN).annotate(
        body_done=Exists(approved.filter(party=Party.AGENCY)),
        post_done=Exists(approved.filter(party=Party.POST)),
    )
    post = _post_of(province_id)
    for row in rows.order_by("due", "pk"):
        matter = f"month:{row.pk}"
        if not row.body_done:
            yield _owed(Rule.MONTH, matter, row.agency_id, province_id, row.due)
        if not row.post_done and post is not None:
            yield _owed(Rule.MONTH, f"{matter}/post", post, province_id, row.due)


def _sheets(province_id: int, on: date) -> Iterator[Owed]:
    """Sheets of quality that wait for the body or for the post."""
    del on
    post = _post_of(province_id)
    rows = QualitySheet.objects.filter(
        province=province_id, state__in=[*_WITH_THE_BODY, *_WITH_THE_POST]
    )
    for row in rows.order_by("due", "pk"):
        matter = f"quality:{row.pk}"
        if row.state in _WITH_THE_BODY:
            yield _owed(Rule.QUALITY, matter, row.agency_id, province_id, row.due)
        elif post is not None:
            yield _owed(Rule.QUALITY, f"{matter}/post", post, province_id, row.due)


def _inquiries(province_id: int, on: date) -> Iterator[Owed]:
    del on
    rows = Inquiry.objects.filter(
        province=province_id, state=InquiryState.WAITING, waits_for=Side.BODY
    )
    for row in rows.order_by("due", "pk"):
        yield _owed(Rule.INQUIRY, f"inquiry:{row.pk}", row.agency_id, province_id, row.due)


def _post_of(province_id: int) -> int | None:
    """The post of the province, as a body that a line can rise above."""
    posts = Agency.objects.filter(family=Family.POST, province=province_id, valid_to=None)
    return posts.order_by("pk").values_list("pk", flat=True).first()


def _owed(rule: Rule, subject: str, agency_id: int, province_id: int, due: date) -> Owed:
    return Owed(rule=rule, subject=subject, agency_id=agency_id, province_id=province_id, due=due)


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), VIETNAM)


def _directives(province_id: int, on: date) -> Iterator[Owed]:
    yield from directives.owed(province_id=province_id, on=on)


def _receipts(province_id: int, on: date) -> Iterator[Owed]:
    yield from receipts.owed(province_id=province_id, on=on)


def _reviews(province_id: int, on: date) -> Iterator[Owed]:
    yield from reviews.owed(province_id=province_id, on=on)


def _reports(province_id: int, on: date) -> Iterator[Owed]:
    yield from reports.owed(province_id=province_id, on=on)


SOURCES: tuple[Source, ...] = (
    Source((Rule.FOCAL,), _focal),
    Source((Rule.OFF_HOURS,), _off_hours),
    Source((Rule.MONTH,), _months),
    Source((Rule.QUALITY,), _sheets),
    Source((Rule.INQUIRY,), _inquiries),
    Source((Rule.TASK,), _directives),
    Source((Rule.RECEIPT,), _receipts),
    Source((Rule.REVIEW, Rule.RULES), _reviews),
    Source((Rule.REPORT,), _reports),
)
