"""Papers by which bodies say that they have a directive, entered by whoever follows their line."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.oversight.directives import issuing, permissions, queries
from kt1.oversight.papers import UnfitPaperError
from kt1.people.actor import NotAllowedError
from kt1.web.directives.pages import form_page, known_directive
from kt1.web.fields import offer
from kt1.web.request import Request, once, signed_in
from kt1.web.signed import BodyPaperForm, nobody


@require_http_methods(["GET", "POST"])
@signed_in
def received(request: Request, pk: int) -> HttpResponseBase:
    """Enter the signed paper by which a body says that it has received a directive."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_enter_receipts(actor, found):
        raise NotAllowedError(reason)
    bodies = queries.unheard_of(found, actor)
    form = BodyPaperForm(request.POST if request.method == "POST" else None)
    offer(form, "body", [(body.pk, f"{body.name} ({body.code})") for body in bodies])
    if form.is_valid():
        try:
            issuing.acknowledge(
                directive_id=found.pk, agency_id=form.cleaned_data["body"], paper=form.signed(),
                by=actor, at=request.at, once=once(request),
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("number", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitPaperError as fault:
            form.add_error("dated", str(fault))
        else:
            messages.success(request, _("The paper is entered."))
            return redirect("directive", found.pk)
    heading = _("Enter that a body has received it")
    empty = "" if bodies else nobody()
    return form_page(request, found, form, heading, _("Enter the paper"), consequence=empty)
