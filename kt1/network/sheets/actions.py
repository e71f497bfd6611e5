"""Taking a file, or the one row of a form. The only writer of agencies, places and routes.

Who may is asked before (docs/decisions/0010): people stand to the right of the network, so an
action here is told a name and, where the writer is bound to a province, that province.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies import steps as agencies
from kt1.network.codes import Ids, ids
from kt1.network.places import steps as places
from kt1.network.revisions.steps import hold, rise
from kt1.network.routes import steps as routes
from kt1.network.sheets.faults import FaultsFoundError
from kt1.network.sheets.queries import Preview, preview
from kt1.network.sheets.rules import Parsed, cells_of
from kt1.network.sheets.tables import Facts, Key, SheetName
from kt1.network.units import steps as units


class ChangedMeanwhileError(Exception):
    """What taking the file would do is no longer what was shown. Nothing was done."""


@transaction.atomic(durable=True)
def take(
    *,
    name: SheetName,
    parsed: Parsed,
    complete: bool,
    within: str | None,
    shown: str | None,
    by: str,
    at: datetime,
    once: RequestKey,
    gone: AbstractSet[Key] = frozenset(),
) -> dict[str, int]:
    """Write what a file says, all of it or nothing. The same file again changes nothing.

    Args:
        complete: the file is the whole list; open rows it lacks are closed.
        within: the code of the only province whose rows may be written; None for all.
        shown: digest of the preview that was agreed to; None where nobody looked.
        gone: keys of rows to close beside, as a form does that ends one row.

    Returns:
        How many rows were new, changed, unchanged and closed.

    Raises:
        FaultsFoundError: something in the file cannot be taken, so none of it was.
        ChangedMeanwhileError: the preview would differ by now.
    """
    done = begin(once, actor=by, at=at)
    if done is not None:
        return done
    hold()
    on = at.astimezone(VIETNAM).date()
    found = preview(name, parsed, complete=complete, within=within, on=on, gone=gone)
    if found.faults:
        raise FaultsFoundError(list(found.faults))
    if shown is not None and shown != found.digest:
        raise ChangedMeanwhileError
    answer = _counts(found)
    if not found.differences.none:
        rise()
        _write(found, on)
        _record(found, answer, by=by, at=at)
    finish(once, actor=by, answer=answer)
    return answer


def _counts(found: Preview) -> dict[str, int]:
    differences = found.differences
    return {
        "new": len(differences.new),
        "changed": len(differences.changed),
        "unchanged": len(differences.unchanged),
        "closed": len(differences.closed),
    }


def _write(found: Preview, on: date) -> None:
    put, close = _WRITERS[found.sheet.name]
    known = ids()
    differences = found.differences
    close(differences.closed, known, on)
    put([one.after for one in (*differences.new, *differences.changed)], known)


def _record(found: Preview, counts: Mapping[str, int], *, by: str, at: datetime) -> None:
    """One entry; its lines name each row and commit to what it said, without saying it."""
    differences = found.differences
    groups = (
        ("new", [one.after for one in differences.new]),
        ("changed", [one.after for one in differences.changed]),
        ("closed", list(differences.closed)),
    )
    body: dict[str, JSON] = {"sheet": found.sheet.name.value, **counts}
    lines: list[dict[str, JSON]] = [
        {"row": _key(found, facts), "change": change, "says": _digest(found, facts)}
        for change, group in groups
        for facts in group
    ]
    append(
        kind=f"network.{found.sheet.name}.written",
        subject=f"network:{found.sheet.name}",
        actor=by,
        at=at,
        body=body,
        lines=lines,
    )


def _key(found: Preview, facts: Facts) -> str:
    return " ".join(str(part) for part in found.sheet.key(facts))


def _digest(found: Preview, facts: Facts) -> str:
    return hashlib.sha256("\x1f".join(cells_of(found.sheet, facts)).encode()).hexdigest()


_Put = Callable[[Sequence[Any], Ids], None]
_Close = Callable[[Sequence[Any], Ids, date], None]
_WRITERS: Mapping[SheetName, tuple[_Put, _Close]] = {
    SheetName.AGENCIES: (agencies.put, agencies.close),
    SheetName.PLACES: (places.put, places.close),
    SheetName.POINTS: (agencies.put_points, agencies.remove_points),
    SheetName.ANNEX: (agencies.put_memberships, agencies.close_memberships),
    SheetName.ROUTES: (routes.put, routes.close),
    SheetName.UNITS: (units.put, units.close),
    SheetName.SUCCESSIONS: (units.put_successions, units.remove_successions),
}
