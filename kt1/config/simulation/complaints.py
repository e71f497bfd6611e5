"""Complaints of a demonstration at every stage, and one request of an authority."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kt1.assurance.complaints import actions, settling
from kt1.assurance.complaints.rules import (
    Cause,
    Matter,
    Method,
    Outcome,
    Responsible,
    State,
)
from kt1.assurance.complaints.terms import day_of
from kt1.assurance.disclosures import actions as disclosures
from kt1.config.simulation.service import acting, actor_of
from kt1.custody.items.models import Item
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("4a7be1d2-3c55-5d4c-8a11-9b9f2d3c7e60")
#: How each goes on: filed alone, filed long ago, answered, contested, to be paid.
STAGES = ("new", "late", "answered", "contested", "liable")
AGO = {"new": 1, "late": 14, "answered": 4, "contested": 6, "liable": 12}
AMOUNT_VND = 2_000_000


def complain(provinces: Sequence[str], at: datetime) -> int:
    """File them through the actions, as clerks would. Returns how many."""
    number = 0
    for code in provinces:
        items = _items(code, at)
        for stage, item in zip(STAGES, items, strict=False):
            _one(code, stage, item, at)
            number += 1
        if items:
            _asked(code, items[0], at)
    return number


def _items(code: str, at: datetime) -> list[Item]:
    """Accepted in the month before, of bodies that have a records clerk here."""
    clerks = Duty.objects.filter(role=Role.CLERK, valid_to=None).values("agency_id")
    found = Item.objects.select_related("unit").filter(
        from_province__code=code,
        sender__in=clerks,
        unit__clock__started_at__gte=at - timedelta(days=40),
        unit__clock__deadline__lt=at - timedelta(days=max(AGO.values()) + 1),
    )
    return list(found.order_by("pk")[: len(STAGES)])


def _one(code: str, stage: str, item: Item, at: datetime) -> None:
    duty = Duty.objects.select_related("user", "agency").filter(
        role=Role.CLERK, agency=item.sender_id, valid_to=None
    )
    clerk, post = acting(duty.order_by("pk")[0]), actor_of(code, Role.DISPATCHER)
    when = at - timedelta(days=AGO[stage])
    one = actions.file(
        code=item.unit.code,
        matter=Matter.DELAY,
        note="",
        by=clerk,
        at=when,
        once=_once(f"file-{stage}", code),
    )
    if stage in {"new", "late"}:
        return
    actions.answer(
        complaint_id=one,
        outcome=Outcome.REJECTED if stage == "contested" else Outcome.UPHELD,
        cause=Cause.TRANSPORT,
        note="",
        by=post,
        at=when + timedelta(days=1),
        once=_once(f"answer-{stage}", code),
    )
    if stage == "contested":
        actions.decide(
            complaint_id=one,
            after=State.CONTESTED,
            note="",
            by=clerk,
            at=when + timedelta(days=2),
            once=_once("contest", code),
        )
    if stage == "liable":
        _settle(one, post, when + timedelta(days=3), code)


def _settle(one: int, post: Actor, at: datetime, code: str) -> None:
    stated = settling.Stated(
        number=f"MH-{code}/BB-BĐT",
        dated=day_of(at),
        cause=Cause.TRANSPORT,
        responsible=Responsible.POST,
        amount_vnd=AMOUNT_VND,
        method=Method.OFFSET,
    )
    settling.record_liability(
        complaint_id=one, stated=stated, by=post, at=at, once=_once("liability", code)
    )


def _asked(code: str, item: Item, at: datetime) -> None:
    when = at - timedelta(days=2)
    asked = disclosures.Asked(
        authority="Cơ quan yêu cầu (minh họa)",
        basis="Căn cứ pháp lý (minh họa)",
        number=f"MH-{code}/BB",
        dated=day_of(when),
        code=item.unit.code,
    )
    by = actor_of(code, Role.DISPATCHER)
    disclosures.register(asked=asked, by=by, at=when, once=_once("asked", code))


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
