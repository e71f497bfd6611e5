"""What a proposal will do, in words: the second person agrees to nothing that is not said."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries.corrections import Cause
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.people.approvals.models import Approval
from kt1.web import moments
from kt1.web.items.second import CAUSE_LABELS
from kt1.web.numbers import number
from kt1.web.words import Words

ACTS: Mapping[str, Words] = {
    "loss": gettext_lazy(
        "Recorded as lost; an irregularity opens. A bag takes its contents along."
    ),
    "release": gettext_lazy("Released: it goes on to its receiver; the irregularity is closed."),
    "found": gettext_lazy("Found again: it is with whoever does this, and goes on."),
    "handover": gettext_lazy(
        "The last delivery or return is taken back: the item is in the post again and its clock"
        " says what the tries that remain say. The old entry stays, marked as corrected."
    ),
    "attempt": gettext_lazy("One try counts for nothing any more; the clock follows the others."),
    "facts": gettext_lazy("What was entered wrongly is put right; the old entry stays."),
    "destruction": gettext_lazy("Seals that were taken off are destroyed before two persons."),
}
BACKWARDS: Mapping[str, Words] = {
    "release": gettext_lazy("Released: it goes back to its sender; the irregularity is closed."),
    "found": gettext_lazy("Found again: it is with whoever does this, and goes back."),
}
ELSEWHERE: Mapping[str, Words] = {
    "mode_change": gettext_lazy(
        "The installation stores only the flag from then on; letters of all open items are folded"
        " to it in the same moment and cannot be brought back."
    ),
}
ENTRIES: Mapping[str, Words] = {
    "handover.settled": gettext_lazy("hand-over"),
    "item.attempted": gettext_lazy("try at a door"),
    "item.declared": gettext_lazy("declaration"),
    "item.accepted": gettext_lazy("acceptance"),
    "item.weighed": gettext_lazy("weighing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A proposal as the second person reads it."""

    sentence: Words
    units: tuple[str, ...]
    seals: tuple[str, ...]
    facts: tuple[tuple[Words, str], ...]


#: What is not a fact beside the sentence: the act itself, and the units.
_ABOVE = frozenset({"act", "mode", "code", "codes", "numbers", "back"})
#: What is said without looking anything up, for lists.
PLAIN = frozenset({"cause", "minutes", "n", "weight_g", "pieces", "reason"})


def brief(approval: Approval) -> Said:
    """For a list of requests: no query for any of them."""
    return said(approval, only=PLAIN)


def said(approval: Approval, only: AbstractSet[str] | None = None) -> Said:
    """Everything the payload holds, each part by its name. A bounded number of short queries."""
    payload: dict[str, Any] = approval.payload
    act = str(payload.get("act", ""))
    backwards = bool(payload.get("back")) and act in BACKWARDS
    units = payload.get("codes") or ([payload["code"]] if payload.get("code") else [])
    return Said(
        sentence=BACKWARDS[act] if backwards else ACTS.get(act, _sentence(approval)),
        units=tuple(str(code) for code in units),
        seals=tuple(str(one) for one in payload.get("numbers") or ()),
        facts=tuple(_facts(payload, only)),
    )


def _sentence(approval: Approval) -> Words:
    """Of what is done on a page of its own."""
    return ELSEWHERE.get(approval.kind, approval.get_kind_display())


def _facts(payload: Mapping[str, Any], only: AbstractSet[str] | None) -> list[tuple[Words, str]]:
    return [
        (LABELS.get(name, name), _value(name, value))
        for name, value in payload.items()
        if name not in _ABOVE and value not in (None, "", []) and (only is None or name in only)
    ]


LABELS: Mapping[str, Words] = {
    "cause": gettext_lazy("Cause"),
    "minutes": gettext_lazy("Number of the minutes"),
    "entry": gettext_lazy("Entry that is put right"),
    "place": gettext_lazy("The item is with"),
    "person": gettext_lazy("In the hands of"),
    "n": gettext_lazy("Number of the attempt"),
    "weight_g": gettext_lazy("Right weight"),
    "pieces": gettext_lazy("Right number of covers"),
    "receiver": gettext_lazy("Right receiver"),
    "reason": gettext_lazy("Reason"),
}


def _name(rows: Any, field: str, pk: Any) -> str:
    return str(rows.filter(pk=pk).values_list(field, flat=True).first() or "")


def _entry(value: str) -> str:
    found = Entry.objects.only("kind", "at").filter(pk=UUID(value)).first()
    if found is None:
        return _("There is no such entry.")
    return f"{ENTRIES.get(found.kind, found.kind)}, {moments.moment(found.at)}"


_SAY: Mapping[str, Callable[[Any], str]] = {
    "cause": lambda value: str(CAUSE_LABELS[Cause(value)]),
    "entry": _entry,
    "place": lambda value: _name(Place.objects, "name", value),
    "person": lambda value: _name(User.objects, "title", value),
    "receiver": lambda value: _name(Agency.objects, "name", value),
    "weight_g": lambda value: f"{number(value)} g",
}


def _value(name: str, value: Any) -> str:
    if say := _SAY.get(name):
        return say(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
