"""What guidance the post and the Sở give a body, in codes. Pure.

Source: QD55-2016 Đ.11.4; CV-DONGNAI-2026
"""

from enum import StrEnum


class Matter(StrEnum):
    """What was explained."""

    PRODUCTS = "products"
    DUTY = "duty"
    WRAPPING = "wrapping"
    HOURS = "hours"  # closing of runs, expected delivery
    LEAD_TIME = "lead_time"
    TARIFF = "tariff"
    RECEIVERS = "receivers"
    HAND_OVER = "hand_over"
    COMPLAINTS = "complaints"
    RECONCILIATION = "reconciliation"
    SYSTEM = "system"


class Channel(StrEnum):
    """How it was given."""

    CALL = "call"
    VISIT = "visit"
    LETTER = "letter"
    TRAINING = "training"
    SYSTEM = "system"


class Told(StrEnum):
    """Whom it was given to: a duty of the body, never a name."""

    CLERK = "clerk"
    HEAD = "head"
    ACCOUNTANT = "accountant"
    DUTY_ROOM = "duty_room"
    OFFICE = "office"


class Giver(StrEnum):
    """Who gave it."""

    POST = "post"
    REGULATOR = "regulator"


#: A guidance is entered on the day it is given or soon after; never before.
AGENCIES_MAX = 500
