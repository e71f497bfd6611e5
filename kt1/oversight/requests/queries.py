"""Requests as an actor may see them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from kt1.network.agencies.models import Agency
from kt1.oversight.directives.queries import own_bodies
from kt1.oversight.reminders.rules import Owed
from kt1.oversight.requests.models import AgencyContact, Inquiry
from kt1.oversight.requests.permissions import FOLLOWERS, READERS, why_not_set_contact
from kt1.oversight.requests.rules import Side, State
from kt1.people.actor import Actor
from kt1.people.reminders.rules import lines_of


def _followed(actor: Actor) -> Q:
    """Bodies whose line this person follows, their own left out."""
    lines = lines_of(actor.role) if actor.role in FOLLOWERS else frozenset()
    others = ~Q(agency=actor.agency_id) if actor.agency_id is not None else Q()
    return Q(agency__line__in=lines, agency__province=actor.province_id) & others


def seen_by(actor: Actor) -> QuerySet[Inquiry]:
    """A body its own, whoever follows a line those of its bodies."""
    rows = Inquiry.objects.select_related("agency").order_by("-at", "-pk")
    if actor.role not in READERS:
        return rows.none()
    return rows.filter(own_bodies(actor) | _followed(actor))


def waiting_for(actor: Actor) -> QuerySet[Inquiry]:
    """Those that wait for an answer of this person's side."""
    mine = own_bodies(actor) & Q(waits_for=Side.BODY)
    theirs = _followed(actor) & Q(waits_for=Side.FOLLOWER)
    return seen_by(actor).filter(mine | theirs, state=State.WAITING)


def answered_for(actor: Actor) -> QuerySet[Inquiry]:
    """Those that this person's side asked and the other answered: to be read and closed."""
    mine = own_bodies(actor) & Q(asked_by=Side.BODY)
    theirs = _followed(actor) & Q(asked_by=Side.FOLLOWER)
    return seen_by(actor).filter(mine | theirs, state=State.ANSWERED)


def owed(*, province_id: int, on: date) -> tuple[Owed, ...]:
    """Answers that bodies owe whoever follows them; bodies that ended are not in it."""
    rows = Inquiry.objects.filter(
        Q(agency__valid_to=None) | Q(agency__valid_to__gte=on),
        province=province_id,
        state=State.WAITING,
        waits_for=Side.BODY,
    )
    return tuple(
        Owed(
            rule="inquiry",
            subject=f"inquiry:{row.pk}",
            agency_id=row.agency_id,
            province_id=province_id,
            due=row.due,
        )
        for row in rows.order_by("due", "pk")
    )


def contacts(agencies: Collection[int]) -> dict[int, AgencyContact]:
    """The contact of record of each that has one."""
    rows = AgencyContact.objects.filter(agency__in=agencies, valid_to=None)
    return {row.agency_id: row for row in rows}


def own_agencies(actor: Actor) -> QuerySet[Agency]:
    """The bodies this person speaks for."""
    if actor.agency_id is not None:
        return Agency.objects.filter(pk=actor.agency_id)
    return Agency.objects.filter(family="buu_dien", province=actor.province_id, valid_to=None)


def contact_named_by(actor: Actor) -> Agency | None:
    """The body of which this person names the contact; None for who names none."""
    own = own_agencies(actor).first()
    return own if own is not None and why_not_set_contact(actor, own) is None else None
