"""The letter of doors where nobody may sign in a break: to one body, or all of a line at once.

Amber: only whoever reminds the line makes it, and each making is in the reading log.
"""

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.lines import RULES, Verb
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.reminders.permissions import URGERS
from kt1.oversight.reminders.rules import SignedAs
from kt1.people.coverage import queries
from kt1.people.coverage.rules import day_of
from kt1.people.readings.steps import log_reading
from kt1.people.reminders.rules import reminded_by
from kt1.web.coverage import reads
from kt1.web.coverage.looking import Looked, looked_at
from kt1.web.coverage.reads import OfBody
from kt1.web.coverage.words import span_said
from kt1.web.papers.letters import Letter
from kt1.web.reminders.files import answered
from kt1.web.reminders.letters import Gap, covering, office_of, signed
from kt1.web.request import Request, acts_as


@require_GET
@acts_as(*URGERS)
def letter_file(request: Request, form: str) -> HttpResponseBase:
    """`ma` names one body; without it all of one's line that the list shows."""
    seen = queries.seen_by(request.actor, day_of(request.at)).filter(
        line__in=reminded_by(request.actor.role)
    )
    if code := request.GET.get("ma"):
        seen = seen.filter(code=code)
    elif text := request.GET.get("q"):
        seen = seen.filter(pk__in=agencies_called(text))
    try:
        looked = looked_at(request.GET, request.at)
        with transaction.atomic():
            log_reading(request.actor, request.at, reads.LIST, ())
            found = reads.gaps_by_body(seen, looked.span)
            rows = list(seen.filter(pk__in=found))
    except reads.Unknown:
        return redirect(reverse("coverage"))
    if not rows:
        raise Http404
    return answered(_letter(request, looked, rows, found), form)


def _letter(
    request: Request, looked: Looked, rows: list[Agency], found: dict[int, OfBody]
) -> Letter:
    """In one letter the softest verb of them: an order is never sent where a request is due."""
    today = day_of(request.at)
    verbs = {RULES[Line(row.line)].verb for row in rows}
    office = office_of(request.actor.role, request.actor.province_id or 0, today)
    return covering(
        office,
        verb=Verb.REQUEST if Verb.REQUEST in verbs else Verb.ORDER,
        gaps=[
            Gap(
                agency=row.name,
                first=span_said(found[row.pk].first),
                spans=len(found[row.pk].spans),
                hours=found[row.pk].hours,
            )
            for row in rows
        ],
        when=looked.title,
        until=looked.span.begins.date(),
        signer=signed(office, SignedAs.DEPUTY),
    )
