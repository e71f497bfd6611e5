"""Papers by which bodies say that they have read a guide, entered by whoever follows their line."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.oversight.outreach import actions, permissions, queries
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.errors.answers import UNFIT
from kt1.web.outreach.library import TITLE
from kt1.web.request import Request, once, signed_in
from kt1.web.signed import entered, form_for, nobody


@require_http_methods(["GET", "POST"])
@signed_in
def read(request: Request, pk: int) -> HttpResponseBase:
    """Enter the signed paper by which a body says that it has read a version."""
    actor = request.actor
    found = get_object_or_404(queries.versions_seen_by(actor), pk=pk)
    if reason := permissions.why_not_enter_reading(actor, found):
        raise NotAllowedError(reason)
    bodies = list(queries.not_read_on_paper(actor, found, day_of(request.at)))
    form = form_for(request, bodies)

    def act() -> None:
        actions.read_on_paper(
            version_id=found.pk, agency_id=form.cleaned_data["body"], paper=form.signed(),
            by=actor, at=request.at, once=once(request),
        )  # fmt: skip

    if form.is_valid() and entered(form, act):
        messages.success(request, _("The paper is entered."))
        return redirect("material", found.pk)
    here = reverse("material", args=[found.pk])
    heading = _("Enter that a body has read it")
    context = {
        "form": form,
        "heading": heading,
        "lead": found.title,
        "consequence": "" if bodies else nobody(),
        "button": _("Enter the paper"),
        "back": here,
        "crumbs": [(TITLE, reverse("library")), (found.title, here), (heading, "")],
    }
    return render(request, "outreach/form.html", context, status=UNFIT if form.is_bound else 200)
