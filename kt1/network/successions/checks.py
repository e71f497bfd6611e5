"""Whether an order can be carried out on the register as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kt1.law.screening.rules import screen
from kt1.network.agencies.models import Agency
from kt1.network.places.rules import PlaceKind
from kt1.network.successions.models import Heir, Reorganisation
from kt1.network.successions.queries import Changes, changes
from kt1.network.successions.rules import (
    HEIRS_MAX,
    OLD_MAX,
    Kind,
    Ordered,
    Stage,
    ordered_of,
    why_wrong_days,
)
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.rules import KINDS_OF, Level

Found = Iterator[tuple[str, str]]  # the field of `Ordered`, and the code of what is wrong


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an order: the field, and a code that `words` says in a sentence."""

    field: str
    code: str


class UnfitOrderError(Exception):
    """The order cannot be carried out. Nothing was done."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


def faults(ordered: Ordered, *, today: date, within: str | None, own: int = 0) -> list[Fault]:
    """Everything wrong with an order, in a bounded number of queries.

    Args:
        today: the day in Vietnam on which it is said.
        within: the code of the only province whose bodies may be changed; None for all.
        own: the id of the entry itself, when it stands already.
    """
    found = changes(ordered)
    wrong = [
        *_paper(ordered, today),
        *_OF_KIND[ordered.kind](ordered, found),
        *_province(ordered, found, within),
        *_meanwhile(ordered, own),
    ]
    return [Fault(*one) for one in wrong]


def _paper(ordered: Ordered, today: date) -> Found:
    if code := why_wrong_days(ordered, today):
        yield "on" if code == "before_its_paper" else "paper_date", code
    if screen(ordered.paper_number, names_a_paper=True):
        yield "paper_number", "refused_text"
    for body in ordered.founded:
        if screen(body.name):
            yield "heirs", "refused_text"
    if ordered.name and screen(ordered.name):
        yield "name", "refused_text"


def _merge(ordered: Ordered, found: Changes) -> Found:
    yield from _bodies(ordered, found)
    if len(ordered.heirs) != 1:
        yield "heirs", "one_heir"
    if not ordered.ended:
        yield "old", "nobody_ends"


def _split(ordered: Ordered, found: Changes) -> Found:
    yield from _bodies(ordered, found)
    if len(ordered.old) != 1:
        yield "old", "one_body"
    others = [code for code in ordered.heirs if code not in ordered.old]
    if not others or (ordered.ended and len(others) < 2):  # noqa: PLR2004 - into two, at least
        yield "heirs", "two_heirs"


def _bodies(ordered: Ordered, found: Changes) -> Found:
    yield from _known(ordered, found)
    if len(ordered.old) > OLD_MAX or len(ordered.heirs) > HEIRS_MAX:
        yield "heirs", "too_many"
    founded = {body.code for body in ordered.founded}
    there = {one.code for one in found.heirs}
    if _taken(founded):
        yield "heirs", "code_taken"
    if set(ordered.heirs) - founded - there:
        yield "heirs", "unknown_body"
    if len(set(ordered.heirs)) != len(ordered.heirs):
        yield "heirs", "said_twice"
    if any(_closed(one, ordered) for one in found.heirs):
        yield "heirs", "closed_body"
    if len({one.province_id for one in (*found.old, *found.heirs)}) > 1:
        yield "heirs", "other_province"


def _taken(codes: set[str]) -> bool:
    """Whether a body has such a code; one founded by an entry taken back may be founded again."""
    for body in Agency.objects.filter(code__in=codes):
        again = Reorganisation.objects.filter(
            stage=Stage.UNDONE, effects__founded__contains=body.pk
        )
        if body.valid_to is None or not again.exists():
            return True
    return False


def _known(ordered: Ordered, found: Changes) -> Found:
    if not ordered.old or len(found.old) != len(set(ordered.old)):
        yield "old", "unknown_body"
    elif len(set(ordered.old)) != len(ordered.old):
        yield "old", "said_twice"
    elif any(_closed(one, ordered) for one in found.old):
        yield "old", "closed_body"


def _closed(one: Agency, ordered: Ordered) -> bool:
    """Not in force on the last day of what was before, or not any more on the first after."""
    ends = one.valid_to is not None and one.valid_to < ordered.on
    return ends or one.valid_from > ordered.last_day


def _rename(ordered: Ordered, found: Changes) -> Found:
    yield from _known(ordered, found)
    if len(ordered.old) != 1:
        yield "old", "one_body"
    if not ordered.name:
        yield "name", "name_missing"
    elif any(one.name == ordered.name for one in found.old):
        yield "name", "same_name"


def _move(ordered: Ordered, found: Changes) -> Found:
    yield from _known(ordered, found)
    if len(ordered.old) != 1:
        yield "old", "one_body"
    door = found.door
    if door is None or door.kind != PlaceKind.DELIVERY_POINT or door.valid_to is not None:
        yield "point", "unknown_door"
    elif any(one.province_id != door.province_id for one in found.old):
        yield "point", "other_province"
    if ordered.from_point and not found.ties:
        yield "from_point", "not_its_door"
    elif ordered.point and not [tie for tie in found.ties if tie.point.code != ordered.point]:
        yield "point", "same_door"


def _unit(ordered: Ordered, found: Changes) -> Found:
    if found.unit is None:
        yield "unit", "unknown_unit"
        return
    level = Level(found.unit.unit.level)
    if ordered.unit_kind not in KINDS_OF[level]:
        yield "unit_kind", "wrong_unit_kind"
    if not ordered.name:
        yield "name", "name_missing"
    elif (found.unit.kind, found.unit.name) == (ordered.unit_kind, ordered.name):
        yield "name", "same_name"
    later = AdminUnitVersion.objects.filter(unit=found.unit.unit_id, valid_from__gte=ordered.on)
    if later.exists() or found.unit.valid_to is not None:
        yield "on", "named_later"


def _undo(ordered: Ordered, _found: Changes) -> Found:
    wrong = Reorganisation.objects.filter(pk=ordered.undoes or 0).first()
    if wrong is None or wrong.stage not in {Stage.CONFIRMED, Stage.DONE}:
        yield "undoes", "nothing_to_undo"
        return
    if wrong.kind == Kind.UNDO:
        yield "undoes", "undo_of_undo"
    if wrong.stage == Stage.DONE and ordered.on < wrong.on:
        yield "on", "before_what_it_undoes"
    touched = _touched(ordered_of(wrong.ordered))
    later = Reorganisation.objects.filter(
        Q(on__gt=wrong.on) | Q(on=wrong.on, pk__gt=wrong.pk),
        stage__in=[Stage.CONFIRMED, Stage.DONE],
        province=wrong.province_id,
    ).exclude(kind=Kind.UNDO)
    if any(
        touched & _touched(ordered_of(said)) for said in later.values_list("ordered", flat=True)
    ):
        yield "undoes", "built_upon"


def _touched(ordered: Ordered) -> set[str]:
    return {*ordered.old, *ordered.heirs} | ({f"unit:{ordered.unit}"} if ordered.unit else set())


def _province(ordered: Ordered, found: Changes, within: str | None) -> Found:
    if within is None:
        return
    bodies = Agency.objects.filter(code__in=[*ordered.old, *ordered.heirs])
    if bodies.exclude(province__code=within).exists():
        yield "old", "not_your_province"
    if ordered.unit and within not in {ordered.unit, _parent(found)}:
        yield "unit", "not_your_province"
    wrong = Reorganisation.objects.filter(pk=ordered.undoes or 0)
    if wrong.exclude(province__code=within).exists():
        yield "undoes", "not_your_province"


def _parent(found: Changes) -> str:
    parent = found.unit.unit.parent if found.unit else None
    return parent.code if parent else ""


def _meanwhile(ordered: Ordered, own: int) -> Found:
    """A body that another paper has ended, or will end before, cannot change again."""
    if ordered.kind is Kind.UNDO:
        return
    waiting = Reorganisation.objects.filter(stage=Stage.CONFIRMED, on__lte=ordered.on).exclude(
        pk=own
    )
    ending = {
        code
        for said in waiting.values_list("ordered", flat=True)
        for code in ordered_of(said).ended
    }
    if ending & {*ordered.old, *ordered.heirs}:
        yield "old", "ends_before"
    if Heir.objects.filter(old__code__in=ordered.ended, at=ordered.on, main=True).exists():
        yield "old", "ends_before"


_OF_KIND = {
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.RENAME: _rename,
    Kind.MOVE: _move,
    Kind.UNIT: _unit,
    Kind.UNDO: _undo,
}
