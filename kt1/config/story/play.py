"""Play the story in a database of its own and check what it left behind."""

from dataclasses import dataclass
from typing import Any

from kt1.config import clock
from kt1.config.cli.verify import replayed
from kt1.config.simulation import demonstration
from kt1.config.story import scratch
from kt1.config.story.scenes import AFTER_TET, SCENES, BrokenStoryError, Story, must, on
from kt1.custody.clock.models import Clock
from kt1.custody.deliveries.models import Delivery, Irregularity
from kt1.custody.handovers.models import Handover
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Kind, State
from kt1.law.services.rules import Mode
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.entries.models import Entry
from kt1.ledger.verify.queries import verify

#: The marks of the express and of the far item, by mode.
MARKS = {Mode.LETTER: ("B", "C"), Mode.FLAG: ("F", "F")}
_ITEMS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one playing came to; `fault` is empty when everything agreed."""

    items: int
    delivered: int
    handovers: int
    held: int
    ledger_size: int
    root: str
    verified: bool
    fault: str = ""


def tell(mode: Mode) -> Told:
    """Play the whole story in one mode."""
    scene = demonstration.Scene(letters=mode is Mode.LETTER)
    with scratch.database(f"story_{mode.value}", now_is=scene.until):
        demonstration.ground(scene)
        story, fault = Story(marks=MARKS[mode]), ""
        try:
            for play in SCENES:
                play(story)
            _check(story)
        except BrokenStoryError as broken:
            fault = str(broken)
        sequence_all(at=clock.now())
        return _told(fault)


def _check(story: Story) -> None:
    """What must hold at the end, whoever did what."""
    items = {u.code: u for u in Unit.objects.filter(kind=Kind.ITEM)}
    must(len(items) == _ITEMS, "four items went their way")
    for name in ("ordinary", "express", "far", "torn"):
        must(items[story.codes[name]].state == State.DELIVERED, f"the {name} item was delivered")
    must(not Unit.objects.filter(offer__isnull=False).exists(), "no offer is left open")
    clocks = Clock.objects.filter(stopped_at__isnull=True)
    must(not clocks.exists(), "every clock was stopped by a valid attempt")
    kinds = set(Irregularity.objects.values_list("kind", flat=True))
    must({"seal_unknown", "seal_broken"} <= kinds, "wrong and broken seals opened a sự vụ")
    express = Delivery.objects.get(unit=items[story.codes["express"]])
    must(express.off_hours and express.confirmed_at == on(AFTER_TET, 8, 5), "confirmed after Tết")
    must(express.path, "the path of who may sign is kept with the proof")


def _told(fault: str) -> Told:
    report = verify(replay=replayed)
    # Two persons released them since: the ledger remembers.
    held = Entry.objects.filter(kind="item.released").count()
    return Told(
        items=Unit.objects.filter(kind=Kind.ITEM).count(),
        delivered=Unit.objects.filter(kind=Kind.ITEM, state=State.DELIVERED).count(),
        handovers=Handover.objects.count(),
        held=held,
        ledger_size=report.entries,
        root=report.root.hex(),
        verified=report.ok,
        fault=fault,
    )


def as_json(told: dict[Mode, Told]) -> dict[str, Any]:
    """One object: the letter mode's playing, and whether both agreed."""
    main = told[Mode.LETTER]
    return {
        "provinces": list(demonstration.PROVINCES),
        "items": sum(t.items for t in told.values()),
        "delivered": sum(t.delivered for t in told.values()),
        "handovers": sum(t.handovers for t in told.values()),
        "held": sum(t.held for t in told.values()),
        "ledger_size": main.ledger_size,
        "root": main.root,
        "verified": all(t.verified and not t.fault for t in told.values()),
        "modes": [mode.value for mode in told],
        "fault": "; ".join(f"{mode.value}: {t.fault}" for mode, t in told.items() if t.fault),
    }
