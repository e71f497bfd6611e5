"""What rosters, their acts and requests for a swap are called. Pure."""

from enum import StrEnum


class RosterKind(StrEnum):
    ROTATION = "rotation"
    SCHEDULE = "schedule"
    OVERRIDE = "override"


class Act(StrEnum):
    """What a change of the rosters was."""

    ROTATION_SET = "rotation_set"
    ROTATION_ENDED = "rotation_ended"
    SCHEDULE_SET = "schedule_set"
    SCHEDULE_IMPORTED = "schedule_imported"
    SCHEDULE_WITHDRAWN = "schedule_withdrawn"
    OVERRIDE_SET = "override_set"
    OVERRIDE_WITHDRAWN = "override_withdrawn"
    SWAPPED = "swapped"


class SwapState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
