"""`kt1 report`: count a report of a province and write it as DOCX, PDF, XLSX and JSON.

Nothing is kept: a report that goes out is made, worded and approved on its pages. With --kept the
files are those of the newest version kept there.
"""

import argparse
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from kt1.config import installation
from kt1.config.clock import now
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.agencies.lines import Body
from kt1.network.units.models import AdminUnit
from kt1.network.units.rules import Level
from kt1.oversight.reports import bloc, calendars, gathering, keys
from kt1.oversight.reports.actions import ON_DEMAND
from kt1.oversight.reports.calendars import Slot
from kt1.oversight.reports.models import ReportDefinition, ReportVersion
from kt1.oversight.reports.rules import Cycle, PeriodError, Span, keeper_of
from kt1.web.papers.rules import Band
from kt1.web.reports.documents import Document, of_count, of_version

HELP = "count a report of a province and write it as DOCX, PDF, XLSX and JSON"

#: How often each is owed. A province defines its own of a month or a quarter under a code of its
#: choice (decision 0094); what is on demand has days of its own.
CYCLES = {
    "month": Cycle.MONTH,
    "quarter": Cycle.QUARTER,
    "half-year": Cycle.HALF_YEAR,
    "year": Cycle.YEAR,
    "on-demand": Cycle.ON_DEMAND,
}
CODES = {Cycle.HALF_YEAR: "kt1-half-year", Cycle.YEAR: "kt1-year"}
_EXAMPLES = {
    Cycle.MONTH: "2025M07",
    Cycle.QUARTER: "2025Q3",
    Cycle.HALF_YEAR: "2025H2",
    Cycle.YEAR: "2025",
}
FORMS = ("docx", "pdf", "xlsx", "json")
_REFUSED = 2


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=list(CYCLES), help="how often it is owed, or on-demand")
    parser.add_argument("--province", required=True, metavar="CODE", help="as 24")
    parser.add_argument(
        "--period",
        required=True,
        help="2025M07, 2025Q3, 2025H2, 2025; on-demand: 2025-12-01..2026-01-09 (kept: its number)",
    )
    parser.add_argument("--code", help="of the definition, where the province has several")
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
    # The Party office reports no sum of both ways: what its bodies sent is said for it.
    items = document.frozen.now(keys.ALL)
    if items is None:
        items = document.frozen.now(keys.SENT)
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
    at = now()
    code = _code(args, province.pk, at.astimezone(VIETNAM).date())
    if args.kept:
        return of_version(_kept(province.pk, code, args.period), band)
    if CYCLES[args.what] is Cycle.ON_DEMAND:
        span, definition = _asked(args.period), _definition(province.pk, code, at)
    else:
        slot = _slot(args, province.pk, code, at)
        span, definition = slot.span, slot.definition
    gather = bloc.frozen if keeper_of(code) is Body.PARTY_OFFICE else gathering.frozen
    frozen = gather(province.pk, span, at)
    return of_count(frozen, province, definition, args.period, band)


def _code(args: argparse.Namespace, province_id: int, on: date) -> str:
    """Of the one definition that is owed so often; where a province has several, of the one named.

    Raises:
        _RefusedError: there is none, or several and none is named.
    """
    cycle = CYCLES[args.what]
    held = [
        one.code
        for keeper in ON_DEMAND
        for one in calendars.definitions_on(province_id, on, keeper)
        if one.cycle == cycle
    ]
    usual = {**CODES, Cycle.ON_DEMAND: ON_DEMAND[Body.SCIENCE_DEPARTMENT]}.get(cycle)
    code: str | None = args.code or usual or (held[0] if len(held) == 1 else None)
    if code in {*held, *([] if args.code else [usual])} and code is not None:
        return code
    if not held:
        raise _RefusedError(
            f"No report is owed every {args.what}: the Department defines one under Báo cáo,"
            " Quy định. An on-demand report counts any days."
        )
    raise _RefusedError(f"Name one with --code: {', '.join(held)}.")


def _kept(province_id: int, code: str, period: str) -> ReportVersion:
    kept = ReportVersion.objects.select_related("report", "report__definition", "report__province")
    found = kept.filter(report__province=province_id, report__code=code, report__period=period)
    version = found.order_by("-n").first()
    if version is None:
        raise _RefusedError(f"No version is kept of {period}.")
    return version


def _slot(args: argparse.Namespace, province_id: int, code: str, at: datetime) -> Slot:
    try:
        slot = calendars.slot_of(province_id, code, args.period, at.astimezone(VIETNAM).date())
    except PeriodError:
        slot = None
    if slot is None:
        example = _EXAMPLES[CYCLES[args.what]]
        raise _RefusedError(f"{args.period} is no period of this report, as {example}.")
    return slot


def _definition(province_id: int, code: str, at: datetime) -> ReportDefinition:
    held = calendars.definitions_on(province_id, at.astimezone(VIETNAM).date(), keeper_of(code))
    return next(one for one in held if one.code == code)


def _asked(period: str) -> Span:
    """2025-12-01..2026-01-09, both days included."""
    first, _dots, last = period.partition("..")
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        span = None
    if span is None or not span.first <= span.last <= span.first + timedelta(days=366 * 3):
        raise _RefusedError(
            f"{period} names no days: write 2025-12-01..2026-01-09, at most three years."
        )
    return span


def _say(
    args: argparse.Namespace, said: dict[str, object], text: str, *, to_error: bool = False
) -> None:
    if args.json:
        sys.stdout.write(f"{json.dumps(said, ensure_ascii=False)}\n")
    else:
        (sys.stderr if to_error else sys.stdout).write(f"{text}\n")
