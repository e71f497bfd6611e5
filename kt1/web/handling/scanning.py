"""What a scanner or a hand gave, read as the code of a unit; and the panel that answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kt1.custody.units import codes
from kt1.custody.units.codes import CodeCheck
from kt1.custody.units.keys import keyring
from kt1.custody.units.models import Alias, Unit
from kt1.web.request import Request

#: What a field of a scan takes; longer is no code of anybody.
LENGTH_MAX = 64
SEAL_LENGTH_MAX = 20
#: A seal that is not there: a statement, where an empty text is none.
NO_SEAL = "-"


class NotACodeError(ValueError):
    """What was scanned names no unit; the sentence says so to the person."""


@dataclass(slots=True, kw_only=True)
class Panel:
    """What templates/parts/scan.html draws. `below` is a template inside the panel."""

    scan_url: str
    count: int
    expected: int | None = None
    last_code: str = ""
    last_word: str = ""
    last_good: bool = True
    undo_url: str = ""
    how_to: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    undo_hidden: Mapping[str, str] = field(default_factory=dict)
    below: str = ""

    def context(self) -> dict[str, Any]:
        return {
            "scan_url": self.scan_url,
            "count": self.count,
            "expected": self.expected,
            "last_code": self.last_code,
            "last_word": self.last_word,
            "last_good": self.last_good,
            "undo_url": self.undo_url,
            "how_to": self.how_to,
            "scan_hidden": self.hidden,
            "scan_undo_hidden": self.undo_hidden,
            "scan_below": self.below,
        }

    def say(self, code: str, word: str, *, good: bool) -> None:
        self.last_code, self.last_word, self.last_good = code, word, good


def read(text: str) -> str:
    """The code that was scanned; a number of the operator's is turned into ours.

    Raises:
        NotACodeError: it is none, it is forged, or made with a key that is not ours.
    """
    text = text.strip()[:LENGTH_MAX]
    try:
        found = str(codes.parse(text))
    except codes.MalformedCodeError:
        return _of_alias(text)
    match codes.check(found, keyring().keys):
        case CodeCheck.FORGED:
            raise NotACodeError(_("Not a genuine KT1 label. Keep the unit apart and report it."))
        case CodeCheck.UNKNOWN_KEY:
            raise NotACodeError(_("This label was not made by this system."))
    return found


def _of_alias(text: str) -> str:
    number = "".join(c for c in text.upper() if c.isalnum())
    unit = Alias.objects.filter(number=number).values_list("unit__code", flat=True)[:2]
    if not number or len(unit) != 1:
        raise NotACodeError(_("Not a KT1 code. Scan the label again."))
    return str(unit[0])


def how(request: Request) -> bool:
    """Whether it was typed instead of scanned: that is marked."""
    return request.POST.get("how") != "scanned"


def word_of(*, typed: bool) -> str:
    return _("Typed") if typed else _("Scanned")


def kind_of(code: str) -> str:
    """Item, bag or box; empty for a code that no unit here bears."""
    return Unit.objects.filter(code=code).values_list("kind", flat=True).first() or ""


def is_sealed(code: str) -> bool:
    """Whether a seal is to be read: an open bag, such as an empty one, bears none."""
    return Unit.objects.filter(code=code, kind__in=("bag", "box"), state="sealed").exists()


def answer(
    request: Request, template: str, panel: Panel, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {**context, **panel.context()}, status=status)
