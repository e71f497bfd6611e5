"""Announcing who comes on a route. The other writer of visits."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import Route
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.visits import permissions, queries
from kt1.people.visits.actions import UnfitVisitError
from kt1.people.visits.models import Announcement


@transaction.atomic(durable=True)
def announce(
    *,
    route_id: int,
    courier_id: int,
    from_day: date,
    to_day: date,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Tell the agencies of a route that another courier comes, from the first day to the last.

    Returns the id of the announcement.

    Raises:
        Route.DoesNotExist
        NotAllowedError: `by` is not the dispatcher of the route's province.
        UnfitVisitError: the days are in the wrong order, or the person has no card or no duty.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["announcement"])
    route = Route.objects.get(pk=route_id)
    if reason := permissions.why_not_announce(by, route.province_id):
        raise NotAllowedError(reason)
    if sentence := _why_unfit(courier_id, from_day, to_day, by, at):
        raise UnfitVisitError(sentence)
    made = Announcement.objects.create(
        route=route,
        courier_id=courier_id,
        from_day=from_day,
        to_day=to_day,
        at=at,
        by_id=by.user_id,
    )
    append(
        kind="visit.announced",
        subject=f"route:{route.code}",
        actor=str(by),
        at=at,
        body={
            "announcement": made.pk,
            "courier": courier_id,
            "from": from_day.isoformat(),
            "to": to_day.isoformat(),
        },
    )
    finish(once, actor=str(by), answer={"announcement": made.pk})
    return made.pk


def _why_unfit(
    courier_id: int, from_day: date, to_day: date, by: Actor, at: datetime
) -> str | None:
    if to_day < from_day:
        return _("The end must be later than the beginning.")
    held = Duty.objects.filter(
        user=courier_id, role=Role.COURIER, place__province=by.province_id, valid_from__lte=at
    ).exclude(valid_to__lte=at)
    if not held.exclude(user__card_number="").exists():
        return _("Choose a courier of this province who has a card: its number is announced.")
    return None


@transaction.atomic(durable=True)
def withdraw(*, announcement_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Take an announcement back; again changes nothing.

    Raises:
        Announcement.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` is not the dispatcher of the route's province.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.announcements_seen_by(by).select_for_update(of=("self",))
    made = found.get(pk=announcement_id)
    if reason := permissions.why_not_announce(by, made.route.province_id):
        raise NotAllowedError(reason)
    if made.withdrawn_at is None:
        made.withdrawn_at = at
        made.save(update_fields=["withdrawn_at"])
        append(
            kind="visit.withdrawn",
            subject=f"route:{made.route.code}",
            actor=str(by),
            at=at,
            body={"announcement": made.pk},
        )
    finish(once, actor=str(by), answer={"announcement": made.pk})
