"""The courier's home: the doors of the run, the next one first, with who may sign there now.

Names and telephones of these doors at this hour are Amber: each answer that shows them writes one
row of the reading log.
"""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kt1.custody.deliveries.permissions import DELIVERERS
from kt1.people.readings.steps import log_reading
from kt1.web.delivery import doors
from kt1.web.home import sources
from kt1.web.request import Request, acts_as


@require_GET
@acts_as(*sorted(DELIVERERS))
def my_run(request: Request) -> HttpResponseBase:
    """What I hold, door by door."""
    return page(request, "delivery/run.html", {})


def home(request: Request) -> HttpResponse:
    """The same doors, and under them what else waits for a courier."""
    context = {
        "waiting": sources.waiting(request.actor, request.at),
        "acts": sources.acts(request.actor),
        "picture": sources.picture(request.actor, request.at),
    }
    return page(request, "delivery/home.html", context)


def page(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    found = doors.run(request.actor, request.at)
    if found.cards:
        with transaction.atomic():
            log_reading(request.actor, request.at, "delivery.run", found.units)
    first, rest = found.cards[:1], found.cards[1:]
    context |= {"run": found, "first": first[0] if first else None, "rest": rest}
    return render(request, template, context)
