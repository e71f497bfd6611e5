"""The chain of one item for its page: hand-overs with both sides, and what happened between."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries.models import REASON_LABELS, Attempt
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import chain as custody
from kt1.custody.handovers.models import FINDING_LABELS, KIND_LABELS, WITNESS_LABELS
from kt1.custody.handovers.rules import Finding, HandoverKind, Outcome, Witness
from kt1.custody.items.models import REFUSAL_LABELS
from kt1.custody.items.rules import Refusal
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.successions.lineage import Lineage, lineage
from kt1.people.actor import Actor
from kt1.web.items import then
from kt1.web.items.item_reads import Record
from kt1.web.parts import chips
from kt1.web.parts.chain import Link, Side
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

OUTCOMES: Mapping[str, Chip] = {
    Outcome.OFFERED: chips.OFFERED,
    Outcome.TAKEN: chips.TAKEN,
    Outcome.PARTLY: Chip(gettext_lazy("Taken in part"), Tone.RISK),
    Outcome.REFUSED: Chip(gettext_lazy("Not taken"), Tone.REFUSED),
    Outcome.LAPSED: chips.LAPSED,
    Outcome.WITHDRAWN: Chip(gettext_lazy("Taken back by the giver"), Tone.PLAIN),
}
LINE_REFUSED = Chip(gettext_lazy("Not taken"), Tone.REFUSED)
DISPUTED = Chip(gettext_lazy("Disputed"), Tone.LATE)

#: What an entry about the item by itself is called in its chain.
EVENTS: Mapping[str, tuple[Words, Chip | None]] = {
    "item.withdrawn": (gettext_lazy("Declaration withdrawn"), None),
    "item.refused_at_acceptance": (gettext_lazy("Refused at acceptance"), chips.REFUSED),
    "item.held": (gettext_lazy("Kept back for decision"), chips.HELD),
    "item.released": (gettext_lazy("Released by two persons"), Chip("", Tone.GOOD)),
    "item.recalled": (gettext_lazy("Recalled by the sender"), Chip("", Tone.RISK)),
    "item.returned": (gettext_lazy("Sent back"), Chip("", Tone.RISK)),
    "item.forwarded": (gettext_lazy("Forwarded to another receiver"), Chip("", Tone.MOVING)),
    "item.lost": (gettext_lazy("Recorded lost by two persons"), Chip("", Tone.LATE)),
    "item.found": (gettext_lazy("Found again"), Chip("", Tone.GOOD)),
    "item.corrected": (gettext_lazy("Corrected by two persons"), Chip("", Tone.UNCONFIRMED)),
    "delivery.corrected": (gettext_lazy("Delivery taken back"), Chip("", Tone.UNCONFIRMED)),
    "delivery.disputed": (gettext_lazy("Delivery disputed by the receiver"), DISPUTED),
    "advice.returned": (gettext_lazy("Advice of delivery back with the sender"), None),
}


def links_of(record: Record, actor: Actor) -> list[Link]:
    """Hand-overs, failed attempts and other events, in the order they happened."""
    known = lineage()
    found = [(link.offered_at, _handover(link, record, actor, known)) for link in record.chain]
    found += [(one.at, _attempt(one, record)) for one in record.attempts if not one.succeeded]
    found += [
        (entry.at, _event(entry, *EVENTS[entry.kind]))
        for entry in record.entries
        if entry.kind in EVENTS
    ]
    found += [(link.occurred, link) for link in then.passings(record.passed)]
    by_time: Callable[[tuple[datetime, Link]], datetime] = lambda pair: pair[0]  # noqa: E731 - typed for mypy
    return [link for _at, link in sorted(found, key=by_time)]


def _handover(link: custody.Link, record: Record, actor: Actor, known: Lineage) -> Link:
    occurred = link.settled_at or link.offered_at
    entry = record.settlement(link.handover)
    details: dict[str, str] = {}
    if link.sheet:
        details[_("Paper sheet")] = link.sheet
    if link.kind == HandoverKind.DELIVERY and "receiver" in record.receiver_note:
        note = record.receiver_note["receiver"]
        details[_("Really received by")] = _("redacted by two persons") if note is None else note
    return Link(
        title=KIND_LABELS[HandoverKind(link.kind)].capitalize(),
        giver=_side(
            link.giver_person, then.place_called(link.giver_place, link.giver, occurred, known)
        ),
        taker=_side(
            link.taker_person, then.place_called(link.taker_place, link.taker, occurred, known)
        ),
        occurred=occurred,
        recorded=entry.at if entry else occurred,
        chip=_chip(link, record),
        witness=_witness(link),
        findings=tuple(FINDING_LABELS[Finding(one)] for one in link.findings),
        inside=link.inside,
        url=reverse("handover", args=[link.handover]) if _may_open(link, actor) else "",
        details=details,
    )


def _may_open(link: custody.Link, actor: Actor) -> bool:
    return actor.is_post and link.kind == HandoverKind.TRANSFER


def _side(person: str, place: str) -> Side:
    return Side(person=person or place, place=place if person else "")


def _chip(link: custody.Link, record: Record) -> Chip:
    if link.refused:
        return LINE_REFUSED
    if link.disputed_at is not None:
        return DISPUTED
    delivery = record.delivery
    if link.kind == HandoverKind.DELIVERY and delivery and delivery.handover == link.handover:
        if delivery.disputed_at is not None:
            return DISPUTED
        if delivery.off_hours and delivery.confirmed_at is None:
            return chips.UNCONFIRMED
    return OUTCOMES[link.outcome]


def _witness(link: custody.Link) -> Words:
    """Two sessions need no word; anything less is said (architecture §4)."""
    if not link.witness or link.witness == Witness.TWO_SESSIONS:
        return ""
    return _("Witnessed %(how)s") % {"how": WITNESS_LABELS[Witness(link.witness)]}


def _attempt(one: Attempt, record: Record) -> Link:
    entry = record.attempt_entry(one)
    details = {_("Reason"): str(REASON_LABELS[Reason(one.reason)])}
    if one.called_ahead:
        details[_("Called ahead")] = _("yes")
    valid = _("stops the clock") if one.valid else _("wrong place for that hour: stops nothing")
    details[_("Attempt %(n)s") % {"n": one.n}] = (
        _("taken back by a correction") if one.corrected_at else valid
    )
    return Link(
        title=_("Not delivered"),
        giver=_side(one.by.title if one.by else "", one.point.name),
        taker=None,
        occurred=one.at,
        recorded=entry.at if entry else one.at,
        chip=Chip(_("Not delivered"), Tone.RISK),
        details=details,
    )


def _event(entry: Entry, title: Words, chip: Chip | None) -> Link:
    details: dict[str, str] = {}
    body = body_of(entry)
    if entry.kind == "item.refused_at_acceptance":
        details[_("Reason")] = str(REFUSAL_LABELS[Refusal(body["reason"])])
    elif body.get("reason"):
        details[_("Reason")] = str(REASON_LABELS.get(body["reason"], body["reason"]))
    if body.get("minutes"):
        details[_("Minutes")] = str(body["minutes"])
    shown = Chip(title, chip.tone) if chip is not None and not str(chip.word) else chip
    return Link(
        title=title,
        giver=None,
        taker=None,
        occurred=entry.at,
        recorded=entry.at,
        chip=shown,
        details=details,
    )
