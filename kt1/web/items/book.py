"""Sổ giao nhận bưu gửi KT1 of a body for a span of days, as a page and as PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.handovers.rules import Outcome
from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.custody.units.codes import Code
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import notes_of
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.days import NotADayError, read_day
from kt1.web.errors.answers import UNFIT
from kt1.web.handling.sheets import answer, person_of
from kt1.web.items import paper_facts, then
from kt1.web.items.declare import today
from kt1.web.moments import ZONE
from kt1.web.papers.forms.book import BookRow, HandoverBook
from kt1.web.papers.rules import Person, Services
from kt1.web.request import Request, acts_as

ROWS_MOST = 1_000
ROLES = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """One item that changed hands."""

    item: Item
    handover: Handover
    taker: Person

    @property
    def sender(self) -> str:
        return then.called(self.item.sender, self.handover.settled_at)

    @property
    def receiver(self) -> str:
        return then.called(self.item.receiver, self.handover.settled_at)


@require_GET
@acts_as(*ROLES)
def handover_book(request: Request) -> HttpResponseBase:
    on = today(request)
    try:
        since = read_day(request.GET["tu"]) if request.GET.get("tu") else on - timedelta(days=6)
        until = read_day(request.GET["den"]) if request.GET.get("den") else on
    except NotADayError as fault:
        return _page(request, on - timedelta(days=6), on, fault=str(fault))
    if since > until:
        return _page(request, since, until, fault=_("The first day lies after the last one."))
    lines = _lines(request.actor, since, until, request.at)
    if len(lines) > ROWS_MOST:
        return _page(request, since, until, fault=_("More than 1,000 lines: choose fewer days."))
    if request.GET.get("in"):
        return answer(_book(request, lines, since, until))
    return _page(request, since, until, lines=lines)


def _page(
    request: Request, since: date, until: date, *, lines: Sequence[Line] = (), fault: str = ""
) -> HttpResponse:
    context = {"since": since, "until": until, "lines": lines, "fault": fault}
    return render(request, "items/book.html", context, status=UNFIT if fault else 200)


def _lines(actor: Actor, since: date, until: date, at: datetime) -> list[Line]:
    """Hand-overs of this body's items, in the order they happened. Six queries."""
    settled = (
        datetime.combine(since, time.min, ZONE),
        datetime.combine(until + timedelta(days=1), time.min, ZONE),
    )
    handovers = {
        one.pk: one
        for one in _handovers(actor)
        .filter(settled_at__gte=settled[0], settled_at__lt=settled[1])
        .select_related("giver_person", "taker_person", "giver_place", "taker_place")
        .order_by("settled_at", "pk")[: ROWS_MOST + 1]
    }
    rows = HandoverLine.objects.filter(handover__in=handovers, refused=False, corrected_at=None)
    pairs = list(rows.filter(unit__kind="item").values_list("handover", "unit_id"))
    items = listed.with_all(listed.seen_by(actor), at).in_bulk({unit for _key, unit in pairs})
    takers = _takers(handovers)
    order = {key: n for n, key in enumerate(handovers)}
    return [
        Line(items[unit], handovers[key], takers[key])
        for key, unit in sorted(pairs, key=lambda pair: (order[pair[0]], pair[1]))
        if unit in items
    ]


def _handovers(actor: Actor) -> Any:
    """Those at the desk and the doors of a body; a place of the post has a book of its own."""
    done = Handover.objects.filter(outcome__in=[Outcome.TAKEN, Outcome.PARTLY])
    bodies = bodies_behind(actor.agency_id)
    desk = Q(giver_place__agency__in=bodies) | Q(taker_place__agency__in=bodies)
    door = Q(kind="delivery", taker_place__agencies__agency=actor.agency_id)
    keys = done.filter(desk).values("pk").union(done.filter(door).values("pk"))
    return done.filter(pk__in=keys)


def _takers(handovers: Mapping[UUID, Handover]) -> dict[UUID, Person]:
    """Who took: the account, or the name that the courier wrote down; nothing once redacted."""
    unsigned = {f"handover:{key}": key for key, one in handovers.items() if not one.taker_person}
    entries = dict(
        Entry.objects.filter(subject__in=unsigned, kind="handover.settled").values_list(
            "pk", "subject"
        )
    )
    notes = notes_of(entries)
    written = {unsigned[entries[pk]]: said.get("receiver") or "" for pk, said in notes.items()}
    return {
        key: person_of(one.taker_person) if one.taker_person else Person(name=written.get(key, ""))
        for key, one in handovers.items()
    }


def _book(request: Request, lines: Sequence[Line], since: date, until: date) -> HandoverBook:
    items = list({line.item.pk: line.item for line in lines}.values())
    services = paper_facts.services(items, request, "handover_book") if items else {}
    return HandoverBook(
        sheet=paper_facts.sheet(request),
        owner=request.actor.name,
        since=since,
        until=until,
        rows=tuple(_row(line, services[line.item.pk]) for line in lines),
    )


def _row(line: Line, services: Services) -> BookRow:
    handover = line.handover
    assert handover.settled_at is not None  # noqa: S101 - chosen by their settlement
    giver = handover.giver_person
    return BookRow(
        at=handover.settled_at,
        code=Code(line.item.unit.code),
        sender=line.sender,
        receiver=line.receiver,
        services=services,
        pieces=line.item.pieces,
        giver=person_of(giver) if giver else Person(title=handover.giver_place.name),
        taker=line.taker,
    )
