"""`kt1 replay`: ask again who could sign at the doors, and say whether the answers kept agree."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from kt1.custody.deliveries.models import Delivery
from kt1.custody.deliveries.replaying import Replay, Verdict, replay_all
from kt1.custody.units.codes import MalformedCodeError, parse
from kt1.law.calendars.rules import VIETNAM

HELP = "ask again who could sign at the doors on a day, or for one item; 1 where it disagrees"

_BATCH = 500


def configure(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--item", metavar="CODE", help="the delivery of one item")
    which.add_argument("--day", type=date.fromisoformat, metavar="DATE", help="as 2026-02-16")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    try:
        found = _deliveries(args)
    except MalformedCodeError:
        sys.stderr.write(_("Not a KT1 code. Scan the label again.") + "\n")
        return 2
    replays = [
        one
        for start in range(0, len(found), _BATCH)
        for one in replay_all(found[start : start + _BATCH])
    ]
    sys.stdout.write((_json(replays) if args.json else _words(replays)) + "\n")
    return 1 if any(one.verdict is Verdict.DISAGREES for one in replays) else 0


def _deliveries(args: argparse.Namespace) -> list[Delivery]:
    rows = Delivery.objects.select_related("point").exclude(path=[])
    if args.item:
        return list(rows.filter(unit__code=str(parse(args.item))))
    begins = datetime.combine(args.day, time.min, VIETNAM)
    of_day = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return list(of_day.order_by("at", "unit_id"))


def _counts(replays: Sequence[Replay]) -> dict[str, int]:
    return {verdict.value: sum(one.verdict is verdict for one in replays) for verdict in Verdict}


def _json(replays: Sequence[Replay]) -> str:
    said = {
        "asked": len(replays),
        **_counts(replays),
        "differing": [
            {
                "handover": str(one.handover),
                "at": one.at.isoformat(),
                "verdict": one.verdict.value,
                "kept": list(one.path),
                "then": list(one.then.path),
                "now": list(one.now.path),
            }
            for one in replays
            if one.verdict is not Verdict.AGREES
        ],
    }
    return json.dumps(said, ensure_ascii=False)


def _words(replays: Sequence[Replay]) -> str:
    counts = _counts(replays)
    lines = [
        _("Asked again: %(n)s.") % {"n": len(replays)},
        _("Agree: %(n)s.") % {"n": counts[Verdict.AGREES]},
        _("Agreed then, the register changed afterwards: %(n)s.")
        % {"n": counts[Verdict.CHANGED_SINCE]},
        _("Disagree: %(n)s.") % {"n": counts[Verdict.DISAGREES]},
    ]
    for one in replays:
        if one.verdict is Verdict.DISAGREES:
            lines += ["", f"{one.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}", *one.path, "≠"]
            lines += one.then.path
    return "\n".join(lines)
