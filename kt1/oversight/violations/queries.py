"""Violations as an actor may see them, and what a report counts of them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.incidents.models import Incident
from kt1.network.agencies.rules import Family
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.violations.models import Decision, Violation
from kt1.oversight.violations.permissions import READERS
from kt1.oversight.violations.rules import OVER, OWED, Addressee, Outcome, State
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[Violation]:
    """The Sở and the province all, a body its own, the police what was referred to them."""
    rows = Violation.objects.select_related("agency", "finding__inspection")
    if actor.role in READERS:
        return rows.filter(province=actor.province_id or 0)
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return rows.filter(agency__in=bodies_behind(actor.agency_id))
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return rows.filter(province=actor.province_id, agency__family=Family.POST)
    if actor.role is Role.POLICE_PA03:
        referred = Decision.objects.filter(
            violation=OuterRef("pk"), kind=Outcome.REFER, addressee=Addressee.POLICE
        )
        return rows.filter(Exists(referred), province=actor.province_id or 0)
    return rows.none()


def open_ones(rows: QuerySet[Violation]) -> QuerySet[Violation]:
    return rows.exclude(state__in=OVER)


def late(rows: QuerySet[Violation], on: date) -> QuerySet[Violation]:
    """A correction is owed since before this day."""
    return rows.filter(state__in=OWED, correct_by__lt=on)


def near_limit(rows: QuerySet[Violation], on: date, days: int) -> QuerySet[Violation]:
    """No sanction is decided and the year for one ends within these days."""
    fined = Decision.objects.filter(violation=OuterRef("pk"), kind=Outcome.SANCTION)
    return open_ones(rows).filter(
        ~Exists(fined), limit_on__gte=on, limit_on__lte=on + timedelta(days=days)
    )


def carried(agency_id: int, *, before: int | None = None) -> QuerySet[Violation]:
    """What a body, or those it came from, still owes from earlier: the next inspection looks.

    Args:
        before: an inspection whose own findings are not from earlier.
    """
    rows = Violation.objects.filter(agency__in=bodies_behind(agency_id)).exclude(state__in=OVER)
    if before is not None:
        rows = rows.exclude(finding__inspection=before)
    return rows.select_related("agency", "finding__inspection").order_by("at", "pk")


def from_incident(incident: Incident, actor: Actor) -> QuerySet[Violation]:
    """Recorded of one incident, as far as this person sees them."""
    return seen_by(actor).filter(incident=incident).order_by("at", "pk")


def from_complaint(complaint: Complaint, actor: Actor) -> QuerySet[Violation]:
    """Recorded of one complaint, as far as this person sees them."""
    return seen_by(actor).filter(complaint=complaint).order_by("at", "pk")


def counted(*, province_id: int, span: tuple[date, date]) -> tuple[tuple[str, int], ...]:
    """Figures of one province for a report, of the days from first to last. Three queries.

    Kinds: found, repeated, remedied, overdue (now owed), remind, sanction, refer, fined_vnd.
    """
    first, last = span
    mine = Violation.objects.filter(province=province_id).exclude(state=State.DROPPED)
    inside = Q(at__date__gte=first, at__date__lte=last)
    figures: dict[str, Any] = mine.aggregate(
        found=Count("pk", filter=inside),
        repeated=Count("pk", filter=inside & Q(repeats__isnull=False)),
        overdue=Count("pk", filter=Q(state__in=OWED, correct_by__lt=last)),
    )
    remedied = mine.filter(
        steps__met=True, steps__dated__gte=first, steps__dated__lte=last
    ).distinct()
    figures["remedied"] = remedied.count()
    decided = Decision.objects.filter(violation__province=province_id)
    by_day = Q(dated__gte=first, dated__lte=last)
    ended = Q(result_on__gte=first, result_on__lte=last)
    told: dict[str, Any] = decided.aggregate(
        remind=Count("pk", filter=by_day & Q(kind=Outcome.REMIND)),
        sanction=Count("pk", filter=by_day & Q(kind=Outcome.SANCTION)),
        refer=Count("pk", filter=by_day & Q(kind=Outcome.REFER)),
        fined_vnd=Sum("amount_vnd", filter=ended, default=0),
    )
    return tuple((kind, int(number)) for kind, number in {**figures, **told}.items())
