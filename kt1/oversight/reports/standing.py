"""What stood on a day, and what people did within days, around the mail: counted in sets."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, Sum

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.complaints.models import Complaint, Liability
from kt1.assurance.complaints.rules import Outcome
from kt1.assurance.reconciliation.queries import Balance, balances
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force, memberships_on
from kt1.network.agencies.rules import Family, Line
from kt1.network.places.queries import in_force as places_on
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.queries import in_force as routes_on
from kt1.oversight.budget.models import BudgetLine, BudgetVersion
from kt1.oversight.budget.rules import IN_FORCE
from kt1.oversight.reports import keys
from kt1.oversight.reports.rules import Span
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import in_force as receives
from kt1.people.focal_points.rules import DayOfDuty
from kt1.people.reminders.rules import reminded_by
from kt1.people.vetting.models import Standing
from kt1.people.vetting.queries import holds

Counts = dict[str, int]
#: Whoever stands on these days stands outside working hours.
_OFF_DAYS = [DayOfDuty.SATURDAY, DayOfDuty.SUNDAY, DayOfDuty.HOLIDAY, DayOfDuty.TET]


def subjects(province_id: int, on: date) -> Counts:
    """Bodies that use the service on a day, by annex and bloc. Two queries."""
    found = {f"subjects.annex.{one}": 0 for one in keys.ANNEXES}
    found |= {keys.bloc(one, "subjects"): 0 for one in keys.BLOCS}
    rows = memberships_on(on).filter(agency__province=province_id)
    for annex, number in rows.values_list("annex").annotate(n=Count("agency")).order_by():
        found[f"subjects.annex.{annex}"] = number
    for one, number in rows.values_list("agency__bloc").annotate(n=Count("agency")).order_by():
        found[keys.bloc(one, "subjects")] = number
    found["subjects.total"] = sum(found[f"subjects.annex.{one}"] for one in keys.ANNEXES)
    return found


def contracts(province_id: int, on: date) -> int:
    """Bodies of the annexes that have a contract with the post, as the directory says now."""
    rows = memberships_on(on).filter(agency__province=province_id)
    return rows.exclude(agency__contract_no="").count()


def receivers(
    province_id: int, at: datetime, on: date, only: Collection[int] | None = None
) -> Counts:
    """Bodies of the annexes that have named who receives, and those for days off too.

    Args:
        only: of these bodies alone.
    """
    bodies = Agency.objects.filter(
        pk__in=memberships_on(on).filter(agency__province=province_id).values("agency")
    )
    if only is not None:
        bodies = bodies.filter(pk__in=only)
    named = FocalPoint.objects.filter(receives(at), agency=OuterRef("pk"))
    off = named.filter(day_kinds__overlap=_OFF_DAYS)
    return {
        "focal.named": bodies.filter(Exists(named)).count(),
        "focal.off_hours": bodies.filter(Exists(off)).count(),
    }


def network(province_id: int, on: date) -> Counts:
    """Post offices and centres, vehicles, routes of a day."""
    places = dict(
        places_on(on)
        .filter(province=province_id)
        .order_by()
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    return {
        "network.offices": places.get(PlaceKind.POST_OFFICE, 0) + places.get(PlaceKind.CENTRE, 0),
        "network.vehicles": places.get(PlaceKind.VEHICLE, 0),
        "network.routes": routes_on(on).filter(province=province_id).count(),
    }


def staff(province_id: int, at: datetime) -> Counts:
    """People of the post on duty at a moment, by duty, and which papers they hold. Two queries."""
    here = Q(province=province_id) | Q(place__province=province_id)
    holding = Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))
    duties = Duty.objects.filter(here & holding, role__in=keys.WORKERS)
    people: defaultdict[str, set[int]] = defaultdict(set)
    for role, user in duties.values_list("role", "user_id"):
        people[role].add(user)
    everybody = set().union(*people.values())
    held: defaultdict[str, set[int]] = defaultdict(set)
    papers = Standing.objects.filter(holds(at), user__in=everybody, kind__in=keys.PAPERS)
    for kind, user in papers.values_list("kind", "user_id"):
        held[kind].add(user)
    groups = {**{role.value: people[role] for role in keys.WORKERS}, "total": everybody}
    found: Counts = {}
    for name, users in groups.items():
        found[f"staff.{name}.people"] = len(users)
        for paper in keys.PAPERS:
            found[f"staff.{name}.{paper}"] = len(users & held[paper])
    return found


@dataclass(frozen=True, slots=True)
class Months:
    """Accounts of months that begin within the days, and what each amounts to."""

    accounts: list[Account]
    told: dict[int, Balance]


def months(province_id: int, span: Span) -> Months:
    """Bounded queries, however many bodies and months."""
    rows = Account.objects.select_related("agency").filter(
        province=province_id, starts__gte=span.first, starts__lte=span.last
    )
    accounts = list(rows)
    return Months(accounts, balances(accounts))


def money(of: Months) -> Counts:
    """What both sides signed, and what they agreed so far; net of tax."""
    found = dict.fromkeys(
        (*(f"months.{state}" for state in State), "revenue.signed_vnd", "revenue.agreed_vnd"), 0
    )
    for account in of.accounts:
        found[f"months.{account.state}"] += 1
        if account.state != State.FROZEN:
            found[f"revenue.{account.state}_vnd"] += of.told[account.pk].net
    return found


def budget(province_id: int, year: int, of: Months) -> Counts:
    """Money of the year by level: given, and spent in the months. Two queries.

    Bodies whose figures the Department is not shown by themselves are one line together (W7).
    """
    found = {
        f"budget.{level}.{measure}": 0
        for level in keys.LEVELS
        for measure in ("bodies", "given_vnd", "spent_vnd")
    }
    version = BudgetVersion.objects.filter(
        budget__province=province_id, budget__year=year, stage__in=IN_FORCE
    ).order_by("-n")[:1]
    lines = BudgetLine.objects.filter(version__in=[one.pk for one in version])
    for line, level, amount in lines.values_list("agency__line", "level", "amount_vnd"):
        name = _level(line, level)
        found[f"budget.{name}.bodies"] += 1
        found[f"budget.{name}.given_vnd"] += amount
    for one in of.accounts:
        if one.state == State.SIGNED:
            name = _level(one.agency.line, one.agency.budget_level)
            found[f"budget.{name}.spent_vnd"] += of.told[one.pk].total
    for measure in ("bodies", "given_vnd", "spent_vnd"):
        found[f"budget.{measure}"] = sum(found[f"budget.{n}.{measure}"] for n in keys.LEVELS)
    return found


def _level(line: str, level: str) -> str:
    if Body.SCIENCE_DEPARTMENT not in RULES[Line(line)].figures_seen_by:
        return keys.OTHER_LINES
    return level or "none"


def troubles(province_id: int, since: datetime, until: datetime) -> Counts:
    """Irregularities of work opened, complaints filed and what was paid for them."""
    found = {f"irregularity.{kind}": 0 for kind in IrregularityKind}
    opened = Irregularity.objects.filter(
        opened_at__gte=since, opened_at__lt=until, place__province=province_id
    )
    for kind, number in opened.order_by().values_list("kind").annotate(n=Count("pk")):
        found[f"irregularity.{kind}"] = number
    found["irregularity.total"] = sum(found.values())
    filed = Complaint.objects.filter(province=province_id, filed_at__gte=since, filed_at__lt=until)
    upheld = filed.filter(answers__outcome__in=[Outcome.UPHELD, Outcome.PARTLY]).distinct()
    paid = Liability.objects.filter(complaint__in=filed).aggregate(vnd=Sum("amount_vnd"))
    return {
        **found,
        "complaints.filed": filed.count(),
        "complaints.upheld": upheld.count(),
        "complaints.compensation_vnd": paid["vnd"] or 0,
    }


def bodies(province_id: int) -> Mapping[int, Agency]:
    """Every body of the province by id: those that are, and those that ended."""
    return Agency.objects.filter(province=province_id).in_bulk()


def reminded_here(province_id: int, on: date, role: Role = Role.REGULATOR) -> list[Agency]:
    """Bodies of the annexes that an office may remind (W7): nobody else is named as late."""
    lines = sorted(reminded_by(role))
    found = in_force(on).filter(province=province_id, line__in=lines).exclude(family=Family.POST)
    return list(found.filter(pk__in=memberships_on(on).values("agency")))


def unnamed(agencies: Collection[int], at: datetime) -> set[int]:
    """Of these bodies, those that have named nobody to receive."""
    named = FocalPoint.objects.filter(receives(at), agency__in=agencies)
    return set(agencies) - set(named.values_list("agency_id", flat=True))


def unagreed(agencies: Collection[int], on: date) -> set[int]:
    """Of these bodies, those with a month past its date that is not agreed."""
    late = Account.objects.filter(agency__in=agencies, state=State.FROZEN, due__lt=on)
    return set(late.values_list("agency_id", flat=True))
