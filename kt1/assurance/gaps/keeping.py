"""Keeping what the entries tell of units, and finding what time alone shows. Pure.

Time goes on with the entries: what rests beyond its norm is found by the first later entry of
anybody. So a reading from zero finds the same, in whatever portions the log is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from kt1.assurance.gaps.rules import (
    ITEM,
    Found,
    Ground,
    Seen,
    Track,
    is_under_way,
)
from kt1.assurance.incidents.rules import Cover, Gap, Kind, Why

_TRACKED = ("kind", "state", "place", "person", "inside", "deadline")
#: After these a cover that was not intact may be found so again.
ENDS_FAULT = frozenset({"item.released", "item.found"})


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: `at` in microseconds since 1970, body and lines parsed."""

    index: int
    kind: str
    subject: str
    at: int
    body: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Keeper:
    """All units that a portion of the log touches, and what was found in it, by its key."""

    ground: Ground
    tracks: dict[int, Track] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    _by_code: dict[str, int] = field(default_factory=dict)
    _contents: dict[int, set[int]] = field(default_factory=dict)
    _due: list[tuple[int, int]] = field(default_factory=list)

    def know(self, tracks: Iterable[Track]) -> None:
        """Take in what was kept of units."""
        for track in tracks:
            if track.unit in self.tracks:
                continue
            self._keep(track)
            for moment in (track.due, track.late):
                if moment is not None:
                    heappush(self._due, (moment, track.unit))

    def _keep(self, track: Track) -> None:
        self.tracks[track.unit] = track
        self._by_code[track.code] = track.unit
        if track.inside is not None:
            self._contents.setdefault(track.inside, set()).add(track.unit)

    def time(self, at: int) -> None:
        """It is so late now: find what rests or is late beyond its norm, whatever is still
        written down about the hours before."""
        wait = self.ground.waits(at)
        while wait is not None and self._due and self._due[0][0] <= at - wait:
            moment, unit = heappop(self._due)
            track = self.tracks[unit]
            if track.due == moment:
                self._rested(track, moment)
            if track.late == moment:
                self._was_late(track, moment)

    def _gap(  # noqa: PLR0917 - the facts of one finding
        self, gap: Gap, track: Track, place: int, said: Said, to: int, least: int | None = None
    ) -> None:
        one = self._open(f"{gap}/{said.index}", Kind.GAP, said, place, gap=gap)
        start = track.site if gap is Gap.TOO_FAST else self._place_of(track)
        since = track.site_until if gap is Gap.TOO_FAST else track.seen
        seen = Seen(place_from=start, since=since, place_to=to, at=said.at, least=least)
        one.units.setdefault(track.unit, seen)
        self._inside(one, track)

    # What time shows.

    def _rested(self, track: Track, at: int) -> None:
        track.due, track.rests = None, True
        self.changed.add(track.unit)
        if track.place is None:
            return
        key = f"{Gap.DWELL}/{track.place}/{self.ground.day_of(at)}"
        one = self._new(key, Kind.GAP, at, track.place, gap=Gap.DWELL)
        seen = Seen(place_from=track.place, since=track.seen, at=at)
        one.units.setdefault(track.unit, seen)
        self._inside(one, track)

    def _was_late(self, track: Track, at: int) -> None:
        track.late = None
        self.changed.add(track.unit)
        place = self._place_of(track)
        # What rests too long where it is was found already.
        if track.rests or not is_under_way(track) or place is None:
            return
        one = self._new(f"late/{place}/{self.ground.day_of(at)}", Kind.DELAY, at, place)
        seen = Seen(place_from=place, since=track.deadline, at=at)
        one.units.setdefault(track.unit, seen)

    # Keeping.

    def _open(  # noqa: PLR0917 - the facts of one finding
        self,
        key: str,
        kind: Kind,
        said: Said,
        place: int,
        gap: Gap = Gap.NONE,
        cover: Cover = Cover.NOT_SEEN,
    ) -> Found:
        one = self._new(key, kind, said.at, place, gap=gap, entry=said.index)
        one.cover = cover
        return one

    def _new(  # noqa: PLR0917 - the facts of one finding
        self,
        key: str,
        kind: Kind,
        at: int,
        place: int,
        gap: Gap = Gap.NONE,
        entry: int | None = None,
    ) -> Found:
        made = Found(key=key, kind=kind, gap=gap, at=at, place=place, entry=entry)
        return self.found.setdefault(key, made)

    def _inside(self, one: Found, bag: Track) -> None:
        for unit in sorted(self._contents.get(bag.unit, ())):
            one.units.setdefault(unit, Seen(why=Why.INSIDE))
            self._inside(one, self.tracks[unit])

    def _place_of(self, track: Track) -> int | None:
        """Where it is, by way of the bag and box it lies in."""
        while track.place is None and track.inside in self.tracks:
            track = self.tracks[track.inside]
        return track.place

    def _apply(self, said: Said) -> None:
        common = said.body.get("effect") or {}
        touched = []
        for line in said.lines:
            if "unit" not in line:  # lines of other strata are not about units
                continue
            track = self.tracks.get(line["unit"])
            if track is None:
                track = Track(unit=line["unit"], code=line["code"])
                self._keep(track)
            self._until_now(track, said.at)
            was = track.inside
            _effects(track, common, line, said)
            touched += [track, *self._moved(track, was)]
        for track in touched:
            self._settle_times(track, said)

    def _until_now(self, track: Track, at: int) -> None:
        """It moves at last: whether it rested, or was late, beyond the norm until now."""
        for one in (track, *self._around(track).values()):
            if one.due is not None and one.due < at:
                self._rested(one, one.due)
            if one.late is not None and one.late < at:
                self._was_late(one, one.late)
            if one.place is not None and self.ground.site_of(one.place) is not None:
                one.site_until = at  # it leaves only now

    def _moved(self, track: Track, was: int | None) -> list[Track]:
        """Its bag has it no longer, or another one has it now. Returns the bag it came out of."""
        if track.inside == was:
            return []
        if track.inside is not None:
            self._contents.setdefault(track.inside, set()).add(track.unit)
        if was is None:
            return []
        self._contents.get(was, set()).discard(track.unit)
        return [self.tracks[was]] if was in self.tracks else []

    def _settle_times(self, track: Track, said: Said) -> None:
        """When it rests too long and when it is late, from this entry on; of its bag as well."""
        for one in {track.unit: track, **self._around(track)}.values():
            one.seen, one.rests = said.at, False
            if one.place is not None and (site := self.ground.site_of(one.place)) is not None:
                one.site, one.site_until = site, said.at
            one.due = self._rests_until(one)
            self._remember(one, one.due)
        track.late = None
        if track.deadline is not None and is_under_way(track):
            track.late = self.ground.late_from(track.deadline)
            self._remember(track, track.late)

    def _around(self, track: Track) -> dict[int, Track]:
        """The bag it lies in, and the box of that bag."""
        found: dict[int, Track] = {}
        while track.inside is not None and track.inside in self.tracks:
            track = self.tracks[track.inside]
            found[track.unit] = track
        return found

    def _rests_until(self, track: Track) -> int | None:
        if track.place is None:
            return None
        loaded = track.kind != ITEM and bool(self._contents.get(track.unit))
        if not loaded and not is_under_way(track):
            return None
        return self.ground.rests_until(track.place, track.seen)

    def _remember(self, track: Track, moment: int | None) -> None:
        self.changed.add(track.unit)
        if moment is not None:
            heappush(self._due, (moment, track.unit))


def _effects(track: Track, common: Mapping[str, Any], line: Mapping[str, Any], said: Said) -> None:
    for name in _TRACKED:
        if name in line:
            setattr(track, name, line[name])
        elif name in common:
            setattr(track, name, common[name])
    if said.kind == "bag.sealed":
        track.sealed = said.index
    told = {**common, **line}
    if told.get("delivered") is not None or said.kind in ENDS_FAULT:
        track.fault = None
    if told.get("delivered") is not None or told.get("stopped") is not None:
        track.deadline = None
