"""Hand-overs: the list, and one of them as its giver, its taker or a third may see it.

While an offer is open its taker sees the giver, the place and the number of units; the lines are
for the giver's side. The declared seal is on no screen at any time: it is on the giver's copy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.custody.deliveries import irregularities
from kt1.custody.handovers import permissions, queries
from kt1.custody.handovers.models import WITNESS_LABELS, Handover, HandoverScan
from kt1.custody.handovers.rules import Outcome, Witness
from kt1.custody.trips.models import Trip
from kt1.custody.units.codes import LENGTH
from kt1.ledger.entries.canonical import parse
from kt1.network.places.rules import PlaceKind
from kt1.people.actor import Actor
from kt1.web.handling import labels, taking
from kt1.web.handling.bags import POST
from kt1.web.handling.handover_list import handover_listing
from kt1.web.lists.answer import answer
from kt1.web.request import Request, acts_as
from kt1.web.words import Words


@require_GET
@acts_as(*POST)
def handovers(request: Request) -> HttpResponseBase:
    rows = queries.seen_by(request.actor).select_related(
        "giver_place", "giver_person", "taker_place", "taker_person"
    )
    context = {
        "gives": permissions.why_not_offer(request.actor, ()) is None,
        "takes_over": permissions.why_not_take_over(request.actor, request.at) is None,
    }
    listing = handover_listing(request.actor)
    return answer(request, listing, rows, template="handling/handovers.html", context=context)


@require_GET
@acts_as(*POST)
def handover(request: Request, handover_id: UUID) -> HttpResponse:
    """The taker of an open offer gets the sheet to fill in; everybody else what may be told."""
    found = taking.handover_of(request, handover_id)
    if found.outcome == Outcome.OFFERED:
        why_not = permissions.why_not_settle(request.actor, taking.opened(found), request.at)
        if why_not is None:
            return taking.page(request, found)
    return _page(request, found)


def is_giver(actor: Actor, found: Handover) -> bool:
    """The giver's side: the person who gave, or their place where the taker's is another."""
    if found.giver_person_id == actor.user_id:
        return True
    other_place = found.giver_place_id != found.taker_place_id
    return other_place and actor.is_at(found.giver_place_id)


def is_taker(actor: Actor, found: Handover) -> bool:
    """Whoever could take it, and those beside them."""
    if is_giver(actor, found):
        return False
    return found.taker_person_id == actor.user_id or actor.is_at(found.taker_place_id)


def may_see_lines(actor: Actor, found: Handover) -> bool:
    """Codes are told to the giver's side, and to everybody who may know of it once it is over."""
    return found.outcome != Outcome.OFFERED or is_giver(actor, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line of a hand-over that may be told."""

    code: str
    kind: Words
    is_item: bool
    goes_to: str
    refused: bool
    findings: list[Words]
    seal_seen: str


_LINES = """
SELECT u.code, u.kind, coalesce(a.name, d.name, ''), l.refused, l.findings
FROM custody_handover_line l
JOIN custody_unit u ON u.id = l.unit_id
LEFT JOIN custody_item i ON i.unit_id = u.id
LEFT JOIN network_agency a ON a.id = i.receiver_id
LEFT JOIN custody_bag b ON b.unit_id = u.id
LEFT JOIN network_place d ON d.id = b.destination_id
WHERE l.handover = %s ORDER BY l.refused DESC, l.findings = '[]', u.kind, u.code
"""


def lines_of(handover_id: UUID) -> list[Shown]:
    """What was given and what became of it; what differs first. One query, without a seal."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [handover_id])
        return [
            Shown(
                code=code,
                kind=labels.kind_of(kind),
                is_item=kind == "item",
                goes_to=goes_to,
                refused=refused,
                findings=list(labels.findings_said(_list(findings))),
                seal_seen="",
            )
            for code, kind, goes_to, refused, findings in cursor.fetchall()
        ]


def _list(value: Any) -> list[str]:
    # Under Django's connection psycopg leaves JSON as text.
    found: Any = parse(value.encode()) if isinstance(value, str) else value
    return [str(one) for one in found]


def _page(request: Request, found: Handover) -> HttpResponse:
    actor = request.actor
    is_open = found.outcome == Outcome.OFFERED
    told = may_see_lines(actor, found)
    wrong = irregularities.seen_by(actor).filter(handover=found.pk).first()
    extra: Mapping[str, Any] = wrong.findings if wrong else {}
    lines = lines_of(found.pk) if told else []
    known = {line.code for line in lines}
    context = {
        "handover": found,
        "number": labels.handover_number(found.pk),
        "chip": labels.outcome_chip(found.outcome),
        "crumbs": [(_("Hand-overs"), reverse("handovers")), (labels.handover_number(found.pk), "")],
        "lines": lines,
        "told": told,
        "is_open": is_open,
        "late": is_open and found.lapses_at <= request.at,
        "extra": [
            code for code in extra if told and code not in known and len(code) == LENGTH
        ],
        "irregularity": wrong,
        "witness": "" if found.witness in {"", Witness.TWO_SESSIONS}
        else WITNESS_LABELS[Witness(found.witness)],
        "trip": Trip.objects.filter(pk=found.trip).first() if found.trip else None,
        "gives": is_giver(actor, found),
        "takes": is_taker(actor, found),
        "scans": HandoverScan.objects.filter(handover=found.pk).count() if is_open else 0,
        **_acts(actor, found, request.at, is_open=is_open),
    }  # fmt: skip
    return render(request, "handling/handover.html", context)


def _acts(actor: Actor, found: Handover, at: datetime, *, is_open: bool) -> dict[str, Any]:
    """What this person may do about it now; for the rest, why not."""
    if not is_open:
        return {}
    facts = taking.opened(found)
    alone = permissions.why_not_settle_for_taker(actor, facts) is None
    central = found.taker_place.kind == PlaceKind.CENTRAL
    return {
        "may_take_back": permissions.why_not_take_back(actor, facts) is None,
        "on_device": alone and not central,
        "on_paper": alone,
        "why_not": "" if is_giver(actor, found) else permissions.why_not_settle(actor, facts, at),
    }
