"""The sentences for what can be wrong with a file of turns. They never repeat what stood in it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.people.rosters.sheet import Fault, Reason
from kt1.web.words import Words

_REASONS: Mapping[Reason, Words] = {
    Reason.NO_HEADINGS: gettext_lazy("the headings of this file are not among the first 10 rows"),
    Reason.NO_ROWS: gettext_lazy("the file holds no turn"),
    Reason.TOO_MANY: gettext_lazy("a roster has at most 1,000 turns"),
    Reason.EMPTY: gettext_lazy("is empty and has to be filled in"),
    Reason.BAD_DAY: gettext_lazy("is not a date; write dd/mm/yyyy"),
    Reason.BAD_HOUR: gettext_lazy("is not an hour; write 07:30"),
    Reason.TOO_LONG: gettext_lazy("is too long"),
    Reason.REFUSED: gettext_lazy(
        "holds words that may not be written into this system; the text was not kept"
    ),
    Reason.BAD_PHONE: gettext_lazy("a telephone number has 3 to 15 digits"),
    Reason.BAD_RANK: gettext_lazy("write “Đầu mối” or “Dự phòng”, or leave it empty"),
    Reason.OUTSIDE: gettext_lazy("lies outside the span of the roster"),
    Reason.TWICE_AT_ONCE: gettext_lazy("this person stands already at that time"),
}


def fault_sentence(fault: Fault) -> str:
    """Row, column and what is wrong: "Dòng 7, cột “Ngày”: không phải là ngày"."""
    what = str(_REASONS[fault.reason])
    if fault.column:
        return _("Row %(row)d, column “%(column)s”: %(what)s") % {
            "row": fault.row,
            "column": str(fault.column),
            "what": what,
        }
    return _("Row %(row)d: %(what)s") % {"row": fault.row, "what": what}
