"""What each entry shows against all that is known before it. Pure: no database, no clock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kt1.assurance.gaps.keeping import Keeper, Said
from kt1.assurance.gaps.rules import (
    GONE,
    ITEM,
    Seen,
    Track,
    contradiction,
    extra_codes,
    too_fast,
)
from kt1.assurance.incidents.rules import Cover, Gap, Kind, Why

#: Entries of these kinds are about units; the bytes of others are not read.
ABOUT = ("item.", "handover.", "bag.", "seal.", "delivery.", "attempt.", "shift.", "custody.")
_SEAL_FAULTS = frozenset({"seal_broken", "seal_differs"})


class Reader(Keeper):
    """Reads entries in the order of the log; the first thing each shows is kept in `found`."""

    def read(self, said: Said) -> None:
        """One entry about units: judge it against what is known, then apply it."""
        self._judge(said)
        self._apply(said)

    # What an entry shows.

    def _judge(self, said: Said) -> None:
        judge = _JUDGES.get(said.kind)
        if judge is not None:
            judge(self, said)

    def held(self, said: Said) -> None:
        for unit in _units(said):
            self._torn(unit, said)

    def balanced(self, said: Said) -> None:
        self._counted(extra_codes(said.body.get("findings")), said.body["place"], said)

    def settled(self, said: Said) -> None:
        giver, taker = said.body["giver"], said.body["taker"]
        common = said.body.get("effect") or {}
        for line in said.lines:
            track = self.tracks.get(line["unit"])
            if track is None:  # never heard of: it comes into being with its acceptance
                continue
            self._given(track, giver, taker, said, moves="place" in line or "place" in common)
            findings = set(line.get("findings", ()))
            if findings & _SEAL_FAULTS:
                self._seal(track, taker[0], said)
            if "cover_torn" in findings and track.kind == ITEM:
                self._torn(track.unit, said)
        self._counted(said.body.get("extra", ()), taker[0], said)

    def _given(
        self, track: Track, giver: Sequence[Any], taker: Sequence[Any], said: Said, *, moves: bool
    ) -> None:
        gap = contradiction(track, giver[0], giver[1], said.at)
        if gap is None and said.body.get("implied"):
            gap = Gap.MISSING_LEG
        if gap is not None:
            self._gap(gap, track, giver[0], said, to=giver[0])
            return
        site = self.ground.site_of(taker[0])
        if moves and site is not None:
            least = too_fast(track, site, said.at, self.ground)
            if least is not None:
                self._gap(Gap.TOO_FAST, track, taker[0], said, to=taker[0], least=least)

    def lapsed(self, said: Said) -> None:
        """A bag that nobody took on the way: all inside is under watch (N7)."""
        place = said.body["giver"][0]
        if not self.ground.is_vehicle(place):
            return
        for unit in _units(said):
            track = self.tracks.get(unit)
            if track is not None and track.kind != ITEM:
                one = self._open(f"late-bag/{said.index}", Kind.DELAY, said, place)
                one.units.setdefault(unit, Seen(place_from=place, since=track.seen))
                self._inside(one, track)

    def packed(self, said: Said) -> None:
        bag = self.tracks.get((said.body.get("effect") or {}).get("inside", 0))
        if bag is None or bag.place is None:
            return
        for unit in _units(said):
            track = self.tracks.get(unit)
            if track is not None and track.place is not None and track.place != bag.place:
                gap = contradiction(track, bag.place, None, said.at)
                if gap is not None:
                    self._gap(gap, track, bag.place, said, to=bag.place)

    def opened(self, said: Said) -> None:
        if said.body.get("implied") or said.body.get("intact", True):
            return
        for unit in _units(said):
            track = self.tracks.get(unit)
            if track is not None and track.kind != ITEM and track.place is not None:
                self._seal(track, track.place, said)

    def reported(self, said: Said) -> None:
        unit = self._by_code.get(said.subject.partition(":")[2])
        if unit is None or (track := self.tracks[unit]).place is None:
            return
        key = f"seal-seen/{unit}/{track.sealed or 0}/{said.body['seal_seen']}"
        one = self._open(key, Kind.BROKEN_SEAL, said, track.place, cover=Cover.SEAL_OFF)
        one.units.setdefault(unit, Seen())
        self._inside(one, track)

    def _seal(self, track: Track, place: int, said: Said) -> None:
        key = f"seal/{track.unit}/{track.sealed or 0}"
        one = self._open(key, Kind.BROKEN_SEAL, said, place, cover=Cover.SEAL_OFF)
        one.units.setdefault(track.unit, Seen())
        self._inside(one, track)

    def _torn(self, unit: int, said: Said) -> None:
        track = self.tracks.get(unit)
        if track is None or track.fault is not None or (place := self._place_of(track)) is None:
            return
        track.fault = said.index
        one = self._open(f"opened/{unit}/{said.index}", Kind.OPENED, said, place, cover=Cover.TORN)
        one.units.setdefault(unit, Seen())

    def lost(self, said: Said) -> None:
        for line in said.lines:
            held = line.get("held_by")
            track = self.tracks.get(line["unit"])
            if track is None:
                continue
            place = held[0] if held else self._place_of(track)
            if place is None:
                continue
            one = self._open(f"loss/{said.index}", Kind.LOSS, said, place, cover=Cover.GONE)
            why = Why.FOUND if held else Why.INSIDE
            one.units.setdefault(track.unit, Seen(why=why, place_from=place, since=track.seen))

    def wrong(self, said: Said) -> None:
        """A dispute, and the correction that follows it, are one matter."""
        if said.kind == "delivery.corrected" and said.body.get("cause") != "wrong_door":
            return
        for unit in _units(said):
            track = self.tracks.get(unit)
            if track is None or (place := self._place_of(track)) is None:
                continue
            if track.fault is None:
                track.fault = said.index
                one = self._open(f"wrong/{unit}/{said.index}", Kind.WRONG_DELIVERY, said, place)
                one.units.setdefault(unit, Seen(place_from=place, since=track.seen))

    def _counted(self, codes: Iterable[str], place: int, said: Said) -> None:
        """Counted here, while the entries have it elsewhere: it is in two places."""
        for code in codes:
            track = self.tracks.get(self._by_code.get(code, 0))
            if track is None or track.state in GONE:
                continue
            known = self._place_of(track)
            given = (said.body.get("giver") or [None])[0]
            if known is not None and known not in {place, given}:
                self._gap(Gap.TWO_PLACES, track, place, said, to=place)


def _units(said: Said) -> list[int]:
    return [line["unit"] for line in said.lines if "unit" in line]


_JUDGES: Mapping[str, Callable[[Reader, Said], None]] = {
    "handover.settled": Reader.settled,
    "handover.lapsed": Reader.lapsed,
    "bag.packed": Reader.packed,
    "bag.opened": Reader.opened,
    "seal.reported": Reader.reported,
    "item.held": Reader.held,
    "item.lost": Reader.lost,
    "delivery.disputed": Reader.wrong,
    "delivery.corrected": Reader.wrong,
    "shift.balanced": Reader.balanced,
}
