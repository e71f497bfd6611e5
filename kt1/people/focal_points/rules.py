"""Who may sign for an agency at a door, at a moment. Pure."""

from enum import StrEnum


class ReceiverKind(StrEnum):
    PERSON = "person"
    DUTY_POST = "duty_post"
    DUTY_ROOM = "duty_room"


class Rank(StrEnum):
    """In which order receivers are looked for."""

    FOCAL = "focal"
    DEPUTY = "deputy"
    NAMED = "named"


class DayOfDuty(StrEnum):
    """Kinds of days a duty is arranged for."""

    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TET = "tet"
