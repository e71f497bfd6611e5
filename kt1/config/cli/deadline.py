"""`kt1 deadline`: the legal maximum of one item, with its derivation.

Answers from the law in the database where there is one, and from the shipped files otherwise; the
answer says which (`source`).
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    MissingFactError,
    derive,
    on_screen,
)
from kt1.law.book import files, queries
from kt1.law.book.models import LawRevision
from kt1.law.book.rules import LawBook
from kt1.law.calendars.queries import OFFICIALS
from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.law.geography.rules import areas
from kt1.law.parameters.keys import AREA_KINDS, Key
from kt1.law.parameters.rules import UnsetNormError, word_of
from kt1.law.services.rules import Mark, Scope, Urgency, Zone

HELP = "say when an item must be offered at its address, and why"
DATABASE = False  # asked if it runs, never started for this

_REFUSED = 2


class NotAMomentError(ValueError):
    """The text is not a moment in ISO 8601."""


REFUSALS = (
    UnsetNormError,
    NoCalendarError,
    MissingFactError,
    AgreedTooEarlyError,
    NotAMomentError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What `--json` prints."""

    deadline: str
    on_screen: str
    steps: tuple[str, ...]
    parameters: tuple[str, ...]
    findings: list[str]
    norms: str
    banner: str
    source: str


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accepted",
        required=True,
        metavar="ISO",
        help="moment of acceptance; without an offset it is Vietnamese time",
    )
    parser.add_argument("--urgency", choices=list(Urgency), default=Urgency.NONE)
    parser.add_argument("--mark", choices=list(Mark), default=Mark.NONE)
    parser.add_argument("--scope", choices=list(Scope), required=True)
    parser.add_argument("--norms", required=True, metavar="SET", help="as TT16-2017")
    parser.add_argument("--agreed", metavar="ISO", help="HG: the agreed time")
    parser.add_argument("--zone", choices=list(Zone), help="HG: where the receiver is")
    parser.add_argument(
        "--commune",
        default="",
        metavar="CODE",
        help="of the receiver: whether a list of special geography names it",
    )
    parser.add_argument(
        "--commune-kind", choices=list(AREA_KINDS), default="", help="of that commune"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    book = _book()
    try:
        answer = _answer(args, book)
    except REFUSALS as error:
        return _refuse(args, error, book.source)
    if args.json:
        _print(json.dumps(asdict(answer), ensure_ascii=False))
    else:
        _print(_words(answer))
    return 0


def _answer(args: argparse.Namespace, book: LawBook) -> Answer:
    accepted = _moment(args.accepted)
    norms = book.norms(args.norms, accepted.astimezone(VIETNAM).date())
    # Which calendar counts is itself a norm; where it is unset `derive` names all that is.
    counted_by = norms.find(Key.WORKING_CALENDAR)
    derived = derive(
        accepted=accepted,
        urgency=Urgency(args.urgency),
        mark=Mark(args.mark),
        scope=Scope(args.scope),
        norms=norms,
        calendar=book.calendar(word_of(counted_by) if counted_by else OFFICIALS),
        agreed=_moment(args.agreed) if args.agreed else None,
        zone=Zone(args.zone) if args.zone else None,
        special=areas(norms).named(args.commune, AREA_KINDS.get(args.commune_kind, "")),
    )
    return Answer(
        deadline=derived.deadline.isoformat(),
        on_screen=on_screen(derived.deadline),
        steps=derived.steps,
        parameters=derived.parameters,
        findings=sorted(derived.findings),
        norms=norms.code,
        banner=norms.banner,
        source=book.source,
    )


def _book() -> LawBook:
    """The law of the database if it answers and has one, else the law as shipped."""
    try:
        return queries.book()
    except (OperationalError, InterfaceError, ProgrammingError, LawRevision.DoesNotExist):
        return files.book()


def _refuse(args: argparse.Namespace, error: Exception, source: str) -> int:
    said = _sentence(error)
    missing: list[str] = getattr(error, "missing", [])
    if args.json:
        _print(
            json.dumps({"error": said, "missing": missing, "source": source}, ensure_ascii=False)
        )
    else:
        sys.stderr.write("\n".join([said, *(f"  {name}" for name in missing)]) + "\n")
    return _REFUSED


def _sentence(error: Exception) -> str:
    match error:
        case UnsetNormError():
            return _("There is no deadline: norms are not set.")
        case NoCalendarError():
            return _("There is no deadline: the calendar does not cover a day.")
        case MissingFactError():
            return _("There is no deadline: Hẹn giờ lacks a fact it needs.")
        case NotAMomentError():
            return _("Not a moment in ISO 8601: %(text)s.") % {"text": error}
        case _:
            return _("The agreed time must lie after acceptance.")


def _words(answer: Answer) -> str:
    lines = [*answer.steps, "", _("Legal maximum: %(moment)s") % {"moment": answer.on_screen}]
    if answer.banner:
        lines.append(f"({answer.banner})")
    if answer.source == files.SOURCE:
        lines.append(_("(from the shipped law: no database answered)"))
    return "\n".join(lines)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotAMomentError(text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
