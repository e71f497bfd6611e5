"""The sentences for what is wrong with a file of events. They never repeat what stood in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.operator.faults import Fault, Wrong
from kt1.custody.operator.rules import Clash, EventKind


def busy() -> str:
    return _("Another file is being taken in. Take this one when that is over.")


def sentence(fault: Fault) -> str:
    """Row, column and what is wrong: "Dòng 7, cột “Thời gian”: …"."""
    what = str(_WRONG[fault.wrong])
    if fault.column:
        return _("Row %(row)d, column “%(column)s”: %(what)s") % {
            "row": fault.row,
            "column": fault.column,
            "what": what,
        }
    return _("Row %(row)d: %(what)s") % {"row": fault.row, "what": what}


_WRONG: Mapping[Wrong, str | Promise] = {
    Wrong.NO_HEADINGS: gettext_lazy("the headings of this file are not among the first 10 rows"),
    Wrong.MISSING_COLUMN: gettext_lazy("this column is missing"),
    Wrong.UNKNOWN_COLUMN: gettext_lazy("this heading is not of this file; take the column out"),
    Wrong.REPEATED_COLUMN: gettext_lazy("this heading stands twice"),
    Wrong.EMPTY: gettext_lazy("is empty and has to be filled in"),
    Wrong.NOT_A_CHOICE: gettext_lazy("is none of the words for this column"),
    Wrong.BAD_MOMENT: gettext_lazy("is not a moment; write dd/mm/yyyy hh:mm"),
    Wrong.IN_THE_FUTURE: gettext_lazy("lies in the future"),
    Wrong.BAD_CODE: gettext_lazy("is not a code: capitals, digits, dots and dashes"),
    Wrong.BAD_NUMBER: gettext_lazy("is not a number of the operator, or its check digit is wrong"),
    Wrong.BAD_FIGURE: gettext_lazy("is not a whole number within what can be"),
    Wrong.BAD_TEXT: gettext_lazy("is too long, or holds a sign that cannot be printed"),
    Wrong.REFUSED_TEXT: gettext_lazy(
        "holds words that may not be written into this system; the text was not kept"
    ),
    Wrong.BAD_SERVICE: gettext_lazy("is not a service: KT1, KT1-HT, KT1-HG"),
    Wrong.REFUSED_MARK: gettext_lazy(
        "names a mark that this installation does not keep; nothing of it was stored"
    ),
    Wrong.ITEM_OR_BAG: gettext_lazy("state an item or a bag, and not both"),
    Wrong.UNKNOWN_CODE: gettext_lazy("there is no such code"),
    Wrong.NOT_OF_THE_POST: gettext_lazy("is not a place of the post"),
    Wrong.NOT_YOUR_PROVINCE: gettext_lazy("belongs to a province you do not keep"),
    Wrong.UNKNOWN_ITEM: gettext_lazy("no item has this number yet; put its acceptance in the file"),
    Wrong.NOT_AN_ITEM: gettext_lazy("is the number of a bag"),
    Wrong.NOT_A_BAG: gettext_lazy("is the number of an item"),
    Wrong.SAME_BODY: gettext_lazy("sender and receiver are the same body"),
    Wrong.SAME_PLACE: gettext_lazy("both ends are the same place"),
    Wrong.WRONG_DOOR: gettext_lazy("the receiving body is not reached at this door"),
    Wrong.BAD_AGREED: gettext_lazy(
        "a timed item needs a time after its acceptance, and its receiver a zone; another has none"
    ),
    Wrong.CANNOT_BE: gettext_lazy("cannot follow what is on record"),
}

EVENT_LABELS: Mapping[str, str | Promise] = {
    EventKind.ACCEPTED: gettext_lazy("accepted"),
    EventKind.BAGGED: gettext_lazy("bagged"),
    EventKind.SENT: gettext_lazy("sent by a dispatch"),
    EventKind.ARRIVED: gettext_lazy("arrived by a dispatch"),
    EventKind.FAILED: gettext_lazy("not delivered"),
    EventKind.DELIVERED: gettext_lazy("delivered"),
}
CLASH_LABELS: Mapping[str, str | Promise] = {
    Clash.ACCEPTED_OTHERWISE: gettext_lazy("accepted otherwise: sender, receiver or moment differ"),
    Clash.HELD_BY_PERSON: gettext_lazy("a person of the post holds it by a hand-over made here"),
    Clash.OFFERED: gettext_lazy("it is under an offer that nobody settled yet"),
    Clash.STATE: gettext_lazy("its state does not allow this"),
    Clash.TOO_EARLY: gettext_lazy("it lies before something that is on record"),
    Clash.DELIVERED_OTHERWISE: gettext_lazy("delivered at another moment"),
}
