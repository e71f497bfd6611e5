"""Ringing a registered number, confirming a substitute, and announcing who comes.

The only code that writes them; `steps.use` spends a substitute inside a delivery.
"""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import AgencyPoint, Place
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.visits import permissions, queries
from kt1.people.visits.models import Call, Substitution
from kt1.people.visits.rules import Purpose, Stage

_PAPER_NUMBER = re.compile(r"[\w./-]{1,40}")


class UnfitVisitError(Exception):
    """What was said cannot be kept. The sentence says why."""


@transaction.atomic(durable=True)
def record_call(
    *,
    point_id: int,
    agency_id: int,
    focal_point_id: int,
    answered: bool,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Keep that a registered number was rung before coming (gọi báo trước), answered or not.

    Returns the id of the call.

    Raises:
        Place.DoesNotExist, FocalPoint.DoesNotExist
        NotAllowedError: `by` does not deliver in this province.
        UnfitVisitError: that number is not registered for this agency now.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["call"])
    point = Place.objects.get(pk=point_id)
    if reason := permissions.why_not_call(by, point):
        raise NotAllowedError(reason)
    rung = _registered(point_id, agency_id, focal_point_id, at)
    call = _called(Purpose.AHEAD, point_id, rung, answered=answered, by=by, at=at)
    append(
        kind="call.recorded",
        subject=f"place:{point.code}",
        actor=str(by),
        at=at,
        body=_body(call),
    )
    finish(once, actor=str(by), answer={"call": call.pk})
    return call.pk


def _registered(point_id: int, agency_id: int, focal_point_id: int, at: datetime) -> FocalPoint:
    if not AgencyPoint.objects.filter(point=point_id, agency=agency_id).exists():
        raise UnfitVisitError(_("This agency does not receive at this delivery point."))
    rung = FocalPoint.objects.get(pk=focal_point_id)
    known = {one.phone for one in queries.registered(point_id, agency_id, at)}
    if rung.agency_id != agency_id or rung.phone not in known:
        raise UnfitVisitError(_("Ring a number that this agency registered and that still holds."))
    return rung


def _called(
    purpose: Purpose, point_id: int, rung: FocalPoint, *, answered: bool, by: Actor, at: datetime
) -> Call:
    return Call.objects.create(
        purpose=purpose,
        point_id=point_id,
        agency_id=rung.agency_id,
        focal_point=rung,
        by_id=by.user_id,
        at=at,
        answered=answered,
    )


def _body(call: Call) -> dict[str, str | int | bool]:
    return {
        "call": call.pk,
        "purpose": call.purpose,
        "agency": call.agency_id,
        "rung": call.focal_point_id,
        "answered": call.answered,
    }


@transaction.atomic(durable=True)
def ask_substitute(
    *,
    point_id: int,
    agency_id: int,
    focal_point_id: int,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """The courier rang a registered number, and asks the shift leader to confirm a substitute.

    Returns the id of the substitution.

    Raises:
        Place.DoesNotExist, FocalPoint.DoesNotExist
        NotAllowedError: the door takes no substitute, or `by` does not deliver there.
        UnfitVisitError: somebody may sign now, or the number is not registered.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["substitution"])
    point = Place.objects.get(pk=point_id)
    if reason := permissions.why_not_ask(by, point):
        raise NotAllowedError(reason)
    rung = _registered(point_id, agency_id, focal_point_id, at)
    if not who_may_sign_at(point_id, at, agency_id=agency_id).substitute:
        raise UnfitVisitError(_("Somebody named may sign now: no substitute is needed."))
    call = _called(Purpose.SUBSTITUTE, point_id, rung, answered=True, by=by, at=at)
    asked = Substitution.objects.create(
        point_id=point_id, agency_id=agency_id, call=call, asked_by_id=by.user_id, asked_at=at
    )
    append(
        kind="substitution.asked",
        subject=f"substitution:{asked.pk}",
        actor=str(by),
        at=at,
        body={"point": point.code, **_body(call)},
    )
    finish(once, actor=str(by), answer={"substitution": asked.pk})
    return asked.pk


@transaction.atomic(durable=True)
def settle_substitute(
    *,
    substitution_id: int,
    agreed: bool,
    focal_point_id: int | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> Substitution:
    """The shift leader confirms after ringing a registered number too, or does not.

    Args:
        focal_point_id: whose number the leader rang; needed to agree.

    Raises:
        Substitution.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` leads no shift here, or asked for it.
        UnfitVisitError: too late, settled already, or nobody was rung.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Substitution.objects.get(pk=done["substitution"])
    found = queries.substitutions_seen_by(by).select_for_update(of=("self",))
    asked = found.get(pk=substitution_id)
    if reason := permissions.why_not_settle(by, asked):
        raise NotAllowedError(reason)
    if queries.stage(asked, at) is not Stage.ASKED:
        raise UnfitVisitError(_("It is settled already, or the courier asked too long ago."))
    body: dict[str, str | int | bool] = {"agreed": agreed}
    if agreed:
        if focal_point_id is None:
            raise UnfitVisitError(_("Ring a registered number yourself, and say whose."))
        rung = _registered(asked.point_id, asked.agency_id, focal_point_id, at)
        call = _called(Purpose.SUBSTITUTE, asked.point_id, rung, answered=True, by=by, at=at)
        body |= _body(call)
    asked.agreed = agreed
    asked.settled_by_id = by.user_id
    asked.settled_at = at
    asked.save(update_fields=["agreed", "settled_by", "settled_at"])
    append(
        kind="substitution.settled",
        subject=f"substitution:{asked.pk}",
        actor=str(by),
        at=at,
        body=body,
    )
    finish(once, actor=str(by), answer={"substitution": asked.pk})
    return asked


@transaction.atomic(durable=True)
def confirm_in_writing(
    *,
    substitution_id: int,
    paper: str,
    paper_date: date,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> Substitution:
    """The agency's paper that confirms who received in its name, by number and date.

    Raises:
        Substitution.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` does not speak for the agency.
        UnfitVisitError: nothing was delivered on it, or the paper has no number.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Substitution.objects.get(pk=done["substitution"])
    found = queries.substitutions_seen_by(by).select_for_update(of=("self",))
    used = found.get(pk=substitution_id)
    if reason := permissions.why_not_write(by, used.agency):
        raise NotAllowedError(reason)
    if used.used_at is None or used.written_at is not None:
        raise UnfitVisitError(_("There is nothing to confirm: not delivered, or confirmed before."))
    if not _PAPER_NUMBER.fullmatch(paper.strip()):
        raise UnfitVisitError(
            _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
        )
    used.paper, used.paper_date = paper.strip(), paper_date
    used.written_at, used.written_by_id = at, by.user_id
    used.save(update_fields=["paper", "paper_date", "written_at", "written_by"])
    append(
        kind="substitution.written",
        subject=f"substitution:{used.pk}",
        actor=str(by),
        at=at,
        body={
            "handover": str(used.handover),
            "paper": used.paper,
            "paper_date": paper_date.isoformat(),
            "from_paper": not by.is_of(used.agency_id),
        },
    )
    finish(once, actor=str(by), answer={"substitution": used.pk})
    return used
