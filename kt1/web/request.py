"""What every view receives, and who may call it.

A view behind `signed_in` or `acts_as` takes a `Request`: it has the moment of the request and
the acting person. Nothing else in the pages reads the clock or the session.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.signin.answers import ask_to_sign_in

P = ParamSpec("P")

#: Fields of a form that are not part of what the person asked for.
NOT_ASKED_FOR = frozenset({"csrfmiddlewaretoken", "once"})


class Visit(HttpRequest):
    """A request of anyone: the acting person is not known yet."""

    at: datetime
    actor: Actor | None


class Request(HttpRequest):
    """A request of a person who signed in and acts in one duty."""

    at: datetime
    actor: Actor


View = Callable[Concatenate[Request, P], HttpResponseBase]
Answer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Answer[P]:
    """Only for people who signed in; others are asked to, and come back to this page."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            return ask_to_sign_in(request)
        return view(cast("Request", request), *args, **kwargs)

    return answer


def acts_as(*roles: Role) -> Callable[[View[P]], Answer[P]]:
    """Only for people acting in one of these roles; others get 403 with the reason.

    For pages that are a role's own. Where the answer depends on the thing, the action's
    `why_not_…` says so instead.
    """

    def guard(view: View[P]) -> Answer[P]:
        @wraps(view)
        def checked(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor.role not in roles:
                raise NotAllowedError(
                    _("This page belongs to: %(roles)s. You are acting as %(role)s.")
                    % {
                        "roles": ", ".join(str(ROLE_LABELS[role]) for role in roles),
                        "role": ROLE_LABELS[request.actor.role],
                    }
                )
            return view(request, *args, **kwargs)

        return signed_in(checked)

    return guard


def once(request: HttpRequest) -> RequestKey:
    """The key of this submission: the form's hidden UUID and what was asked for.

    A double click sends the same key twice and is one act.
    """
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        raise SuspiciousOperation("The form carries no key of its own.") from None
    payload: dict[str, JSON] = {"path": request.path}
    for name in sorted(request.POST):
        if name not in NOT_ASKED_FOR:
            payload[name] = request.POST.getlist(name)
    return RequestKey.of(key, payload)
