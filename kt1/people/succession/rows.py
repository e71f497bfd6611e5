"""Rows with a validity that end, and rows of the same content that begin. Opens no transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kt1.people.succession.queries import not_over

#: Id of a row that ended, of the row that came instead or None, and when it would have ended.
Pairs = list[tuple[int, int | None, str | None]]


def columns_of(row: Any) -> dict[str, Any]:
    """Everything a row says, without its id."""
    fields = type(row)._meta.concrete_fields
    return {f.attname: getattr(row, f.attname) for f in fields if not f.primary_key}


def lasts_of(rows: Sequence[Any]) -> list[tuple[int, str | None]]:
    return [(row.pk, row.valid_to.isoformat() if row.valid_to else None) for row in rows]


def end(model: Any, rows: Sequence[Any], at: datetime) -> None:
    """These hold until now; one that had not begun never does."""
    for row in rows:
        row.valid_to = max(at, row.valid_from)
    model.objects.bulk_update(rows, ["valid_to"])


def again(model: Any, pairs: Pairs, where: Sequence[str], at: datetime) -> Pairs:
    """What a wrong order moved goes back, as rows of its own.

    Only where nobody ended the successor meanwhile: that was somebody's own word. What was said
    of it since stays; `where` are the columns that go back to what they were.
    """
    came = {new: old for old, new, _last in pairs if new is not None}
    rows = model.objects.select_for_update(of=("self",)).filter(not_over(at), pk__in=came)
    standing = {came[row.pk]: row for row in rows}
    lone = {old: _moment(last) for old, new, last in pairs if new is None}
    originals = model.objects.in_bulk([*standing, *lone])
    ends = lasts_of(list(standing.values()))
    fresh = {
        old: _anew(standing.get(old, row), row, where, lone.get(old), at)
        for old, row in originals.items()
        if old in standing or _may_return(row, lone[old], at)
    }
    end(model, list(standing.values()), at)
    model.objects.bulk_create(fresh.values())
    back: Pairs = [(new, fresh[came[new]].pk, last) for new, last in ends]
    return back + [
        (old, fresh[old].pk, last) for old, new, last in pairs if new is None and old in fresh
    ]


def _may_return(row: Any, last: datetime | None, at: datetime) -> bool:
    """It would hold today, and its personal data was not erased since."""
    return (last is None or last > at) and getattr(row, "erased_at", None) is None


def _anew(
    source: Any, original: Any, where: Sequence[str], last: datetime | None, at: datetime
) -> Any:
    valid_to = source.valid_to if source is not original else last
    there: Mapping[str, Any] = {name: getattr(original, name) for name in where}
    said = {**columns_of(source), **there, "valid_from": max(at, source.valid_from)}
    return type(source)(**{**said, "valid_to": valid_to})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
