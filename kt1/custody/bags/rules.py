"""Rules for bags, boxes and seals. Pure: no database, no clock, no settings."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

CONTENTS_MAX = 999


class SealState(StrEnum):
    """From stock to the two persons who destroy it."""

    STOCK = "stock"
    ISSUED = "issued"
    APPLIED = "applied"
    INTACT = "intact"  # checked, taken off whole
    BROKEN = "broken"  # found broken or differing
    RETAINED = "retained"  # kept as evidence
    DESTROYED = "destroyed"


# docs/states/seal.md is drawn from this table.
SEAL_NEXT: Mapping[SealState, AbstractSet[SealState]] = {
    SealState.STOCK: {SealState.ISSUED},
    SealState.ISSUED: {SealState.APPLIED, SealState.STOCK, SealState.RETAINED},
    SealState.APPLIED: {SealState.INTACT, SealState.BROKEN},
    SealState.INTACT: {SealState.RETAINED, SealState.DESTROYED},
    SealState.BROKEN: {SealState.RETAINED},
    SealState.RETAINED: {SealState.DESTROYED},
    SealState.DESTROYED: set(),
}


class GearKind(StrEnum):
    """What is registered beside seals: locks, keys, locators (TT 16/2017 Đ.9.4-5)."""

    LOCK = "lock"
    KEY = "key"
    LOCATOR = "locator"
