"""What can be wrong with a file, by row and column. Pure: the sentences are in `words`."""

from dataclasses import dataclass
from enum import StrEnum

#: More than this many are not listed: the file is of another kind.
FAULTS_SHOWN = 200


class Reason(StrEnum):
    """One kind of fault. None of them repeats what stood in the cell."""

    NO_HEADINGS = "no_headings"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    TOO_MANY_ROWS = "too_many_rows"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_LETTER = "bad_letter"
    REFUSED_TEXT = "refused_text"
    BAD_CODE = "bad_code"
    BAD_DATE = "bad_date"
    BAD_FLAG = "bad_flag"
    BAD_NUMBER = "bad_number"
    NOT_A_CHOICE = "not_a_choice"
    BAD_STOPS = "bad_stops"
    BAD_RUNS = "bad_runs"
    REPEATED_KEY = "repeated_key"
    UNKNOWN_CODE = "unknown_code"
    OTHER_PROVINCE = "other_province"
    NOT_YOUR_PROVINCE = "not_your_province"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    COMMUNE_MISSING = "commune_missing"
    COMMUNE_TOO_MUCH = "commune_too_much"
    BLOC_AND_LINE_DO_NOT_FIT = "bloc_and_line_do_not_fit"
    PAYS_ITSELF = "pays_itself"
    KIND_CHANGED = "kind_changed"
    NOT_A_SITE = "not_a_site"
    SITE_MISSING = "site_missing"
    VEHICLE_INCOMPLETE = "vehicle_incomplete"
    NOT_A_VEHICLE = "not_a_vehicle"
    PLATE_IN_USE = "plate_in_use"
    NOT_A_DELIVERY_POINT = "not_a_delivery_point"
    ONLY_THE_GATE = "only_the_gate"
    PERIODS_OVERLAP = "periods_overlap"
    KIND_AND_CODE_DO_NOT_FIT = "kind_and_code_do_not_fit"
    PROVINCE_MISSING = "province_missing"
    PROVINCE_CHANGED = "province_changed"
    SUCCEEDS_ITSELF = "succeeds_itself"
    END_MISSING = "end_missing"
    END_IS_START = "end_is_start"
    STOPS_REPEATED = "stops_repeated"
    STOPS_NOT_IN_TIME = "stops_not_in_time"
    RUN_ENDS_BEFORE_IT_BEGINS = "run_ends_before_it_begins"
    RUN_SHORTER_THAN_ITS_STOPS = "run_shorter_than_its_stops"
    RUN_REPEATED = "run_repeated"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the row as the spreadsheet numbers it, the column, and what is wrong."""

    row: int
    column: str
    reason: Reason


class BadCellError(ValueError):
    """A cell says nothing its column can hold."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class FaultsFoundError(Exception):
    """The file is not taken, not even in part."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(faults)


class SecretRegisterError(Exception):
    """The file looks like a register of state secrets. It was neither stored nor logged (W6)."""


class Unreadable(StrEnum):
    """Why a file is not read at all."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BOMB = "bomb"
    LOCKED = "locked"
    BROKEN = "broken"
    LETTERS = "letters"
    EMPTY = "empty"


class UnreadableFileError(Exception):
    """The bytes are no spreadsheet that is taken. `most`: the MB or rows that may be, if that."""

    def __init__(self, why: Unreadable, most: int = 0) -> None:
        super().__init__(why)
        self.why, self.most = why, most
