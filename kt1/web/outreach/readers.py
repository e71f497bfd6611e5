"""Which bodies have read a guide of the library, and which have not."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.oversight.outreach import permissions, queries, reading
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.lists.answer import answer
from kt1.web.lists.bodies import saying
from kt1.web.outreach.library import TITLE
from kt1.web.request import Request, signed_in

READERS = saying(
    key="doc",
    title=gettext_lazy("Who has read it"),
    empty=gettext_lazy("It is for none of the bodies you see."),
    said=gettext_lazy("Has read it"),
    not_yet=gettext_lazy("Not read yet"),
    at="read_at",
    paper="read_paper",
)


@require_GET
@signed_in
def readers(request: Request, pk: int) -> HttpResponseBase:
    """The bodies that a version is for and that one watches, each with when it read it."""
    actor = request.actor
    found = get_object_or_404(queries.versions_seen_by(actor), pk=pk)
    if reason := permissions.why_not_watch(actor):
        raise NotAllowedError(reason)
    here = reverse("material", args=[found.pk])
    context: dict[str, Any] = {
        "crumbs": [(TITLE, reverse("library")), (found.title, here), (READERS.title, "")],
        "lead": _("%(title)s, version %(n)d.") % {"title": found.title, "n": found.n},
    }
    if permissions.why_not_enter_reading(actor, found) is None:
        context |= {
            "act_url": reverse("material_paper", args=[found.pk]),
            "act_label": _("Enter that a body has read it"),
        }
    rows = reading.asked(found, actor, day_of(request.at))
    return answer(request, READERS, rows, context=context)
