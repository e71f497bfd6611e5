"""Complaints as an actor may see them."""

from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.permissions import ANSWERERS
from kt1.assurance.complaints.rules import OVER, TO_ANSWER, Matter, State
from kt1.custody.deliveries.models import Delivery, Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

#: A remark about the cover itself.
NOTED = (
    IrregularityKind.SEAL_BROKEN,
    IrregularityKind.COVER_TORN,
    IrregularityKind.DISPUTED,
    IrregularityKind.LOST,
)


def seen_by(actor: Actor) -> QuerySet[Complaint]:
    """A body sees its own, the post those it answers; nobody else sees what was said."""
    found = Complaint.objects.select_related("unit", "agency")
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return found.filter(agency=actor.agency_id)
    if actor.role in ANSWERERS | {Role.COUNTER} and actor.province_id is not None:
        return found.filter(province=actor.province_id)
    return found.none()


def late(rows: QuerySet[Complaint], on: date) -> QuerySet[Complaint]:
    """The answer is owed since before this day."""
    return rows.filter(state__in=TO_ANSWER, due__lt=on)


def unpaid(rows: QuerySet[Complaint], on: date) -> QuerySet[Complaint]:
    """Compensation is owed since before this day."""
    return rows.filter(state=State.LIABLE, liability__pay_by__lt=on)


def risen_to(actor: Actor, on: date) -> QuerySet[Complaint]:
    """Late, unpaid or not agreed to: the Party's bodies rise to its office, others to the Sở."""
    rows = Complaint.objects.select_related("unit", "agency").filter(
        Q(state__in=TO_ANSWER, due__lt=on)
        | Q(state=State.CONTESTED)
        | Q(state=State.LIABLE, liability__pay_by__lt=on),
        province=actor.province_id or 0,
    )
    if actor.role is Role.PARTY_OFFICE:
        return rows.filter(agency__bloc=Bloc.PARTY)
    if actor.role is Role.REGULATOR:
        return rows.exclude(agency__bloc=Bloc.PARTY)
    return rows.none()


def signed_without_remark(complaint: Complaint) -> datetime | None:
    """When what is said to be damaged or swapped was signed for with nothing wrong noted.

    For that the general law owes nothing; whether it is so here is for the post's answer to say.
    """
    if complaint.matter not in {Matter.DAMAGE, Matter.SWAPPED}:
        return None
    noted = Irregularity.objects.filter(unit=complaint.unit_id, kind__in=NOTED)
    rows = Delivery.objects.filter(~Exists(noted), unit=complaint.unit_id)
    return rows.values_list("at", flat=True).first()


def of_unit(unit_id: int, actor: Actor) -> QuerySet[Complaint]:
    """Of one item, the newest first."""
    return seen_by(actor).filter(unit=unit_id).order_by("-filed_at", "-pk")


def open_ones(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.exclude(state__in=OVER)
