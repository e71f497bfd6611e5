"""The home page, and the search box."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from kt1.people.accounts.rules import Role
from kt1.web.delivery import run
from kt1.web.home import sources
from kt1.web.home.grouping import grouped
from kt1.web.request import Request, signed_in

TEXT_LENGTH_MAX = 100


@require_GET
@signed_in
def home(request: Request) -> HttpResponseBase:
    if request.actor.role is Role.COURIER:
        # Whoever stands in the rain with one hand free needs the next door, not a board.
        return run.home(request)
    context = {
        "groups": grouped(sources.waiting(request.actor, request.at), request.at),
        "acts": sources.acts(request.actor),
        "picture": sources.picture(request.actor, request.at),
    }
    return render(request, "home/home.html", context)


@require_GET
@signed_in
def find(request: Request) -> HttpResponseBase:
    """One thing whose own code this is: straight to it. Else what is called so."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:TEXT_LENGTH_MAX]
    found = sources.find(request.actor, text, request.at) if text else []
    exact = [one for one in found if one.exact]
    if len(exact) == 1:
        return redirect(exact[0].url)
    return render(request, "home/find.html", {"searched": text, "found": found})
