"""Choosing a body by name or code, accents or not: with suggestions, and without scripts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.names.queries import called
from kt1.network.names.rules import fold, ways_of_writing
from kt1.web.request import Request, signed_in

SHOWN_MOST = 8
TEXT_MOST = 120
_ROWS_MOST = 400
PREFIX = "c"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the text of one cover may mean: one body, or a few to choose from."""

    agency: Agency | None
    among: Sequence[Agency] = ()


def resolve(asked: Sequence[tuple[str, str]], *, on: date, sender: int | None) -> list[Choice]:
    """For each (text, id chosen) the body meant. Two queries, however many are asked."""
    ids = {int(chosen) for _text, chosen in asked if chosen.isdigit() and len(chosen) < 10}  # noqa: PLR2004 - longer is no id
    known = in_force(on).exclude(pk=sender or 0)
    chosen = {agency.pk: agency for agency in known.filter(pk__in=ids)} if ids else {}
    open_texts = [
        text
        for text, picked in asked
        if text and not _meant(chosen.get(int(picked) if picked.isdigit() else 0), text)
    ]
    rows = _called(open_texts, known)
    return [_choice(text, picked, chosen, rows) for text, picked in asked]


def _called(texts: Iterable[str], known: QuerySet[Agency]) -> list[Agency]:
    wanted = Q(pk__in=[])
    for text in texts:
        wanted |= called(text) | Q(code=text.strip().upper())
    return list(known.filter(wanted)[:_ROWS_MOST]) if wanted != Q(pk__in=[]) else []


def _choice(text: str, picked: str, chosen: dict[int, Agency], rows: Sequence[Agency]) -> Choice:
    agency = chosen.get(int(picked)) if picked.isdigit() and len(picked) < 10 else None  # noqa: PLR2004 - as above
    if agency is not None and (not text or _meant(agency, text)):
        return Choice(agency)
    if not text:
        return Choice(None)
    exact = [one for one in rows if one.code == text.strip().upper() or one.folded == fold(text)]
    if len(exact) == 1:
        return Choice(exact[0], ())
    fitting = [one for one in rows if _meant(one, text)]
    if len(fitting) == 1:
        return Choice(fitting[0])
    return Choice(None, fitting[:SHOWN_MOST])


def _meant(agency: Agency | None, text: str) -> bool:
    """Whether the text still means this body: nobody changed it after choosing."""
    if agency is None:
        return False
    if agency.code == text.strip().upper():
        return True
    return any(all(word in agency.folded for word in way) for way in ways_of_writing(text))


@require_GET
@signed_in
def suggest(request: Request) -> HttpResponseBase:
    """The bodies a text may mean, as choices of one cover: swapped in under its field."""
    number = request.GET.get("n", "0")
    field = f"{PREFIX}{number if number.isdigit() else '0'}"
    text = request.GET.get(f"{field}-q", request.GET.get("q", ""))
    text = text.replace("\x00", "")[:TEXT_MOST].strip()
    on = request.at.astimezone(VIETNAM).date()
    (choice,) = resolve([(text, "")], on=on, sender=request.actor.agency_id)
    among = [choice.agency] if choice.agency else choice.among
    context = {"prefix": field, "among": among, "chosen": choice.agency, "text": text}
    return render(request, "items/_receivers.html", context)
