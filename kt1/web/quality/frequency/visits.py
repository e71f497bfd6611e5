"""The visits of one day: when the post came, on which runs, and with which items."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.frequency.coming import Coming, coming
from kt1.assurance.quality.permissions import ITEM_READERS, READERS
from kt1.custody.deliveries.models import REASON_LABELS, Attempt
from kt1.custody.deliveries.rules import Reason
from kt1.web.days import NotADayError, read_day
from kt1.web.errors.answers import UNFIT
from kt1.web.quality.frequency import ground
from kt1.web.quality.frequency.asking import ON, asking
from kt1.web.quality.labels import tabs
from kt1.web.request import Request, acts_as


@require_GET
@acts_as(*sorted(READERS))
def frequency_visits(request: Request) -> HttpResponseBase:
    """Of one body or point; items for whom their numbers are shown, else only how many."""
    one, fault = asking(request.GET, request.at), ""
    on = one.last
    try:
        on = read_day(request.GET.get(ON, "")) if request.GET.get(ON) else on
    except NotADayError as error:
        fault = str(error)
    here = ground.ground(request.actor, replace(one, first=on, last=on))
    opens = request.actor.role in ITEM_READERS
    found = coming(request.actor, here.points, on, with_items=opens)
    context = {
        "on": on,
        "fault": fault,
        "visits": _visits(found, opens=opens),
        "runs": [(one, found.stops[one.route_id]) for one in found.runs],
        "who": ", ".join(_who(here, one.code)),
        "norm": here.due.get(on),
        "is_owed": on in here.due,
        "opens": opens,
        "tabs": tabs("frequency", request.actor),
        "crumbs": [(_("Delivery frequency"), reverse("frequency")), (_("Visits of a day"), "")],
    }
    return render(request, "quality/frequency_visits.html", context, status=UNFIT if fault else 200)


def _who(here: ground.Ground, code: str) -> list[str]:
    """The body asked for, else the points; many are not listed."""
    if code:
        return [one.name for one in here.bodies.values()]
    points = ground.named_points(here.points)
    return [one.name for one in points.values()] if len(points) == 1 else []


def _visits(found: Coming, *, opens: bool) -> list[dict[str, Any]]:
    known = found.known if opens else frozenset()
    return [
        {
            "at": one.first,
            "point": one.point.name,
            "items": len(one.tries),
            "tries": [(row, _said(row)) for row in one.tries if row.unit_id in known],
        }
        for one in found.visits
    ]


def _said(row: Attempt) -> str:
    return _("delivered") if row.succeeded else str(REASON_LABELS[Reason(row.reason)])
