"""Who changed what, when: each change with what it took out and what it put in."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.people.focal_points.models import DAY_LABELS, RANK_LABELS
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters import queries
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine
from kt1.people.rosters.rules import Span
from kt1.web.request import Request, acts_as
from kt1.web.rosters.calendar import READERS
from kt1.web.rosters.forms import who_words
from kt1.web.rosters.here import frame, here_at, read_by
from kt1.web.rosters.shown import moment_short, span_words

PER_PAGE = 20
ID_DIGITS = 15


@require_GET
@acts_as(*READERS)
def history(request: Request, code: str) -> HttpResponseBase:
    here = here_at(request, code)
    rows = queries.changes_seen_by(request.actor).filter(agency=here.agency, point=here.point)
    before = request.GET.get("truoc", "")
    if before.isdecimal() and len(before) <= ID_DIGITS:
        rows = rows.filter(pk__lt=int(before))
    with transaction.atomic():
        read_by(request)
        found = list(rows[: PER_PAGE + 1])
        shown, more = found[:PER_PAGE], len(found) > PER_PAGE
        context = {
            **frame(here, _("History"), "roster_history"),
            "rows": _differences(shown),
            "older": here.url("roster_history", truoc=str(shown[-1].pk)) if more else "",
        }
        return render(request, "rosters/history.html", context)


def _differences(changes: list[RosterChange]) -> list[dict[str, Any]]:
    """Two queries for all changes of the page, however many people they name."""
    ids = [change.pk for change in changes]
    people = Prefetch("lines", RosterLine.objects.select_related("receiver").order_by("position"))
    touched = (
        Roster.objects.filter(Q(made__in=ids) | Q(withdrawn__in=ids))
        .select_related("instead_of")
        .prefetch_related(people)
        .order_by("pk")
    )
    made: dict[int, list[Roster]] = {}
    gone: dict[int, list[Roster]] = {}
    for row in touched:
        made.setdefault(row.made_id, []).append(row)
        if row.withdrawn_id is not None:
            gone.setdefault(row.withdrawn_id, []).append(row)
    return [
        _difference(change, gone.get(change.pk, []), made.get(change.pk, [])) for change in changes
    ]


def _difference(change: RosterChange, gone: list[Roster], made: list[Roster]) -> dict[str, Any]:
    before = [line for row in gone for line in _lines(row)]
    after = [line for row in made for line in _lines(row)]
    return {
        "change": change,
        "who": change.made_by.title if change.made_by else _("the system"),
        "out": _only(before, after),
        "put": _only(after, before),
        "same": sum(1 for line in after if line in set(before)),
    }


def _only(these: Iterable[str], those: Iterable[str]) -> list[str]:
    known = set(those)
    return [line for line in these if line not in known]


def _lines(row: Roster) -> list[str]:
    """A roster as lines that can be compared: its head, then each of its people."""
    lines = list(row.lines.all())
    if row.kind == RosterKind.SCHEDULE:
        return [_head(row), *(_shift(line) for line in lines)]
    if row.kind == RosterKind.ROTATION:
        order = " → ".join(who_words(one.receiver.title, one.receiver.name) for one in lines)
        return [_head(row), _hours(row), order]
    who = ", ".join(who_words(one.receiver.title, one.receiver.name) for one in lines)
    if row.instead_of is None:
        return [f"{_span(row)}: {who}"]
    whom = who_words(row.instead_of.title, row.instead_of.name)
    said = _("%(who)s in the place of %(whom)s") % {"who": who, "whom": whom}
    return [f"{_span(row)}: {said}"]


def _head(row: Roster) -> str:
    return f"{row.title} ({row.authority_doc}) · {_span(row)}"


def _span(row: Roster) -> str:
    if row.ends is None:
        return _("from %(moment)s") % {"moment": moment_short(row.begins)}
    return span_words(Span(row.begins, row.ends))


def _hours(row: Roster) -> str:
    days = ", ".join(str(DAY_LABELS[DayOfDuty(kind)]) for kind in row.day_kinds)
    each = _("%(n)s days each") % {"n": row.days_each}
    return f"{row.from_time:%H:%M}–{row.to_time:%H:%M}; {days}; {each}"


def _shift(line: RosterLine) -> str:
    who = who_words(line.receiver.title, line.receiver.name)
    rank = RANK_LABELS[Rank(line.rank)]
    if line.begins is None or line.ends is None:
        return f"{who} ({rank})"
    return f"{span_words(Span(line.begins, line.ends))}: {who} ({rank})"
