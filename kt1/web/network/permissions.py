"""Who may read and write which part of the network. Each answer is a reason why not, or None.

The network stands left of people and cannot ask (docs/decisions/0010): pages ask here first.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import Route
from kt1.network.sheets.tables import SheetName
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.rules import POST_ROLES, Role
from kt1.people.actor import Actor

_AGENCY_KEEPERS = frozenset({Role.REGULATOR})
_PLACE_KEEPERS = frozenset({Role.DISPATCHER, Role.ADMIN})
_UNIT_KEEPERS = frozenset({Role.ADMIN})
WRITERS = {
    SheetName.AGENCIES: _AGENCY_KEEPERS,
    SheetName.ANNEX: _AGENCY_KEEPERS,
    SheetName.POINTS: _PLACE_KEEPERS,
    SheetName.PLACES: _PLACE_KEEPERS,
    SheetName.ROUTES: _PLACE_KEEPERS,
    SheetName.UNITS: _UNIT_KEEPERS,
    SheetName.SUCCESSIONS: _UNIT_KEEPERS,
}
PLACE_READERS = POST_ROLES | {Role.ADMIN, Role.REGULATOR}
ROUTE_READERS = POST_ROLES | {Role.ADMIN}
_CODE_READERS = POST_ROLES | {Role.REGULATOR, Role.FINANCE}


def why_not_write(actor: Actor, name: SheetName) -> str | None:
    """Whether this person keeps this part of the network at all."""
    if actor.role in WRITERS[name]:
        return None
    if WRITERS[name] is _AGENCY_KEEPERS:
        return _("The Department of Science and Technology keeps agencies and annexes.")
    if WRITERS[name] is _UNIT_KEEPERS:
        return _("The administrator keeps provinces and communes.")
    return _("The dispatcher and the administrator keep places, delivery points and routes.")


def why_not_write_in(actor: Actor, name: SheetName, province_id: int) -> str | None:
    """The same for what lies in one province."""
    if reason := why_not_write(actor, name):
        return reason
    if within(actor) is not None and not actor.is_in(province_id):
        return _("This lies in a province that others keep.")
    return None


def why_not_read_places(actor: Actor) -> str | None:
    if actor.role in PLACE_READERS:
        return None
    return _("Places are shown to the post, the regulator and the administrator.")


def why_not_read_routes(actor: Actor) -> str | None:
    if actor.role in ROUTE_READERS:
        return None
    return _("Routes and timetables are shown to the post and the administrator.")


def why_not_read_codes(actor: Actor, agency: Agency) -> str | None:
    """Contract, customer and budget codes: those who deal with them in its province."""
    if actor.is_of(agency.pk):
        return None
    if actor.role in _CODE_READERS and actor.is_in(agency.province_id):
        return None
    return _("Contract and budget codes are shown to the agency, its post and its province.")


def why_not_read_door_notes(actor: Actor, agency: Agency) -> str | None:
    """What the door allows: the agency itself and the post of its province."""
    if actor.is_of(agency.pk) or (actor.is_post and actor.is_in(agency.province_id)):
        return None
    return _("Notes about a door are shown to the agency and its post.")


def within(actor: Actor) -> str | None:
    """The code of the only province whose rows this person writes; None for all of them."""
    if actor.role is Role.ADMIN:
        return None
    return AdminUnit.objects.values_list("code", flat=True).get(pk=actor.province_id or 0)


def places_seen_by(actor: Actor, rows: QuerySet[Place]) -> QuerySet[Place]:
    """The administrator's are all; others see their province and the central network."""
    if actor.role is Role.ADMIN:
        return rows
    return rows.filter(Q(province_id=actor.province_id) | Q(kind=PlaceKind.CENTRAL))


def routes_seen_by(actor: Actor, rows: QuerySet[Route]) -> QuerySet[Route]:
    """The administrator's are all; others see their province's and the central network's."""
    if actor.role is Role.ADMIN:
        return rows
    own = Q(province_id=actor.province_id)
    central = Q(start__kind=PlaceKind.CENTRAL, end__kind=PlaceKind.CENTRAL)
    return rows.filter(own | central)
