"""Biên bản sự vụ: from what the record says to the paper that both sign."""

from collections.abc import Mapping, Sequence
from typing import Any

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.models import Handover
from kt1.custody.units.codes import LENGTH, Code
from kt1.custody.units.models import Stay, Unit
from kt1.custody.units.rules import Kind
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, notes_of
from kt1.people.accounts.models import User
from kt1.web.handling import labels
from kt1.web.handling.sheets import person_of
from kt1.web.papers.forms.irregularity import Cover, IrregularityMinutes, Occasion, Rebag
from kt1.web.papers.rules import NOBODY, Person, Sheet

OCCASIONS: Mapping[str, Occasion] = {
    IrregularityKind.SEAL_BROKEN: Occasion.SEAL_BROKEN,
    IrregularityKind.COVER_TORN: Occasion.COVER_TORN,
    IrregularityKind.LINES_REFUSED: Occasion.COUNT_DIFFERS,
    IrregularityKind.EXTRA_FOUND: Occasion.COUNT_DIFFERS,
    IrregularityKind.BALANCE_OFF: Occasion.COUNT_DIFFERS,
}
INTACT, TORN = "Nguyên vẹn", "Không nguyên vẹn"
KINDS = {Kind.BAG.value: "Túi", Kind.BOX.value: "Hộp"}


def old_bag(entry: Entry) -> str:
    return str(body_of(entry)["from"])


def of_repacking(sheet: Sheet, entry: Entry, old: Unit, new: Unit) -> IrregularityMinutes:
    """The broken seal, the covers both counted, and the bag they travel on in."""
    body = body_of(entry)
    torn = set(body.get("torn", ()))
    went = Stay.objects.filter(inside=new, since=entry.at).values_list("unit__code", flat=True)
    codes = sorted({*went, *torn})
    opened = _opening(old, entry)
    told = notes_of([entry.pk]).get(entry.pk, {}).get("told") or ""
    by = User.objects.filter(pk=int(entry.actor.removeprefix("user:") or 0)).first()
    giver = _brought(old, entry)
    return IrregularityMinutes(
        sheet=sheet,
        number=str(body["minutes"]),
        occasion=Occasion.SEAL_BROKEN,
        at=entry.at,
        place=new.place.name if new.place else sheet.office.name,
        giver=giver,
        taker=person_of(by),
        leader=Person(title=told),
        leader_told_at=entry.at,
        by_phone=True,
        findings=tuple(_seal_said(opened)),
        declared=len(codes),
        counted=int(body["counted"]),
        bag=Rebag(
            code=Code(old.code),
            kind=KINDS.get(old.kind, ""),
            # What was on record is told by the register of seals, not by a paper that travels.
            seal=str(opened.get("declared", "")),
            seal_found=str(opened.get("seal_seen", "")) or "không có",
            new_code=Code(new.code),
            # The new number travels on the bag alone: it is written in by hand on the post's copy.
            new_seal="",
        ),
        covers=tuple(
            Cover(code=Code(code), condition=TORN if code in torn else INTACT, held=code in torn)
            for code in codes
        ),
    )


def _opening(old: Unit, entry: Entry) -> dict[str, Any]:
    """What was said of the seal when the old bag was opened, with the number it should have had."""
    found = (
        Entry.objects.filter(subject=f"bag:{old.code}", kind="bag.opened", at__lte=entry.at)
        .order_by("-at")
        .first()
    )
    if found is None:
        return {}
    body = body_of(found)
    numbers = [str(one["seal"]) for one in body.get("seals", ())]
    return {**body, "declared": numbers[0] if numbers else ""}


def _seal_said(opened: Mapping[str, Any]) -> list[str]:
    if not opened or opened.get("intact"):
        return []
    return ["Niêm phong không nguyên vẹn hoặc số không khớp khi mở túi, hộp."]


def _brought(old: Unit, entry: Entry) -> Person:
    """Who gave the bag last before it was opened: the other of the two persons."""
    last = (
        Handover.objects.filter(pk__in=old.lines.filter(refused=False).values("handover"))
        .filter(settled_at__lte=entry.at)
        .select_related("giver_person")
        .order_by("-settled_at")
        .first()
    )
    return person_of(last.giver_person) if last else NOBODY


def of_irregularity(sheet: Sheet, found: Irregularity) -> IrregularityMinutes:
    """The minutes of any other sự vụ: what differed, by unit, with places for pen and names."""
    handover = None
    if found.handover is not None:
        handover = (
            Handover.objects.filter(pk=found.handover)
            .select_related("giver_person", "taker_person", "giver_place", "taker_place")
            .first()
        )
    balance = found.kind == IrregularityKind.BALANCE_OFF
    units = _codes(found.findings)
    held = set(Unit.objects.filter(code__in=units, state="held").values_list("code", flat=True))
    return IrregularityMinutes(
        sheet=sheet,
        number=found.minutes or labels.irregularity_number(found.pk),
        occasion=OCCASIONS.get(found.kind, Occasion.OTHER),
        at=found.opened_at,
        place=found.place.name,
        journey=_journey(handover),
        giver=person_of(handover.giver_person) if handover else NOBODY,
        taker=person_of(handover.taker_person) if handover else NOBODY,
        leader=NOBODY,
        findings=(str(labels.irregularity_name(found.kind)), *_other(found.findings, balance)),
        declared=handover.items + handover.bags if handover else None,
        covers=tuple(
            Cover(code=Code(code), condition=_said(found.findings[code], balance),
                  held=code in held)
            for code in units
        ),
    )  # fmt: skip


def _journey(handover: Handover | None) -> str:
    if handover is None:
        return ""
    number = labels.handover_number(handover.pk)
    return f"giao nhận {number}, {handover.giver_place} → {handover.taker_place}"


def _codes(findings: Mapping[str, Any]) -> list[str]:
    return sorted(code for code in findings if len(code) == LENGTH)


def _other(findings: Mapping[str, Any], balance: bool) -> list[str]:  # noqa: FBT001 - one fact
    """Findings that name no unit: a sum, empties, seals, a code of another system."""
    return [
        f"{name}: {_said(found, balance)}" if len(name) > LENGTH else _said(found, balance)
        for name, found in sorted(findings.items())
        if len(name) != LENGTH
    ]


def _said(found: Sequence[str], balance: bool) -> str:  # noqa: FBT001 - one fact
    return ", ".join(str(word) for word in labels.findings_said(found, balance=balance))
