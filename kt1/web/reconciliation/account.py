"""The month of one body: three columns, the balance always in view, who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.books.models import Account, Book, Line
from kt1.assurance.books.rules import Side, State
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.permissions import READERS as CONFIRMING
from kt1.assurance.quality.confirming.queries import sheet_of
from kt1.assurance.reconciliation import permissions, queries, reads, receiving
from kt1.assurance.reconciliation.models import (
    CLASS_LABELS,
    FIELD_LABELS,
    PARTY_LABELS,
    REASON_LABELS,
    RULE_LABELS,
    STEP_LABELS,
    Adjustment,
    Signature,
)
from kt1.assurance.reconciliation.reads import Pair
from kt1.assurance.reconciliation.rules import (
    REASONS,
    Class,
    Field,
    Party,
    Reason,
    Rule,
    Step,
    next_step,
)
from kt1.assurance.reconciliation.signing import PAGE
from kt1.custody.deliveries.models import Delivery
from kt1.law.services.rules import MARK_NAMES, SCOPE_NAMES, URGENCY_NAMES, Mark, Scope, Urgency
from kt1.ledger.entries.queries import notes_of
from kt1.network.models import Agency
from kt1.people.readings.steps import log_reading
from kt1.web.reconciliation.forms import PaperForm
from kt1.web.reconciliation.labels import state_chip
from kt1.web.reconciliation.lists import SIDES
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

ROWS_MOST = 500
#: Keys that resolve what is ticked.
HOTKEYS: Mapping[Reason, str] = {
    Reason.POST_RIGHT: "F2",
    Reason.AGENCY_RIGHT: "F4",
    Reason.OTHER_PERIOD: "F7",
    Reason.ENTERED_TWICE: "F8",
    Reason.NOT_KT1: "F9",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One book's line in words."""

    line: Line | None
    other: str
    service: str


NOTHING = Said(None, "", "")


@dataclass(frozen=True, slots=True)
class Row:
    pair: Pair
    sender: Said
    post: Said
    receiver: Said
    delivered: datetime | None
    word: Words
    fields: Sequence[Words]
    rule: Words
    reason: Words


@require_GET
@acts_as(*SIDES)
def reconciliation(request: Request, account_id: int) -> HttpResponseBase:
    found = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    return page(request, found)


