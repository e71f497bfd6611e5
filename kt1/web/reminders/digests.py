"""My digest: all that I was told of on one day, what is latest first, and taking note of it."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.oversight.reminders import actions, queries
from kt1.oversight.reminders.models import Digest, DigestLine
from kt1.people.coverage.rules import day_of
from kt1.web.days import NotADayError, read_day
from kt1.web.reminders.labels import READERS, days_late, step_chip
from kt1.web.reminders.said import details, rule_said
from kt1.web.reminders.tabs import tabs
from kt1.web.request import Request, acts_as, once

#: Shown on the page; all of it is in the list of what is not done.
LINES_MOST = 300
DAYS_LISTED = 14


@require_GET
@acts_as(*READERS)
def digest(request: Request) -> HttpResponseBase:
    """The newest, or that of a day; it is its person's alone."""
    mine = queries.digests_of(request.actor)
    found = mine.filter(on=_asked(request)).first() if request.GET.get("ngay") else mine.first()
    context = {
        "tabs": tabs(request.actor, "digest"),
        "digest": found,
        "groups": _groups(request, found) if found else [],
        "more": found is not None and found.count > LINES_MOST,
        "days": mine[:DAYS_LISTED],
        "unseen": mine.filter(seen_at=None).exists(),
    }
    return render(request, "reminders/digest.html", context)


def _asked(request: Request) -> Any:
    try:
        return read_day(request.GET.get("ngay", ""))
    except NotADayError:
        return None


def _groups(request: Request, found: Digest) -> list[dict[str, Any]]:
    """By step and duty, the highest step first."""
    lines = list(queries.lines_of_digest(found)[:LINES_MOST])
    said = details(line.owing for line in lines)
    today = day_of(request.at)

    def kind(line: DigestLine) -> tuple[int, str]:
        return (-line.step, line.owing.rule)

    return [
        {
            "step": step_chip(-step),
            "rule": str(rule_said(rule)).capitalize(),
            "lines": [
                {
                    "agency": line.owing.agency.name,
                    "said": said[line.owing_id],
                    "due": line.owing.due,
                    "late": days_late(line.owing, today),
                    "done": line.owing.settled_at,
                }
                for line in group
            ],
        }
        for (step, rule), group in groupby(sorted(lines, key=kind), key=kind)
    ]


@require_POST
@acts_as(*READERS)
def take_note(request: Request) -> HttpResponseBase:
    number = actions.take_note(by=request.actor, at=request.at, once=once(request))
    if number:
        messages.success(request, _("Noted. What is not done stays in the list."))
    return redirect("digest")
