"""Registering a request of an authority, and ending the hold it brings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.disclosures import permissions, queries
from kt1.assurance.disclosures.models import Disclosure
from kt1.custody.items import listed
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.holds import steps as holds
from kt1.ledger.holds.rules import item_subject
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


class UnfitDisclosureError(Exception):
    """What was stated cannot be registered. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which body asked, by which law, by which minutes. `code`: of an item, or empty."""

    authority: str
    basis: str
    number: str
    dated: date
    code: str = ""


@transaction.atomic(durable=True)
def register(*, asked: Asked, by: Actor, at: datetime, once: RequestKey) -> int:
    """Register a request. The records of the item it names are held from now on.

    Returns its id.

    Raises:
        NotAllowedError
        RefusedTextError: a text holds what may not be written here.
        UnknownUnitError: no item that `by` may know of.
        UnfitDisclosureError: minutes of the future, or registered before.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["disclosure"])
    if reason := permissions.why_not_register(by):
        raise NotAllowedError(reason)
    for text in (asked.authority, asked.basis, asked.number):
        passed(text, names_a_paper=True)
    if asked.dated > at.astimezone(VIETNAM).date():
        raise UnfitDisclosureError(_("The minutes cannot be dated in the future."))
    if _stands(asked, by):
        raise UnfitDisclosureError(_("These minutes are registered already."))
    made = Disclosure.objects.create(
        province_id=by.province_id or 0,
        unit_id=_unit(asked.code, by),
        authority=asked.authority,
        basis=asked.basis,
        number=asked.number,
        dated=asked.dated,
        registered_at=at,
        registered_by_id=by.user_id,
    )
    if asked.code:
        holds.hold([item_subject(asked.code)], holder=_subject(made), at=at)
    append(
        kind="disclosure.registered",
        subject=_subject(made),
        actor=str(by),
        at=at,
        body={"item": asked.code, "dated": asked.dated.isoformat()},
        notes={"authority": asked.authority, "basis": asked.basis, "number": asked.number},
    )
    finish(once, actor=str(by), answer={"disclosure": made.pk})
    return made.pk


def _stands(asked: Asked, by: Actor) -> bool:
    same = Disclosure.objects.filter(
        province=by.province_id, number=asked.number, dated=asked.dated
    )
    return same.exists()


def _unit(code: str, by: Actor) -> int | None:
    if not code:
        return None
    found = listed.seen_by(by).filter(unit__code=code).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownUnitError([code])
    return int(found)


def _subject(one: Disclosure) -> str:
    return f"disclosure:{one.pk}"


@transaction.atomic(durable=True)
def end(*, disclosure_id: int, by: Actor, at: datetime, once: RequestKey) -> bool:
    """The authority is done: its records are no longer held. False where it was ended before.

    Raises:
        Disclosure.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["ended"])
    rows = queries.seen_by(by).select_for_update(of=("self",))
    found = rows.get(pk=disclosure_id)
    if reason := permissions.why_not_register(by):
        raise NotAllowedError(reason)
    fresh = found.ended_at is None
    if fresh:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        holds.release(_subject(found), at=at)
        append(kind="disclosure.ended", subject=_subject(found), actor=str(by), at=at, body={})
    finish(once, actor=str(by), answer={"ended": fresh})
    return fresh