def page(
    request: Request, account: Account, *, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Twelve queries or so, however many items."""
    with_all = bool(request.GET.get("tat-ca"))
    pairs = reads.pairs(account, all_lines=with_all, most=ROWS_MOST)
    rows = _rows(pairs)
    party = permissions.party_of(request.actor, account)
    context = {
        "account": account,
        "chip": state_chip(account.state),
        "rows": rows,
        "with_all": with_all,
        "full": len(pairs) >= ROWS_MOST,
        "balance": queries.balance(account),
        "received": receiving.received(account),
        "books": Book.objects.filter(account=account).select_related("by"),
        "crumbs": [
            (_("Monthly reconciliation"), reverse("reconciliations")),
            (str(account.agency), ""),
        ],
        "why_not_resolve": permissions.why_not_resolve(request.actor, account),
        "reasons": _reasons(rows),
        "why_not_bring": permissions.why_not_bring(request.actor, account),
        "remarks": _remarks(account),
        "ticked": (),
        "adjustments": _adjustments(account),
        "may_adjust": permissions.why_not_adjust(request.actor, account) is None,
        "sheet": _sheet(request, account),
        "paper_form": PaperForm(),
        **_signing(request, account, party),
        **_cells(request, account),
        **(more or {}),
    }
    return render(request, "reconciliation/account.html", context, status=status)


def _rows(pairs: Sequence[Pair]) -> list[Row]:
    ids = {line.other for pair in pairs for line in (pair.post, pair.agency) if line and line.other}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
    units = {pair.post.unit for pair in pairs if pair.post and pair.post.unit}
    delivered = dict(Delivery.objects.filter(unit__in=units).values_list("unit_id", "at"))
    return [_row(pair, names, delivered) for pair in pairs]


def _row(pair: Pair, names: Mapping[int, str], delivered: Mapping[int, datetime]) -> Row:
    one, agency = pair.difference, _said(pair.agency, names)
    received = pair.agency is not None and pair.agency.side == Side.RECEIVER
    return Row(
        pair=pair,
        sender=NOTHING if received else agency,
        post=_said(pair.post, names),
        receiver=agency if received else NOTHING,
        delivered=delivered.get(pair.post.unit or 0) if pair.post else None,
        word=CLASS_LABELS[Class(one.kind)] if one else _("agrees"),
        fields=[FIELD_LABELS[Field(field)] for field in one.fields] if one else [],
        rule=RULE_LABELS[Rule(one.rule)] if one and one.rule not in {"", Rule.CODE} else "",
        reason=REASON_LABELS[Reason(one.reason)] if one and one.reason else "",
    )


def _said(line: Line | None, names: Mapping[int, str]) -> Said:
    if line is None:
        return NOTHING
    urgency = URGENCY_NAMES[Urgency(line.urgency)] if line.urgency else ""
    scope = SCOPE_NAMES[Scope(line.scope)] if line.scope else ""
    service = ", ".join(part for part in (urgency, scope) if part)
    return Said(line, names.get(line.other or 0, ""), service)


def _reasons(rows: Sequence[Row]) -> list[tuple[str, Words, str]]:
    """Those that fit at least one of the differences shown."""
    kinds = {Class(row.pair.difference.kind) for row in rows if row.pair.difference}
    fitting = {reason for kind in kinds for reason in REASONS[kind]}
    return [(r.value, REASON_LABELS[r], HOTKEYS[r]) for r in Reason if r in fitting]


def _remarks(account: Account) -> list[dict[str, Any]]:
    rows = list(account.remarks.select_related("by").order_by("at", "pk"))
    texts = notes_of([row.entry for row in rows])
    return [
        {
            "row": row,
            "party": PARTY_LABELS[Party(row.party)],
            "text": texts.get(row.entry, {}).get("remark") or _("removed"),
        }
        for row in rows
    ]


def _sheet(request: Request, account: Account) -> QualitySheet | None:
    """The sheet of quality of the same period, for whoever may open it."""
    if request.actor.role not in CONFIRMING:
        return None
    return sheet_of(account.agency_id, account.starts)


def _adjustments(account: Account) -> list[dict[str, Any]]:
    """Those counted in this period, and those that correct it in a later one."""
    mine = Q(account=account) | Q(corrects=account)
    rows = Adjustment.objects.filter(mine).select_related("account", "corrects", "by")
    return [
        {
            "row": row,
            "here": row.account_id == account.pk,
            "reason": REASON_LABELS[Reason(row.reason)],
        }
        for row in rows.order_by("at", "pk")
    ]


def _signing(request: Request, account: Account, party: Party | None) -> dict[str, Any]:
    signed = {(s.party, s.step): s for s in account.signatures.select_related("by")}
    mine = None if party is None else next_step(_steps(signed, party))
    return {
        "sides": [
            (PARTY_LABELS[side], [(STEP_LABELS[step], signed.get((side, step))) for step in Step])
            for side in (Party.AGENCY, Party.POST)
        ],
        "my_step": STEP_LABELS[mine] if mine and account.state == State.FROZEN else "",
        "why_not_sign": permissions.why_not_sign(request.actor, account, mine) if mine else "",
        "asks_surcharge": party is Party.POST and mine is Step.PREPARED,
        "may_send_back": bool(signed)
        and permissions.why_not_send_back(request.actor, account) is None,
        "may_record": permissions.why_not_record_paper(request.actor, account) is None,
        "paper": getattr(account, "paper", None),
    }


def _steps(signed: Mapping[tuple[str, str], Signature], party: Party) -> frozenset[Step]:
    return frozenset(Step(step) for side, step in signed if side == party)


def _cells(request: Request, account: Account) -> dict[str, Any]:
    """6 cells; 24 for the two sides when they ask, and then the reading is logged."""
    if request.GET.get("o") != "24":
        return {"cells": [_cell(one) for one in reads.cells(account)], "with_marks": False}
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, reads.units_of(account))
        found = reads.cells_with_marks(account)
    return {"cells": [_cell(one) for one in found], "with_marks": True}


def _cell(one: reads.InCell) -> dict[str, Any]:
    return {
        "mark": MARK_NAMES[Mark(one.mark)] if one.mark else "",
        "service": URGENCY_NAMES[Urgency(one.urgency)],
        "scope": SCOPE_NAMES[Scope(one.scope)],
        "in": one,
    }
