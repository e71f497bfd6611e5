"""What changes an item's way: return, recall, forward, hold, dispute. The other writer here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.deliveries import acts, permissions, queries
from kt1.custody.deliveries.models import Delivery
from kt1.custody.deliveries.rules import IrregularityKind, Reason
from kt1.custody.items import queries as items_of
from kt1.custody.items.models import Item
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import Act, NotPossibleError, State
from kt1.custody.units.steps import Once, write
from kt1.law.services.rules import Scope
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError


def send_back(
    *,
    codes: Sequence[str],
    reason: Reason,
    paper: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Chuyển hoàn: the post sends undeliverable items back (Luật Bưu chính Đ.17)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if refused := permissions.why_not_return(by):
            raise NotAllowedError(refused)
        items = items_of.lock(codes, by=by)
        write(acts.turned(items, why="returned", reason=reason.value, paper=paper), by=by, at=at)
        return act.store({"codes": [i.code for i in items], "state": State.RETURNING.value})


def recall(
    *, codes: Sequence[str], paper: str, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Rút lại: the sender asks for it before delivery, with the posting proof (Đ.16)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = items_of.lock(codes, by=by)
        if refused := permissions.why_not_recall(by, items):
            raise NotAllowedError(refused)
        if not paper:
            raise NotPossibleError(_("The number of the posting proof or letter is missing."))
        write(acts.turned(items, why="recalled", reason="", paper=paper), by=by, at=at)
        return act.store({"codes": [i.code for i in items], "state": State.RETURNING.value})


def forward(
    *,
    code: str,
    receiver_id: int,
    point_id: int | None,
    reason: Reason,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Chuyển tiếp: another receiver or door, before delivery (Đ.16)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        (item,) = items_of.lock([code], by=by)
        if refused := permissions.why_not_forward(by, item):
            raise NotAllowedError(refused)
        receiver = Agency.objects.filter(pk=receiver_id, valid_to=None).first()
        if receiver is None or receiver.pk == item.sender:
            raise NotPossibleError(_("The receiving body is not in the register."))
        start = Item.objects.values_list("from_province_id", flat=True).get(pk=item.id)
        within = start == receiver.province_id
        write(
            acts.forwarded(
                item,
                receiver=receiver.pk,
                point=point_id,
                province=receiver.province_id,
                scope=(Scope.WITHIN if within else Scope.BETWEEN).value,
                reason=reason.value,
            ),
            by=by,
            at=at,
        )
        return act.store({"code": item.code, "receiver": receiver.code})


def hold(
    *, codes: Sequence[str], findings: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Giữ lại chờ xử lý: a cover that is itself not intact stays where it is (W8)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = items_of.lock(codes, by=by)
        if refused := permissions.why_not_hold(by, items):
            raise NotAllowedError(refused)
        key = act_id(once, by=by, at=at)
        write(acts.held(items, findings=findings, key=key, at=at), by=by, at=at)
        return act.store({"codes": [i.code for i in items], "irregularity": str(key)})


def dispute(*, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The receiving body says that what was recorded at its door was not so."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = items_of.lock(codes, by=by)
        if refused := permissions.why_not_dispute(by, items):
            raise NotAllowedError(refused)
        proofs = {
            d.unit_id: d.handover
            for d in Delivery.objects.filter(unit__in=[i.id for i in items], disputed_at=None)
        }
        if len(proofs) != len(items):
            raise NotPossibleError(_("Only a recorded delivery, once, can be disputed."))
        rows: list[dict[str, object]] = [
            {
                "id": act_id(once, by=by, at=at, n=n),
                "kind": IrregularityKind.DISPUTED.value,
                "place_id": i.place,
                "unit_id": i.id,
                "handover": proofs[i.id],
                "findings": {i.code: ["disputed"]},
                "opened_at": at,
            }
            for n, i in enumerate(items)
        ]
        write(
            Act(
                kind="delivery.disputed",
                subject=f"item:{items[0].code}",
                lines=[{"unit": i.id, "code": i.code} for i in items],
                rows=[
                    ("irregularity", rows),
                    ("disputed", [{"unit_id": i.id, "disputed_at": at} for i in items]),
                ],
            ),
            by=by,
            at=at,
        )
        return act.store({"codes": [i.code for i in items]})


def advice_returned(
    *, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """The sender has the giấy báo phát back in hand (W9)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = items_of.lock(codes, by=by)
        if by.role != Role.CLERK or any(i.sender != by.agency_id for i in items):
            raise NotAllowedError(_("Only the sender's records clerk notes a returned advice."))
        if queries.advices_waiting([i.id for i in items]) != len(items):
            raise NotPossibleError(_("No advice of delivery is waiting for these items."))
        write(
            Act(
                kind="advice.returned",
                subject=f"item:{items[0].code}",
                lines=[{"unit": i.id, "code": i.code} for i in items],
                rows=[("advised", [{"unit_id": i.id, "returned_at": at} for i in items])],
            ),
            by=by,
            at=at,
        )
        return act.store({"codes": [i.code for i in items]})
