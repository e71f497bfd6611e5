"""Settlement of a demonstration: force majeure, sheets of quality, signed months, a budget.

Everything goes through the actions, as the people of it would do it. Papers are numbered MH.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from kt1.assurance.books.models import Account
from kt1.assurance.quality import actions as events
from kt1.assurance.quality.confirming import actions as sheets
from kt1.assurance.quality.confirming import answering
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import (
    FITTING,
    Comment,
    Objection,
    Reply,
    Ruling,
    SheetState,
)
from kt1.assurance.quality.rules import EventKind, Outcome
from kt1.assurance.reconciliation import signing
from kt1.assurance.reconciliation.rules import Step
from kt1.config.simulation.service import acting, actor_of
from kt1.custody.price.actions import enter_surcharge
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Bloc
from kt1.oversight.budget import actions as budget
from kt1.oversight.budget.rules import Scenario, Stage
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("9b3d0f77-5d0a-5c37-8f0e-6a3a3c5a4e21")
#: How far the sheets of the last period come, one body each in turn; the others stay open.
WAYS = ("prepared", "signed", "objected", "disputed", "decided", "confirmed")
CONFIRMED_MOST, SIGNED_MOST, SURCHARGED = 10, 6, 3


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts for one body."""

    clerk: Actor
    head: Actor
    accountant: Actor | None


def happened(provinces: Sequence[str], at: datetime) -> None:
    """Two events of force majeure each: one approved, one that waits for the Department."""
    for code in provinces:
        post, office = actor_of(code, Role.DISPATCHER), actor_of(code, Role.REGULATOR)
        for n, (kind, days) in enumerate(((EventKind.FLOOD, 40), (EventKind.ROAD_CLOSED, 12))):
            begins = at - timedelta(days=days)
            made = events.enter_event(
                kind=kind,
                commune_id=None,
                begins=begins,
                ends=begins + timedelta(hours=20),
                evidence=f"MH-0{n + 5}/PCTT của Ban chỉ huy phòng thủ dân sự (minh họa)",
                by=post,
                at=begins + timedelta(days=2),
                once=_once(f"event-{n}", code),
            )
            if n == 0:
                events.decide_event(
                    event_id=made.pk,
                    refusal=None,
                    by=office,
                    at=begins + timedelta(days=3),
                    once=_once(f"decided-{n}", code),
                )


def settled(provinces: Sequence[str], at: datetime) -> None:
    """Months signed, quality confirmed and disputed, a budget allocated."""
    for code in provinces:
        desks = _desks(code)
        _signed(code, desks, at)
        _confirmed(code, desks, at)
        _surcharged(code, at)
        _budgeted(code, at)


def _desks(code: str) -> dict[int, Desk]:
    """Bodies whose clerk and head have accounts, by their ids."""
    rows = Duty.objects.filter(
        role__in=[Role.CLERK, Role.HEAD, Role.ACCOUNTANT],
        valid_to=None,
        agency__province__code=code,
    ).select_related("user", "agency")
    by_body: dict[int, dict[str, Actor]] = {}
    for duty in rows.order_by("pk"):
        by_body.setdefault(duty.agency_id or 0, {}).setdefault(duty.role, acting(duty))
    return {
        body: Desk(found[Role.CLERK], found[Role.HEAD], found.get(Role.ACCOUNTANT))
        for body, found in by_body.items()
        if Role.CLERK in found and Role.HEAD in found
    }


def _signed(code: str, desks: dict[int, Desk], at: datetime) -> None:
    """The earlier months of a few bodies, signed by both sides and stamped."""
    controller, post = _controller(code), actor_of(code, Role.DISPATCHER)
    first = Account.objects.filter(province__code=code, agency__in=desks).order_by("starts")
    if (starts := first.values_list("starts", flat=True).first()) is None:
        return
    rows = Account.objects.filter(province__code=code, agency__in=desks, starts=starts)
    still = rows.exclude(differences__resolved_at=None, differences__isnull=False)
    for n, account in enumerate(still.order_by("pk")[:SIGNED_MOST]):
        desk, when = desks[account.agency_id], account.frozen_at + timedelta(days=2)
        for step, by in (
            (Step.PREPARED, desk.clerk),
            (Step.CHECKED, desk.accountant or desk.head),
            (Step.APPROVED, desk.head),
            (Step.PREPARED, controller),
            (Step.CHECKED, post),
            (Step.APPROVED, post),
        ):
            once = _once(f"sign-{account.pk}-{by}-{step}", code)
            signing.sign(account_id=account.pk, by=by, at=when, once=once)
        if n % 2 == 0:
            signing.record_paper(
                account_id=account.pk,
                number=f"MH-{n + 1:02}/BB-ĐS",
                dated=min(when, at).date(),
                kept_at="Hồ sơ đối soát KT1 (minh họa)",
                signers="Thủ trưởng hai bên",
                by=desk.clerk,
                at=when + timedelta(days=1),
                once=_once(f"paper-{account.pk}", code),
            )


