"""A simulated month: none of the gaps on clean mail, every planted one found, one each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import pytest

from kt1.assurance.gaps import follower
from kt1.assurance.incidents.models import Incident, IncidentUnit
from kt1.assurance.incidents.rules import Gap, Kind
from kt1.config.simulation import bulk, demonstration, doors, roads
from kt1.config.simulation.mail import HANOI
from kt1.config.story import scratch
from kt1.custody.units.book import Book
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.entries.rules import EntryRows, rows_of
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind

SCENE = demonstration.Scene(
    first=date(2026, 1, 5),
    until=datetime(2026, 2, 5, 17, 0, tzinfo=HANOI),
    items_a_day=6,
)
#: The same deeds planted in different days.
EVERY = 15
#: What is left lying by then has rested beyond the norm before the month ends.
LAST_LEFT = datetime(2026, 1, 28, tzinfo=HANOI)


@dataclass(slots=True)
class Said:
    """One entry of the book, opened."""

    rows: EntryRows
    body: dict[str, Any]
    lines: list[dict[str, Any]]

    @property
    def kind(self) -> str:
        return self.rows.entry.kind

    @property
    def at(self) -> datetime:
        return self.rows.entry.at

    def again(self, **changed: Any) -> EntryRows:
        entry = self.rows.entry
        said: dict[str, Any] = {
            "kind": entry.kind, "subject": entry.subject, "actor": entry.actor, "at": entry.at,
            "body": self.body, "lines": self.lines, **changed,
        }  # fmt: skip
        return rows_of(**said)


@dataclass(slots=True)
class Planted:
    """What was done to the month, and what must be found of it: (gap, code of the unit)."""

    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    entries: list[EntryRows] = field(default_factory=list)


def opened(book: Book) -> list[Said]:
    return [
        Said(
            rows=one,
            body=orjson.loads(one.entry.canonical)["body"],
            lines=orjson.loads(one.entry.lines) if one.entry.lines else [],
        )
        for one in book.entries
    ]


class Planter:
    """Every so often a leg is taken out, made too quick, or its bag counted elsewhere; and a
    cover that was weighed is left lying: no later entry tells of it."""

    def __init__(self) -> None:
        places = dict(Place.objects.values_list("pk", "kind"))
        self.vans = {pk for pk, kind in places.items() if kind == PlaceKind.VEHICLE}
        self.sites = {
            pk for pk, kind in places.items() if kind in {PlaceKind.POST_OFFICE, PlaceKind.CENTRE}
        }
        self.centres = [pk for pk, kind in places.items() if kind == PlaceKind.CENTRE]
        self.out: dict[str, Said] = {}
        self.leaves = self.arrives = self.weighed = 0
        self.left: set[str] = set()
        self.done = Planted()

    def plant(self, book: Book) -> Planted:
        for said in opened(book):
            told = self._without_left(said)
            self.done.entries += [] if told is None else self._one(told)
            if said.kind == "item.weighed" and said.at < LAST_LEFT:
                self._leave(said)
        return self.done

    def _without_left(self, said: Said) -> Said | None:
        """The entry as it is, or without the lines of what was left; None if it had no other."""
        kept = [line for line in said.lines if line.get("code") not in self.left]
        if len(kept) == len(said.lines):
            return said
        return replace(said, rows=said.again(lines=kept), lines=kept) if kept else None

    def _leave(self, said: Said) -> None:
        for line in said.lines:
            self.weighed += 1
            if self.weighed % EVERY == 4:
                self.left.add(line["code"])
                self.done.expected["dwell", line["code"]] += 1

    def _one(self, said: Said) -> list[EntryRows]:
        transfer = said.kind == "handover.settled" and said.body.get("kind") == "transfer"
        if not transfer or len(said.lines) != 1 or said.lines[0].get("findings"):
            return [said.rows]
        bag, giver, taker = said.lines[0]["code"], said.body["giver"][0], said.body["taker"][0]
        if taker in self.vans and giver in self.sites:
            return self._leaves(said, bag, giver)
        if giver in self.vans and taker in self.sites and bag in self.out:
            return self._arrives(said, self.out.pop(bag), bag)
        return [said.rows]

    def _leaves(self, said: Said, bag: str, giver: int) -> list[EntryRows]:
        self.leaves += 1
        if self.leaves % EVERY == 1:  # the leg into the van was never written down
            self.done.expected["missing_leg", bag] += 1
            return []
        self.out[bag] = said
        if self.leaves % EVERY == 2:
            self.out.pop(bag)
            away = next(one for one in self.centres if one != giver)
            self.done.expected["two_places", bag] += 1
            return [said.rows, _counted(said, bag, away)]
        return [said.rows]

    def _arrives(self, said: Said, left: Said, bag: str) -> list[EntryRows]:
        self.arrives += 1
        if self.arrives % EVERY != 3:
            return [said.rows]
        self.done.expected["too_fast", bag] += 1
        return [said.again(at=left.at + timedelta(minutes=1))]


def _counted(said: Said, code: str, place: int) -> EntryRows:
    body: dict[str, Any] = {"place": place, "findings": {code: ["extra"]}}
    return rows_of(
        kind="shift.balanced", subject="shift:planted", actor="user:1",
        at=said.at + timedelta(minutes=5), body=body,
    )  # fmt: skip


def gaps() -> Counter[tuple[str, str]]:
    gap = dict(Incident.objects.filter(kind=Kind.GAP).values_list("pk", "gap"))
    found = IncidentUnit.objects.filter(incident__in=gap, why="found")
    return Counter((gap[case], code) for case, code in found.values_list("incident", "unit__code"))


def played(
    monkeypatch: pytest.MonkeyPatch, then: Callable[[Book], Sequence[EntryRows]] | None
) -> None:
    """The month in a database of its own; `then` rewrites its entries before they are kept."""
    copy = bulk.copy

    def altered(book: Book, *, first_unit: int) -> int:
        if then is not None:
            book.entries = list(then(book))
        return copy(book, first_unit=first_unit)

    for module, name in ((doors, "_FORGOTTEN"), (doors, "_RETURNED"), (roads, "_BROKEN_SEALS")):
        monkeypatch.setattr(module, name, 0)
    monkeypatch.setattr(bulk, "copy", altered)
    demonstration.ground(SCENE)
    demonstration.mail(SCENE, bulk=True, progress=lambda _text: None)
    sequence_all()
    while follower.catch_up(5_000):
        pass


@pytest.mark.django_db(transaction=True)
def test_clean_mail_shows_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    with scratch.database("clean_month", now_is=SCENE.until):
        played(monkeypatch, None)
        assert gaps() == Counter()
        assert not Incident.objects.filter(kind__in=[Kind.LOSS, Kind.BROKEN_SEAL]).exists()


@pytest.mark.django_db(transaction=True)
def test_every_planted_gap_is_found_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Planted()

    def then(book: Book) -> list[EntryRows]:
        made = Planter().plant(book)
        done.expected, done.entries = made.expected, made.entries
        return done.entries

    with scratch.database("planted_month", now_is=SCENE.until):
        played(monkeypatch, then)
        assert {gap for gap, _code in done.expected} == {
            Gap.MISSING_LEG, Gap.TWO_PLACES, Gap.TOO_FAST, Gap.DWELL,
        }  # fmt: skip
        assert gaps() == done.expected
