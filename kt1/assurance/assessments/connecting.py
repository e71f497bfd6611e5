"""The register of connections: where the post of a province meets another network."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.assessments import permissions, queries, steps
from kt1.assurance.assessments.registered import NetworkConnection
from kt1.assurance.assessments.rules import Exchange
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.units.models import AdminUnit
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A connection: where, with whom, what passes, by which agreement, whom to call."""

    place_code: str
    peer_code: str
    exchange: Exchange
    number: str
    dated: date
    contact: str
    phone: str


@transaction.atomic(durable=True)
def register_connection(*, connected: Connected, by: Actor, at: datetime, once: RequestKey) -> int:
    """Returns its id.

    Args:
        connected: an empty `peer_code` is the central network.

    Raises:
        NotAllowedError, RefusedTextError, Place.DoesNotExist, AdminUnit.DoesNotExist
        UnfitSafetyError, UnsetNormError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["connection"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    steps.not_future(connected.dated, at)
    today = steps.day_of(at)
    place = queries.houses(by.province_id or 0, today).get(code=connected.place_code)
    peer = AdminUnit.objects.get(code=connected.peer_code) if connected.peer_code else None
    known = NetworkConnection.objects.filter(
        place=place, peer=peer, exchange=connected.exchange, ended_on=None
    )
    if known.exists():
        raise UnfitSafetyError(_("This connection is registered already."))
    made = NetworkConnection.objects.create(
        province_id=by.province_id or 0,
        place=place,
        peer=peer,
        exchange=connected.exchange,
        number=steps.number(connected.number),
        dated=connected.dated,
        contact=passed(connected.contact.strip()),
        phone=connected.phone,
        check_due=steps.next_check(connected.dated, today=today),
        at=at,
        by_id=by.user_id,
    )
    body = {
        "place": place.code,
        "peer": connected.peer_code,
        "exchange": connected.exchange.value,
        "dated": connected.dated.isoformat(),
    }
    notes = {"number": made.number, "contact": made.contact, "phone": made.phone}
    subject = f"connection:{made.pk}"
    steps.told("connection.registered", subject, body, by=by, at=at, notes=notes)
    finish(once, actor=str(by), answer={"connection": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def check_connection(
    *, connection_id: int, on: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Its agreement, its place and its telephone were checked; the next check is set.

    Raises:
        NetworkConnection.DoesNotExist, NotAllowedError, UnfitSafetyError, UnsetNormError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _connection(connection_id, by)
    steps.between(found.checked_on or found.dated, on, at)
    found.checked_on, found.check_due = on, steps.next_check(on, today=steps.day_of(at))
    found.save(update_fields=["checked_on", "check_due"])
    body = {"on": on.isoformat(), "next": found.check_due.isoformat()}
    steps.told("connection.checked", f"connection:{found.pk}", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def end_connection(
    *, connection_id: int, on: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Nothing passes there any more.

    Raises:
        NetworkConnection.DoesNotExist, NotAllowedError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _connection(connection_id, by)
    steps.between(found.dated, on, at)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    body = {"on": on.isoformat()}
    steps.told("connection.ended", f"connection:{found.pk}", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


def _connection(connection_id: int, by: Actor) -> NetworkConnection:
    found = queries.connections_seen_by(by).select_for_update(of=("self",)).get(pk=connection_id)
    if reason := permissions.why_not_change_connection(by, found):
        raise NotAllowedError(reason)
    return found
