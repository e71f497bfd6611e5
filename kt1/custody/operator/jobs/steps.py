"""Steps that acts on a long file share. They open no transaction of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kt1.custody.operator.actions import Preview
from kt1.custody.operator.faults import Fault
from kt1.custody.operator.jobs import parts
from kt1.custody.operator.jobs.models import EventFile
from kt1.custody.operator.jobs.rules import FILE_NEXT, FileState, Why
from kt1.custody.operator.planning import Conflict
from kt1.custody.operator.reading import refused
from kt1.network.sheets.faults import FAULTS_SHOWN
from kt1.people.actor import Actor
from kt1.people.readings.steps import log_reading

PAGE = "operator.file"


class NotItsTurnError(Exception):
    """A state does not follow the one a file is in."""


def open_rows(*, by: Actor, at: datetime) -> None:
    """Rows may name marks (W5): whoever's file is read stands in the reading log."""
    log_reading(by, at, PAGE, ())


def go_to(file: EventFile, state: FileState, at: datetime, **facts: Any) -> None:
    if state not in FILE_NEXT[FileState(file.state)]:
        raise NotItsTurnError(file.state, state)
    for name, value in facts.items():
        setattr(file, name, value)
    file.state, file.told_at = state, at
    file.save(update_fields=["state", "told_at", *facts])


def end(
    file: EventFile, state: FileState, *, by: Actor, at: datetime, why: str = "", **facts: Any
) -> None:
    """The file is over, whichever way; its rows go."""
    open_rows(by=by, at=at)
    parts.drop(file.pk)
    go_to(file, state, at, why=why, ended_at=at, **facts)


def fail(file: EventFile, why: Why, *, by: Actor, at: datetime) -> None:
    end(file, FileState.FAILED, by=by, at=at, why=why)


def blame(file: EventFile, faults: Sequence[Fault], *, by: Actor, at: datetime) -> None:
    """Of a file with wrong rows only these wait, to be given back once."""
    open_rows(by=by, at=at)
    rows = refused(parts.of(file.pk), faults)
    parts.drop(file.pk)
    parts.put(file.pk, rows)
    go_to(file, FileState.FAULTY, at, found=said(Preview(faults=tuple(faults))), done=0)


def said(found: Preview) -> dict[str, Any]:
    """What a check found, coded: numbers of rows, columns and kinds, never what stood there."""
    return {
        "new": found.new,
        "unchanged": found.unchanged,
        "conflicts": len(found.conflicts),
        "faults": len(found.faults),
        "wrong": [[f.row, f.column, f.wrong] for f in found.faults[:FAULTS_SHOWN]],
        "clashes": [_clash(one) for one in found.conflicts[:FAULTS_SHOWN]],
    }


def _clash(one: Conflict) -> list[Any]:
    return [one.event.row, one.event.kind, one.clash, one.code]
