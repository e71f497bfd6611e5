"""Steps of declaring and accepting that several actions share. They open no transaction."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from kt1.custody.items.acts import NewItem
from kt1.custody.items.rules import Declaration
from kt1.custody.units import register
from kt1.custody.units.keys import new_codes
from kt1.custody.units.register import PlaceFact
from kt1.custody.units.steps import reserve_unit_ids
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Urgency, marks_allowed
from kt1.people.actor import NotAllowedError


class MarkNotAllowedError(Exception):
    """The installation's mode does not store this mark. What was typed is not kept."""


class WrongDeclarationError(Exception):
    """A declaration that cannot be: the sentence says what and why."""


def prepare(declarations: Sequence[Declaration], *, desk: PlaceFact) -> list[NewItem]:
    """Look up what the declarations need, give each a code and an id. Bounded queries.

    Raises:
        MarkNotAllowedError: a letter in flag mode, or a flag in letter mode.
        WrongDeclarationError: unknown or closed receiver, receiver is the sender, no agreed time.
        NotAllowedError: `desk` is not an agency's desk.
    """
    if desk.agency is None:
        raise NotAllowedError(_("Items are declared at the desk of a body."))
    allowed = marks_allowed(current_mode())
    if any(Mark(d.mark) not in allowed for d in declarations):
        raise MarkNotAllowedError(
            _("This installation does not keep that mark; nothing of it was stored.")
        )
    receivers = {
        found.id: found.province
        for d in declarations
        if (found := register.agency(d.receiver)) is not None
    }
    for said in declarations:
        _must_make_sense(said, desk.agency, receivers)
    codes = new_codes(sum(1 for d in declarations if not d.code))
    fresh = iter(codes)
    ids = reserve_unit_ids(len(declarations))
    return [
        NewItem(
            unit=unit,
            code=said.code or str(next(fresh)),
            sender=desk.agency,
            desk=desk.id,
            from_province=desk.province,
            to_province=receivers[said.receiver],
            declaration=replace(said, code=""),
        )
        for unit, said in zip(ids, declarations, strict=True)
    ]


def _must_make_sense(said: Declaration, sender: int, receivers: dict[int, int]) -> None:
    if said.receiver not in receivers:
        raise WrongDeclarationError(_("The receiving body is not in the register."))
    if said.receiver == sender:
        raise WrongDeclarationError(_("Sender and receiver are the same body."))
    if (said.urgency == Urgency.TIMED) != (said.agreed_at is not None):
        raise WrongDeclarationError(_("A timed item needs the time agreed, another has none."))
