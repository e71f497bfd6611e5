"""What can be wrong with a file of events, by row and column. Pure: sentences are in `words`."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """One kind of fault. None of them repeats what stood in the cell."""

    NO_HEADINGS = "no_headings"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    EMPTY = "empty"
    NOT_A_CHOICE = "not_a_choice"
    BAD_MOMENT = "bad_moment"
    IN_THE_FUTURE = "in_the_future"
    BAD_CODE = "bad_code"
    BAD_NUMBER = "bad_number"
    BAD_FIGURE = "bad_figure"
    BAD_TEXT = "bad_text"
    REFUSED_TEXT = "refused_text"
    BAD_SERVICE = "bad_service"
    REFUSED_MARK = "refused_mark"
    ITEM_OR_BAG = "item_or_bag"
    UNKNOWN_CODE = "unknown_code"
    NOT_OF_THE_POST = "not_of_the_post"
    NOT_YOUR_PROVINCE = "not_your_province"
    UNKNOWN_ITEM = "unknown_item"
    NOT_AN_ITEM = "not_an_item"
    NOT_A_BAG = "not_a_bag"
    SAME_BODY = "same_body"
    SAME_PLACE = "same_place"
    WRONG_DOOR = "wrong_door"
    BAD_AGREED = "bad_agreed"
    CANNOT_BE = "cannot_be"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the row as the spreadsheet numbers it, the column's heading, and what is wrong."""

    row: int
    column: str
    wrong: Wrong


class CellError(ValueError):
    """A cell says nothing its column can hold."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


class EventFaultsError(Exception):
    """The file is not taken, not even in part."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(faults)
