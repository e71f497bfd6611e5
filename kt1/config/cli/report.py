"""`kt1 report`: count a report of a province and write it as DOCX, PDF, XLSX and JSON.

Nothing is kept: a report that goes out is made, worded and approved on its pages. With --kept the
files are those of the newest version kept there.
"""

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

from kt1.config import installation
from kt1.config.clock import now
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.units.models import AdminUnit
from kt1.network.units.rules import Level
from kt1.oversight.reports import calendars, gathering
from kt1.oversight.reports.models import ReportVersion
from kt1.oversight.reports.rules import PeriodError
from kt1.web.papers.rules import Band
from kt1.web.reports.documents import Document, of_count, of_version

HELP = "count a report of a province and write it as DOCX, PDF, XLSX and JSON"

CODES = {"half-year": "kt1-half-year", "year": "kt1-year"}
FORMS = ("docx", "pdf", "xlsx", "json")
_REFUSED = 2


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=sorted(CODES), help="which report")
    parser.add_argument("--province", required=True, metavar="CODE", help="as 24")
    parser.add_argument("--period", required=True, help="2025H2 of a half-year, 2025 of a year")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="made if need be")
    parser.add_argument(
        "--kept", action="store_true", help="write the newest version kept, do not count"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


class _RefusedError(Exception):
    """What was asked for does not exist; the sentence says so."""


def run(args: argparse.Namespace) -> int:
    """0: written. 2: there is no such province, period or version; the sentence says so."""
    began = perf_counter()
    try:
        document = _document(args)
    except (_RefusedError, UnsetNormError) as refused:
        _say(args, {"error": str(refused)}, str(refused), to_error=True)
        return _REFUSED
    args.out.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in FORMS:
        path = args.out / document.file_name(form)
        path.write_bytes(document.content(form))
        paths.append(str(path))
    items = document.frozen.now("all.items")
    seconds = round(perf_counter() - began, 2)
    said: dict[str, object] = {
        "files": paths,
        "items": items,
        "ledger_size": document.frozen.ledger_size,
        "ledger_root": document.frozen.ledger_root,
        "seconds": seconds,
    }
    _say(args, said, "\n".join([*paths, f"{items} items, {seconds} s"]))
    return 0


def _document(args: argparse.Namespace) -> Document:
    province = AdminUnit.objects.filter(code=args.province, level=Level.PROVINCE).first()
    if province is None:
        raise _RefusedError(f"There is no province {args.province}.")
    band = Band.of(installation.read().kind)
    if args.kept:
        kept = ReportVersion.objects.select_related(
            "report", "report__definition", "report__province"
        )
        version = (
            kept.filter(report__province=province, report__code=CODES[args.what])
            .filter(report__period=args.period)
            .order_by("-n")
            .first()
        )
        if version is None:
            raise _RefusedError(f"No version is kept of {args.period}.")
        return of_version(version, band)
    at = now()
    try:
        slot = calendars.slot_of(
            province.pk, CODES[args.what], args.period, at.astimezone(VIETNAM).date()
        )
    except PeriodError:
        slot = None
    if slot is None:
        raise _RefusedError(f"{args.period} is no period of this report, as 2025H2 or 2025.")
    frozen = gathering.frozen(province.pk, slot.span, at)
    return of_count(frozen, province, slot.definition, args.period, band)


def _say(
    args: argparse.Namespace, said: dict[str, object], text: str, *, to_error: bool = False
) -> None:
    if args.json:
        sys.stdout.write(f"{json.dumps(said, ensure_ascii=False)}\n")
    else:
        (sys.stderr if to_error else sys.stdout).write(f"{text}\n")
