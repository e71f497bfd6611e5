"""Refusals as problem+json (RFC 9457). One table; docs/api-problems.md is compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from kt1.custody.clock.rules import AgreedTooEarlyError, MissingFactError
from kt1.custody.deliveries.actions import NobodyMaySignError, ScreenedError
from kt1.custody.deliveries.queries import WrongDoorError
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.queries import UnknownHandoverError
from kt1.custody.items.steps import MarkNotAllowedError, WrongDeclarationError
from kt1.custody.units.codes import MalformedCodeError
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.steps import KeyReusedError
from kt1.people.actor import NotAllowedError
from kt1.people.visits.steps import NotConfirmedError

BASE = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal: its type, its status, and what it means."""

    name: str
    status: int
    meaning: str
    exception: type[Exception] | None = None


class UnknownReferenceError(LookupError):
    """A body or place named in the request does not exist. Names it."""


PROBLEMS: Sequence[Problem] = (
    Problem("not-signed-in", 401, "No token, or one that opens nothing any more."),
    Problem("key-missing", 400, "A POST needs the header Idempotency-Key with a UUID."),
    Problem("malformed", 422, "The request does not have the shape the schema asks for."),
    Problem("not-allowed", 403, "You may know of it but may not do this.", NotAllowedError),
    Problem("unknown-unit", 404, "No such code, or it is not yours to see.", UnknownUnitError),
    Problem("unknown-unit", 404, "No such code, or it is not yours to see.", MalformedCodeError),
    Problem("unknown-handover", 404, "No such hand-over for you.", UnknownHandoverError),
    Problem("unknown-reference", 422, "A body or place that is not there.", UnknownReferenceError),
    Problem("already-settled", 409, "Somebody settled it first.", AlreadySettledError),
    Problem("not-possible", 409, "The state it is in does not allow this.", NotPossibleError),
    Problem("key-reused", 409, "The key came before with another request.", KeyReusedError),
    Problem("nobody-may-sign", 409, "Nobody appointed may sign there now.", NobodyMaySignError),
    Problem(
        "substitute-not-confirmed", 409, "Nobody confirmed this substitute.", NotConfirmedError
    ),
    Problem("wrong-door", 409, "The body is not reached at that door.", WrongDoorError),
    Problem("mark-not-kept", 422, "This installation keeps no such mark.", MarkNotAllowedError),
    Problem("wrong-declaration", 422, "The declaration cannot be.", WrongDeclarationError),
    Problem("wrong-declaration", 422, "The declaration cannot be.", MissingFactError),
    Problem("wrong-declaration", 422, "The declaration cannot be.", AgreedTooEarlyError),
    Problem("screened", 422, "A text looks like part of a secret; not kept.", ScreenedError),
    Problem("norm-missing", 409, "A norm that is needed is not set.", UnsetNormError),
    Problem("calendar-missing", 409, "A day that is needed has no calendar.", NoCalendarError),
)
_BY_NAME = {p.name: p for p in PROBLEMS}


def problem(request: HttpRequest, name: str, detail: str = "", **more: Any) -> HttpResponse:
    """The answer for a refusal by its name."""
    found = _BY_NAME[name]
    body = {
        "type": BASE + found.name,
        "title": found.meaning,
        "status": found.status,
        "detail": detail,
        "instance": request.path,
        **more,
    }
    return JsonResponse(
        body,
        status=found.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an exception of an action.

    Raises:
        Exception: the exception itself, when it is in no row of the table: our own fault.
    """
    for one in PROBLEMS:
        if one.exception is not None and isinstance(exception, one.exception):
            more = {}
            if isinstance(exception, NobodyMaySignError):
                more["path"] = exception.path
            return problem(request, one.name, str(exception), **more)
    raise exception
