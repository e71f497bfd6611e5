"""What the taker has seen so far, and the panel that asks for the next: unit, then its seal.

A bag is asked for its seal at once: the number as the taker reads it. Nothing here knows or says
what the giver declared.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.handovers.models import HandoverScan
from kt1.custody.handovers.rules import Seen
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Kind
from kt1.web.handling.drafts import Draft, Line
from kt1.web.handling.scanning import NO_SEAL, Panel

INTACT, BROKEN = "nguyen", "hong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One unit as the taker states it."""

    code: str
    kind: str
    seal: str
    intact: bool
    typed: bool
    refuse: bool

    @property
    def is_bag(self) -> bool:
        return self.kind in {Kind.BAG, Kind.BOX}

    @property
    def wants_seal(self) -> bool:
        """A bag of which nothing was said of the seal yet."""
        return self.is_bag and not self.seal and self.intact

    @property
    def seal_said(self) -> str:
        return "" if self.seal == NO_SEAL else self.seal

    @property
    def no_seal(self) -> bool:
        return self.seal == NO_SEAL

    def seen(self) -> Seen:
        return Seen(
            code=self.code,
            seal=self.seal_said,
            intact=self.intact,
            refuse=self.refuse,
            typed=self.typed,
        )


def kept(handover: UUID, draft: Draft) -> list[Look]:
    """Scans kept by custody, the last first; refusals are kept with the person until the end."""
    rows = list(HandoverScan.objects.filter(handover=handover).order_by("-at", "-pk"))
    kinds = dict(Unit.objects.filter(code__in=[r.code for r in rows]).values_list("code", "kind"))
    return [
        Look(
            code=row.code,
            kind=kinds.get(row.code, ""),
            seal=row.seal,
            intact=row.intact,
            typed=row.typed,
            refuse=row.code in draft.facts,
        )
        for row in rows
    ]


def drafted(draft: Draft) -> list[Look]:
    """Scans on the giver's device, the last first."""
    return [_of_line(line) for line in draft.newest_first]


def _of_line(line: Line) -> Look:
    return Look(
        code=line.code,
        kind=line.kind,
        seal=line.seal,
        intact=line.intact,
        typed=line.typed,
        refuse=line.refuse,
    )


@dataclass(slots=True)
class Sheet:
    """What the page of a taking shows beside the panel."""

    looks: list[Look]
    items: int
    bags: int

    @property
    def items_seen(self) -> int:
        return sum(1 for look in self.looks if not look.is_bag)

    @property
    def bags_seen(self) -> int:
        return sum(1 for look in self.looks if look.is_bag)

    @property
    def expected(self) -> int:
        return self.items + self.bags

    @property
    def without_seal(self) -> list[Look]:
        return [look for look in self.looks if look.wants_seal]

    @property
    def counts_agree(self) -> bool:
        return self.items_seen == self.items and self.bags_seen == self.bags

    @property
    def all_well(self) -> bool:
        return self.counts_agree and all(look.intact and not look.refuse for look in self.looks)


def panel(scan_url: str, sheet: Sheet, asked: str = "") -> Panel:
    """The next thing to scan: the seal of the bag just scanned, else the next unit."""
    waiting = asked or next((look.code for look in sheet.without_seal), "")
    made = Panel(
        scan_url=scan_url,
        count=len(sheet.looks),
        expected=sheet.expected,
        how_to=_("Scan the next bag or item"),
        below="handling/_taken.html",
    )
    if waiting:
        made.how_to = _("Seal number as you read it on this bag")
        made.hidden = {"bag": waiting}
    return made


def context(sheet: Sheet, made: Panel) -> dict[str, Any]:
    return {"sheet": sheet, "asked": made.hidden.get("bag", "")}
