"""What an entry of the ledger about an item says, in words. A kind without words shows itself."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kt1.web.words import Words

KIND_WORDS: Mapping[str, Words] = {
    "advice.returned": _("advice of delivery returned"),
    "attempt.corrected": _("delivery attempt corrected"),
    "bag.made": _("bag opened for packing"),
    "bag.opened": _("bag opened"),
    "bag.packed": _("put into a bag"),
    "bag.repacked": _("repacked into a new bag"),
    "bag.sealed": _("bag sealed"),
    "bag.unpacked": _("taken out of a bag"),
    "custody.succession_followed": _("moved with its agency"),
    "delivery.corrected": _("delivery corrected"),
    "delivery.disputed": _("delivery disputed by the agency"),
    "handover.lapsed": _("hand-over not settled in time"),
    "handover.offered": _("handed over, waiting to be taken"),
    "handover.refused": _("hand-over refused"),
    "handover.settled": _("hand-over settled"),
    "handover.withdrawn": _("hand-over taken back"),
    "irregularity.closed": _("sự vụ closed"),
    "item.attempted": _("delivery attempted"),
    "item.corrected": _("data corrected"),
    "item.declared": _("declared"),
    "item.forwarded": _("forwarded to another receiver"),
    "item.found": _("found again"),
    "item.held": _("kept back for decision"),
    "item.lost": _("declared lost"),
    "item.recalled": _("recalled by the sender"),
    "item.refused_at_acceptance": _("refused at acceptance"),
    "item.released": _("released from being kept back"),
    "item.returned": _("turned back to the sender"),
    "item.weighed": _("weighed"),
    "item.withdrawn": _("declaration withdrawn"),
    "marks.folded": _("mark folded to the priority flag"),
    "operator.taken": _("file of the operator's system taken in"),
    "operator.reported": _("contradictions of a file of the operator's system reported"),
    "price.surcharge_entered": _("surcharge entered"),
    "shift.balanced": _("counted at the end of a shift"),
    "trip.planned": _("run planned"),
}


def words_of(kind: str) -> Words:
    return KIND_WORDS.get(kind, kind)
