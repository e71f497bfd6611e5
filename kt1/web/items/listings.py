"""Lists of items: what one sent, what one received, all of the province, and the list of work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.custody.items.permissions import why_not_declare
from kt1.custody.units import codes
from kt1.custody.units.rules import State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web import moments
from kt1.web.items import labels, then
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, Filter, FlagFilter, TextFilter
from kt1.web.lists.listing import EXPORT, Listing
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

NOTHING_YET = gettext_lazy("There is no item here yet.")
AGENCY = (Role.CLERK, Role.HEAD, Role.ACCOUNTANT, Role.PARTY_OFFICE)
POST = (Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)


def _clock(item: Item, name: str) -> Any:
    clock = getattr(item.unit, "clock", None)
    return getattr(clock, name) if clock else None


def _deadline_said(item: Item) -> str:
    """24:00 16/02/2026: without the day of the week, where a line has room for little."""
    deadline = _clock(item, "deadline")
    if deadline is None:
        return ""
    words = moments.deadline(deadline).split()
    return f"{words[0]} {words[-1]}"


def _expected_said(item: Item) -> str | None:
    expected = _clock(item, "expected_at")
    if expected is None:
        return None
    said = f"{moments.clock(expected)} {moments.day(expected)}"
    return _("expected %(moment)s") % {"moment": said}


CODE: Column[Item] = Column(
    key="so-hieu",
    label=gettext_lazy("Number"),
    value=lambda i: i.unit.code,
    kind=Kind.CODE,
    link=lambda i: reverse("item", args=[i.unit.code]),
)
SENDER: Column[Item] = Column(key="noi-gui", label=gettext_lazy("Sender"), value=then.sender)
RECEIVER: Column[Item] = Column(
    key="noi-nhan", label=gettext_lazy("Receiving body"), value=then.receiver
)
#: Both bodies in one cell, where a page would be too narrow for two; files have two columns.
WAY: Column[Item] = Column(
    key="noi-gui-nhan",
    label=gettext_lazy("From, to"),
    value=then.sender,
    under=lambda i: f"→ {then.receiver(i)}",
)
SERVICE: Column[Item] = Column(
    key="dich-vu",
    label=gettext_lazy("Service"),
    value=labels.urgency_chip,
    kind=Kind.CHIP,
    under=lambda i: i.get_scope_display(),
)
STATE: Column[Item] = Column(
    key="trang-thai",
    label=gettext_lazy("State"),
    value=labels.state_chip,
    kind=Kind.CHIP,
)
STANDS: Column[Item] = Column(
    key="trang-thai",
    label=gettext_lazy("State"),
    value=labels.state_chip,
    kind=Kind.CHIP,
    under=labels.where,
)
WHERE: Column[Item] = Column(
    key="dang-o", label=gettext_lazy("In the hands of"), value=labels.where, wide_only=True
)
CLOCK: Column[Item] = Column(
    key="han",
    label=gettext_lazy("Clock"),
    value=lambda i: labels.clock_chip(i, _now(i)),
    kind=Kind.CHIP,
)
DEADLINE: Column[Item] = Column(
    key="han-phat",
    label=gettext_lazy("Legal maximum"),
    value=_deadline_said,
    under=_expected_said,
)
DUE: Column[Item] = Column(
    key="han-phat",
    label=gettext_lazy("Legal maximum"),
    value=lambda i: _clock(i, "deadline"),
    kind=Kind.DEADLINE,
)
EXPECTED: Column[Item] = Column(
    key="du-kien",
    label=gettext_lazy("Expected"),
    value=lambda i: _clock(i, "expected_at"),
    kind=Kind.MOMENT,
)
ACCEPTED: Column[Item] = Column(
    key="nhan-gui",
    label=gettext_lazy("Accepted"),
    value=lambda i: _clock(i, "started_at"),
    kind=Kind.MOMENT,
    wide_only=True,
)
DELIVERED: Column[Item] = Column(
    key="phat",
    label=gettext_lazy("Delivered"),
    value=lambda i: _clock(i, "delivered_at"),
    kind=Kind.MOMENT,
)
PIECES: Column[Item] = Column(
    key="so-bi",
    label=gettext_lazy("Covers"),
    value=lambda i: i.pieces,
    kind=Kind.NUMBER,
    wide_only=True,
)


def _now(item: Item) -> datetime:
    now: datetime = item.now  # type: ignore[attr-defined]  # annotated by listed.with_all
    return now


def _by_code(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    return rows.filter(unit__code__startswith=codes.beginning(text))


def _named(field: str) -> Any:
    """Bodies called so, folded; their ids first, so that the items are looked up by index."""

    def apply(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
        return rows.filter(**{f"{field}__in": listed.agencies_called(text)})

    return apply


def _open(rows: QuerySet[Item]) -> QuerySet[Item]:
    states = [*listed.UNDER_WAY, State.AWAITING, State.RETURNING]
    return rows.filter(unit__state__in=states)


def _advice(rows: QuerySet[Item]) -> QuerySet[Item]:
    waiting = Q(unit__advice__delivered_at__isnull=False, unit__advice__returned_at=None)
    return rows.filter(waiting)


def filters(at: datetime, *, sender: bool, receiver: bool) -> tuple[Filter, ...]:
    """The same filters on every list; what a list is about anyway is left out."""
    found: list[Filter] = [
        TextFilter(key="so", label=gettext_lazy("Number"), apply=_by_code),
        ChoiceFilter(
            key="tt", label=gettext_lazy("State"), field="unit__state", choices=labels.ITEM_STATES
        ),
        ChoiceFilter(
            key="kc", label=gettext_lazy("Urgency"), field="urgency", choices=labels.URGENCIES
        ),
        ChoiceFilter(key="pv", label=gettext_lazy("Scope"), field="scope", choices=labels.SCOPES),
    ]
    if sender:
        found.append(TextFilter(key="gui", label=gettext_lazy("Sender"), apply=_named("sender")))
    if receiver:
        found.append(
            TextFilter(key="nhan", label=gettext_lazy("Receiving body"), apply=_named("receiver"))
        )
    return (
        *found,
        DayFilter(key="tu", label=gettext_lazy("From"), field="declared_at"),
        DayFilter(key="den", label=gettext_lazy("To"), field="declared_at", until=True),
        FlagFilter(
            key="tre",
            label=gettext_lazy("Late"),
            apply=lambda rows: rows.filter(listed.late(at)),
        ),
        FlagFilter(
            key="nguy_co",
            label=gettext_lazy("At risk"),
            apply=lambda rows: rows.filter(listed.at_risk(at)),
        ),
    )


def _on_page_or_file(
    request: Request, page: Sequence[Column[Item]], file: Sequence[Column[Item]]
) -> Sequence[Column[Item]]:
    """A file has a column for each fact; a page joins what belongs together."""
    return file if request.GET.get(EXPORT) else page


def _listing(
    title: Words,
    columns: Sequence[Column[Item]],
    narrowed: tuple[Filter, ...],
    *,
    order: tuple[str, ...] = ("-pk",),
    empty: Words = NOTHING_YET,
) -> Listing[Item]:
    return Listing(
        title=title,
        columns=tuple(columns),
        order=order,
        keyset=len(order) == 1,
        filters=narrowed,
        empty=empty,
        row_link=lambda i: reverse("item", args=[i.unit.code]),
    )


@require_GET
@acts_as(*AGENCY)
def sent(request: Request) -> HttpResponseBase:
    """What my body sent, newest first."""
    listing = _listing(
        gettext_lazy("Items sent"),
        _on_page_or_file(
            request,
            (CODE, RECEIVER, SERVICE, STATE, CLOCK, DEADLINE, ACCEPTED, DELIVERED),
            (CODE, RECEIVER, SERVICE, PIECES, STATE, CLOCK, ACCEPTED, DUE, EXPECTED, DELIVERED),
        ),
        (
            *filters(request.at, sender=False, receiver=True),
            FlagFilter(key="mo", label=gettext_lazy("Not delivered yet"), apply=_open),
            FlagFilter(key="bp", label=gettext_lazy("Advice to come back"), apply=_advice),
        ),
        empty=gettext_lazy("Nothing was sent yet. Declare the first item."),
    )
    rows = listed.with_all(listed.sent_by(request.actor), request.at)
    return answer(request, listing, rows, context=_act(request.actor))


@require_GET
@acts_as(*AGENCY)
def received(request: Request) -> HttpResponseBase:
    """What was accepted for my body, newest first."""
    listing = _listing(
        gettext_lazy("Items received"),
        _on_page_or_file(
            request,
            (CODE, SENDER, SERVICE, STATE, CLOCK, DEADLINE, DELIVERED),
            (CODE, SENDER, SERVICE, PIECES, STATE, CLOCK, ACCEPTED, DUE, EXPECTED, DELIVERED),
        ),
        filters(request.at, sender=True, receiver=False),
    )
    rows = listed.with_all(listed.received_by(request.actor), request.at)
    context = {"act_url": reverse("confirm_items"), "act_label": _("Confirm what was taken")}
    mine = request.actor.role is Role.CLERK
    return answer(request, listing, rows, context=context if mine else {})


@require_GET
@acts_as(*AGENCY, *POST)
def every(request: Request) -> HttpResponseBase:
    """All that this person may know of, newest first."""
    listing = _listing(
        gettext_lazy("All items"),
        _on_page_or_file(
            request,
            (CODE, WAY, SERVICE, STANDS, CLOCK, DEADLINE),
            (CODE, SENDER, RECEIVER, SERVICE, PIECES, STATE, CLOCK, ACCEPTED, DUE, EXPECTED, WHERE),
        ),
        filters(request.at, sender=True, receiver=True),
    )
    rows = listed.with_all(listed.seen_by(request.actor), request.at)
    return answer(request, listing, rows)


@require_GET
@acts_as(*POST)
def work(request: Request) -> HttpResponseBase:
    """What is under way, in the order of the expected time and not of the legal one (W11)."""
    actor, at = request.actor, request.at
    mine = listed.in_hand(actor).values("pk")
    listing = _listing(
        gettext_lazy("Items by expected time"),
        _on_page_or_file(
            request,
            (CODE, WAY, SERVICE, STANDS, CLOCK, DEADLINE),
            (CODE, SENDER, RECEIVER, SERVICE, PIECES, STATE, CLOCK, EXPECTED, DUE, WHERE),
        ),
        (
            FlagFilter(
                key="tay",
                label=gettext_lazy("In my hands"),
                apply=lambda rows: rows.filter(pk__in=mine),
            ),
            *filters(at, sender=True, receiver=True),
        ),
        order=("due", "urgent_first", "pk"),
        empty=gettext_lazy("Nothing is under way."),
    )
    rows = listed.by_expected(listed.with_all(listed.seen_by(actor), at)).filter(listed.running())
    return answer(request, listing, rows)


def _act(actor: Actor) -> dict[str, Any]:
    if actor.role is not Role.CLERK or why_not_declare(actor):
        return {}
    return {"act_url": reverse("declare"), "act_label": _("Declare items")}
