"""How states, classes and faults of a reconciliation are said."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kt1.assurance.books.columns import Fact, Wrong
from kt1.assurance.books.models import STATE_LABELS
from kt1.assurance.books.rules import State
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

STATE_TONES: Mapping[State, Tone] = {
    State.FROZEN: Tone.UNCONFIRMED,
    State.AGREED: Tone.MOVING,
    State.SIGNED: Tone.GOOD,
}
FACT_LABELS: Mapping[Fact, Words] = {
    Fact.CODE: _("Number of the item"),
    Fact.DAY: _("Day"),
    Fact.OTHER: _("The other body"),
    Fact.SERVICE: _("Service"),
    Fact.PIECES: _("Pieces"),
    Fact.WEIGHT: _("Weight (g)"),
    Fact.PRICE: _("Price, without mark and tax"),
}
WRONG_LABELS: Mapping[Wrong, Words] = {
    Wrong.EMPTY: _("is empty"),
    Wrong.NUMBER: _("is no number of an item"),
    Wrong.DAY: _("is no day, as 05/01/2026"),
    Wrong.OUTSIDE: _("lies outside of the period"),
    Wrong.OTHER: _("names no body, by code or by its full name"),
    Wrong.SERVICE: _("names no service: KT1, hỏa tốc, hẹn giờ"),
    Wrong.MARK: _("bears a letter that this installation does not keep"),
    Wrong.FIGURE: _(
        "is no whole number within bounds; a point or comma may only stand before three digits, as"
        " 12.500"
    ),
}


DETAIL_KEPT = _("The detail list stays with the two clerks.")


def state_chip(state: str) -> Chip:
    return Chip(STATE_LABELS[State(state)], STATE_TONES[State(state)])
