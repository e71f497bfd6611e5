"""What each side does to a month: resolve, write, sign, send back, enter the signed paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation import actions, permissions, queries, signing
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.rules import Reason
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.reconciliation import account as pages
from kt1.web.reconciliation.differing import asked_again
from kt1.web.reconciliation.forms import PaperForm, RemarkForm, SignForm
from kt1.web.reconciliation.lists import SIDES
from kt1.web.request import Request, acts_as, once

UNFIT = 422


def _account(request: Request, account_id: int) -> Account:
    return get_object_or_404(queries.seen_by(request.actor), pk=account_id)


def _must(why_not: str | None) -> None:
    """Who may not act is told so before anything they typed is looked at."""
    if why_not:
        raise NotAllowedError(why_not)


def _asked(request: Request, account_id: int) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }


@require_POST
@acts_as(*SIDES)
def resolve(request: Request, account_id: int) -> HttpResponseBase:
    """All that is ticked, for one coded reason; `mo-lai` opens it again."""
    found = _account(request, account_id)
    _must(permissions.why_not_resolve(request.actor, found))
    ids = [int(key) for key in request.POST.getlist("difference") if key.isdigit()]
    said = request.POST.get("reason", "")
    if not ids or said not in {*Reason, "reopen"}:
        fault = _("Tick at least one difference and choose a reason.")
        return pages.page(request, found, more={"fault": fault}, status=UNFIT)
    try:
        number = actions.resolve(
            difference_ids=ids,
            reason=None if said == "reopen" else Reason(said),
            **_asked(request, account_id),
        )
    except Difference.DoesNotExist:
        raise Http404 from None
    except actions.UnfitReasonError:
        fault = _("This reason does not fit every difference that is ticked. Nothing was changed.")
        return pages.page(request, found, more={"fault": fault, "ticked": ids}, status=UNFIT)
    text = ngettext("%(n)d difference was changed.", "%(n)d differences were changed.", number)
    messages.success(request, text % {"n": number})
    place = asked_again(request.POST.get("place", ""))
    return redirect(f"{reverse('reconciliation', args=[account_id])}{place}")


@require_POST
@acts_as(*SIDES)
def remark(request: Request, account_id: int) -> HttpResponseBase:
    found, form = _account(request, account_id), RemarkForm(request.POST)
    if form.is_valid():
        try:
            actions.remark(
                text=form.cleaned_data["text"],
                difference_id=form.cleaned_data["difference"],
                **_asked(request, account_id),
            )
            return redirect(f"/doi-soat/{account_id}#y-kien")
        except Difference.DoesNotExist:
            raise Http404 from None
        except RefusedTextError as refused:
            form = RemarkForm({"difference": form.cleaned_data["difference"] or ""})
            form.add_error("text", REFUSAL_LABELS[Refusal(refused.refusal)])
    return pages.page(request, found, more={"remark_form": form}, status=UNFIT)


@require_POST
@acts_as(*SIDES)
def sign(request: Request, account_id: int) -> HttpResponseBase:
    """The next step of one's own side."""
    found, form = _account(request, account_id), SignForm(request.POST)
    if not form.is_valid():
        return pages.page(request, found, more={"sign_form": form}, status=UNFIT)
    try:
        state = signing.sign(
            surcharge=form.cleaned_data["surcharge"], **_asked(request, account_id)
        )
    except signing.SurchargeMissingError:
        form.add_error(
            "surcharge",
            _("Covers with a priority flag were sent: enter their surcharge from paper."),
        )
        return pages.page(request, found, more={"sign_form": form}, status=UNFIT)
    except signing.NothingToSignError:
        messages.info(request, _("Your side has signed every step."))
        return redirect("reconciliation", account_id)
    agreed = state == State.AGREED
    messages.success(
        request, _("Both sides agree. Now sign and stamp the paper.") if agreed else _("Signed.")
    )
    return redirect("reconciliation", account_id)


@require_POST
@acts_as(*SIDES)
def send_back(request: Request, account_id: int) -> HttpResponseBase:
    _account(request, account_id)
    signing.send_back(**_asked(request, account_id))
    messages.success(request, _("Sent back: the signatures of both sides were taken away."))
    return redirect("reconciliation", account_id)


@require_POST
@acts_as(*SIDES)
def signed_paper(request: Request, account_id: int) -> HttpResponseBase:
    found, form = _account(request, account_id), PaperForm(request.POST)
    _must(permissions.why_not_record_paper(request.actor, found))
    if form.is_valid():
        try:
            signing.record_paper(**form.cleaned_data, **_asked(request, account_id))
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except signing.UnfitPaperError:
            fault = _("The paper is dated after the period and not in the future.")
            form.add_error("dated", fault)
        else:
            messages.success(request, _("The signed paper is entered."))
            return redirect("reconciliation", account_id)
    return pages.page(request, found, more={"paper_form": form}, status=UNFIT)
