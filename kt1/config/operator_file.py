"""`kt1 import operator`: take events of the operator's own system (W9)."""

import argparse
import json
import sys
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.config.clock import now
from kt1.custody.operator import words
from kt1.custody.operator.actions import Preview, digest_of, preview, take
from kt1.custody.operator.faults import EventFaultsError, Fault
from kt1.custody.operator.jobs.queries import remembered
from kt1.custody.operator.planning import Conflict
from kt1.custody.operator.queries import BusyError
from kt1.custody.operator.reading import Parsed, opened, own, parse
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.rules import RequestKey
from kt1.network.sheets.faults import FAULTS_SHOWN, SecretRegisterError, UnreadableFileError
from kt1.network.sheets.mapping import shape_of
from kt1.network.sheets.words import secret_register, unreadable
from kt1.network.units.models import AdminUnit
from kt1.network.units.rules import Level
from kt1.people.actor import Actor, console

NAME = "operator"


class _RefusedError(Exception):
    """The file was not even read; the sentence says why."""


def run(args: argparse.Namespace) -> int:
    """0: shown or taken. 1: it has faults, nothing was taken. 2: it was not even read."""
    try:
        by = _actor(args.province)
        content, parsed = _read(args, by)
        found = _previewed(parsed, by)
        if args.apply:
            _take(parsed, content, by)
    except _RefusedError as refused:
        return _refused(args, str(refused))
    except EventFaultsError as error:
        return _faulty(args, error.faults)
    _answer(args, found)
    return 0


def _read(args: argparse.Namespace, by: Actor) -> tuple[bytes, Parsed]:
    """Under the headings of the form, or those the province's post once said what they hold."""
    try:
        content: bytes = args.file.read_bytes()
        sheet = opened(content)
    except OSError as error:
        raise _RefusedError(error.strerror or str(error)) from error
    except SecretRegisterError as error:
        raise _RefusedError(secret_register()) from error
    except UnreadableFileError as error:
        raise _RefusedError(unreadable(error)) from error
    layout = remembered(by.province_id, shape_of(sheet.headings))
    if layout is None:
        layout, faults = own(sheet)
        if faults:
            raise EventFaultsError(faults)
    return content, parse(sheet.rows, layout)


def _actor(province: str | None) -> Actor:
    """Whoever holds the console, bound to one province where one is named."""
    if province is None:
        return console()
    found = AdminUnit.objects.filter(code=province, level=Level.PROVINCE).first()
    if found is None:
        raise _RefusedError(_("There is no province %(code)s.") % {"code": province})
    return replace(console(), province_id=found.pk)


def _previewed(parsed: Parsed, by: Actor) -> Preview:
    try:
        found = preview(parsed, by=by, at=now())
    except (UnsetNormError, NoCalendarError) as error:
        sentence = _("A deadline cannot be derived: %(why)s.") % {"why": error}
        raise _RefusedError(sentence) from error
    if found.faults:
        raise EventFaultsError(list(found.faults))
    return found


def _take(parsed: Parsed, content: bytes, by: Actor) -> None:
    at = now()
    key = uuid5(NAMESPACE_OID, at.isoformat())
    try:
        take(
            parsed=parsed,
            digest=digest_of(content),
            by=by,
            at=at,
            once=RequestKey.of(key, {"act": "import", "sheet": NAME}),
        )
    except BusyError as busy:
        raise _RefusedError(words.busy()) from busy


def _answer(args: argparse.Namespace, found: Preview) -> None:
    counts = {
        "new": found.new,
        "unchanged": found.unchanged,
        "conflicts": len(found.conflicts),
    }
    if args.json:
        conflicts = [_conflict(one) for one in found.conflicts]
        _print(
            {
                "sheet": NAME,
                "applied": args.apply,
                **counts,
                "contradictions": conflicts,
                "faults": [],
            }
        )
        return
    for one in found.conflicts[:FAULTS_SHOWN]:
        sys.stdout.write(f"{_conflict(one)['sentence']}\n")
    said = _("New %(new)d, known already %(unchanged)d, contradicting %(conflicts)d.") % counts
    done = _("Taken.") if args.apply else _("Nothing was written; add --apply to take the file.")
    sys.stdout.write(f"{said} {done}\n")


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "row": one.event.row,
        "event": one.event.kind.value,
        "clash": one.clash.value,
        "sentence": _("Row %(row)d: %(what)s")
        % {"row": one.event.row, "what": words.CLASH_LABELS[one.clash]},
    }


def _faulty(args: argparse.Namespace, faults: list[Fault]) -> int:
    if args.json:
        _print({"sheet": NAME, "applied": False, "faults": [_fault(one) for one in faults]})
        return 1
    for fault in faults[:FAULTS_SHOWN]:
        sys.stderr.write(f"{words.sentence(fault)}\n")
    total = ngettext(
        "%(count)d fault; nothing was taken.", "%(count)d faults; nothing was taken.", len(faults)
    )
    sys.stderr.write(f"{total % {'count': len(faults)}}\n")
    return 1


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "reason": fault.wrong.value,
        "sentence": words.sentence(fault),
    }


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        _print({"sheet": NAME, "applied": False, "error": sentence})
    else:
        sys.stderr.write(f"{sentence}\n")
    return 2


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False)}\n")
