"""The watch list of a day: who is at or past a threshold, who was put on it, who was reminded.

A bounded number of statements, however many bodies. Nothing of it is stored: the list is what the
figures say now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State as AccountState
from kt1.assurance.complaints import queries as complaints
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.quality import queries as quality
from kt1.assurance.quality.rules import Group, Outcome
from kt1.custody.items.models import Item
from kt1.law.parameters.keys import Key
from kt1.network.agencies.lines import RULES
from kt1.network.agencies.models import Agency, AnnexMembership
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.oversight.inspections.drawn import Threshold, WatchEntry, WatchNote
from kt1.oversight.inspections.permissions import WATCHERS
from kt1.oversight.inspections.queries import norm
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.inspections.watch import Measure, Sign, signs
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.coverage import frames
from kt1.people.coverage.frames import Frame

PER_MILLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One threshold. `set_at` is None for the installation's own default."""

    measure: Measure
    value: int
    set_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One body on the list, with its signs and the reminders given in the span looked back on."""

    agency: Agency
    signs: Sequence[Sign]
    entry: WatchEntry | None
    notes: Sequence[WatchNote] = field(default_factory=tuple)

    @property
    def last(self) -> WatchNote | None:
        return self.notes[0] if self.notes else None


def days_back(at: datetime) -> int | None:
    return norm(Key.WATCH_DAYS, day_of(at))


def bounds(actor: Actor, at: datetime) -> list[Bound]:
    """Thresholds as they hold: set by this watcher, else the installation's default; else none."""
    own = {
        one.measure: one
        for one in Threshold.objects.filter(
            province=actor.province_id or 0, body=WATCHERS[actor.role], until=None
        )
    }
    found = []
    for measure in Measure:
        one = own.get(measure)
        value = one.bound if one else norm(Key.WATCH_BOUND, day_of(at), measure.value)
        if value is not None:
            found.append(Bound(measure=measure, value=value, set_at=one.since if one else None))
    return found


def bodies(actor: Actor, at: datetime) -> QuerySet[Agency]:
    """Bodies of the province whose figures this watcher sees, by their lines."""
    body = WATCHERS[actor.role]
    lines = [line for line, rule in RULES.items() if body in rule.figures_seen_by]
    return in_force(day_of(at)).filter(province=actor.province_id or 0, line__in=lines)


def figures(actor: Actor, at: datetime) -> dict[Measure, dict[int, int]]:
    """Every watched figure by body. About ten statements."""
    days = days_back(at)
    if days is None:
        return {}
    seen = bodies(actor, at)
    users = seen.exclude(family=Family.POST)
    found = {
        Measure.FRAMES_LACKING: _frames(users, at),
        Measure.MONTHS_OPEN: _months(actor, at),
        Measure.DAYS_SILENT: _silent(users, at),
        Measure.NOBODY_THERE: _nobody(actor, at, days),
    }
    post = seen.filter(family=Family.POST).order_by("pk").first()
    if post is not None:
        found |= _of_post(actor, post, at, days)
    return found


def _asked(at: datetime, days: int) -> quality.Asked:
    last = day_of(at)
    return quality.Asked(first=last - timedelta(days=days), last=last, as_of=at)


def _measurer(actor: Actor) -> Actor:
    """Quality is measured for a province; which bodies are shown follows their lines."""
    return replace(actor, role=Role.REGULATOR)


def _of_post(actor: Actor, post: Agency, at: datetime, days: int) -> dict[Measure, dict[int, int]]:
    asked, by = _asked(at, days), _measurer(actor)
    counts = quality.figures(by, asked, "axis")
    main = [one for (_axis, group), one in counts.items() if group is Group.MAIN]
    late = sum(one.of(Outcome.LATE_POST) for one in main)
    counted = sum(one.counted for one in main)
    harmed, _entered_late = quality.harmed(by, asked)
    owed = complaints.late(Complaint.objects.filter(province=post.province_id), day_of(at))
    return {
        Measure.LATE_PER_MILLE: {post.pk: late * PER_MILLE // counted if counted else 0},
        Measure.HARMED: {post.pk: harmed},
        Measure.COMPLAINTS_LATE: {post.pk: owed.count()},
    }


def _nobody(actor: Actor, at: datetime, days: int) -> dict[int, int]:
    found: dict[int, int] = {}
    counts = quality.figures(_measurer(actor), _asked(at, days), "receiver")
    for (receiver, _group), one in counts.items():
        found[receiver] = found.get(receiver, 0) + one.of(Outcome.LATE_RECEIVER)
    return found


def _frames(users: QuerySet[Agency], at: datetime) -> dict[int, int]:
    rows = frames.with_frames(users, at).values_list("pk", *(f"has_{one}" for one in Frame))
    return {row[0]: sum(1 for there in row[1:] if not there) for row in rows}


def _months(actor: Actor, at: datetime) -> dict[int, int]:
    rows = Account.objects.filter(
        province=actor.province_id or 0, state=AccountState.FROZEN, due__lt=day_of(at)
    )
    return dict(rows.values("agency").annotate(n=Count("pk")).values_list("agency", "n"))


def _silent(users: QuerySet[Agency], at: datetime) -> dict[int, int]:
    """Days since the last item was declared, or since the body is under an annex."""
    own = OuterRef("pk")
    last = Item.objects.filter(sender=own).order_by("-unit").values("declared_at")[:1]
    since = AnnexMembership.objects.filter(agency=own, valid_to=None).order_by("valid_from")
    rows = users.annotate(
        last_sent=Subquery(last), member_since=Subquery(since.values("valid_from")[:1])
    )
    today = day_of(at)
    found = {}
    for pk, sent, member in rows.values_list("pk", "last_sent", "member_since"):
        if sent is not None:
            found[pk] = (today - day_of(sent)).days
        elif member is not None:
            found[pk] = (today - member).days
    return found


def watched(actor: Actor, at: datetime) -> list[Watched]:
    """The list of the moment, those with most signs first. About fifteen statements."""
    held = {one.measure: one.value for one in bounds(actor, at)}
    found: dict[int, list[Sign]] = {}
    for sign in signs(figures(actor, at), held):
        found.setdefault(sign.agency_id, []).append(sign)
    entries = {one.agency_id: one for one in _entries(actor)}
    notes = _notes(actor, at)
    rows = bodies(actor, at).filter(pk__in={*found, *entries}).select_related("commune")
    listed = [
        Watched(
            agency=agency,
            signs=tuple(found.get(agency.pk, ())),
            entry=entries.get(agency.pk),
            notes=tuple(notes.get(agency.pk, ())),
        )
        for agency in rows
    ]
    return sorted(listed, key=lambda one: (-len(one.signs), one.agency.sort_key))


def _entries(actor: Actor) -> Iterable[WatchEntry]:
    return WatchEntry.objects.filter(
        province=actor.province_id or 0, body=WATCHERS[actor.role], until=None
    )


def _notes(actor: Actor, at: datetime) -> Mapping[int, list[WatchNote]]:
    rows = WatchNote.objects.filter(province=actor.province_id or 0, body=WATCHERS[actor.role])
    days = days_back(at)
    if days is not None:
        rows = rows.filter(reminded_on__gte=day_of(at) - timedelta(days=days))
    found: dict[int, list[WatchNote]] = {}
    for one in rows.select_related("by").order_by("-reminded_on", "-pk"):
        found.setdefault(one.agency_id, []).append(one)
    return found
