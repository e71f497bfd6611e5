"""`kt1 import`: take a file of agencies, places, points, annex, routes, or operator's events."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.config import operator_file
from kt1.config.clock import now
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.requests.rules import RequestKey
from kt1.network.sheets import words
from kt1.network.sheets.actions import take
from kt1.network.sheets.faults import (
    FAULTS_SHOWN,
    Fault,
    FaultsFoundError,
    SecretRegisterError,
    UnreadableFileError,
)
from kt1.network.sheets.queries import Preview, preview
from kt1.network.sheets.reading import read
from kt1.network.sheets.rules import Parsed, fields_changed
from kt1.network.sheets.tables import SheetName
from kt1.people.actor import console

HELP = "show what a file of the network or of the operator would change; take it with --apply"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sheet",
        choices=[*(name.value for name in SheetName), operator_file.NAME],
        help="what it holds",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="XLSX, or CSV in UTF-8")
    parser.add_argument(
        "--complete", action="store_true", help="it is the whole list: close what it lacks"
    )
    parser.add_argument("--province", metavar="CODE", help="refuse rows of any other province")
    parser.add_argument("--apply", action="store_true", help="write it; otherwise only look")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: shown or taken. 1: it has faults, nothing was taken. 2: it was not even read."""
    if args.sheet == operator_file.NAME:
        return operator_file.run(args)
    return _network(args)


def _network(args: argparse.Namespace) -> int:
    name = SheetName(args.sheet)
    try:
        parsed = read(name, args.file.read_bytes())
    except OSError as error:
        return _refused(args, error.strerror or str(error))
    except SecretRegisterError:
        return _refused(args, words.secret_register())
    except UnreadableFileError as error:
        return _refused(args, words.unreadable(error))
    found = preview(
        name,
        parsed,
        complete=args.complete,
        within=args.province,
        on=now().astimezone(VIETNAM).date(),
    )
    if found.faults:
        return _faulty(args, list(found.faults))
    if args.apply:
        try:
            _take(args, name, parsed)
        except FaultsFoundError as error:
            return _faulty(args, error.faults)
    _answer(args, found)
    return 0


def _take(args: argparse.Namespace, name: SheetName, parsed: Parsed) -> None:
    take(
        name=name,
        parsed=parsed,
        complete=args.complete,
        within=args.province,
        shown=None,
        by=str(console()),
        at=now(),
        once=RequestKey.of(uuid4(), {"act": "import", "sheet": name.value}),
    )


def _answer(args: argparse.Namespace, found: Preview) -> None:
    differences = found.differences
    counts = {
        "new": len(differences.new),
        "changed": len(differences.changed),
        "unchanged": len(differences.unchanged),
        "closed": len(differences.closed),
    }
    if args.json:
        _print({"sheet": args.sheet, "applied": args.apply, **counts, "faults": []})
        return
    key = found.sheet.key
    for one in differences.new:
        print("+", *key(one.after))
    for one in differences.changed:
        for heading, before, after in fields_changed(found.sheet, one):
            print("~", *key(one.after), f"{heading}: {before or '–'} → {after or '–'}")
    for facts in differences.closed:
        print("-", *key(facts))
    print(
        _("New %(new)d, changed %(changed)d, unchanged %(unchanged)d, closed %(closed)d.") % counts,
        _("Taken.") if args.apply else _("Nothing was written; add --apply to take the file."),
    )


def _faulty(args: argparse.Namespace, faults: list[Fault]) -> int:
    if args.json:
        _print({"sheet": args.sheet, "applied": False, "faults": [_fault(one) for one in faults]})
        return 1
    for fault in faults[:FAULTS_SHOWN]:
        print(words.sentence(fault), file=sys.stderr)
    print(
        ngettext(
            "%(count)d fault; nothing was taken.",
            "%(count)d faults; nothing was taken.",
            len(faults),
        )
        % {"count": len(faults)},
        file=sys.stderr,
    )
    return 1


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "reason": fault.reason.value,
        "sentence": words.sentence(fault),
    }


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        _print({"sheet": args.sheet, "applied": False, "error": sentence})
    else:
        print(sentence, file=sys.stderr)
    return 2


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
