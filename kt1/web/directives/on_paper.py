"""Papers by which bodies say that they have a directive, entered by whoever follows their line."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.oversight.directives import issuing, permissions, queries
from kt1.people.actor import NotAllowedError
from kt1.web.directives.pages import form_page, known_directive
from kt1.web.request import Request, once, signed_in
from kt1.web.signed import entered, form_for, nobody


@require_http_methods(["GET", "POST"])
@signed_in
def received(request: Request, pk: int) -> HttpResponseBase:
    """Enter the signed paper by which a body says that it has received a directive."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_enter_receipts(actor, found):
        raise NotAllowedError(reason)
    bodies = queries.unheard_of(found, actor)
    form = form_for(request, bodies)

    def act() -> None:
        issuing.acknowledge(
            directive_id=found.pk, agency_id=form.cleaned_data["body"], paper=form.signed(),
            by=actor, at=request.at, once=once(request),
        )  # fmt: skip

    if form.is_valid() and entered(form, act):
        messages.success(request, _("The paper is entered."))
        return redirect("directive", found.pk)
    heading = _("Enter that a body has received it")
    empty = "" if bodies else nobody()
    return form_page(request, found, form, heading, _("Enter the paper"), consequence=empty)
