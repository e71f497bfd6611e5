"""What the demonstration's agencies told the post, and how to come to their doors.

Nearly all told everything; every ninth still has to, as in life.
"""

from datetime import datetime

from kt1.law.calendars.rules import VIETNAM
from kt1.network.places.doors import guarded
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.focal_points.models import FocalPoint, Notice

UNTOLD_EVERY = 9
#: Every fifth notice waits for the dispatcher.
_UNANSWERED_EVERY = 5
_NOTED_EVERY = 3
_BATCH = 2_000


def put_doors(at: datetime) -> None:
    """Notices to the post and access notes; a handful of statements."""
    _put_notices(at)
    _put_notes()


def _put_notices(at: datetime) -> None:
    told: dict[tuple[int, int], list[int]] = {}
    rows = FocalPoint.objects.order_by("agency_id", "pk")
    for agency, province, pk in rows.values_list("agency_id", "agency__province_id", "pk"):
        told.setdefault((agency, province), []).append(pk)
    held = Duty.objects.filter(role__in=[Role.CLERK, Role.DISPATCHER]).order_by("-pk")
    clerks = {duty.agency_id: duty.user_id for duty in held if duty.role == Role.CLERK}
    dispatchers = {duty.province_id: duty.user_id for duty in held if duty.role != Role.CLERK}
    notices = []
    for n, ((agency, province), rows_told) in enumerate(told.items(), 1):
        teller, answers = clerks.get(agency), dispatchers.get(province)
        if teller is None or n % UNTOLD_EVERY == 0:
            continue
        known = answers is not None and n % _UNANSWERED_EVERY != 0
        notices.append(
            Notice(
                agency_id=agency,
                year=at.astimezone(VIETNAM).year,
                n=1,
                at=at,
                by_id=teller,
                focal_points=rows_told,
                acknowledged_at=at if known else None,
                acknowledged_by_id=answers if known else None,
            )
        )
    Notice.objects.bulk_create(notices, batch_size=_BATCH)


def _put_notes() -> None:
    """Open doors say where to come to; guarded ones nothing but their gate."""
    doors = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT, gate_only=False).order_by("code")
    ids = list(doors.values_list("pk", flat=True))
    noted = set(ids[::_NOTED_EVERY]) - guarded(ids)
    Place.objects.filter(pk__in=noted).update(
        access_gate="Cổng chính", access_floor="Tầng 1, bộ phận văn thư", access_hours="07:30–17:00"
    )
