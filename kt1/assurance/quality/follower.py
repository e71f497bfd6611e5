"""What quality keeps of the ledger: recalls, tries where nobody was named, late entering.

The tables of custody say how an item stands; when its sender recalled it, and why a try did not
count, only the entries say.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kt1.assurance.quality.models import QualityFact
from kt1.assurance.quality.rules import FactKind
from kt1.custody.clock.attempts import Judgement
from kt1.custody.units.rules import moment
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import count_on
from kt1.ledger.followers.actions import Followed, follow

NAME = "quality"
RECALLED, ATTEMPTED = "item.recalled", "item.attempted"
#: Entries of these kinds are about items; the bytes of others are not read.
_ABOUT_ITEMS = ("item.", "handover.")


def catch_up() -> int:
    """Read what is new in the log. Returns how many entries were read."""
    return follow(NAME, keep)


def keep(batch: Sequence[Followed]) -> None:
    """Write what these entries say; of each item and kind the first time counts."""
    facts: dict[tuple[int, FactKind], QualityFact] = {}
    for entry in batch:
        for kind in _kinds(entry):
            for unit in {line["unit"] for line in entry.lines if "unit" in line}:
                key = (int(unit), kind)
                facts.setdefault(key, QualityFact(unit_id=key[0], kind=kind.value, at=entry.at))
    QualityFact.objects.bulk_create(facts.values(), ignore_conflicts=True)


def _kinds(entry: Followed) -> Iterator[FactKind]:
    if not entry.kind.startswith(_ABOUT_ITEMS):
        return
    if entry.kind == RECALLED:
        yield FactKind.RECALLED
    body = entry.body
    if entry.kind == ATTEMPTED and body.get("judgement") == Judgement.NOBODY_NAMED:
        yield FactKind.NOBODY_NAMED
    recorded = body.get("recorded_at")
    if isinstance(recorded, int) and _is_late(moment(recorded), entry.at):
        yield FactKind.ENTERED_LATE


def _is_late(recorded: datetime, happened: datetime) -> bool:
    """By the norm of the day on which it happened; without one nothing is entered late."""
    on = happened.astimezone(VIETNAM).date()
    hours = count_on(on, Key.RECORDED_WITHIN_HOURS)
    return hours is not None and recorded - happened > timedelta(hours=hours)
