"""What custody's exceptions say to a clerk. Some bring a sentence, some only codes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    MissingFactError,
    NoCalendarError,
    UnsetNormError,
)
from kt1.custody.deliveries.actions import NobodyMaySignError
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.web.norms.labels import unset_said
from kt1.web.parts.code_text import grouped

_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{17}\b")
_MISSING = {
    "agreed": lambda: _("the time agreed"),
    "zone": lambda: _("whether the receiver is in the inner or the outer city"),
}


def not_possible(fault: NotPossibleError) -> str:
    """Its own sentence; where it only names units, which they are."""
    text = str(fault)
    named = _CODE.findall(text)
    if not named:
        return text or _("This does not fit the state it is in.")
    codes = ", ".join(grouped(code) for code in dict.fromkeys(named))
    return _("This does not fit the state it is in now: %(codes)s. Look at it first.") % {
        "codes": codes
    }


def unknown(fault: UnknownUnitError) -> str:
    codes = ", ".join(grouped(code) for code in fault.codes)
    return _("There is no such item or bag, or it is not yours to see: %(codes)s.") % {
        "codes": codes
    }


def nobody_signs(fault: NobodyMaySignError) -> str:
    return " ".join([_("Nobody may sign here now; the items stay with you."), *fault.path])


def said(fault: Exception) -> str:
    """The sentence for a fault of the clock or of units, where a page shows it by itself."""
    for kind, sentence in _SENTENCES.items():
        if isinstance(fault, kind):
            return sentence(fault)
    return str(fault)


def _facts(fault: MissingFactError) -> str:
    missing = ", ".join(_MISSING[one]() for one in fault.missing if one in _MISSING)
    return _("A timed item needs: %(missing)s.") % {"missing": missing}


_SENTENCES: Mapping[type[Exception], Callable[[Any], str]] = {
    NotPossibleError: not_possible,
    UnknownUnitError: unknown,
    UnsetNormError: unset_said,
    NoCalendarError: lambda _fault: _(
        "The calendar does not reach that day, so the deadline cannot be said."
    ),
    MissingFactError: _facts,
    AgreedTooEarlyError: lambda _fault: _("The time agreed must lie after the acceptance."),
    NobodyMaySignError: nobody_signs,
}
