"""What a bag went through: its seals and acts from the ledger, its journeys from its hand-overs.

The number of a seal that is on the bag now is on no screen: who takes or opens the bag reads it
from the seal itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries import irregularities as found_wrong
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers.chain import chain
from kt1.custody.handovers.models import KIND_LABELS, WITNESS_LABELS
from kt1.custody.handovers.rules import HandoverKind, Witness
from kt1.custody.units.models import Stay, Unit
from kt1.custody.units.rules import State
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from kt1.web.handling import labels
from kt1.web.parts.chain import Link, Side
from kt1.web.words import Words

SHOWN_MAX = 60
#: Packing is seen in the contents; these are the acts on the bag itself.
TITLES: dict[str, Words] = {
    "bag.made": gettext_lazy("Taken into use"),
    "bag.sealed": gettext_lazy("Sealed"),
    "bag.opened": gettext_lazy("Opened"),
    "bag.repacked": gettext_lazy("Packed anew after a broken seal"),
    "seal.reported": gettext_lazy("Seal not accepted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on the bag."""

    title: Words
    at: datetime
    person: str
    seal: str
    details: tuple[tuple[Words, str], ...]
    good: bool
    minutes_url: str = ""


def of_bag(bag: Unit, actor: Actor) -> list[Event]:
    """The latest acts on this bag, the newest first. Two queries."""
    entries = list(
        Entry.objects.filter(subject=f"bag:{bag.code}", kind__in=TITLES).order_by("-at", "-id")[
            :SHOWN_MAX
        ]
    )
    people = _people(entries)
    closings = [one.pk for one in entries if one.kind in {"bag.sealed", "bag.repacked"}]
    # The closing that holds now: its number stays hidden, but from who applied it.
    now = closings[0] if closings and bag.state == State.SEALED else None
    return [
        _event(one, people, hidden=one.pk == now and one.actor != str(actor)) for one in entries
    ]


def _people(entries: list[Entry]) -> dict[str, str]:
    ids = {int(one.actor.removeprefix("user:")) for one in entries if one.actor.startswith("user:")}
    titles = User.objects.filter(pk__in=ids).values_list("pk", "title")
    return {f"user:{pk}": title for pk, title in titles}


def _event(entry: Entry, people: dict[str, str], *, hidden: bool) -> Event:
    body = body_of(entry)
    numbers = [str(seal["seal"]) for seal in body.get("seals", ())]
    seal = numbers[0] if numbers else ""
    if hidden and seal:
        seal = _("hidden while it is on the bag")
    return Event(
        title=TITLES[entry.kind],
        at=entry.at,
        person=people.get(entry.actor, _("the system")),
        seal=seal,
        details=tuple(_details(entry.kind, body)),
        good=entry.kind != "seal.reported" and body.get("intact", True) is not False,
        minutes_url=_minutes_url(entry),
    )


def _minutes_url(entry: Entry) -> str:
    if entry.kind != "bag.repacked":
        return ""
    return reverse("bag_repack_minutes", args=[entry.subject.removeprefix("bag:")])


def _details(kind: str, body: dict[str, Any]) -> list[tuple[Words, str]]:
    said: list[tuple[Words, str]] = []
    if body.get("lock"):
        said.append((_("Lock"), str(body["lock"])))
    if body.get("locator"):
        said.append((_("Locator"), str(body["locator"])))
    if kind == "bag.opened":
        whole = _("whole, number agrees") if body["intact"] else _("broken, or another number")
        said.append((_("Seal"), whole))
    if body.get("seal_seen") and not body.get("intact", False):
        said.append((_("Number seen"), str(body["seal_seen"])))
    for name, word in (("missing", _("Missing")), ("extra", _("Extra"))):
        if body.get(name):
            said.append((word, str(len(body[name]))))
    if body.get("minutes"):
        said.append((_("Minutes"), str(body["minutes"])))
    return said


def journeys(unit: int) -> list[Link]:
    """The hand-overs of this bag as two-sided links. One query."""
    return [
        Link(
            title=KIND_LABELS[HandoverKind(one.kind)],
            giver=Side(person=one.giver_person or _("(no person named)"), place=one.giver),
            taker=Side(person=one.taker_person or _("(no person named)"), place=one.taker),
            occurred=one.settled_at or one.offered_at,
            recorded=one.settled_at or one.offered_at,
            chip=labels.outcome_chip(one.outcome),
            witness=""
            if one.witness in {"", Witness.TWO_SESSIONS}
            else WITNESS_LABELS[Witness(one.witness)],
            findings=tuple(labels.findings_said(one.findings)),
            inside=one.inside,
            url=reverse("handover", args=[one.handover]),
        )
        for one in chain(unit)[-SHOWN_MAX:]
    ]


def irregularities(unit: int, actor: Actor) -> QuerySet[Irregularity]:
    """Those of this bag that are still open."""
    return found_wrong.open_list(actor).filter(unit=unit)[:5]


def repacked_from(code: str) -> Entry | None:
    """The act by which the covers of a broken bag came into this one."""
    return Entry.objects.filter(subject=f"bag:{code}", kind="bag.repacked").order_by("-at").first()


def repacked_into(bag: int, at: datetime) -> str:
    """The bag into which the covers of this one went after `at`; empty when there is none."""
    left = Stay.objects.filter(inside=bag, until__gte=at).order_by("until").first()
    if left is None or left.until is None:
        return ""
    entered = Stay.objects.filter(unit=left.unit_id, since=left.until).select_related("inside")
    found = entered.first()
    return found.inside.code if found else ""
