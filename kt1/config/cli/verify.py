"""`kt1 verify`: is everything still as it was written?"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.units.replay import Replay
from kt1.ledger.redaction.queries import redactions
from kt1.ledger.verify.queries import Report, verify
from kt1.ledger.verify.rules import Against, Faults, Replayed, Streamed

HELP = "check the ledger, and every unit against it; exits 1 on a fault"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        type=_against,
        metavar="SIZE:ROOT",
        help="a checkpoint kept elsewhere: the log must still begin with it",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    report = verify(replay=replayed, against=args.against)
    if args.json:
        sys.stdout.write(json.dumps(_fields(report), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_sentences(report)) + "\n")
    return 0 if report.ok else 1


def replayed(entries: Iterator[Streamed]) -> Replayed:
    """Rebuild every unit from the entries, and name each row that differs."""
    replay, faults = Replay(), Faults()
    for _idx, entry_id, _kind, at, canonical, lines in entries:
        try:
            replay.feed_raw(at=at, canonical=canonical, lines=lines)
        except (KeyError, TypeError, ValueError):  # changed bytes: say so and read on
            faults.add("ledger_entry", entry_id, "says nothing that can be replayed")
    for difference in replay.differences():
        faults.add(difference.table, difference.row, difference.reason)
    return Replayed(units=len(replay.units), faults=faults)


def _against(text: str) -> Against:
    size, colon, root = text.partition(":")
    try:
        against = Against(int(size), bytes.fromhex(root))
    except ValueError:
        against = Against(0, b"")
    if not colon or against.size < 1 or len(against.root) != 32:  # noqa: PLR2004 - SHA-256
        raise argparse.ArgumentTypeError(_("SIZE:ROOT, as 1204:5dc9… with 64 hex digits"))
    return against


def _fields(report: Report) -> dict[str, Any]:
    faults = [
        {"table": fault.table, "row": fault.row, "reason": fault.reason} for fault in report.faults
    ]
    return {
        "entries": report.entries,
        "units": report.units,
        "root": report.root.hex(),
        "ok": report.ok,
        "fault": faults[0] if faults else None,
        "faults": faults,
        "faults_total": report.faults_total,
        "pending": report.pending,
        "redacted": report.redacted,
        "redactions": [
            {
                "note": str(each.note_id),
                "minutes_number": each.minutes_number,
                "reason_code": each.reason_code,
                "at": each.at.isoformat(),
            }
            for each in redactions()
        ],
    }


def _sentences(report: Report) -> Iterator[str]:
    yield _("%(entries)d entries, %(pending)d waiting for their place, %(units)d units.") % {
        "entries": report.entries,
        "pending": report.pending,
        "units": report.units,
    }
    yield _("Root: %(root)s") % {"root": report.root.hex()}
    for each in redactions():
        yield _(
            "Redacted on %(day)s by minutes %(minutes)s: note %(note)s."
            " Backups made before still hold it."
        ) % {
            "day": each.at.strftime("%d/%m/%Y"),
            "minutes": each.minutes_number,
            "note": each.note_id,
        }
    for fault in report.faults:
        yield _("FAULT in %(table)s, row %(row)s: %(reason)s") % {
            "table": fault.table,
            "row": fault.row,
            "reason": fault.reason,
        }
    if report.ok:
        yield _("No fault.")
    else:
        yield _("%(count)d faults in all.") % {"count": report.faults_total}
