"""How safe the post's sites, vehicles, network and people are: scores, dates, measures. Pure.

Which point was not met stays on the paper of the assessment; kept here are its number, its day
and how many points were met. The same of plans: number, date, the day of the next drill.

Source: directive of Đồng Nai, point 3 (domain: D29, D30, D32, D33); practice: W13
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kt1.network.places.rules import PlaceKind

NUMBER_CHARS_MAX = 40
KEPT_CHARS_MAX = 60
TEXT_CHARS_MAX = 300
CONTACT_CHARS_MAX = 80
PHONE_CHARS_MAX = 20
CRITERIA_MAX = 60
POINTS_MAX = 5
PEOPLE_MAX = 99


class Topic(StrEnum):
    """What is assessed."""

    SITE = "site"
    VEHICLE = "vehicle"
    NETWORK = "network"
    PEOPLE = "people"


#: Topics of one place each; the others are of the province's post as a whole.
OF_A_PLACE: Mapping[Topic, frozenset[PlaceKind]] = {
    Topic.SITE: frozenset({PlaceKind.CENTRE, PlaceKind.POST_OFFICE}),
    Topic.VEHICLE: frozenset({PlaceKind.VEHICLE}),
}


class Verdict(StrEnum):
    """What was found of one criterion. Counted, never kept."""

    MET = "met"
    UNMET = "unmet"
    NOT_CONCERNED = "na"


class Nature(StrEnum):
    CORRECTIVE = "corrective"  # khắc phục
    PREVENTIVE = "preventive"  # phòng ngừa


class MeasureState(StrEnum):
    """Where a measure stands. The first one is the beginning."""

    OPEN = "open"
    DONE = "done"  # đã làm, chờ người khác kiểm tra
    VERIFIED = "verified"
    CANCELLED = "cancelled"


MEASURE_NEXT: Mapping[MeasureState, frozenset[MeasureState]] = {
    MeasureState.OPEN: frozenset({MeasureState.DONE, MeasureState.CANCELLED}),
    MeasureState.DONE: frozenset({MeasureState.VERIFIED, MeasureState.OPEN}),
    MeasureState.VERIFIED: frozenset(),
    MeasureState.CANCELLED: frozenset(),
}
PENDING = frozenset({MeasureState.OPEN, MeasureState.DONE})


class PlanKind(StrEnum):
    PROTECTION = "protection"
    RESPONSE = "response"
    FIRE = "fire"
    HOLIDAY = "holiday"
    BACKUP = "backup"


class SiteUse(StrEnum):
    """What a site of restricted entry is for."""

    HANDLING = "handling"
    STORE = "store"
    PARKING = "parking"
    EQUIPMENT = "equipment"


class Visitors(StrEnum):
    """Who came in, as a kind; names stand in the book on paper."""

    AGENCY = "agency"
    CENTRAL = "central"
    CONTRACTOR = "contractor"
    AUTHORITY = "authority"
    OTHER = "other"


class Purpose(StrEnum):
    EXCHANGE = "exchange"  # giao nhận
    MAINTENANCE = "maintenance"
    INSPECTION = "inspection"
    VISIT = "visit"


class Exchange(StrEnum):
    """What passes at a connection."""

    BAGS = "bags"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One line of a checklist."""

    points: int
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What is kept of an assessment."""

    met: int
    unmet: int
    not_concerned: int
    critical_unmet: int
    points: int
    points_max: int

    @property
    def percent(self) -> int:
        return percent_of(self.points, self.points_max)


def percent_of(points: int, points_max: int) -> int:
    """Of what concerned it, rounded down: a hundred means that all is met."""
    return 100 if not points_max else 100 * points // points_max


def score(found: Iterable[tuple[Criterion, Verdict]]) -> Score:
    """Count it together; what does not concern gives and asks no points."""
    rows = tuple(found)
    met = [one for one, verdict in rows if verdict is Verdict.MET]
    unmet = [one for one, verdict in rows if verdict is Verdict.UNMET]
    got = sum(one.points for one in met)
    return Score(
        met=len(met),
        unmet=len(unmet),
        not_concerned=len(rows) - len(met) - len(unmet),
        critical_unmet=sum(1 for one in unmet if one.critical),
        points=got,
        points_max=got + sum(one.points for one in unmet),
    )


class Alarm(StrEnum):
    """How a day that comes round stands."""

    OVERDUE = "overdue"
    SOON = "soon"
    FINE = "fine"
    NEVER = "never"  # was never done


def alarm(due: date | None, on: date, warning_days: int) -> Alarm:
    """None is due at once: nobody ever did it."""
    if due is None:
        return Alarm.NEVER
    if due < on:
        return Alarm.OVERDUE
    return Alarm.SOON if due <= on + timedelta(days=warning_days) else Alarm.FINE


class Trend(StrEnum):
    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    FIRST = "first"


def trend(before: int | None, now: int) -> Trend:
    if before is None:
        return Trend.FIRST
    if before == now:
        return Trend.LEVEL
    return Trend.UP if now > before else Trend.DOWN


def may_follow(state: MeasureState, after: MeasureState) -> bool:
    return after in MEASURE_NEXT[state]


def is_overdue(state: MeasureState, due: date, on: date) -> bool:
    return state is MeasureState.OPEN and due < on


class BadChecklistError(ValueError):
    """A checklist as typed cannot be read. Carries the number of the line, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Criterion):
    """One line of a checklist with its words."""

    text: str


def read_checklist(typed: str) -> tuple[Written, ...]:
    """One criterion a line: its points, `!` where it must be met, then its words.

    "2 The room is locked", "3! The seal is checked by two persons". Without a number it is one
    point.

    Raises:
        BadChecklistError: points beyond the limit, no words, or too long.
    """
    found = []
    for n, raw in enumerate(typed.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        head, _, rest = line.partition(" ")
        number = head.removesuffix("!")
        critical, points, text = False, 1, line
        if number.isascii() and number.isdigit():
            critical, points, text = head.endswith("!"), int(number), rest.strip()
        if not text or len(text) > TEXT_CHARS_MAX or not 1 <= points <= POINTS_MAX:
            raise BadChecklistError(n)
        found.append(Written(points=points, critical=critical, text=text))
    return tuple(found)


def write_checklist(rows: Iterable[Written]) -> str:
    """As `read_checklist` reads it."""
    return "\n".join(f"{one.points}{'!' if one.critical else ''} {one.text}" for one in rows)
