"""What the address of a page of quality asks for; what cannot be read is said and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.forms import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from kt1.assurance.quality.queries import ENTERED_LATE_ONLY, HARMED_ONLY, Asked
from kt1.assurance.quality.rules import Group, Outcome
from kt1.custody.items.listed import agencies_called
from kt1.custody.items.models import SCOPE_LABELS, URGENCY_LABELS
from kt1.law.services.rules import Scope, Urgency
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import RouteStop
from kt1.web.moments import ZONE
from kt1.web.tariff.forms import month_text, read_month

SINCE, UNTIL, BODY, POINT, ROUTE = "tu", "den", "q", "diem", "tuyen"
URGENCY, SCOPE, GROUP, BY, OUTCOME = "hoa-toc", "pham-vi", "nhom", "theo", "kq"
#: A body by its code, as the one that sent or received; and the few items that something befell.
SENDER, RECEIVER, ONLY = "co-quan-gui", "co-quan-nhan", "chi"
ONLY_WORDS: Mapping[str, str] = {"khong-nguyen-ven": HARMED_ONLY, "ghi-muon": ENTERED_LATE_ONLY}
_KEPT = (BODY, POINT, ROUTE, URGENCY, SCOPE, OUTCOME, SENDER, RECEIVER, ONLY)
MONTHS_MOST = 36
MONTHS_SHOWN = 12
#: Words of the address for the dimensions of a table.
BY_WORDS: Mapping[str, str] = {
    "thang": "month",
    "truc": "axis",
    "gui": "sender",
    "nhan": "receiver",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The question, the same in words of the form, and what could not be read."""

    asked: Asked
    group: Group
    by: str
    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


def asking(said: QueryDict, at: datetime) -> Asking:
    faults: dict[str, str] = {}
    first, last = _months(said, at, faults)
    asked = Asked(
        first=first,
        last=last_day(last),
        as_of=at,
        bodies=_bodies(said),
        points=points_asked(said, faults),
        urgency=said.get(URGENCY, "") if said.get(URGENCY) in set(Urgency) else "",
        scope=said.get(SCOPE, "") if said.get(SCOPE) in set(Scope) else "",
        outcomes=_outcomes(said),
        sender=_body(said, SENDER),
        receiver=_body(said, RECEIVER),
        only=ONLY_WORDS.get(said.get(ONLY, ""), ""),
    )
    by, group = said.get(BY, ""), said.get(GROUP, "")
    return Asking(
        asked=asked,
        group=Group(group) if group in set(Group) else Group.MAIN,
        by=by if by in BY_WORDS else "thang",
        typed={
            **{key: said.get(key, "") for key in _KEPT},
            SINCE: said.get(SINCE) or month_text(first),
            UNTIL: said.get(UNTIL) or month_text(last),
        },
        faults=faults,
    )


def with_group(one: Asking, said: QueryDict) -> Asked:
    """For the list of items: the group only where the address names it."""
    return replace(one.asked, group=one.group) if said.get(GROUP) else one.asked


def said_of(one: Asking) -> str:
    """What is shown, in words: over a printed table and a file."""
    parts = [f"{one.typed[SINCE]} – {one.typed[UNTIL]}"]
    parts += [one.typed[key] for key in (BODY, POINT, ROUTE) if one.typed[key]]
    if one.asked.urgency:
        parts.append(str(URGENCY_LABELS[Urgency(one.asked.urgency)]))
    if one.asked.scope:
        parts.append(str(SCOPE_LABELS[Scope(one.asked.scope)]))
    return " · ".join(parts)


def _months(said: QueryDict, at: datetime, faults: dict[str, str]) -> tuple[date, date]:
    """First days of the first and the last month; the twelve that end now where none is said."""
    now = at.astimezone(ZONE).date().replace(day=1)
    last = _month(said, UNTIL, now, faults)
    first = _month(said, SINCE, months_before(last, MONTHS_SHOWN - 1), faults)
    if first > last:
        faults[UNTIL] = _("The last month comes before the first.")
        return months_before(last, MONTHS_SHOWN - 1), last
    if first < months_before(last, MONTHS_MOST - 1):
        faults[SINCE] = _("At most %(n)s months at once.") % {"n": MONTHS_MOST}
        return months_before(last, MONTHS_SHOWN - 1), last
    return first, last


def _month(said: QueryDict, key: str, default: date, faults: dict[str, str]) -> date:
    if not (raw := said.get(key, "").strip()):
        return default
    try:
        return read_month(raw)
    except ValidationError as fault:
        faults[key] = " ".join(fault.messages)
        return default


def months_before(month: date, number: int) -> date:
    """The first day of the month so many months earlier."""
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of the month that begins on this day."""
    return months_before(month, -1) - timedelta(days=1)


def _body(said: QueryDict, key: str) -> int | None:
    """The body of a code; 0, which is nobody's, for a code of no body."""
    code = said.get(key, "").replace("\x00", "").strip()[:40]
    if not code:
        return None
    return Agency.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def _bodies(said: QueryDict) -> tuple[int, ...] | None:
    text = said.get(BODY, "").replace("\x00", "").strip()[:100]
    if not text:
        return None
    return tuple(agencies_called(text).values_list("pk", flat=True))


def points_asked(said: QueryDict, faults: dict[str, str]) -> tuple[int, ...] | None:
    """Delivery points of a place's code, or of a route's stops."""
    point = said.get(POINT, "").replace("\x00", "").strip().upper()[:40]
    route = said.get(ROUTE, "").replace("\x00", "").strip().upper()[:24]
    if not point and not route:
        return None
    doors = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT)
    if point:
        doors = doors.filter(code=point)
    if route:
        stops = RouteStop.objects.filter(route__code=route)
        doors = doors.filter(pk__in=stops.values("place"))
    found = tuple(doors.values_list("pk", flat=True))
    if not found:
        faults[POINT if point else ROUTE] = _("There is no such place or route.")
    return found


def _outcomes(said: QueryDict) -> tuple[Outcome, ...]:
    raw = said.get(OUTCOME, "")
    return (Outcome(raw),) if raw in set(Outcome) else ()
