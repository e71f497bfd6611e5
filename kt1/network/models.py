"""The tables of the stratum, where Django looks for them."""

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.places.models import Place
from kt1.network.revisions.models import Revision
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.network.successions.models import FormerName, Heir, Reorganisation
from kt1.network.units.models import AdminUnit, AdminUnitVersion, Succession

__all__ = [
    "AdminUnit",
    "AdminUnitVersion",
    "Agency",
    "AgencyPoint",
    "AnnexMembership",
    "Departure",
    "FormerName",
    "Heir",
    "Place",
    "Reorganisation",
    "Revision",
    "Route",
    "RouteStop",
    "Succession",
]
