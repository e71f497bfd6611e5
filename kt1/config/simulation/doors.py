"""The two ends of the way: collecting at the senders' desks, delivering at the doors."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kt1.config.simulation.cast import Body, Office
from kt1.config.simulation.mail import Posted
from kt1.config.simulation.play import Cover, Stage, look, on
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes, queries
from kt1.custody.deliveries.actions import NobodyMaySignError, Signed
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Check, Declaration
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import Calendar

_CHECKS = [c.value for c in Check]
# Of ten thousand covers, how many meet which fate.
_FAILS_ONCE, _FAILS_TWICE, _FORGOTTEN = 240, 40, 160
_WITHDRAWN, _RETURNED = 12, 20
_FAILURES = (Reason.FOCAL_ABSENT, Reason.CLOSED, Reason.NO_ANSWER, Reason.ACCESS, Reason.COUNT)
_OPENS, _CLOSES = 8, 17
_ADVICE_DAYS = 2
_RETURNS = (Reason.MERGED, Reason.MOVED, Reason.WRONG_ADDRESS)


def collect(stage: Stage, office: Office, mail: Sequence[Posted], day: date) -> None:
    """The courier goes from desk to desk; at the end all covers come to the controller."""
    by_sender: dict[int, list[Posted]] = {}
    for posted in mail:
        by_sender.setdefault(posted.sender.id, []).append(posted)
    covers: list[Cover] = []
    for group in by_sender.values():
        at = max(p.ready_at for p in group)
        if not stage.over(at):
            covers += _accept(stage, office, group, at)
    back = on(day, 17, 10)
    if covers and not stage.over(back):
        stage.give(office.courier, office.controller, look(covers), back)
        weights = {c.code: c.posted.weight_g for c in covers}
        stage.do(items.weigh, office.controller, back + timedelta(minutes=6), weights=weights)
        stage.stocks[office.code].covers += covers


def _accept(stage: Stage, office: Office, group: Sequence[Posted], at: datetime) -> list[Cover]:
    covers = [Cover(stage.code(), posted) for posted in group]
    declarations = [_declaration(c) for c in covers]
    sender = group[0].sender
    if not group[0].declared:
        stage.do(
            items.accept_new,
            office.courier,
            at,
            declarations=declarations,
            desk_id=sender.desk,
            checks=_CHECKS,
        )
        return covers
    stage.do(items.declare, sender.clerk, at - timedelta(minutes=25), declarations=declarations)
    gone = [c for c in covers if c.posted.fate < _WITHDRAWN]
    if gone:
        codes = [c.code for c in gone]
        stage.do(items.withdraw, sender.clerk, at - timedelta(minutes=10), codes=codes)
    left = [c for c in covers if c not in gone]
    if left:
        codes = [c.code for c in left]
        stage.do(items.accept, office.courier, at, codes=codes, checks=_CHECKS)
    return left


def _declaration(cover: Cover) -> Declaration:
    posted = cover.posted
    return Declaration(
        receiver=posted.receiver.id,
        mark=posted.mark,
        urgency=posted.urgency,
        pieces=posted.pieces,
        agreed_at=posted.agreed_at,
        advice=posted.advice,
        code=cover.code,
    )


def confirm(stage: Stage, at: datetime) -> None:
    """In the morning of a working day the clerks confirm what the duty officers took."""
    waiting, stage.to_confirm = stage.to_confirm, {}
    for taken in waiting.values():
        body = taken[0][0]
        stage.do(deliveries.confirm, body.clerk, at, codes=[code for _body, code in taken])


def advices(stage: Stage, at: datetime) -> None:
    """The clerks note the giấy báo phát that came back to them."""
    back = [one for one in stage.advices if one[0] <= at.date()]
    stage.advices = [one for one in stage.advices if one not in back]
    by_sender: dict[int, list[tuple[date, Body, str]]] = {}
    for one in back:
        by_sender.setdefault(one[1].id, []).append(one)
    for group in by_sender.values():
        codes = [code for _due, _body, code in group]
        stage.do(changes.advice_returned, group[0][1].clerk, at, codes=codes)


def evening(stage: Stage, offices: Sequence[Office]) -> None:
    """Where the history ends the work goes on: couriers hold what they will deliver next, and
    at the centres an offer waits to be taken."""
    for office in offices:
        stock, at = stage.stocks[office.code], stage.until - timedelta(minutes=14)
        out = [c for c in stock.covers if c.posted.receiver.site == office.code]
        if not out:
            continue
        if office.code.endswith("-TT"):
            facts = {"taker_place_id": office.place, "taker_person_id": office.courier.user_id}
            codes = [c.code for c in out]
            stage.do(handovers.offer, office.controller, at, codes=codes, **facts)
        else:
            stage.give(office.controller, office.courier, look(out), at)


def deliver(
    stage: Stage, office: Office, start: datetime, days: Calendar, *, urgent_only: bool
) -> None:
    """One round of a courier: take out, go from door to door, bring back what is left."""
    stock, day = stage.stocks[office.code], start.date()
    out = [
        c
        for c in stock.covers
        if c.posted.receiver.site == office.code
        and c.not_before <= day
        and (not urgent_only or c.posted.urgency == "HT")
        and not _forgotten(c, day)
    ]
    if not out or stage.over(start + timedelta(minutes=90)):
        return
    stage.give(office.controller, office.courier, look(out), start)
    stock.covers = [c for c in stock.covers if c not in out]
    doors: dict[int, list[Cover]] = {}
    for cover in out:
        doors.setdefault(cover.posted.receiver.id, []).append(cover)
    left: list[Cover] = []
    for n, covers in enumerate(doors.values(), start=1):
        left += _at_door(stage, office, covers, start + timedelta(minutes=10 + 5 * n))
    if left:
        after = start + timedelta(minutes=20 + 5 * len(doors))
        stage.give(office.courier, office.controller, look(left), after)
        stock.covers += _sorted_out(stage, office, left, after + timedelta(minutes=10), days)


def _forgotten(cover: Cover, day: date) -> bool:
    """A few lie in the office for days: the lateness that quality must find."""
    if cover.tries or cover.posted.fate < 10_000 - _FORGOTTEN:
        return False
    return day < cover.posted.ready_at.date() + timedelta(days=2 + cover.posted.fate % 4)


def _at_door(stage: Stage, office: Office, covers: Sequence[Cover], at: datetime) -> list[Cover]:
    failing = [c for c in covers if _fails(c)]
    for cover in failing:
        cover.tries += 1
        reason = _reason(cover)
        _attempt(stage, office, [cover], at, reason)
    good = [c for c in covers if c not in failing]
    if not good:
        return failing
    body = good[0].posted.receiver
    try:
        answer = _sign(stage, office, body, [c.code for c in good], at + timedelta(minutes=2))
    except NobodyMaySignError:
        for cover in good:
            cover.tries += 1
        _attempt(stage, office, good, at + timedelta(minutes=3), Reason.NOBODY_MAY_SIGN)
        return list(covers)
    due = at.date() + timedelta(days=_ADVICE_DAYS)
    stage.advices += [(due, c.posted.sender, c.code) for c in good if c.posted.advice]
    if answer["to_confirm"]:
        taken = stage.to_confirm.setdefault(body.id, [])
        taken += [(body, c.code) for c in good]
    return failing


def _sign(
    stage: Stage, office: Office, body: Body, codes: list[str], at: datetime
) -> dict[str, Any]:
    """The first person of the register signs; where nobody may, a substitute is not asked."""
    door = _door(body, at)
    people = queries.answer({body.id}, point=door, at=at).people
    signed = Signed(
        name="Người nhận minh họa",
        title="Cán bộ trực",
        card="MH-0001",
        focal_point=people[0].id if people else None,
    )
    facts = {"codes": codes, "point_id": door, "signed": signed}
    return stage.do(deliveries.deliver, office.courier, at, **facts)


def _door(body: Body, at: datetime) -> int:
    """In working hours the address, otherwise the point that the body named."""
    working = calendar().is_working(at.date()) and _OPENS <= at.hour < _CLOSES
    return body.door if working else body.door_off


def _fails(cover: Cover) -> bool:
    fate = cover.posted.fate - _WITHDRAWN
    return (
        0 <= fate < _FAILS_TWICE and cover.tries < 2  # noqa: PLR2004 - twice
    ) or (0 <= fate < _FAILS_ONCE and cover.tries < 1)


def _reason(cover: Cover) -> Reason:
    if _goes_back(cover):
        return _RETURNS[cover.posted.fate % len(_RETURNS)]
    return _FAILURES[cover.posted.fate % len(_FAILURES)]


def _goes_back(cover: Cover) -> bool:
    return 0 <= cover.posted.fate - _WITHDRAWN < _RETURNED


def _attempt(
    stage: Stage, office: Office, covers: Sequence[Cover], at: datetime, reason: Reason
) -> None:
    door = _door(covers[0].posted.receiver, at)
    codes = [c.code for c in covers]
    stage.do(deliveries.attempt, office.courier, at, codes=codes, point_id=door, reason=reason)


def _sorted_out(
    stage: Stage, office: Office, left: Sequence[Cover], at: datetime, days: Calendar
) -> list[Cover]:
    """Undeliverable ones are sent back; the others go out again on the next working day."""
    kept = []
    for cover in left:
        if _goes_back(cover) and cover.tries > 1:
            facts = {"codes": [cover.code], "reason": _RETURNS[0]}
            stage.do(changes.send_back, office.controller, at, **facts)
            cover.not_before = date.max  # waits for the paper that goes with a return
        else:
            cover.not_before = days.next_working_day(at.date())
        kept.append(cover)
    return kept
