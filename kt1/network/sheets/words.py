"""The sentences for what can be wrong with a file. They never repeat what stood in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.sheets.faults import Fault, Reason, Unreadable, UnreadableFileError


def secret_register() -> str:
    """Of a file that looks like a register of state secrets (W6)."""
    return _(
        "The file shows signs of state secrets. Do not connect a USB stick from the machine on"
        " which secrets are written; tell the person in charge."
    )


def unreadable(error: UnreadableFileError) -> str:
    """Why a file was not opened, and what to do with it."""
    most = f"{error.most:,}".replace(",", ".")
    return str(_UNREADABLE[error.why]) % {"most": most}


def changed_meanwhile() -> str:
    return _("Something was changed while you looked. These are the differences now.")


def what_is_wrong(reason: Reason) -> str:
    """The fault alone, for beside a field."""
    return str(_REASONS[reason])


def sentence(fault: Fault) -> str:
    """Row, column and what is wrong: "Dòng 7, cột “Mã tỉnh”: không có mã này"."""
    what = what_is_wrong(fault.reason)
    if fault.column:
        return _("Row %(row)d, column “%(column)s”: %(what)s") % {
            "row": fault.row,
            "column": fault.column,
            "what": what,
        }
    return _("Row %(row)d: %(what)s") % {"row": fault.row, "what": what}


_UNREADABLE: Mapping[Unreadable, str | Promise] = {
    Unreadable.TOO_LARGE: gettext_lazy("The file is too large. At most %(most)s MB are taken."),
    Unreadable.TOO_MANY_ROWS: gettext_lazy("The file has more than %(most)s rows. Divide it."),
    Unreadable.BOMB: gettext_lazy("The file unpacks to far more than it holds. It was not opened."),
    Unreadable.LOCKED: gettext_lazy(
        "The workbook is protected by a password or in the old .xls form. Save it as .xlsx without"
        " a password."
    ),
    Unreadable.BROKEN: gettext_lazy(
        "The file is damaged or no spreadsheet. Save it again as .xlsx or .csv."
    ),
    Unreadable.LETTERS: gettext_lazy(
        "The letters of the file are of no known kind (Unicode, Windows-1258, TCVN3, VNI). Save it"
        " as Unicode."
    ),
    Unreadable.EMPTY: gettext_lazy("The file holds no rows."),
}
_REASONS: Mapping[Reason, str | Promise] = {
    Reason.NO_HEADINGS: gettext_lazy("the headings of this file are not among the first 10 rows"),
    Reason.MISSING_COLUMN: gettext_lazy("this column is missing"),
    Reason.UNKNOWN_COLUMN: gettext_lazy("this heading is not of this file; take the column out"),
    Reason.REPEATED_COLUMN: gettext_lazy("this heading stands twice"),
    Reason.TOO_MANY_ROWS: gettext_lazy("there are more than 20,000 rows; divide the file"),
    Reason.EMPTY: gettext_lazy("is empty and has to be filled in"),
    Reason.TOO_LONG: gettext_lazy("is too long"),
    Reason.BAD_LETTER: gettext_lazy("holds a sign that cannot be printed"),
    Reason.REFUSED_TEXT: gettext_lazy(
        "holds words that may not be written into this system; the text was not kept"
    ),
    Reason.BAD_CODE: gettext_lazy("is not a code: capitals, digits, dots and dashes"),
    Reason.BAD_DATE: gettext_lazy("is not a date; write dd/mm/yyyy"),
    Reason.BAD_FLAG: gettext_lazy("write “có”, “không” or leave it empty"),
    Reason.BAD_NUMBER: gettext_lazy("is not a whole number from 0 to 32767"),
    Reason.NOT_A_CHOICE: gettext_lazy("is none of the words for this column"),
    Reason.BAD_STOPS: gettext_lazy("write each stop as code:minutes, with semicolons between"),
    Reason.BAD_RUNS: gettext_lazy(
        "write each run as 08:30-10:00 (ngày làm việc), with semicolons between"
    ),
    Reason.REPEATED_KEY: gettext_lazy("this row stands twice in the file"),
    Reason.UNKNOWN_CODE: gettext_lazy("there is no such code"),
    Reason.OTHER_PROVINCE: gettext_lazy("lies in another province"),
    Reason.NOT_YOUR_PROVINCE: gettext_lazy("belongs to a province you do not keep"),
    Reason.ENDS_BEFORE_IT_BEGINS: gettext_lazy("ends before it begins"),
    Reason.COMMUNE_MISSING: gettext_lazy("a body of a commune has to name its commune"),
    Reason.COMMUNE_TOO_MUCH: gettext_lazy("a body of the province names no commune"),
    Reason.BLOC_AND_LINE_DO_NOT_FIT: gettext_lazy("bloc and line do not fit the family"),
    Reason.PAYS_ITSELF: gettext_lazy("leave it empty where the body pays for itself"),
    Reason.KIND_CHANGED: gettext_lazy(
        "a place keeps its kind; close this one and open another under a new code"
    ),
    Reason.NOT_A_SITE: gettext_lazy("this place cannot hold the other"),
    Reason.SITE_MISSING: gettext_lazy("a counter, safe or vehicle has to name its site"),
    Reason.VEHICLE_INCOMPLETE: gettext_lazy(
        "a vehicle has to state its plate and whether it is dedicated"
    ),
    Reason.NOT_A_VEHICLE: gettext_lazy("only a vehicle has a plate and can be dedicated"),
    Reason.PLATE_IN_USE: gettext_lazy("another vehicle in use bears this plate"),
    Reason.NOT_A_DELIVERY_POINT: gettext_lazy("this is for delivery points only"),
    Reason.ONLY_THE_GATE: gettext_lazy(
        "a body of the Party, police or army is reached at its duty gate only"
    ),
    Reason.PERIODS_OVERLAP: gettext_lazy("this time overlaps that of another row"),
    Reason.KIND_AND_CODE_DO_NOT_FIT: gettext_lazy(
        "a province has a code of two digits, a commune one of five"
    ),
    Reason.PROVINCE_MISSING: gettext_lazy("a commune has to name its province"),
    Reason.PROVINCE_CHANGED: gettext_lazy("a commune stays in its province; give it a new code"),
    Reason.SUCCEEDS_ITSELF: gettext_lazy("a unit cannot take its own place"),
    Reason.END_MISSING: gettext_lazy("a trunk route has to have an end"),
    Reason.END_IS_START: gettext_lazy("leave the end empty where the run comes back"),
    Reason.STOPS_REPEATED: gettext_lazy("a place stands twice among the stops"),
    Reason.STOPS_NOT_IN_TIME: gettext_lazy("the minutes of the stops have to rise"),
    Reason.RUN_ENDS_BEFORE_IT_BEGINS: gettext_lazy(
        "a run arrives before it leaves; write +1 for the next day"
    ),
    Reason.RUN_SHORTER_THAN_ITS_STOPS: gettext_lazy("a run ends before its last stop"),
    Reason.RUN_REPEATED: gettext_lazy("two runs leave at the same time on the same days"),
}
