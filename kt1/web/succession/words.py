"""What is wrong with an order, in a sentence; what the kinds are called on buttons."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kt1.network.successions.checks import Fault
from kt1.network.successions.rules import Kind, Stage
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

HEADINGS: Mapping[Kind, Words] = {
    Kind.MERGE: _("Enter a merger"),
    Kind.SPLIT: _("Enter a split"),
    Kind.RENAME: _("Enter a new name"),
    Kind.MOVE: _("Enter a new seat"),
    Kind.UNIT: _("Enter a change of a province or commune"),
    Kind.UNDO: _("Take back a wrong entry"),
}
STAGE_CHIPS: Mapping[str, Chip] = {
    Stage.DRAFT: Chip(_("Draft"), Tone.UNCONFIRMED),
    Stage.CONFIRMED: Chip(_("Waits for its day"), Tone.MOVING),
    Stage.DONE: Chip(_("In effect"), Tone.GOOD),
    Stage.DROPPED: Chip(_("Dropped"), Tone.PLAIN),
    Stage.UNDONE: Chip(_("Annulled"), Tone.REFUSED),
}
SENTENCES: Mapping[str, Words] = {
    "paper_in_the_future": _("The paper cannot be of a day to come."),
    "before_its_paper": _("It cannot take effect before the day of its paper."),
    "paper_too_old": _("This paper is older than three years. Check its day."),
    "refused_text": _("A field holds words that this system must not keep. Nothing was saved."),
    "nobody_ends": _("Name at least one agency that ends by this."),
    "one_heir": _("Say which agency comes in their place."),
    "two_heirs": _("Name the agencies that come in its place, at least two when it ends."),
    "one_body": _("This paper changes one agency. Enter each one by itself."),
    "too_many": _("These are too many agencies for one entry."),
    "unknown_body": _("No agency in the register is called so."),
    "closed_body": _("This agency is not in force on that day."),
    "code_taken": _("Another agency has this code already."),
    "said_twice": _("The same agency is named twice."),
    "other_province": _("All of them must lie in one province."),
    "not_your_province": _("This lies in a province that others keep."),
    "name_missing": _("Say the new name."),
    "same_name": _("That is its name already."),
    "unknown_door": _("There is no such delivery point in use."),
    "same_door": _("The agency is reached there already."),
    "not_its_door": _("The agency is not reached at that point."),
    "unknown_unit": _("There is no such province or commune on that day."),
    "wrong_unit_kind": _("A province is a tỉnh or thành phố; a commune a xã, phường or đặc khu."),
    "named_later": _("This province or commune has a name from that day or a later one already."),
    "nothing_to_undo": _("Only what waits for its day or is in effect can be taken back."),
    "undo_of_undo": _("A taking back is not taken back: enter the right paper again."),
    "before_what_it_undoes": _("It cannot be taken back before the day on which it took effect."),
    "built_upon": _("A later entry changes the same agency. Take that one back first."),
    "ends_before": _("Another entry ends this agency on that day or before."),
}


def sentence(fault: Fault) -> Words:
    return SENTENCES[fault.code]
