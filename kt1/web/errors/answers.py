"""Which refusal gets which answer. One table: an exception that is not in it is our own fault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    MissingFactError,
    NoCalendarError,
    UnsetNormError,
)
from kt1.custody.deliveries.actions import NobodyMaySignError, ScreenedError
from kt1.custody.deliveries.irregularities import UnknownIrregularityError
from kt1.custody.deliveries.queries import WrongDoorError
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.queries import UnknownHandoverError
from kt1.custody.items.pickups import UnknownPickupError
from kt1.custody.items.steps import MarkNotAllowedError, WrongDeclarationError
from kt1.custody.trips.queries import UnknownTripError
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.requests.steps import KeyReusedError
from kt1.people.actor import NotAllowedError
from kt1.people.approvals.steps import AlreadyAnsweredError, AlreadyAskedError, NotApprovedError
from kt1.people.sign_ins.queries import NotSignedInError
from kt1.web.errors import custody
from kt1.web.errors.pages import error_page
from kt1.web.signin.answers import ask_to_sign_in
from kt1.web.words import Words

FORBIDDEN, NOT_FOUND, CONFLICT, UNFIT, UNAVAILABLE = 403, 404, 409, 422, 503


@dataclass(frozen=True, slots=True)
class Answer:
    """`sentence` where the exception brings none of its own."""

    exception: type[Exception]
    status: int
    sentence: Words = ""
    #: Says it from the exception, where a plain sentence would lose what it knows.
    say: Callable[[Any], str] | None = None


_NONE_SUCH = _("There is no such thing, or it is not yours to see.")

#: The first that fits counts. A page that can say more catches the exception itself.
ANSWERS: Sequence[Answer] = (
    Answer(NotAllowedError, FORBIDDEN),
    Answer(ObjectDoesNotExist, NOT_FOUND, _NONE_SUCH),
    Answer(UnknownUnitError, NOT_FOUND, say=custody.unknown),
    Answer(UnknownHandoverError, NOT_FOUND, _NONE_SUCH),
    Answer(UnknownTripError, NOT_FOUND, _NONE_SUCH),
    Answer(UnknownPickupError, NOT_FOUND, _NONE_SUCH),
    Answer(UnknownIrregularityError, NOT_FOUND, _NONE_SUCH),
    Answer(NotPossibleError, CONFLICT, say=custody.not_possible),
    Answer(AlreadySettledError, CONFLICT, _("This hand-over is settled already. Look at it.")),
    Answer(AlreadyAskedError, CONFLICT, _("Exactly this waits for a second person already.")),
    Answer(NotApprovedError, CONFLICT, _("No second person has agreed to exactly this yet.")),
    Answer(NobodyMaySignError, CONFLICT, say=custody.nobody_signs),
    Answer(WrongDoorError, CONFLICT, _("The receiving bodies are not reached at this door.")),
    Answer(UnsetNormError, CONFLICT, say=custody.said),
    Answer(NoCalendarError, CONFLICT, say=custody.said),
    Answer(MarkNotAllowedError, UNFIT),
    Answer(WrongDeclarationError, UNFIT),
    Answer(ScreenedError, UNFIT),
    Answer(MissingFactError, UNFIT, say=custody.said),
    Answer(AgreedTooEarlyError, UNFIT, say=custody.said),
    Answer(
        KeyReusedError,
        CONFLICT,
        _("This form was sent before with other content. The first one counts; look at it first."),
    ),
    Answer(
        AlreadyAnsweredError,
        CONFLICT,
        _("This was agreed, refused, withdrawn, done or lapsed before. Look at how it stands now."),
    ),
    Answer(OperationalError, UNAVAILABLE, _("The database does not answer. Nothing was recorded.")),
    Answer(InterfaceError, UNAVAILABLE, _("The database does not answer. Nothing was recorded.")),
)


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
    """The answer to an exception of a view; None leaves it to Django."""
    if isinstance(exception, NotSignedInError):
        return ask_to_sign_in(request)
    for one in ANSWERS:
        if isinstance(exception, one.exception):
            return _said(request, one, exception)
    return None


def wrong_method(request: HttpRequest, plain: HttpResponseNotAllowed) -> HttpResponse:
    """Django's own answer is empty; somebody who reloads the address of an act deserves a page."""
    sentence = _("This address records an act and cannot be opened by itself.")
    response = error_page(request, plain.status_code, sentence)
    response.headers["Allow"] = plain.headers["Allow"]
    return response


def _said(request: HttpRequest, one: Answer, exception: Exception) -> HttpResponse:
    said = one.say(exception) if one.say else one.sentence or str(exception)
    response = error_page(request, one.status, said)
    if one.status == UNAVAILABLE:
        response.headers["Retry-After"] = "10"
    return response
