"""Inspections as an actor may see them, and what a report counts of them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import Norms, UnsetNormError
from kt1.network.agencies.lines import RULES
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.inspections.models import Finding, Inspection, Plan, PlanLine, TeamMember
from kt1.oversight.inspections.permissions import READERS, SENDERS
from kt1.oversight.inspections.rules import (
    KNOWN,
    PROCEDURE,
    Basis,
    Procedure,
    Side,
    State,
    months_earlier,
    procedure,
)
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

_GENERAL = "CHUNG"


def seen_by(actor: Actor) -> QuerySet[Inspection]:
    """The Sở and the province all, a team its own, a body those of it that were decided."""
    rows = Inspection.objects.select_related("agency", "province")
    if actor.role in READERS:
        return rows.filter(province=actor.province_id or 0)
    if actor.role in SENDERS:
        mine = TeamMember.objects.filter(inspection=OuterRef("pk"), user=actor.user_id)
        return rows.filter(Exists(mine))
    told = rows.filter(state__in=KNOWN)
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return told.filter(agency__in=bodies_behind(actor.agency_id))
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return told.filter(province=actor.province_id, side=Side.PROVIDER)
    return rows.none()


def plan_of(province_id: int, year: int) -> Plan | None:
    return Plan.objects.filter(province=province_id, year=year).first()


def lines_of(plan: Plan) -> QuerySet[PlanLine]:
    """Every line, those that were dropped too, each with its inspection."""
    return plan.lines.select_related("agency", "inspection", "carried_from__plan").order_by(
        "month", "agency__sort_key", "pk"
    )


def undone(province_id: int, year: int) -> QuerySet[PlanLine]:
    """Lines of a year that no inspection ever carried out, and that nobody took along yet."""
    later = PlanLine.objects.filter(carried_from=OuterRef("pk"))
    return (
        PlanLine.objects.filter(
            plan__province=province_id, plan__year=year, dropped_at=None, agency__valid_to=None
        )
        .filter(Q(inspection=None) | Q(inspection__state=State.CALLED_OFF))
        .exclude(Exists(later))
        .select_related("agency")
        .order_by("month", "agency__sort_key", "pk")
    )


def inspectable(province_id: int, on: date) -> QuerySet[Agency]:
    """Bodies whose line lets the province inspect them, the post first."""
    lines = [line for line, rule in RULES.items() if rule.inspected_by_province]
    first = Case(When(family=Family.POST, then=0), default=1)
    rows = in_force(on).filter(province=province_id, line__in=lines)
    return rows.order_by(first, "sort_key", "pk")


def candidates(province_id: int, inspection: Inspection, on: date) -> QuerySet[Duty]:
    """Persons of the province who may be in the team and are not yet."""
    taken = inspection.team.exclude(user=None).values("user")
    roles = [Role.REGULATOR, *sorted(SENDERS - {Role.REGULATOR})]
    return (
        Duty.objects.filter(province=province_id, role__in=roles)
        .filter(Q(valid_to=None) | Q(valid_to__date__gt=on), user__is_active=True)
        .exclude(user__in=taken)
        .select_related("user", "agency")
        .order_by("role", "user__title", "pk")
    )


def procedure_on(on: date, basis: Basis) -> Procedure:
    """What the norms ask of an inspection decided on a day; all missing without a set."""
    return procedure(_procedure_norms(on), basis)


def _procedure_norms(on: date) -> Norms | None:
    try:
        return norms(PROCEDURE, on)
    except UnsetNormError:
        return None


def norm(key: Key, on: date, scope: str = "") -> int | None:
    """A count of the installation's own norms; None while it is not set."""
    try:
        return norms(_GENERAL, on).count(key, scope)
    except UnsetNormError:
        return None


def earlier_findings(agency_id: int, question: str, on: date) -> QuerySet[Finding]:
    """The same question not met by this body, or by one it came from, within the repeat span."""
    rows = Finding.objects.filter(
        inspection__agency__in=bodies_behind(agency_id),
        question=question,
        withdrawn_at=None,
        inspection__state__in=[State.MINUTED, State.CONCLUDED, State.CLOSED],
    )
    months = norm(Key.REPEAT_MONTHS, on)
    if months is not None:
        rows = rows.filter(inspection__minutes_on__gte=months_earlier(on, months))
    return rows.order_by("-at", "-pk")


def standing(inspection: Inspection) -> QuerySet[Finding]:
    return (
        inspection.findings.filter(withdrawn_at=None)
        .select_related("unit", "repeats__inspection", "by", "violation")
        .order_by("n")
    )


def unanswered(inspection: Inspection, keys: tuple[str, ...]) -> list[str]:
    """Questions without an answer, in their order."""
    told = set(inspection.answers.values_list("question", flat=True))
    return [key for key in keys if key not in told]


def counted(*, province_id: int, span: tuple[date, date]) -> tuple[tuple[str, int], ...]:
    """Figures of one province for a report: of visits that ended within the days, both included.

    Kinds: planned, ad_hoc, provider, user, concluded, findings, repeated. Two queries.
    """
    done = Inspection.objects.filter(
        province=province_id,
        minutes_on__gte=span[0],
        minutes_on__lte=span[1],
    )
    figures: Mapping[str, int] = done.aggregate(
        planned=Count("pk", filter=Q(basis=Basis.PLANNED)),
        ad_hoc=Count("pk", filter=Q(basis=Basis.AD_HOC)),
        provider=Count("pk", filter=Q(side=Side.PROVIDER)),
        user=Count("pk", filter=Q(side=Side.USER)),
        concluded=Count("pk", filter=Q(state__in=[State.CONCLUDED, State.CLOSED])),
    )
    of_findings: Mapping[str, int] = Finding.objects.filter(
        inspection__in=done, withdrawn_at=None
    ).aggregate(findings=Count("pk"), repeated=Count("pk", filter=Q(repeats__isnull=False)))
    return tuple({**figures, **of_findings}.items())
