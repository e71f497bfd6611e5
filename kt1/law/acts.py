"""What was done to the law and by whom, as the ledger holds it.

Rows of the law say how things stand; who entered one, when, and the words beside it are in the
entry of the act. What was shipped has no entry.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, lines_of, notes_of

ADDED, CONFIRMED = "law.parameter_added", "law.parameter_confirmed"
ACTIVATED = "law.norms_activated"
DECLARED = "law.days_declared"


@dataclass(frozen=True, slots=True)
class Act:
    """One entry about something of the law."""

    kind: str
    subject: str
    actor: str
    at: datetime
    body: dict[str, Any]
    lines: list[dict[str, Any]] = field(default_factory=list)
    #: Words beside it; None for those that were redacted.
    notes: dict[str, str | None] = field(default_factory=dict)


def acts_about(subjects: Collection[str]) -> list[Act]:
    """Everything done to these, newest first. Two queries."""
    found = list(Entry.objects.filter(subject__in=list(subjects)).order_by("-id"))
    notes = notes_of([one.pk for one in found])
    return [
        Act(
            kind=one.kind,
            subject=one.subject,
            actor=one.actor,
            at=one.at,
            body=body_of(one),
            lines=lines_of(one),
            notes=notes.get(one.pk, {}),
        )
        for one in found
    ]


def actor_of(subject: str, kind: str) -> str:
    """Who did this last, as `user:12`; empty for what was shipped. One query."""
    acts = Entry.objects.filter(subject=subject, kind=kind).order_by("-id")
    return acts.values_list("actor", flat=True).first() or ""


def declarers(calendar: str) -> dict[date, str]:
    """Who declared each day of a calendar; those that were shipped are left out. One query."""
    found: dict[date, str] = {}
    acts = Entry.objects.filter(subject=f"calendar:{calendar}", kind=DECLARED).order_by("id")
    for act in acts:
        for line in lines_of(act):
            found[date.fromisoformat(line["date"])] = act.actor
    return found
