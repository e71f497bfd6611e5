"""The calendar: what is owed for which days, by when, and how it stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Prefetch, Q, QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import count_of
from kt1.network.agencies.lines import Body
from kt1.oversight.reports.models import Report, ReportDefinition, ReportVersion
from kt1.oversight.reports.rules import (
    Cycle,
    Due,
    Recipient,
    Span,
    Standing,
    Window,
    before,
    keeper_of,
    period_on,
    span_of,
    standing,
)
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.reminders.rules import role_of


def periods_back(today: date) -> dict[Cycle, int]:
    """How many periods of each kind the calendar looks back on; none where no norm says."""
    norms = own_norms(today)
    found = {cycle: norms.find(Key.REPORT_PERIODS, cycle.value) for cycle in Cycle}
    return {cycle: count_of(one) for cycle, one in found.items() if one is not None}


def definitions_on(
    province_id: int, on: date, keeper: Body = Body.SCIENCE_DEPARTMENT
) -> list[ReportDefinition]:
    """What an office owes on a day: the province's own definition goes before the one for all."""
    rows = ReportDefinition.objects.filter(
        Q(province=None) | Q(province=province_id), valid_from__lte=on
    ).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    found: dict[str, ReportDefinition] = {}
    for row in rows.order_by("code", "pk"):
        if keeper_of(row.code) is not keeper:
            continue
        if row.code not in found or row.province_id is not None:
            found[row.code] = row
    return list(found.values())


