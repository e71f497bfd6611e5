"""`kt1 who`: who may sign at a delivery point at a moment, and how that was found.

Telephones are left out: they are read on pages, where each reading is logged.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kt1.config.clock import now
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.focal_points.queries import who_may_sign_at

HELP = "say who may sign at a delivery point, and why"

_REFUSED = 2


class UnknownError(LookupError):
    """What was asked about does not exist, or is not a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of those who may sign, in the order to look for them."""

    title: str
    name: str
    kind: str
    rank: str
    agency: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What `--json` prints."""

    point: str
    at: str
    people: tuple[Person, ...]
    path: tuple[str, ...]
    gap: bool
    substitute: bool


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--point", required=True, metavar="CODE", help="code of the door")
    parser.add_argument(
        "--at",
        metavar="ISO",
        help="the moment, now by default; without an offset it is Vietnamese time",
    )
    parser.add_argument("--agency", metavar="CODE", help="only for this body of the door")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    try:
        said = _said(args.point, args.at, args.agency)
    except UnknownError as unknown:
        return _refuse(str(unknown), as_json=args.json)
    if args.json:
        print(json.dumps(asdict(said), ensure_ascii=False))
    else:
        print("\n".join(said.path))
    return 0


def _said(point: str, at: str | None, agency: str | None) -> Said:
    code = point.strip().upper()
    place = Place.objects.filter(code=code, kind=PlaceKind.DELIVERY_POINT).first()
    if place is None:
        raise UnknownError(_("There is no delivery point %(code)s.") % {"code": code})
    moment = _moment(at)
    answer = who_may_sign_at(place.pk, moment, agency_id=_agency(agency))
    codes = dict(
        Agency.objects.filter(pk__in={one.agency_id for one in answer.people}).values_list(
            "pk", "code"
        )
    )
    return Said(
        point=place.code,
        at=moment.astimezone(VIETNAM).isoformat(),
        people=tuple(
            Person(
                title=one.title,
                name=one.name,
                kind=one.kind.value,
                rank=one.rank.value,
                agency=codes[one.agency_id],
                paper=one.authority,
            )
            for one in answer.people
        ),
        path=answer.path,
        gap=answer.gap,
        substitute=answer.substitute,
    )


def _agency(code: str | None) -> int | None:
    if code is None:
        return None
    found = Agency.objects.filter(code=code.strip().upper()).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownError(_("There is no agency %(code)s.") % {"code": code})
    return found


def _moment(text: str | None) -> datetime:
    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnknownError(_("Not a moment in ISO 8601: %(text)s.") % {"text": text}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _refuse(sentence: str, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        sys.stderr.write(f"{sentence}\n")
    return _REFUSED
