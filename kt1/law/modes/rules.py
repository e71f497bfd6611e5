"""What a change of mode needs. Pure.

A new installation starts with the flag. Letters need the police's opinion and the approved
security level, each by number and date. Going back to the flag takes two persons.

Source: W5
"""

from dataclasses import dataclass
from datetime import date

from kt1.law.services.rules import Mode

#: Modes that store a letter, and so need the papers that allow it.
LETTERED = frozenset({Mode.LETTER, Mode.LAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What allows an installation to store letters. Public facts only: numbers and dates."""

    opinion_number: str = ""
    opinion_date: date | None = None
    level_number: str = ""
    level_date: date | None = None

    @property
    def are_complete(self) -> bool:
        return bool(
            self.opinion_number.strip()
            and self.opinion_date
            and self.level_number.strip()
            and self.level_date
        )


def folds_letters(before: Mode, after: Mode) -> bool:
    """Whether the letters of open items must be folded to the flag by this change."""
    return before in LETTERED and after not in LETTERED
