"""Why a scan was not taken: custody refuses by the code, a person needs the reason."""

from django.utils.translation import gettext as _

from kt1.custody.handovers.permissions import holds
from kt1.custody.units import queries as units
from kt1.custody.units.models import STATE_LABELS, Unit
from kt1.custody.units.rules import MOVING, Kind, State
from kt1.people.actor import Actor
from kt1.web.handling import reads


def unit_of(code: str, actor: Actor) -> Unit | None:
    """The unit of a scan as far as this person may know of it."""
    return units.seen_by(actor).filter(code=code).select_related("inside", "place").first()


def why_not_at_hand(unit: Unit | None, actor: Actor) -> str | None:
    """Why a unit cannot be moved by this person now; None when it can."""
    if unit is None:
        return _("Not in the register, or not yours to see.")
    if unit.inside is not None:
        return _("It lies in bag %(code)s. Take it out there first.") % {"code": unit.inside.code}
    if unit.offer is not None:
        return _("It is under an offer that is not settled.")
    if not holds(actor, reads.held(unit)):
        return _("On record it is with %(place)s.") % {"place": unit.place}
    if State(unit.state) not in MOVING:
        return _("It does not travel: %(state)s.") % {"state": STATE_LABELS[State(unit.state)]}
    return None


def why_not_packed(unit: Unit | None, bag: Unit, actor: Actor) -> str | None:
    """Why a unit does not go into this bag."""
    if unit is not None and unit.inside_id == bag.pk:
        return _("It lies in this bag already.")
    if reason := why_not_at_hand(unit, actor):
        return reason
    if unit is not None and (unit.kind == Kind.ITEM) == (bag.kind == Kind.BOX):
        if bag.kind == Kind.BOX:
            return _("A box takes sealed bags only.")
        return _("A bag takes items only; bags go into a box.")
    if unit is not None and unit.kind == Kind.BAG and unit.state != State.SEALED:
        return _("A box takes sealed bags only.")
    return None
