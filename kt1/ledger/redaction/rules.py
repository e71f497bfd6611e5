"""Why a note may be destroyed. Pure."""

import re
from enum import StrEnum

KIND = "note.redacted"
MINUTES_CHARS_MAX = 40

_MINUTES = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ/.\-]*")


class Reason(StrEnum):
    """What was wrong with the note. Coded: a sentence here could repeat what must go."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a reason code, not a password
    PERSONAL = "personal"
    WRONG_THING = "wrong_thing"
    ORDERED = "ordered"


#: What may be a state secret leaves at once, whatever it is evidence of; nothing else does.
PASSES_HOLDS = frozenset({Reason.STATE_SECRET})


def is_minutes_number(text: str) -> bool:
    """Whether `text` looks like the number of minutes (số biên bản), as 12/BB-BĐT."""
    return len(text) <= MINUTES_CHARS_MAX and bool(_MINUTES.fullmatch(text))


def subject_of(note_id: object) -> str:
    return f"note:{note_id}"
