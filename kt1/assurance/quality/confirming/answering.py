"""What the post says on the quality of a period, and whoever decides where both disagree."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.quality.confirming import permissions, queries, steps
from kt1.assurance.quality.confirming.models import QualityRuling, QualitySheet, SheetItem
from kt1.assurance.quality.confirming.rules import (
    Reply,
    Ruling,
    SheetState,
    UnansweredError,
    after_replies,
    ruled,
)
from kt1.assurance.quality.rules import Outcome
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def confirm(*, sheet_ids: Collection[int], by: Actor, at: datetime, once: RequestKey) -> int:
    """The post's word on sheets that their bodies agreed to, however many at once.

    Returns how many were confirmed.

    Raises:
        QualitySheet.DoesNotExist: one of them is not theirs to know; nothing was changed.
        NotAllowedError: one of them cannot be confirmed now; nothing was changed.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["confirmed"])
    rows = queries.seen_by(by).select_for_update(of=("self",)).filter(pk__in=sheet_ids)
    sheets = list(rows.order_by("pk"))
    if len(sheets) != len(set(sheet_ids)):
        raise QualitySheet.DoesNotExist
    for one in sheets:
        if why := permissions.why_not_confirm(by, one):
            raise NotAllowedError(why)
        one.state, one.settled_at = SheetState.CONFIRMED, at
        one.post_by_id, one.post_at = by.user_id, at
    QualitySheet.objects.bulk_update(sheets, ["state", "settled_at", "post_by", "post_at"])
    lines: list[dict[str, JSON]] = [
        {"agency": one.agency.code, "period": f"{one.starts:%Y-%m}"} for one in sheets
    ]
    append(
        kind="quality.confirmed",
        subject=f"quality:{by.province_id}",
        actor=str(by),
        at=at,
        body={"sheets": len(sheets)},
        lines=lines,
    )
    finish(once, actor=str(by), answer={"confirmed": len(sheets)})
    return len(sheets)


@transaction.atomic(durable=True)
def reply(
    *, sheet_id: int, replies: Mapping[int, Reply], by: Actor, at: datetime, once: RequestKey
) -> SheetState:
    """The post answers every objection at once. What it accepts counts as its delay from now on.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
        steps.UnfitSheetError: an objection is left without an answer.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return SheetState(done["state"])
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_reply(by, sheet):
        raise NotAllowedError(why)
    items = list(sheet.items.select_related("unit").exclude(objection=""))
    try:
        sheet.state = after_replies(replies.get(one.pk) for one in items)
    except UnansweredError:
        raise steps.UnfitSheetError(_("Answer every objection.")) from None
    for one in items:
        one.reply = replies[one.pk].value
    SheetItem.objects.bulk_update(items, ["reply"])
    accepted = [one for one in items if one.reply == Reply.ACCEPTED]
    _make_late(sheet, accepted, at)
    sheet.post_by_id, sheet.post_at = by.user_id, at
    sheet.settled_at = at if sheet.state == SheetState.CONFIRMED else None
    sheet.save(update_fields=["state", "post_by", "post_at", "settled_at"])
    lines: list[dict[str, JSON]] = [{"code": one.unit.code, "reply": one.reply} for one in items]
    steps.entered("replied", sheet, by, at, lines=lines)
    finish(once, actor=str(by), answer={"state": str(sheet.state)})
    return SheetState(sheet.state)


@transaction.atomic(durable=True)
def decide(
    *, sheet_id: int, rulings: Mapping[int, Ruling], by: Actor, at: datetime, once: RequestKey
) -> None:
    """Decide, each for a coded reason, what both sides could not agree on.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
        steps.UnfitSheetError: one of them is left open.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_decide(by, sheet):
        raise NotAllowedError(why)
    items = list(sheet.items.select_related("unit").filter(reply=Reply.MAINTAINED))
    if {one.pk for one in items} != rulings.keys():
        raise steps.UnfitSheetError(_("Decide on every item that is not agreed on."))
    for one in items:
        one.ruling, one.ruled_by_id, one.ruled_at = rulings[one.pk].value, by.user_id, at
    SheetItem.objects.bulk_update(items, ["ruling", "ruled_by", "ruled_at"])
    late = [
        one for one in items if ruled(Outcome(one.outcome), rulings[one.pk]) is Outcome.LATE_POST
    ]
    _make_late(sheet, late, at)
    sheet.state, sheet.settled_at = SheetState.DECIDED, at
    sheet.save(update_fields=["state", "settled_at"])
    lines: list[dict[str, JSON]] = [{"code": one.unit.code, "ruling": one.ruling} for one in items]
    steps.entered("decided", sheet, by, at, lines=lines)
    finish(once, actor=str(by), answer={"sheet": sheet.pk})


def _make_late(sheet: QualitySheet, items: Collection[SheetItem], at: datetime) -> None:
    """Two bodies may say the same of one item: once is enough."""
    QualityRuling.objects.bulk_create(
        [QualityRuling(unit_id=one.unit_id, sheet=sheet.pk, at=at) for one in items],
        ignore_conflicts=True,
    )


@transaction.atomic(durable=True)
def renew(*, sheet_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Fill the sheet in anew, as things stand now: an event was approved, an entry came late.

    What the body said on it so far is forgotten; it has passed nothing on.

    Raises:
        QualitySheet.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    sheet = steps.locked(sheet_id, by)
    if why := permissions.why_not_renew(by, sheet):
        raise NotAllowedError(why)
    steps.empty([sheet.pk])
    steps.fill([sheet.pk], starts=sheet.starts, ends=sheet.ends)
    steps.entered("renewed", sheet, by, at)
    finish(once, actor=str(by), answer={"sheet": sheet.pk})
