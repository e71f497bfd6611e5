"""What a body says on the quality of a period: its clerk fills in, its head signs."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.quality.confirming import permissions, steps
from kt1.assurance.quality.confirming.models import QualitySheet, SheetComment, SheetItem
from kt1.assurance.quality.confirming.rules import (
    FITTING,
    PAPER_MAX,
    Comment,
    Objection,
    SheetState,
    Side,
    after_signing,
)
from kt1.assurance.quality.rules import Group, Outcome
from kt1.custody.clock.models import Clock
from kt1.custody.items.models import Item
from kt1.custody.units.codes import MalformedCodeError, parse
from kt1.law.screening.rules import passed
from kt1.law.services.rules import Urgency
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def fill_in(
    *,
    sheet_id: int,
    objections: Mapping[int, Objection],
    other: tuple[str, Objection] | None,
    comments: Collection[Comment],
    finished: bool,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> SheetState:
    """Say what the body has to say on the sheet, in place of what it said before.

    Args:
        objections: by item of the sheet; items that are not named are agreed to.
        other: number of an item that is not on the sheet because it counts as on time, and what
            is said against that.
        finished: pass the sheet on to the head.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
        steps.UnfitSheetError: an objection does not fit what the item was counted as, or the
            number is none of this body's items of the period.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return SheetState(done["state"])
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_fill_in(by, sheet):
        raise NotAllowedError(why)
    said = dict(objections)
    if other is not None:
        added = _added(sheet, other[0])
        said[added.pk] = other[1]
    lines = _object(sheet, said, by=by, at=at)
    SheetComment.objects.filter(sheet=sheet).delete()
    SheetComment.objects.bulk_create(
        SheetComment(sheet=sheet, comment=one) for one in sorted(set(comments))
    )
    if finished:
        sheet.state, sheet.prepared_by_id, sheet.prepared_at = SheetState.PREPARED, by.user_id, at
        sheet.save(update_fields=["state", "prepared_by", "prepared_at"])
    words: list[JSON] = [one.value for one in sorted(set(comments))]
    steps.entered("filled_in", sheet, by, at, lines=lines, finished=finished, comments=words)
    finish(once, actor=str(by), answer={"state": str(sheet.state)})
    return SheetState(sheet.state)


def _added(sheet: QualitySheet, number: str) -> SheetItem:
    """The item of that number, on the sheet from now on: so far it counted as on time."""
    try:
        code = str(parse(number))
    except MalformedCodeError:
        raise steps.UnfitSheetError(_("This is no number of a KT1 item.")) from None
    item = Item.objects.select_related("unit__clock").filter(unit__code=code).first()
    clock = getattr(item.unit, "clock", None) if item else None
    sides = {Side.SENT: item.sender_id, Side.RECEIVED: item.receiver_id} if item else {}
    side = next((one for one, body in sides.items() if body == sheet.agency_id), None)
    if item is None or clock is None or side is None or not _is_in(sheet, clock):
        raise steps.UnfitSheetError(_("There is no such item among those of this sheet."))
    group = Group.TIMED if item.urgency == Urgency.TIMED else Group.MAIN
    found, _new = SheetItem.objects.get_or_create(
        sheet=sheet,
        side=side,
        unit_id=item.pk,
        defaults={"urgency": item.urgency, "grp": group, "outcome": Outcome.ON_TIME},
    )
    return found


def _is_in(sheet: QualitySheet, clock: Clock) -> bool:
    """Whether an item with this clock is one of those that the sheet counts."""
    since, until = steps.moments(sheet.starts, sheet.ends)
    if clock.deadline >= sheet.as_of or clock.started_at >= until:
        return False
    carried = sheet.since is not None and clock.deadline >= sheet.since
    return bool(clock.started_at >= since or carried)


def _object(
    sheet: QualitySheet, said: Mapping[int, Objection], *, by: Actor, at: datetime
) -> list[dict[str, JSON]]:
    """Set the objections of the sheet to these. What was on time and is agreed to leaves it."""
    items = {one.pk: one for one in sheet.items.select_related("unit")}
    if not said.keys() <= items.keys():
        raise steps.UnfitSheetError(_("There is no such item among those of this sheet."))
    for key, objection in said.items():
        if objection not in FITTING[Outcome(items[key].outcome)]:
            raise steps.UnfitSheetError(
                _("This objection does not fit what the item was counted as.")
            )
    for key, one in items.items():
        one.objection = said[key].value if key in said else ""
        one.objected_by_id, one.objected_at = (by.user_id, at) if key in said else (None, None)
    kept = [one for one in items.values() if one.objection or one.outcome != Outcome.ON_TIME]
    gone = [one.pk for one in items.values() if one not in kept]
    SheetItem.objects.bulk_update(kept, ["objection", "objected_by", "objected_at"])
    SheetItem.objects.filter(pk__in=gone).delete()
    return [
        {"code": one.unit.code, "side": one.side, "objection": one.objection}
        for one in kept
        if one.objection
    ]


@transaction.atomic(durable=True)
def send_back(*, sheet_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """The head gives the sheet back to the clerk.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_sign(by, sheet):
        raise NotAllowedError(why)
    sheet.state, sheet.prepared_by, sheet.prepared_at = SheetState.OPEN, None, None
    sheet.save(update_fields=["state", "prepared_by", "prepared_at"])
    steps.entered("sent_back", sheet, by, at)
    finish(once, actor=str(by), answer={"sheet": sheet.pk})


@transaction.atomic(durable=True)
def sign(*, sheet_id: int, by: Actor, at: datetime, once: RequestKey) -> SheetState:
    """The head's word: agreed, or objected to as the clerk prepared it.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return SheetState(done["state"])
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_sign(by, sheet):
        raise NotAllowedError(why)
    number = sheet.items.exclude(objection="").count()
    sheet.state = after_signing(objections=number)
    sheet.signed_by_id, sheet.signed_at = by.user_id, at
    sheet.save(update_fields=["state", "signed_by", "signed_at"])
    steps.entered("signed", sheet, by, at, objections=number)
    finish(once, actor=str(by), answer={"state": str(sheet.state)})
    return SheetState(sheet.state)


@transaction.atomic(durable=True)
def record_paper(
    *, sheet_id: int, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """A body that works on paper confirms by its signed paper: number and date (W7, W12).

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
        RefusedTextError: the number holds what may not be written here.
        steps.UnfitSheetError: the paper is of a day to come, or of before the period ended.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_record_paper(by, sheet):
        raise NotAllowedError(why)
    if not sheet.ends < dated <= at.date():
        raise steps.UnfitSheetError(_("The paper is dated after the period and not in the future."))
    sheet.paper = passed(number.strip()[:PAPER_MAX], names_a_paper=True)
    sheet.paper_dated, sheet.state, sheet.settled_at = dated, SheetState.CONFIRMED, at
    sheet.save(update_fields=["paper", "paper_dated", "state", "settled_at"])
    steps.entered("confirmed_on_paper", sheet, by, at, notes={"number": sheet.paper})
    finish(once, actor=str(by), answer={"sheet": sheet.pk})
