"""The tables of custody, gathered where Django looks for them."""

from kt1.custody.bags.models import Bag, Gear, Seal
from kt1.custody.clock.models import Clock, Derivation
from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.handovers.models import Handover, HandoverLine, HandoverScan
from kt1.custody.items.models import Advice, Item, Pickup
from kt1.custody.operator.jobs.models import EventFile, EventFilePart, EventLayout
from kt1.custody.price.models import PaperSurcharge
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.succession.models import CustodyFollowed, Passed
from kt1.custody.trips.models import Trip
from kt1.custody.units.models import Alias, MarkOf, Stay, Unit

__all__ = [
    "Advice",
    "Alias",
    "Attempt",
    "Bag",
    "Clock",
    "CustodyFollowed",
    "Delivery",
    "Derivation",
    "EventFile",
    "EventFilePart",
    "EventLayout",
    "Gear",
    "Handover",
    "HandoverLine",
    "HandoverScan",
    "Irregularity",
    "Item",
    "MarkOf",
    "PaperSurcharge",
    "Passed",
    "Pickup",
    "Seal",
    "ShiftBalance",
    "Stay",
    "Trip",
    "Unit",
]