def _controller(code: str) -> Actor:
    held = Duty.objects.filter(role=Role.CONTROLLER, place__province__code=code, valid_to=None)
    duty = held.select_related("user", "place").order_by("pk")[0]
    found = acting(duty)
    province = duty.place.province_id if duty.place else None
    return Actor(
        found.user_id, found.name, found.role, found.place_id, None, province, found.duty_id
    )


def _confirmed(code: str, desks: dict[int, Desk], at: datetime) -> None:
    rows = QualitySheet.objects.filter(province__code=code, agency__in=desks)
    periods = sorted(set(rows.values_list("starts", flat=True)))
    if not periods:
        return
    open_ = rows.select_related("agency").filter(starts=periods[-1]).order_by("pk")
    ways = list(WAYS)
    for sheet in open_.exclude(agency__bloc=Bloc.PARTY):
        if ways and _goes(sheet, ways[0], desks[sheet.agency_id], code, at):
            ways.pop(0)
    before = rows.filter(starts=periods[0], state=SheetState.OPEN).order_by("pk")
    if len(periods) > 1:
        for sheet in before[:CONFIRMED_MOST]:
            _goes(sheet, "confirmed", desks[sheet.agency_id], code, sheet.as_of)


def _goes(sheet: QualitySheet, way: str, desk: Desk, code: str, at: datetime) -> bool:
    """Bring a sheet so far; False where it holds nothing to object to."""
    when = min(sheet.as_of + timedelta(days=2), at + timedelta(days=2))
    objects = way in {"objected", "disputed", "decided"}
    said = _objection(sheet) if objects else {}
    if objects and not said:
        return False

    def who(by: Actor, what: str) -> dict[str, Any]:
        return {
            "sheet_id": sheet.pk,
            "by": by,
            "at": when,
            "once": _once(f"{what}-{sheet.pk}", code),
        }

    comments = [Comment.TOO_SELDOM] if objects else [Comment.GOOD]
    sheets.fill_in(
        objections=said, other=None, comments=comments, finished=True, **who(desk.clerk, "fill")
    )
    if way == "prepared":
        return True
    sheets.sign(**who(desk.head, "sign"))
    post = actor_of(code, Role.DISPATCHER)
    if way == "confirmed":
        given = who(post, "confirm")
        answering.confirm(sheet_ids=[given.pop("sheet_id")], **given)
    if way in {"disputed", "decided"}:
        answering.reply(replies=dict.fromkeys(said, Reply.MAINTAINED), **who(post, "reply"))
    if way == "decided":
        office = actor_of(code, Role.REGULATOR)
        answering.decide(rulings=dict.fromkeys(said, Ruling.PROOF_OF_POST), **who(office, "decide"))
    return True


def _objection(sheet: QualitySheet) -> dict[int, Objection]:
    """To the first item that anything can be objected to."""
    for item in sheet.items.order_by("pk"):
        if fitting := FITTING[Outcome(item.outcome)]:
            return {item.pk: min(fitting)}
    return {}


def _surcharged(code: str, at: datetime) -> None:
    """What marks cost before letters were kept, as signed lists on paper said."""
    by = actor_of(code, Role.DISPATCHER)
    bodies = Account.objects.filter(province__code=code).order_by("agency_id")
    for n, body in enumerate(bodies.values_list("agency_id", flat=True).distinct()[:SURCHARGED]):
        enter_surcharge(
            agency_id=body,
            month=date(2025, 6, 1),
            amount_vnd=(n + 1) * 154_545,
            paper=f"MH-{n + 1:02}/BK",
            by=by,
            at=at,
            once=_once(f"surcharge-{body}", code),
        )


def _budgeted(code: str, at: datetime) -> None:
    """The present year's, from what was measured before it: estimated, appraised, allocated."""
    office, finance = actor_of(code, Role.REGULATOR), actor_of(code, Role.FINANCE)
    made = budget.make_estimate(
        year=at.year,
        first=date(at.year - 1, 7, 1),
        last=date(at.year - 1, 12, 1),
        growth_per_mille=50,
        scenario=Scenario.BASE,
        by=office,
        at=at - timedelta(days=30),
        once=_once("estimate", code),
    )
    budget.send(version_id=made.pk, by=office, at=at - timedelta(days=29), once=_once("sent", code))
    for n, (stage, by) in enumerate(((Stage.APPRAISED, finance), (Stage.ALLOCATED, finance))):
        made = budget.decide(
            after_id=made.pk,
            stage=stage,
            amounts={},
            paper=f"MH-1{n}/QĐ-UBND (minh họa)",
            by=by,
            at=at - timedelta(days=25 - n),
            once=_once(stage.value, code),
        )
    following = budget.make_estimate(
        year=at.year + 1,
        first=date(at.year - 1, 7, 1),
        last=date(at.year, at.month - 1, 1) if at.month > 1 else date(at.year - 1, 12, 1),
        growth_per_mille=80,
        scenario=Scenario.HIGH,
        by=office,
        at=at - timedelta(days=3),
        once=_once("next", code),
    )
    budget.send(
        version_id=following.pk, by=office, at=at - timedelta(days=2), once=_once("next-sent", code)
    )


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
