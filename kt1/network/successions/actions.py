"""Entering a paper that merges, splits, renames or moves bodies; confirming it; its day.

Who may is asked before (docs/decisions/0010). People and custody follow what took effect, each by
an action of its own (docs/decisions/0060).
"""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON, canonical
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.network.codes import ids
from kt1.network.names.rules import fold
from kt1.network.revisions.steps import hold, rise
from kt1.network.successions import checks, steps, undoing
from kt1.network.successions.checks import UnfitOrderError
from kt1.network.successions.models import Reorganisation
from kt1.network.successions.queries import changes, ordered_by, province_of
from kt1.network.successions.rules import Kind, Ordered, Passing, Stage, may_follow

SUBJECT_MOST = 400


class WrongStageError(Exception):
    """It was confirmed, dropped, carried out or taken back meanwhile. Nothing was done."""


@transaction.atomic(durable=True)
def draft(*, ordered: Ordered, within: str | None, by: str, at: datetime, once: RequestKey) -> int:
    """Enter what a paper orders. Nothing changes yet. Returns the id of the entry.

    Args:
        within: the code of the only province whose bodies may be changed; None for all.

    Raises:
        UnfitOrderError: it cannot be carried out; every fault by field.
    """
    if (done := begin(once, actor=by, at=at)) is not None:
        return int(done["reorganisation"])
    if wrong := checks.faults(ordered, today=_day(at), within=within):
        raise UnfitOrderError(wrong)
    province = province_of(ordered)
    if province is None:
        raise UnfitOrderError([checks.Fault("old", "unknown_body")])
    subject = _subject(ordered)
    made = Reorganisation.objects.create(
        kind=ordered.kind,
        province=province,
        on=ordered.on,
        paper_number=ordered.paper_number,
        paper_date=ordered.paper_date,
        subject=subject,
        folded=fold(subject)[:SUBJECT_MOST],
        ordered=ordered.as_json(),
        drafted_by=by,
        drafted_at=at,
        undoes_id=ordered.undoes,
    )
    _entry(made, "drafted", by=by, at=at, notes={"paper": ordered.paper_number})
    finish(once, actor=by, answer={"reorganisation": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def confirm(
    *, reorganisation_id: int, within: str | None, by: str, at: datetime, once: RequestKey
) -> date:
    """From now on it takes effect on its day, by the worker. Returns the day.

    Raises:
        UnfitOrderError: the register has changed, and it can no longer be carried out.
        WrongStageError: it is no draft any more.
    """
    if (done := begin(once, actor=by, at=at)) is not None:
        return date.fromisoformat(done["on"])
    hold()
    found = _lock(reorganisation_id, Stage.CONFIRMED)
    wrong = checks.faults(ordered_by(found), today=_day(at), within=within, own=found.pk)
    if wrong:
        raise UnfitOrderError(wrong)
    found.stage, found.confirmed_by, found.confirmed_at = Stage.CONFIRMED, by, at
    found.save(update_fields=["stage", "confirmed_by", "confirmed_at"])
    _entry(found, "confirmed", by=by, at=at)
    finish(once, actor=by, answer={"on": found.on.isoformat()})
    return found.on


@transaction.atomic(durable=True)
def drop(*, reorganisation_id: int, by: str, at: datetime, once: RequestKey) -> None:
    """A draft that nobody confirmed is laid aside.

    Raises:
        WrongStageError: it is no draft any more.
    """
    if begin(once, actor=by, at=at) is not None:
        return
    found = _lock(reorganisation_id, Stage.DROPPED)
    found.stage = Stage.DROPPED
    found.save(update_fields=["stage"])
    _entry(found, "dropped", by=by, at=at)
    finish(once, actor=by, answer={"reorganisation": found.pk})


@transaction.atomic(durable=True)
def carry_out(*, reorganisation_id: int, at: datetime) -> bool:
    """On its day: change the register, all of it or nothing. False when it was done before.

    Its own row is the request key: locked, it moves to `done` in the commit of what it changes.

    Raises:
        UnfitOrderError: the register has changed since; it waits until somebody mends that.
    """
    hold()
    found = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    if found.stage != Stage.CONFIRMED or found.on > _day(at):
        return False
    ordered = ordered_by(found)
    wrong = checks.faults(ordered, today=_day(at), within=None, own=found.pk)
    # A paper may by now be older than one that is entered today; it was not when it was entered.
    if wrong := [fault for fault in wrong if fault.code != "paper_too_old"]:
        raise UnfitOrderError(wrong)
    passing, effects = _change(found, ordered, at)
    found.stage, found.done_at = Stage.DONE, at
    found.passing, found.effects = passing.as_json(), effects
    found.save(update_fields=["stage", "done_at", "passing", "effects"])
    rise()
    _entry(found, "done", by="system", at=at, effects=effects)
    return True


def _change(
    found: Reorganisation, ordered: Ordered, at: datetime
) -> tuple[Passing, dict[str, Any]]:
    if ordered.kind is not Kind.UNDO:
        return steps.apply(found, changes(ordered), ids())
    wrong = Reorganisation.objects.select_for_update().get(pk=ordered.undoes or 0)
    passing = undoing.take_back(wrong, ordered.last_day) if wrong.stage == Stage.DONE else Passing()
    wrong.stage = Stage.UNDONE
    wrong.save(update_fields=["stage"])
    _entry(wrong, "taken_back", by="system", at=at)
    return passing, {}


def _lock(reorganisation_id: int, after: Stage) -> Reorganisation:
    found = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    if not may_follow(found.stage, after):
        raise WrongStageError
    return found


def _subject(ordered: Ordered) -> str:
    """What it is about, in names of today: for lists and for finding."""
    if ordered.undoes:
        wrong = Reorganisation.objects.get(pk=ordered.undoes)
        return wrong.subject
    codes = [*ordered.old, *ordered.heirs]
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    names |= {body.code: body.name for body in ordered.founded}
    before = " + ".join(names.get(code, code) for code in ordered.old)
    after = " + ".join(names.get(code, code) for code in ordered.heirs)
    match ordered.kind:
        case Kind.RENAME:
            after = ordered.name
        case Kind.MOVE:
            after = ordered.point
        case Kind.UNIT:
            unit = changes(ordered).unit
            before = f"{unit.kind} {unit.name}" if unit else ordered.unit
            after = f"{ordered.unit_kind} {ordered.name}"
        case _ if ordered.name:
            after = ordered.name
    return f"{before} → {after}"[:SUBJECT_MOST]


def _entry(
    found: Reorganisation,
    what: str,
    *,
    by: str,
    at: datetime,
    notes: dict[str, str] | None = None,
    effects: dict[str, Any] | None = None,
) -> None:
    """Codes and days in the body; names only as a digest, the number of the paper as a note."""
    ordered = ordered_by(found)
    body: dict[str, JSON] = {
        "kind": ordered.kind.value,
        "on": ordered.on.isoformat(),
        "paper_date": ordered.paper_date.isoformat(),
        "old": list(ordered.old),
        "heirs": list(ordered.heirs),
        "says": hashlib.sha256(canonical(ordered.as_json())).hexdigest(),
    }
    if ordered.undoes:
        body["undoes"] = ordered.undoes
    lines: list[dict[str, JSON]] = [
        {"change": change, "rows": rows} for change, rows in sorted((effects or {}).items()) if rows
    ]
    append(
        kind=f"network.reorganisation.{what}",
        subject=f"reorganisation:{found.pk}",
        actor=by,
        at=at,
        body=body,
        lines=lines,
        notes=notes,
    )


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
