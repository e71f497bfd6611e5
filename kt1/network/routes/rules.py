"""Routes and the next run. Pure."""

from enum import StrEnum


class RouteKind(StrEnum):
    """What a run is for."""

    TRUNK = "trunk"
    DELIVERY = "delivery"
    COLLECTION = "collection"
