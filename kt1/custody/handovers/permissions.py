"""Who may offer, take and settle. Each answer is a reason why not, or None."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kt1.custody.handovers.acts import Opened
from kt1.custody.units.rules import Held
from kt1.custody.units.taking import cards_in, why_not_take
from kt1.law.parameters.rules import UnsetNormError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting
from kt1.people.vetting.models import STANDING_LABELS

CUSTODIANS = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER})


def holds(actor: Actor, unit: Held) -> bool:
    """A custodian answers for what they hold by name, and for what their place holds unnamed."""
    if unit.person is not None:
        return unit.person == actor.user_id
    return unit.place is not None and unit.place == actor.place_id


def why_not_offer(actor: Actor, units: Sequence[Held]) -> str | None:
    if actor.role not in CUSTODIANS:
        return _("Only a person of the post who holds units gives them on.")
    if not_theirs := [u.code for u in units if not holds(actor, u)]:
        return _("You do not hold: %(codes)s.") % {"codes": ", ".join(not_theirs)}
    return None


def why_not_settle(actor: Actor, handover: Opened, at: datetime) -> str | None:
    """The taker: the person or the place it is offered to, vetted at this moment."""
    return why_not_be_taker(actor, handover) or why_not_take(actor, at)


def why_not_be_taker(actor: Actor, handover: Opened) -> str | None:
    """Whether it is offered to this person at all."""
    sides = handover.sides
    if actor.role not in CUSTODIANS:
        return _("Only a person of the post takes a hand-over.")
    if actor.user_id == sides.giver_person:
        return _("The giver cannot also be the taker: giver and taker are the two persons.")
    if sides.taker_person is not None:
        if actor.user_id != sides.taker_person:
            return _("This hand-over is offered to another person.")
        return None
    if actor.place_id != sides.taker_place:
        return _("Only the place this is offered to can take or refuse it.")
    return None


def why_not_settle_for_taker(actor: Actor, handover: Opened) -> str | None:
    """On the giver's device, or from a paper sheet: only where no second session is expected."""
    sides = handover.sides
    if actor.user_id != sides.giver_person:
        return _("Only the giver records what a taker without a session signed.")
    if sides.taker_person is not None:
        return _("The taker has a session of their own; your word alone does not settle this.")
    return None


def why_not_sign(actor: Actor, signed_by: str, at: datetime) -> str | None:
    """A taker without a session is known by their KT1 card, where what they wrote names one."""
    carried = vetting.by_cards(cards_in(signed_by))
    if actor.user_id in carried:
        return _("The giver cannot also be the taker: giver and taker are the two persons.")
    if not carried:
        return None
    try:
        lacking = vetting.lacking(carried, at)
    except UnsetNormError:
        return _("This installation goes by no set of norms yet; nothing can be taken.")
    if not lacking:
        return None
    person, kind = next(iter(lacking.items()))
    return _(
        "Card %(card)s: of this worker no %(kind)s in force is recorded, so they may not take."
        " What they hold they still give, deliver and hand back."
    ) % {"card": carried[person], "kind": STANDING_LABELS[kind]}


def why_not_take_back(actor: Actor, handover: Opened) -> str | None:
    if actor.user_id != handover.sides.giver_person:
        return _("Only the giver takes an offer back.")
    return None


def why_not_take_over(actor: Actor, at: datetime) -> str | None:
    if actor.role not in CUSTODIANS or actor.place_id is None:
        return _("Only a person of the post takes a hand-over.")
    return why_not_take(actor, at)
