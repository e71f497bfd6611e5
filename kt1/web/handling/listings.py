"""The lists of handling: bags, seals, gear, hand-overs, counts of shifts, sự vụ, runs."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.custody.bags.models import GEAR_LABELS, SEAL_LABELS, Gear, Seal
from kt1.custody.bags.rules import SealState
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from kt1.web.handling import labels, reads
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import Choice, ChoiceFilter, FlagFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.code_text import grouped

HERE, COMING, WAY = "day", "den", "duong"


def code_filter(field: str = "code") -> TextFilter:
    """Looked for by the beginning of the code, dashes and blanks or not."""

    def apply(rows: Rows, text: str) -> Rows:
        bare = "".join(c for c in text.upper() if c.isalnum())
        return rows.filter(**{f"{field}__startswith": bare})

    return TextFilter(key="q", label=_("Code"), apply=apply)


def bag_listing(actor: Actor) -> Listing[Unit]:
    return Listing(
        title=_("Bags and boxes"),
        order=("-since", "pk"),
        columns=(
            Column(key="ma", label=_("Code"), value=lambda u: u.code, kind=Kind.CODE,
                   link=lambda u: reverse("bag", args=[u.code]),
                   under=lambda u: str(labels.kind_of(u.kind))),
            Column(key="tt", label=_("State"), value=_bag_chip, kind=Kind.CHIP, sort="state"),
            Column(key="o", label=_("Where it is"), value=lambda u: u.place.name if u.place else "",
                   under=_bag_under),
            Column(key="toi", label=_("Goes to"),
                   value=lambda u: u.bag.destination.name if u.bag.destination else ""),
            Column(key="tu", label=_("There since"), value=lambda u: u.since, kind=Kind.MOMENT,
                   sort="since", wide_only=True),
        ),
        filters=(
            code_filter(),
            ChoiceFilter(key="o", label=_("Where it is"), choices=WHERE,
                         apply=lambda rows, where: _where(rows, where, actor)),
            ChoiceFilter(key="tt", label=_("State"), choices=BAG_STATES, apply=_in_state),
        ),
        row_link=lambda u: reverse("bag", args=[u.code]),
        empty=_("No bag is in use yet. Take one into use and print its label."),
    )  # fmt: skip


WHERE: Sequence[Choice] = (
    (HERE, _("with me or at my place")),
    (COMING, _("coming to my place")),
    (WAY, _("on the way")),
)
BAG_STATES: Sequence[Choice] = (
    ("mo", _("open, with contents")),
    ("rong", _("empty")),
    ("niem-phong", _("sealed")),
    ("thoi", _("no longer used")),
)


def _bag_chip(unit: Any) -> Any:
    empty = unit.state == State.OPEN and not unit.full
    return labels.unit_chip(unit.state, moving=unit.moving, empty=empty)


def _bag_under(unit: Unit) -> str | None:
    if unit.inside is not None:
        return f"{_('in box')} {grouped(unit.inside.code)}"
    return unit.person.title if unit.person else None


def _where(rows: Rows, where: str, actor: Actor) -> Rows:
    if where == HERE:
        return rows.filter(reads.mine(actor) | Q(place=actor.place_id or 0))
    if where == COMING:
        return rows.filter(bag__destination=actor.place_id or 0, state=State.SEALED).exclude(
            place=actor.place_id or 0
        )
    return rows.filter(moving=True)


def _in_state(rows: Rows, state: str) -> Rows:
    match state:
        case "mo":
            return rows.filter(state=State.OPEN, full=True)
        case "rong":
            return rows.filter(state=State.OPEN, full=False)
        case "niem-phong":
            return rows.filter(state=State.SEALED)
        case _:
            return rows.filter(state=State.RETIRED)


def seal_listing(actor: Actor) -> Listing[Seal]:
    """A seal on a bag shows its number to nobody but who put it there."""

    def hidden(seal: Seal) -> bool:
        return seal.state == SealState.APPLIED and seal.person_id != actor.user_id

    return Listing(
        title=_("Seals"),
        order=("number",),
        columns=(
            Column(key="so", label=_("Seal number"), kind=Kind.CODE,
                   value=lambda s: _("hidden, on a bag") if hidden(s) else s.number,
                   link=lambda s: None if hidden(s) else reverse("seal", args=[s.number])),
            Column(key="tt", label=_("State"), value=lambda s: labels.seal_chip(s.state),
                   kind=Kind.CHIP, sort="state"),
            Column(key="o", label=_("Place"), value=lambda s: s.place.name,
                   under=lambda s: s.person.title if s.person else None),
            Column(key="tu", label=_("Since"), value=lambda s: s.changed_at, kind=Kind.DAY,
                   sort="changed_at", wide_only=True),
        ),
        filters=(
            TextFilter(key="q", label=_("Number"), apply=lambda rows, text: rows.filter(
                number__startswith="".join(text.upper().split())).exclude(
                Q(state=SealState.APPLIED) & ~Q(person=actor.user_id))),
            ChoiceFilter(key="tt", label=_("State"), field="state",
                         choices=[(s.value, label) for s, label in SEAL_LABELS.items()]),
            FlagFilter(key="toi", label=_("Issued to me"), apply=lambda rows: rows.filter(
                state=SealState.ISSUED, person=actor.user_id)),
        ),
        empty=_("No seal is in stock here. Receive a range first."),
    )  # fmt: skip


def gear_listing() -> Listing[Gear]:
    return Listing(
        title=_("Locks, keys and locators"),
        order=("number",),
        columns=(
            Column(key="so", label=_("Number"), value=lambda g: g.number, kind=Kind.CODE,
                   sort="number"),
            Column(key="loai", label=_("Kind"), value=lambda g: g.get_kind_display(), sort="kind"),
            Column(key="o", label=_("Place"), value=lambda g: g.place.name),
            Column(key="nguoi", label=_("Person answerable"),
                   value=lambda g: g.person.title if g.person else ""),
            Column(key="tu", label=_("Since"), value=lambda g: g.changed_at, kind=Kind.MOMENT,
                   sort="changed_at", wide_only=True),
        ),
        filters=(
            TextFilter(key="q", label=_("Number"), apply=lambda rows, text: rows.filter(
                number__startswith=text.upper().strip())),
            ChoiceFilter(key="loai", label=_("Kind"), field="kind",
                         choices=[(k.value, label) for k, label in GEAR_LABELS.items()]),
        ),
        empty=_("Nothing is registered yet."),
    )  # fmt: skip
