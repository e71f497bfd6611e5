"""One item with everything its page shows: bounded queries, and none for what there is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kt1.custody.clock.models import Clock, Derivation
from kt1.custody.clock.steps import day_of
from kt1.custody.deliveries import irregularities
from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.handovers.chain import Link, chain
from kt1.custody.items import listed, queries
from kt1.custody.items.models import Advice, Item
from kt1.custody.items.rules import HeldItem
from kt1.custody.items.traces import traces_of
from kt1.custody.succession.models import Passed
from kt1.custody.succession.queries import passed_on
from kt1.custody.units.models import Alias, Unit
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import notes_of
from kt1.people.actor import Actor
from kt1.people.approvals import queries as approvals
from kt1.people.approvals.models import Approval

#: Acts on several items at once are about the place; they are found by their moment there.
_AT_A_PLACE = ("item.declared", "item.attempted", "item.weighed")

#: Of the item, its unit and its clock everything; of bodies and places what they are called:
#: they have sixty columns more, and to name these in the question took longer than the answer.
_SHOWN = (
    *(field.name for field in Item._meta.concrete_fields),
    *(f"unit__{field.name}" for field in Unit._meta.concrete_fields),
    *(f"unit__clock__{field.name}" for field in Clock._meta.concrete_fields),
    "unit__place__name", "unit__person__title", "unit__inside__code",
    "sender__code", "sender__name", "receiver__code", "receiver__name", "point__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All there is to know of one item, as this person may."""

    item: Item
    held: HeldItem
    derivation: Derivation | None
    banner: str
    chain: Sequence[Link]
    attempts: Sequence[Attempt]
    delivery: Delivery | None
    advice: Advice | None
    irregularities: Sequence[Irregularity]
    entries: Sequence[Entry]
    approvals: Sequence[Approval]
    aliases: Sequence[str]
    #: Whose it was before each reorganisation that it came through.
    passed: list[Passed]
    #: Who really received: the note's text; None where it was redacted; absent where there is none.
    receiver_note: Mapping[str, str | None]

    def settlement(self, handover: UUID) -> Entry | None:
        """The entry that settled a hand-over of this item."""
        subject = f"handover:{handover}"
        said = [e for e in self.entries if e.subject == subject and e.kind == "handover.settled"]
        return said[-1] if said else None

    def attempt_entry(self, attempt: Attempt) -> Entry | None:
        return next(
            (e for e in self.entries if e.kind == "item.attempted" and e.at == attempt.at), None
        )


def record_of(code: str, actor: Actor, at: datetime) -> Record:
    """The item by its normalised code.

    Raises:
        Http404: there is none, or it is not this person's to know of.
    """
    rows = listed.with_all(listed.seen_by(actor), at).select_related("unit__person", "point")
    item = rows.only(*_SHOWN).filter(unit__code=code).order_by().first()
    held = queries.read(code, by=actor) if item is not None else None
    if item is None or held is None:
        raise Http404
    clock = getattr(item.unit, "clock", None)
    links = chain(item.pk)
    there_is = traces_of(item.pk, code, clock.derivation if clock else None)
    tries = _attempts(item) if there_is.attempts else []
    passed = passed_on(item.pk) if there_is.passed else []
    entries = _entries(item, links, tries, passed)
    delivery = _delivery(item) if there_is.delivery else None
    return Record(
        item=item,
        held=held,
        derivation=there_is.derivation,
        banner=_banner(there_is.derivation, clock.started_at) if clock else "",
        chain=links,
        attempts=tries,
        delivery=delivery,
        advice=Advice.objects.filter(unit=item.pk).first() if there_is.advice else None,
        irregularities=_irregularities(item, actor) if there_is.irregularities else [],
        entries=entries,
        approvals=_approvals(code, actor) if there_is.approvals else [],
        aliases=_aliases(item) if there_is.aliases else [],
        passed=passed,
        receiver_note=_note(delivery, entries),
    )


def _attempts(item: Item) -> list[Attempt]:
    found = Attempt.objects.filter(unit=item.pk).select_related("point", "by")
    return list(found.order_by("n"))


def _delivery(item: Item) -> Delivery | None:
    return Delivery.objects.filter(unit=item.pk).select_related("point").first()


def _irregularities(item: Item, actor: Actor) -> list[Irregularity]:
    found = irregularities.seen_by(actor).filter(unit=item.pk)
    return list(found.order_by("opened_at", "pk"))


def _aliases(item: Item) -> list[str]:
    return list(Alias.objects.filter(unit=item.pk).values_list("number", flat=True))


def _banner(derivation: Derivation | None, started: datetime) -> str:
    """What must stand beside a deadline whose norms are not confirmed."""
    if derivation is None:
        return ""
    try:
        return norms(derivation.norm_set, day_of(started)).banner
    except UnsetNormError:
        return ""


def _entries(
    item: Item, links: Sequence[Link], tries: Sequence[Attempt], passed: Sequence[Passed]
) -> list[Entry]:
    """The entries of the ledger that say something of this item, oldest first. One query."""
    subjects = [f"item:{item.unit.code}", *(f"handover:{link.handover}" for link in links)]
    about = Q(subject__in=subjects)
    moments = {item.declared_at, *(one.at for one in tries)}
    places = {f"place:{one.point_id}" for one in tries}
    if links:
        places.add(f"place:{links[0].giver_place}")
    elif item.unit.place_id:
        places.add(f"place:{item.unit.place_id}")
    about |= Q(subject__in=places, at__in=moments, kind__in=_AT_A_PLACE)
    if passed:
        about |= Q(
            subject__in=[f"reorganisation:{one.reorganisation_id}" for one in passed],
            at__in=[one.at for one in passed],
            kind="custody.succession_followed",
        )
    found = Entry.objects.filter(about).defer("lines", "lines_seed")
    return list(found.select_related("leaf").order_by("id"))


def _note(delivery: Delivery | None, entries: Sequence[Entry]) -> Mapping[str, str | None]:
    if delivery is None:
        return {}
    subject = f"handover:{delivery.handover}"
    of = [entry.pk for entry in entries if entry.subject == subject]
    notes = notes_of(of)
    texts = [said["receiver"] for said in notes.values() if "receiver" in said]
    return {"receiver": texts[-1]} if texts else {}


def _approvals(code: str, actor: Actor) -> list[Approval]:
    if not actor.is_post:
        return []
    found = approvals.seen_by(actor).filter(subject=f"item:{code}", used_at=None, refused_at=None)
    return list(found.order_by("asked_at", "pk"))
