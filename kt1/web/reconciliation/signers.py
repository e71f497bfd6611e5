"""As what somebody really received: the duty that the register gives, and in what capacity.

Names, and the titles that a person typed at the door, are notes of the ledger and stay there.
"""

from collections.abc import Collection
from uuid import UUID

from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.people.focal_points.models import FocalPoint

#: As printed.
CAPACITIES = {
    "focal": "đầu mối", "deputy": "dự phòng", "named": "người được cử", "substitute": "nhận thay",
    "clerk": "văn thư", "unstated": "",
}  # fmt: skip


def titles(handovers: Collection[UUID]) -> dict[UUID, str]:
    """The duty of the focal point that signed each hand-over at a door. Two queries."""
    subjects = {f"handover:{one}": one for one in handovers}
    signed: dict[UUID, int] = {}
    for entry in Entry.objects.filter(subject__in=list(subjects), kind="handover.settled"):
        if key := (body_of(entry).get("answer") or {}).get("signer"):
            signed[subjects[entry.subject]] = key
    named = dict(FocalPoint.objects.filter(pk__in=set(signed.values())).values_list("pk", "title"))
    return {handover: named[key] for handover, key in signed.items() if key in named}


def said(title: str, capacity: str) -> str:
    """Phòng trực (đầu mối); the capacity alone where nobody of the register signed."""
    word = CAPACITIES.get(capacity, "")
    if not title:
        return word
    return f"{title} ({word})" if word else title
