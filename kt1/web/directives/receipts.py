"""Which bodies have said that they received a directive, and which have not."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.oversight.directives import permissions, receipts
from kt1.people.actor import NotAllowedError
from kt1.web.directives.lists import TITLE
from kt1.web.directives.pages import known_directive
from kt1.web.lists.answer import answer
from kt1.web.lists.bodies import saying
from kt1.web.request import Request, signed_in

RECEIPTS = saying(
    key="nhan",
    title=gettext_lazy("Who has received it"),
    empty=gettext_lazy("It is addressed to none of the bodies you see."),
    said=gettext_lazy("Has it"),
    not_yet=gettext_lazy("Not received yet"),
    at="received_at",
    paper="received_paper",
)


@require_GET
@signed_in
def received(request: Request, pk: int) -> HttpResponseBase:
    """The bodies of a directive that one follows, each with its word or the paper it sent."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_see_receipts(actor):
        raise NotAllowedError(reason)
    here = reverse("directive", args=[found.pk])
    context: dict[str, Any] = {
        "crumbs": [
            (TITLE, reverse("directives")),
            (str(found)[:60], here),
            (RECEIPTS.title, ""),
        ],
        "lead": _("%(title)s. A body that has said nothing is reminded day by day.")
        % {"title": found.title},
    }
    if permissions.why_not_enter_receipts(actor, found) is None:
        context |= {
            "act_url": reverse("directive_paper", args=[found.pk]),
            "act_label": _("Enter that a body has received it"),
        }
    return answer(request, RECEIPTS, receipts.bodies(found, actor), context=context)