def due_of(definition: ReportDefinition) -> Due:
    return Due(definition.due_months, definition.due_day, definition.due_excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of the calendar: what is owed for which days, and how it stands."""

    definition: ReportDefinition
    period: str
    span: Span
    due: date
    report: Report | None
    standing: Standing


def calendar(province_id: int, today: date, keeper: Body = Body.SCIENCE_DEPARTMENT) -> list[Slot]:
    """What an office owes now and owed lately, the earliest due first. Five queries."""
    return calendars([province_id], today, keeper)[province_id]


def calendars(
    province_ids: Collection[int], today: date, keeper: Body = Body.SCIENCE_DEPARTMENT
) -> dict[int, list[Slot]]:
    """The calendars of an office of provinces. Five queries, however many they are.

    The rule of a period is the one that holds on the last day of its window.
    """
    reports: dict[int, dict[tuple[str, str], Report]] = {one: {} for one in province_ids}
    for one in _with_versions(Report.objects.filter(province__in=province_ids)):
        if keeper_of(one.code) is not keeper:
            continue
        reports[one.province_id][one.code, one.period] = one
    rules = list(
        ReportDefinition.objects.filter(Q(province=None) | Q(province__in=province_ids)).order_by(
            "code", "valid_from"
        )
    )
    begun, back = _begun(province_ids, keeper), periods_back(today)
    found = {}
    for province in province_ids:
        theirs = [
            one
            for one in rules
            if one.province_id in {None, province} and keeper_of(one.code) is keeper
        ]
        since = begun.get(province, date.min)
        owed = _periods(theirs, today, back)
        slots = list(_slots(owed, reports[province], since=since, today=today))
        found[province] = sorted(slots, key=lambda s: (s.due, s.definition.code, s.period))
    return found


def _slots(
    owed: Iterable[tuple[str, str, ReportDefinition]],
    reports: dict[tuple[str, str], Report],
    *,
    since: date,
    today: date,
) -> Iterator[Slot]:
    """Of each period that is owed, then of what was made beside them."""
    for code, period, rule in owed:
        span = span_of(Cycle(rule.cycle), Window(rule.window), period)
        report = reports.pop((code, period), None)
        if report is not None:
            yield _slot(report, today)
        elif span.last >= since:
            due = due_of(rule).of(span)
            yield Slot(
                definition=rule,
                period=period,
                span=span,
                due=due,
                report=None,
                standing=_stands(None, span.last, due, today),
            )
    for report in reports.values():
        yield _slot(report, today)


def _slot(report: Report, today: date) -> Slot:
    return Slot(
        definition=report.definition,
        period=report.period,
        span=Span(report.first, report.last),
        due=report.due,
        report=report,
        standing=_stands(report, report.last, report.due, today),
    )


def missing(recipient: Recipient, today: date) -> list[tuple[int, Slot]]:
    """Reports that are past their day and did not go to this recipient, of all provinces.

    A province without anybody in its Department owes nothing here. Six queries.
    """
    acting = Duty.objects.filter(role=Role.REGULATOR, province__isnull=False)
    provinces = sorted(set(acting.values_list("province_id", flat=True)) - {None})
    return [
        (province, slot)
        for province, slots in calendars([one for one in provinces if one], today).items()
        for slot in slots
        if slot.due < today
        and recipient in (slot.report or slot.definition).recipients
        and recipient not in _had(slot.report)
    ]


def _had(report: Report | None) -> set[str]:
    versions = report.versions.all() if report else ()
    return {sent.recipient for one in versions for sent in one.submissions.all()}


def slot_of(province_id: int, code: str, period: str, today: date) -> Slot | None:
    """What is owed for one period, or None where no definition says anything of it.

    Raises:
        PeriodError: the period is not one of this report.
    """
    rows = ReportDefinition.objects.filter(Q(province=None) | Q(province=province_id), code=code)
    versions = list(rows.exclude(cycle=Cycle.ON_DEMAND))
    now = _holding(versions, today) or max(versions, key=lambda one: one.valid_from, default=None)
    if now is None:
        return None
    last = span_of(Cycle(now.cycle), Window(now.window), period).last
    rules = _holding(versions, last)
    if rules is None:
        return None
    span = span_of(Cycle(rules.cycle), Window(rules.window), period)
    due = due_of(rules).of(span)
    stands = standing(last=span.last, due=due, complete_on=None, today=today)
    return Slot(definition=rules, period=period, span=span, due=due, report=None, standing=stands)


def _begun(province_ids: Collection[int], keeper: Body) -> dict[int, date]:
    """From which day on each office acts here: what was owed before is not owed here."""
    duties = Duty.objects.filter(role=role_of(keeper), province__in=province_ids)
    rows = duties.order_by().values_list("province_id").annotate(at=Min("valid_from"))
    return {province: at.astimezone(VIETNAM).date() for province, at in rows if province}


def _with_versions(rows: QuerySet[Report]) -> QuerySet[Report]:
    versions = ReportVersion.objects.defer("figures").order_by("-n")
    return rows.select_related("definition").prefetch_related(
        Prefetch("versions", versions.prefetch_related("submissions")), "bodies"
    )


def _periods(
    rules: Sequence[ReportDefinition], today: date, back: Mapping[Cycle, int]
) -> Iterator[tuple[str, str, ReportDefinition]]:
    """Code, period and rule of what is owed now and was lately; also where it is owed no more."""
    by_code: dict[str, list[ReportDefinition]] = {}
    for row in rules:
        if row.cycle != Cycle.ON_DEMAND:
            by_code.setdefault(row.code, []).append(row)
    for code, versions in by_code.items():
        now = _holding(versions, today) or max(versions, key=lambda one: one.valid_from)
        cycle = Cycle(now.cycle)
        period = period_on(cycle, Window(now.window), today)
        for _n in range(back.get(cycle, 0)):
            last = span_of(cycle, Window(now.window), period).last
            held = _holding(versions, last)
            if held is not None and held.cycle == cycle:
                yield code, period, held
            period = before(cycle, period)


def _holding(versions: list[ReportDefinition], on: date) -> ReportDefinition | None:
    held = [
        one
        for one in versions
        if one.valid_from <= on and (one.valid_to is None or one.valid_to >= on)
    ]
    return max(held, key=lambda one: one.province_id is not None, default=None)


def _stands(report: Report | None, last: date, due: date, today: date) -> Standing:
    return standing(last=last, due=due, complete_on=_complete_on(report), today=today)


def _complete_on(report: Report | None) -> date | None:
    """The day on which the last recipient had it sent: each counts by its first submission."""
    if report is None:
        return None
    first: dict[tuple[str, int | None], date] = {}
    for version in report.versions.all():
        for sent in version.submissions.all():
            to = (sent.recipient, sent.body_id)
            first[to] = min(sent.sent_on, first.get(to, sent.sent_on))
    superiors = {(one, None) for one in report.recipients if one != Recipient.BODY}
    bodies = {(Recipient.BODY.value, one.agency_id) for one in report.bodies.all()}
    return max(first.values()) if first.keys() >= superiors | bodies else None


def standings(reports: QuerySet[Report], today: date) -> Mapping[int, Standing]:
    """How each of these stands, by id. Three queries."""
    return {one.pk: _stands(one, one.last, one.due, today) for one in _with_versions(reports)}
