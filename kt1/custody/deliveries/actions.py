"""What happens at a door. The only code that writes attempts and deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.deliveries import acts, permissions, queries
from kt1.custody.deliveries.rules import REFUSALS, Capacity, Reason
from kt1.custody.handovers.rules import Witness
from kt1.custody.items import queries as items_of
from kt1.custody.items.rules import HeldItem
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import JSON, NotPossibleError, State
from kt1.custody.units.steps import Once, write
from kt1.law.screening.rules import screen
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.rules import Answer, Rank, Receiver
from kt1.people.visits.steps import use


class NobodyMaySignError(Exception):
    """Nobody appointed may sign at this door now: the items stay with the courier (W2)."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(path[-1] if path else "")
        self.path = list(path)


class ScreenedError(Exception):
    """A text was refused by the screen. It is neither kept nor repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who really received, as the courier writes it down: name, title, card or paper."""

    name: str
    title: str
    card: str = ""
    focal_point: int | None = None
    #: Nhận thay that two of the post confirmed for this door (people.visits).
    substitution: int | None = None


def attempt(
    *,
    codes: Sequence[str],
    point_id: int,
    reason: Reason,
    called_ahead: bool = False,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Record a try that ended without delivery. Only a valid one stops the clock (W4)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if refused := permissions.why_not_deliver(by):
            raise NotAllowedError(refused)
        items = items_of.lock(codes, by=by)
        answer = queries.judge_attempt(items, point=point_id, at=at)
        if reason in REFUSALS and not answer.in_hours:
            # An organisation refuses in writing, with a stamp; at night it has only not taken it.
            reason = Reason.NOT_TAKEN
        tried = _tried(by, point_id, at, valid=answer.counts, called_ahead=called_ahead)
        done = acts.failed(items, tried=tried, reason=reason.value)
        done.body["judgement"] = answer.judgement.value
        entry = write(done, by=by, at=at)
        return act.store(
            {
                "entry": str(entry),
                "valid": answer.counts,
                "reason": reason.value,
                "judgement": answer.judgement.value,
            }
        )


def _tried(
    by: Actor, point: int, at: datetime, *, valid: bool, called_ahead: bool = False
) -> acts.Try:
    if by.place_id is None:
        raise NotAllowedError(_("You act for no place."))
    return acts.Try(
        at=at,
        point=point,
        place=by.place_id,
        person=by.user_id,
        valid=valid,
        called_ahead=called_ahead,
    )


def deliver(
    *,
    codes: Sequence[str],
    point_id: int,
    signed: Signed,
    witness: Witness = Witness.ONE_DEVICE,
    sheet: str = "",
    called_ahead: bool = False,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Deliver at a door to whoever may sign there now; the path of the answer is kept (N3).

    Off-hours the duty officer takes it and the records clerk has still to confirm.

    Raises:
        NobodyMaySignError: with the path; the items stay with the courier.
        NotConfirmedError: the substitute is not confirmed for this door and body.
        WrongDoorError: the receiving bodies are not reached at that door.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if refused := permissions.why_not_deliver(by):
            raise NotAllowedError(refused)
        items = items_of.lock(codes, by=by)
        door = queries.judge_attempt(items, point=point_id, at=at)
        answer = queries.answer({i.receiver for i in items}, point=point_id, at=at)
        capacity, path = _capacity(items, answer, signed)
        receipt = acts.Receipt(
            handover=act_id(once, by=by, at=at),
            capacity=capacity.value,
            path=path,
            witness=witness.value,
            sheet=sheet,
            off_hours=not door.in_hours,
            desks=queries.desks_of({i.receiver for i in items}),
        )
        if capacity is Capacity.SUBSTITUTE:
            _spend(signed, receipt, items, point_id, by=by, at=at)
        tried = _tried(by, point_id, at, valid=True, called_ahead=called_ahead)
        done = acts.delivered(items, tried=tried, receipt=receipt)
        done.body["answer"] = _answered(answer, signed, capacity)
        done.notes["receiver"] = _receiver_note(signed)
        entry = write(done, by=by, at=at)
        return act.store(
            {
                "handover": str(receipt.handover),
                "entry": str(entry),
                "capacity": capacity.value,
                "path": path,
                "to_confirm": receipt.off_hours,
            }
        )


def _spend(
    signed: Signed,
    receipt: acts.Receipt,
    items: Sequence[HeldItem],
    point_id: int,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The shift leader's confirmation is for one delivery, and this is it."""
    use(
        substitution_id=signed.substitution or 0,
        point_id=point_id,
        agencies={i.receiver for i in items},
        handover=receipt.handover,
        by=by,
        at=at,
    )


def _answered(answer: Answer, signed: Signed, capacity: Capacity) -> dict[str, JSON]:
    """Who could sign, by rows of the register, and who did: to be replayed against it later."""
    return {
        "people": [[one.id, one.rank.value] for one in answer.people],
        "signer": signed.focal_point,
        "substitution": signed.substitution if capacity is Capacity.SUBSTITUTE else None,
    }


def _capacity(
    items: Sequence[HeldItem], answer: Answer, signed: Signed
) -> tuple[Capacity, list[str]]:
    """In what capacity this person received, or a refusal with the path (W2, W3)."""
    path = list(answer.path)
    found = _named(answer.people, signed)
    bodies = {i.receiver for i in items}
    if found is not None and bodies <= {p.agency_id for p in answer.people if _same(p, found)}:
        return {
            Rank.FOCAL: Capacity.FOCAL,
            Rank.DEPUTY: Capacity.DEPUTY,
            Rank.NAMED: Capacity.NAMED,
        }[found.rank], path
    may_substitute = answer.substitute and not any(i.focal_only for i in items)
    if may_substitute and signed.substitution is not None:
        return Capacity.SUBSTITUTE, path
    raise NobodyMaySignError(path)


def _named(people: Sequence[Receiver], signed: Signed) -> Receiver | None:
    """The receiver of the register whom the courier chose; alone, it needs no choosing.

    Raises:
        NotPossibleError: several may sign, and none was chosen.
    """
    if signed.focal_point is not None:
        return next((p for p in people if p.id == signed.focal_point), None)
    if any(not _same(p, people[0]) for p in people):
        raise NotPossibleError(_("Say which of those who may sign here received."))
    return people[0] if people else None


def _same(one: Receiver, other: Receiver) -> bool:
    """One post may receive for several bodies at a shared door; each names it in its own row."""
    return (one.kind, one.name, one.title, one.phone) == (
        other.kind,
        other.name,
        other.title,
        other.phone,
    )


def _receiver_note(signed: Signed) -> str:
    """Name, title and card of the person: a note that can be redacted, never in the body."""
    texts = (signed.name, signed.title, signed.card)
    if not signed.name or not signed.title:
        raise NotPossibleError(_("The name and title of who received are missing."))
    if any(screen(text) for text in texts if text):
        raise ScreenedError(_("A text looks like part of a secret; it was not kept."))
    return " · ".join(text for text in texts if text)


def confirm(*, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """trực → văn thư: the records clerk has in hand what the duty officer took (W3)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = items_of.lock(codes, by=by)
        if (refused := permissions.why_not_confirm(by, items)) or by.place_id is None:
            raise NotAllowedError(refused or _("You act for no place."))
        done = [
            acts.confirmed(
                group,
                handover=act_id(once, by=by, at=at, n=n),
                desk=by.place_id,
                person=by.user_id,
                at=at,
            )
            for n, group in enumerate(_by_place(items))
        ]
        for one in done:
            write(one, by=by, at=at)
        return act.store({"codes": [i.code for i in items]})


def _by_place(items: Sequence[HeldItem]) -> list[list[HeldItem]]:
    """Items of one duty room together: one hand-over has one giver. Few rooms a body."""
    groups: dict[int | None, list[HeldItem]] = {}
    for item in items:
        groups.setdefault(item.place, []).append(item)
    return list(groups.values())


def give_back(
    *,
    codes: Sequence[str],
    signed: Signed,
    witness: Witness = Witness.ONE_DEVICE,
    sheet: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Hand returned or recalled items to their sender's desk."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if refused := permissions.why_not_deliver(by):
            raise NotAllowedError(refused)
        items = items_of.lock(codes, by=by)
        senders = {i.sender for i in items}
        if len(senders) != 1:
            raise NotPossibleError(_("One return goes to one sender."))
        desk = queries.desks_of(senders)[senders.pop()]
        receipt = acts.Receipt(
            handover=act_id(once, by=by, at=at),
            capacity=Capacity.CLERK.value,
            path=(),
            witness=witness.value,
            sheet=sheet,
        )
        done = acts.given_back(items, tried=_tried(by, desk, at, valid=True), receipt=receipt)
        done.notes["receiver"] = _receiver_note(signed)
        write(done, by=by, at=at)
        return act.store({"handover": str(receipt.handover), "state": State.RETURNED.value})
