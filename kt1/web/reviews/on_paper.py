"""A cover that did not come by KT1, reported on paper by a body that works on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.oversight.papers import UnfitPaperError
from kt1.oversight.reviews import permissions, queries, stating
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import CameForm
from kt1.web.reviews.lists import today
from kt1.web.reviews.reports import TITLE, came_of
from kt1.web.signed import BodyPaperForm, nobody, offer_bodies


class CameOnPaperForm(CameForm, BodyPaperForm):
    """Whose paper it is, its number and date, and the three facts of the cover."""

    field_order = ("body", "number", "dated", "received_on", "sender", "sender_name", "carrier")


@require_http_methods(["GET", "POST"])
@signed_in
def report(request: Request) -> HttpResponseBase:
    """Enter the signed paper by which a body reports a cover that did not come by KT1."""
    actor = request.actor
    if reason := permissions.why_not_enter_reports(actor):
        raise NotAllowedError(reason)
    bodies = queries.on_paper_under(actor, today(request))
    form = CameOnPaperForm(request.POST if request.method == "POST" else None)
    offer_bodies(form, bodies)
    if form.is_valid() and (made := _entered(request, form)) is not None:
        messages.success(request, _("The paper is entered."))
        return redirect("outside_report", made)
    context: dict[str, Any] = {
        "form": form,
        "bodies": in_force(today(request)).filter(province=actor.province_id or 0)
        .values_list("code", "name"),
        "heading": _("A body on paper reports a cover"),
        "lead": _("Day, sender and how it came; nothing else is kept of it."),
        "consequence": "" if bodies else nobody(),
        "button": _("Enter the paper"),
        "back": reverse("outside_reports"),
        "crumbs": [(TITLE, reverse("outside_reports")), (_("Enter the paper"), "")],
    }  # fmt: skip
    return render(request, "reviews/form.html", context, status=UNFIT if form.is_bound else 200)


def _entered(request: Request, form: CameOnPaperForm) -> int | None:
    try:
        return stating.report_on_paper(
            came=came_of(form), agency_id=form.cleaned_data["body"], paper=form.signed(),
            by=request.actor, at=request.at, once=once(request),
        )  # fmt: skip
    except Agency.DoesNotExist:
        form.add_error("sender", _("Choose a body of the list, or name it below."))
    except RefusedTextError as refused:
        form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
    except UnfitPaperError as fault:
        form.add_error("dated", str(fault))
    except stating.UnfitStatementError as fault:
        form.add_error(None, str(fault))
    return None
