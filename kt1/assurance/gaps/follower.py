"""Following the log: units as the entries tell them, and incidents that the entries show.

Whatever the portions in which it is read, and read again from zero, it finds the same: the id of
an incident follows from what shows it. What is open already stays as people left it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from django.db import connection
from django.db.models import Q

from kt1.assurance.gaps.ground import register
from kt1.assurance.gaps.keeping import Said
from kt1.assurance.gaps.models import Whereabouts
from kt1.assurance.gaps.reading import ABOUT, Reader
from kt1.assurance.gaps.rules import Track, extra_codes
from kt1.assurance.incidents import steps
from kt1.custody.units.rules import micros
from kt1.ledger.followers.actions import Followed, follow

NAME = "custody_gaps"
_COLUMNS = [one.name for one in fields(Track)]


def catch_up(limit: int = 500) -> int:
    """Read what is new in the log. Returns how many entries were read."""
    return follow(NAME, keep, limit)


def keep(batch: Sequence[Followed]) -> None:
    """Read one portion: a bounded number of statements, however long it is."""
    told = [(one, _said(one)) for one in batch]
    reader = Reader(register())
    latest = max(micros(one.at) for one in batch)
    for tracks in _known([said for _one, said in told if said is not None], latest):
        reader.know(tracks)
    for one, said in told:
        reader.time(micros(one.at))
        if said is not None:
            reader.read(said)
    _write(reader.tracks[unit] for unit in sorted(reader.changed))
    steps.open_found(list(reader.found.values()))


def _said(one: Followed) -> Said | None:
    if not one.kind.startswith(ABOUT):
        return None
    return Said(one.index, one.kind, one.subject, micros(one.at), one.body, one.lines)


def _known(told: Sequence[Said], latest: int) -> Iterable[list[Track]]:
    """What was kept of the units that these entries name, of what lies in them and around them,
    and of whatever falls due meanwhile."""
    units = {line["unit"] for said in told for line in said.lines if "unit" in line}
    units |= {bag for said in told if (bag := (said.body.get("effect") or {}).get("inside"))}
    codes = {said.subject.partition(":")[2] for said in told if said.kind == "seal.reported"}
    for said in told:
        codes |= {str(code) for code in said.body.get("extra", ())}
        if said.kind == "shift.balanced":
            codes |= set(extra_codes(said.body.get("findings")))
    first = _tracks(Q(pk__in=units) | Q(code__in=codes) | Q(due__lte=latest) | Q(late__lte=latest))
    yield first
    around = {track.inside for track in first if track.inside is not None}
    bags = {track.unit for track in first if track.kind != "item"} | around
    second = _tracks(Q(pk__in=around) | Q(inside__in=bags))
    yield second
    boxes = {track.inside for track in second if track.inside is not None} - bags
    inner = {track.unit for track in second if track.kind != "item"} - bags
    yield _tracks(Q(pk__in=boxes) | Q(inside__in=boxes | inner))


def _tracks(asked: Q) -> list[Track]:
    rows = Whereabouts.objects.filter(asked).order_by("pk").values_list(*_COLUMNS)
    return [Track(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


_UPSERT = """
INSERT INTO assurance_whereabouts ({columns}) SELECT * FROM unnest({arrays})
ON CONFLICT (unit_id) DO UPDATE SET {sets}
"""
_TYPES = {"code": "text", "kind": "text", "state": "text", "rests": "boolean"}


def _write(tracks: Iterable[Track]) -> None:
    """Every unit that these entries touched, in one statement."""
    rows = [[getattr(track, name) for name in _COLUMNS] for track in tracks]
    if not rows:
        return
    columns = ["unit_id" if name == "unit" else name for name in _COLUMNS]
    sql = _UPSERT.format(
        columns=", ".join(columns),
        arrays=", ".join(f"%s::{_TYPES.get(name, 'bigint')}[]" for name in _COLUMNS),
        sets=", ".join(f"{name} = excluded.{name}" for name in columns[1:]),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
