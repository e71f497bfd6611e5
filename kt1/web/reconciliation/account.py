"""The month of one body: three columns, the balance always in view, who signed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.books.models import SIDE_LABELS, Account, Book
from kt1.assurance.books.rules import State
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.permissions import READERS as CONFIRMING
from kt1.assurance.quality.confirming.queries import sheet_of
from kt1.assurance.reconciliation import permissions, proof, queries, reads, receiving
from kt1.assurance.reconciliation.models import (
    PARTY_LABELS,
    REASON_LABELS,
    STEP_LABELS,
    Adjustment,
    Signature,
)
from kt1.assurance.reconciliation.rules import REASONS, Class, Party, Reason, Step, next_step
from kt1.assurance.reconciliation.signing import PAGE
from kt1.law.services.rules import MARK_NAMES, SCOPE_NAMES, URGENCY_NAMES, Mark, Scope, Urgency
from kt1.law.tariffs.words import in_words
from kt1.ledger.entries.queries import notes_of
from kt1.people.readings.steps import log_reading
from kt1.web.lists.listing import EXPORT
from kt1.web.lists.paging import BadCursorError
from kt1.web.reconciliation import differing
from kt1.web.reconciliation.forms import PaperForm
from kt1.web.reconciliation.labels import state_chip
from kt1.web.reconciliation.lists import SIDES
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

#: Names the difference that a remark will be about.
ABOUT = "dong"
_DIGITS_MOST = 18
#: Under this name the reading log keeps who was shown the signers.
PAPER = "reconciliation.paper"
_SIGNED = Signature.objects.select_related("by")
#: Keys that resolve what is ticked.
HOTKEYS: Mapping[Reason, str] = {
    Reason.POST_RIGHT: "F2",
    Reason.AGENCY_RIGHT: "F4",
    Reason.OTHER_PERIOD: "F7",
    Reason.ENTERED_TWICE: "F8",
    Reason.NOT_KT1: "F9",
}


@require_GET
@acts_as(*SIDES)
def reconciliation(request: Request, account_id: int) -> HttpResponseBase:
    """The month; with `xuat` its list as a file."""
    found = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    if request.GET.get(EXPORT):
        return differing.answer_file(request, found)
    return page(request, found)


def page(
    request: Request, account: Account, *, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Twenty queries or so, however many items."""
    # Read once for all who ask whether it is being signed.
    prefetch_related_objects([account], Prefetch("signatures", _SIGNED))
    with_all = bool(request.GET.get(differing.ALL))
    why_not_resolve = permissions.why_not_resolve(request.actor, account)
    ticked = (more or {}).get("ticked", ())
    try:
        rows = differing.page(request, account, ticks=why_not_resolve is None, ticked=ticked)
    except BadCursorError:
        raise BadRequest(_("This address names a place in the list that does not exist.")) from None
    party = permissions.party_of(request.actor, account)
    standing = proof.standings([account])[account.pk]
    balance = queries.balance(account)
    context = {
        "account": account,
        "chip": state_chip(account.state),
        "list": rows,
        "with_all": with_all,
        "place": request.GET.urlencode(),
        "list_path": reverse("reconciliation", args=[account.pk]),
        "balance": balance,
        "words": in_words(balance.total),
        "standing": standing,
        "differing_books": [SIDE_LABELS[side] for side in standing.differing],
        "witness": proof.witness(account),
        "received": receiving.received(account),
        "books": Book.objects.filter(account=account).select_related("by"),
        "crumbs": [
            (_("Reconciliation of volumes"), reverse("reconciliations")),
            (str(account.agency), ""),
        ],
        "why_not_resolve": why_not_resolve,
        "reasons": _reasons(account),
        "about": _about(request, account),
        "why_not_bring": permissions.why_not_bring(request.actor, account),
        "remarks": _remarks(account),
        "adjustments": _adjustments(account),
        "may_adjust": permissions.why_not_adjust(request.actor, account) is None,
        "sheet": _sheet(request, account),
        "paper_form": PaperForm(),
        **_signing(request, account, party),
        **_cells(request, account),
        **(more or {}),
    }
    return render(request, "reconciliation/account.html", context, status=status)


def _reasons(account: Account) -> list[tuple[str, Words, str]]:
    """Those that fit at least one of its differences."""
    kinds = {Class(kind) for kind in account.differences.values_list("kind", flat=True).distinct()}
    fitting = {reason for kind in kinds for reason in REASONS[kind]}
    return [(r.value, REASON_LABELS[r], HOTKEYS[r]) for r in Reason if r in fitting]


def _about(request: Request, account: Account) -> dict[str, Any] | None:
    """The difference that is to be written about, by its number."""
    asked = request.POST.get("difference") or request.GET.get(ABOUT, "")
    key = int(asked) if asked.isdecimal() and len(asked) <= _DIGITS_MOST else 0
    found = account.differences.filter(pk=key)
    pairs = reads.of_differences(found) if key else []
    return next(
        ({"pk": key, "code": line.code} for p in pairs if (line := p.post or p.agency)), None
    )


def _remarks(account: Account) -> list[dict[str, Any]]:
    rows = list(account.remarks.select_related("by", "difference").order_by("at", "pk"))
    texts = notes_of([row.entry for row in rows])
    found = [row.difference for row in rows if row.difference]
    codes = {
        pair.difference.pk: (line.code if line else "")
        for pair in reads.of_differences(found)
        if pair.difference
        for line in (pair.post or pair.agency,)
    }
    return [
        {
            "row": row,
            "code": codes.get(row.difference_id or 0, ""),
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
    signed = {(s.party, s.step): s for s in account.signatures.all()}
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
        **_paper(request, account),
    }


def _paper(request: Request, account: Account) -> dict[str, Any]:
    """The signed paper and who signed it: names are shown to the two sides, and logged."""
    paper = getattr(account, "paper", None)
    if paper is None:
        return {"paper": None}
    with transaction.atomic():
        log_reading(request.actor, request.at, PAPER, ())
        said = notes_of([paper.entry]).get(paper.entry, {})
    return {"paper": paper, "signers": said.get("signers") or _("removed")}


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
