"""The record of liability and its payment.

Source: TT02-2012 Đ.9
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.complaints import permissions, steps, terms
from kt1.assurance.complaints.models import Complaint, Liability
from kt1.assurance.complaints.rules import (
    AMOUNT_MAX_VND,
    Cause,
    Found,
    Matter,
    Method,
    Responsible,
    State,
    least_owed,
    pay_by,
)
from kt1.custody.clock.models import Clock
from kt1.custody.handovers.chain import chain
from kt1.custody.price.queries import prices_of
from kt1.law.tariffs.rules import Open
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


class UnfitLiabilityError(Exception):
    """What was stated cannot be recorded. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the post enters from the signed record; the rest follows from the item."""

    number: str
    dated: date
    cause: Cause
    responsible: Responsible
    amount_vnd: int
    method: Method


def price_known(unit_id: int) -> int | None:
    """The price of the item in đồng, tax included and without its mark; None while unknown."""
    found = prices_of([unit_id])[unit_id].price
    if found is None or Open.WEIGHT in found.open:
        return None
    return found.total


@transaction.atomic(durable=True)
def record_liability(
    *, complaint_id: int, stated: Stated, by: Actor, at: datetime, once: RequestKey
) -> date:
    """Enter the record of liability. Returns the last day to pay.

    Raises:
        Complaint.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitLiabilityError: no acceptance, in the future, or less than the law's least.
        UnsetNormError: no norm says when to pay.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["pay_by"]))
    found = steps.locked(complaint_id, by)
    if reason := permissions.why_not_record_liability(by, found):
        raise NotAllowedError(reason)
    steps.screened(stated.number, names_a_paper=True)
    norms = terms.compensation(Matter(found.matter), stated.dated)
    price = price_known(found.unit_id)
    if fault := _why_unfit(found, stated, least_owed(price, norms.times), at):
        raise UnfitLiabilityError(fault)
    last = pay_by(stated.dated, norms.days)
    links = chain(found.unit_id)
    Liability.objects.create(
        complaint=found,
        number=stated.number,
        dated=stated.dated,
        accepted_at=Clock.objects.get(unit=found.unit_id).started_at,
        accepted_place_id=links[0].taker_place if links else None,
        cause=stated.cause,
        responsible=stated.responsible,
        price_vnd=price,
        amount_vnd=stated.amount_vnd,
        method=stated.method,
        pay_by=last,
        at=at,
        by_id=by.user_id,
    )
    steps.move(found, State.LIABLE, at=at)
    body = {
        "number": stated.number,
        "dated": stated.dated.isoformat(),
        "cause": stated.cause.value,
        "responsible": stated.responsible.value,
        "amount_vnd": stated.amount_vnd,
        "method": stated.method.value,
        "pay_by": last.isoformat(),
    }
    steps.told(found, "liability_recorded", body, by=by, at=at)
    finish(once, actor=str(by), answer={"pay_by": last.isoformat()})
    return last


def _why_unfit(found: Complaint, stated: Stated, least: int, at: datetime) -> str | None:
    if not terms.day_of(found.filed_at) <= stated.dated <= terms.day_of(at):
        return _("The record is dated between the complaint and today.")
    if stated.amount_vnd < least:
        said = f"{least:,}".replace(",", ".")
        return _("The law owes at least %(least)s đồng here.") % {"least": said}
    if stated.amount_vnd > AMOUNT_MAX_VND:
        return _("A whole amount in đồng, at most 10 billion.")
    return None


@transaction.atomic(durable=True)
def pay(
    *, complaint_id: int, paid_on: date, paper: str, by: Actor, at: datetime, once: RequestKey
) -> str:
    """Enter that the compensation is paid, by which paper. Closes the complaint.

    Raises:
        Complaint.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitLiabilityError: before the record or in the future.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(complaint_id, by)
    if reason := permissions.why_not_pay(by, found):
        raise NotAllowedError(reason)
    steps.screened(paper, names_a_paper=True)
    record = found.liability
    if not record.dated <= paid_on <= terms.day_of(at):
        raise UnfitLiabilityError(_("It was paid between the day of the record and today."))
    record.paid_on, record.paid_paper = paid_on, paper
    record.save(update_fields=["paid_on", "paid_paper"])
    steps.move(found, State.CLOSED, at=at)
    body: dict[str, JSON] = {"paid_on": paid_on.isoformat(), "late": paid_on > record.pay_by}
    steps.told(found, "paid", body, by=by, at=at)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


@transaction.atomic(durable=True)
def record_found(
    *, complaint_id: int, found_on: date, found: Found, by: Actor, at: datetime, once: RequestKey
) -> str:
    """The lost item came to light: the payee was told and chose. Returns the choice.

    Raises:
        Complaint.DoesNotExist, NotAllowedError
        UnfitLiabilityError: before the record or in the future.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["found"])
    one = steps.locked(complaint_id, by)
    if reason := permissions.why_not_record_found(by, one):
        raise NotAllowedError(reason)
    record = one.liability
    if not record.dated <= found_on <= terms.day_of(at):
        raise UnfitLiabilityError(_("It was found between the day of the record and today."))
    record.found_on, record.found = found_on, found
    record.save(update_fields=["found_on", "found"])
    body = {"found_on": found_on.isoformat(), "found": found.value}
    steps.told(one, "found", body, by=by, at=at)
    finish(once, actor=str(by), answer={"found": found.value})
    return found.value
