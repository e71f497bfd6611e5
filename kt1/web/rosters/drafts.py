"""A roster between looking and saving: in the person's own page, signed. The server keeps none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core import signing

from kt1.people.actor import Actor
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters.facts import (
    NewOverride,
    NewRotation,
    NewSchedule,
    NewShift,
    Paper,
    Person,
    Who,
)
from kt1.people.rosters.rules import Span

SECONDS = 24 * 60 * 60
What = NewSchedule | NewRotation | NewOverride


class StaleError(Exception):
    """The page is a day old, of another person or door, or was changed on the way."""


@dataclass(frozen=True, slots=True)
class Draft:
    what: What
    replaces: int | None = None
    imported: bool = False


def packed(draft: Draft, pair: tuple[int, int], actor: Actor) -> str:
    content = {
        "kind": type(draft.what).__name__,
        "what": _PACK[type(draft.what)](draft.what),
        "replaces": draft.replaces,
        "imported": draft.imported,
    }
    return signing.dumps(content, salt=_salt(pair, actor), compress=True)


def unpacked(text: str, pair: tuple[int, int], actor: Actor) -> Draft:
    """What the person was shown.

    Raises:
        StaleError
    """
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(pair, actor), max_age=SECONDS)
    except signing.BadSignature as error:
        raise StaleError from error
    what = _UNPACK[content["kind"]](content["what"])
    return Draft(what, content["replaces"], content["imported"])


def _salt(pair: tuple[int, int], actor: Actor) -> str:
    return f"rosters.{pair[0]}.{pair[1]}.{actor}"


def _schedule(what: NewSchedule) -> dict[str, Any]:
    people: list[Who] = list(dict.fromkeys(shift.who for shift in what.shifts))
    return {
        "title": what.title,
        "span": _span(what.span),
        "paper": _paper(what.paper),
        "people": _people(people),
        "shifts": [
            [people.index(one.who), one.rank.value, *_span(one.span)] for one in what.shifts
        ],
    }


def _read_schedule(said: dict[str, Any]) -> NewSchedule:
    people = _read_people(said["people"])
    return NewSchedule(
        title=said["title"],
        span=_read_span(said["span"]),
        paper=_read_paper(said["paper"]),
        shifts=tuple(
            NewShift(people[who], Rank(rank), _read_span([begins, ends]))
            for who, rank, begins, ends in said["shifts"]
        ),
    )


def _rotation(what: NewRotation) -> dict[str, Any]:
    return {
        "title": what.title,
        "rank": what.rank.value,
        "days": sorted(day.value for day in what.days),
        "hours": [what.from_time.isoformat(), what.to_time.isoformat()],
        "days_each": what.days_each,
        "begins": what.begins.isoformat(),
        "ends": what.ends.isoformat() if what.ends else None,
        "members": _people(what.members),
        "paper": _paper(what.paper),
    }


def _read_rotation(said: dict[str, Any]) -> NewRotation:
    from_time, to_time = (time.fromisoformat(hour) for hour in said["hours"])
    return NewRotation(
        title=said["title"],
        rank=Rank(said["rank"]),
        days=frozenset(DayOfDuty(day) for day in said["days"]),
        from_time=from_time,
        to_time=to_time,
        days_each=said["days_each"],
        begins=datetime.fromisoformat(said["begins"]),
        ends=datetime.fromisoformat(said["ends"]) if said["ends"] else None,
        members=_read_people(said["members"]),
        paper=_read_paper(said["paper"]),
    )


def _override(what: NewOverride) -> dict[str, Any]:
    return {
        "who": what.who,
        "rank": what.rank.value,
        "span": _span(what.span),
        "instead_of": what.instead_of,
    }


def _read_override(said: dict[str, Any]) -> NewOverride:
    return NewOverride(
        who=said["who"],
        rank=Rank(said["rank"]),
        span=_read_span(said["span"]),
        instead_of=said["instead_of"],
    )


def _people(people: Sequence[Who]) -> list[int | list[str]]:
    return [[w.name, w.title, w.phone] if isinstance(w, Person) else w for w in people]


def _read_people(said: list[Any]) -> list[Who]:
    return [Person(*one) if isinstance(one, list) else one for one in said]


def _span(span: Span) -> list[str]:
    return [span.begins.isoformat(), span.ends.isoformat()]


def _read_span(said: list[str]) -> Span:
    begins, ends = (datetime.fromisoformat(moment) for moment in said)
    return Span(begins, ends)


def _paper(paper: Paper) -> list[str]:
    return [paper.number, paper.on.isoformat()]


def _read_paper(said: list[str]) -> Paper:
    return Paper(said[0], date.fromisoformat(said[1]))


_PACK: dict[type[What], Any] = {
    NewSchedule: _schedule,
    NewRotation: _rotation,
    NewOverride: _override,
}
_UNPACK: dict[str, Any] = {
    "NewSchedule": _read_schedule,
    "NewRotation": _read_rotation,
    "NewOverride": _read_override,
}
