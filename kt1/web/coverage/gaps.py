"""Which bodies have nobody to sign, when, in a break or a span; one body; reminding them.

A list of unattended offices is Amber: the post's dispatcher, the body and its own line see it, and
each answer writes one row of the reading log.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import LINE_LABELS, Agency
from kt1.network.agencies.rules import Line
from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.coverage import actions, queries
from kt1.people.coverage.permissions import READERS, REMINDERS, why_not_remind
from kt1.people.coverage.rules import day_of
from kt1.people.readings.steps import log_reading
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule, cascade, reminded_by
from kt1.web.coverage import reads
from kt1.web.coverage.looking import Looked, looked_at, span_filters
from kt1.web.coverage.reads import OfBody
from kt1.web.coverage.tabs import tabs
from kt1.web.coverage.words import letter, span_said
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once

#: Reminded at once from the page.
BODIES_MOST = 500


def listing(
    looked: Looked,
    found: Mapping[int, OfBody],
    reminded: Mapping[int, datetime],
    request: Request,
) -> Listing[Agency]:
    def state(row: Agency) -> Chip:
        if found[row.pk].doorless:
            return Chip(_("No door at some hours"), Tone.LATE)
        return Chip(_("Nobody to sign"), Tone.RISK)

    def first(row: Agency) -> str:
        return span_said(found[row.pk].first)

    def more(row: Agency) -> str | None:
        others = len(found[row.pk].spans) - 1
        said = ngettext("and %(n)s more gap", "and %(n)s more gaps", others) % {"n": others}
        return said if others else None

    return Listing(
        title=_("Doors where nobody may sign"),
        order=("sort_key", "pk"),
        empty=_("In this span somebody may sign at every door, at every hour."),
        columns=(
            Column(key="co-quan", label=_("Agency"), value=lambda row: row.name, roomy=True,
                   sort="sort_key", under=lambda row: str(row.get_line_display()),
                   link=lambda row: f"{reverse('coverage_body', args=[row.code])}?{looked.asked}"),
            Column(key="tt", label=_("State"), value=state, kind=Kind.CHIP),
            Column(key="tu", label=_("First gap"), value=first, under=more, kind=Kind.UNBROKEN),
            Column(key="gio", label=_("Hours in all"), value=lambda row: found[row.pk].hours,
                   kind=Kind.NUMBER),
            Column(key="nhac", label=_("Last reminded"), kind=Kind.DAY, wide_only=True,
                   value=lambda row: reminded.get(row.pk)),
        ),
        filters=(
            *span_filters(looked, request.GET),
            TextFilter(key="q", label=_("Agency"),
                       apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
            ChoiceFilter(key="tuyen", label=_("Line"), choices=list(LINE_LABELS.items()),
                         field="line"),
            FlagFilter(key="giay", label=_("Works on paper"),
                       apply=lambda rows: rows.filter(works_on_paper=True)),
        ),
    )  # fmt: skip


@require_GET
@acts_as(*READERS)
def gaps(request: Request) -> HttpResponseBase:
    """The bodies with gaps. One of them goes straight to its own page."""
    if request.actor.role in AGENCY_ROLES:
        agency = get_object_or_404(Agency, pk=request.actor.agency_id or 0)
        query = request.GET.urlencode()
        address = reverse("coverage_body", args=[agency.code])
        return redirect(f"{address}?{query}" if query else address)
    seen = queries.seen_by(request.actor, day_of(request.at))
    try:
        looked = looked_at(request.GET, request.at)
        with transaction.atomic():
            log_reading(request.actor, request.at, reads.LIST, ())
            found = reads.gaps_by_body(seen, looked.span)
            rows = seen.filter(pk__in=found)
            shown = listing(looked, found, reads.reminded(found, looked.on), request)
            template = "coverage/gaps.html"
            context = _context(request, looked, seen.count(), rows)
            return answer(request, shown, rows, template=template, context=context)
    except reads.Unknown as fault:
        return unknown(request, fault, "coverage")


def _context(request: Request, looked: Looked, bodies: int, rows: Any) -> dict[str, Any]:
    theirs = reminded_by(request.actor.role)
    to_remind = []
    if looked.on in queries.breaks_ahead(request.at):
        named = agencies_called(request.GET["q"]) if request.GET.get("q") else None
        asked = rows.filter(line__in=theirs)
        asked = asked if named is None else asked.filter(pk__in=named)
        to_remind = list(asked.values_list("code", flat=True)[:BODIES_MOST])
    return {
        "tabs": tabs(request.actor, "coverage", looked.asked),
        "looked": looked,
        "bodies": bodies,
        "to_remind": to_remind,
        "lead": _("For the post, the body and its own line only. Each reading is logged."),
    }


def unknown(request: Request, fault: LookupError, here: str) -> HttpResponseBase:
    """No calendar or no norms: which are missing, instead of a guess."""
    context = {"missing": getattr(fault, "missing", []), "tabs": tabs(request.actor, here)}
    return render(request, "coverage/unknown.html", context)


@require_GET
@acts_as(*READERS)
def body(request: Request, code: str) -> HttpResponseBase:
    """The gaps of one body at each of its doors, whom it answers to, and what it was reminded of.

    Another's gaps are not told of: they do not exist for this reader.
    """
    seen = queries.seen_by(request.actor, day_of(request.at))
    try:
        looked = looked_at(request.GET, request.at)
        with transaction.atomic():
            log_reading(request.actor, request.at, reads.BODY, ())
            agency = get_object_or_404(seen, code=code)
            found = reads.gaps_by_body(seen.filter(pk=agency.pk), looked.span).get(agency.pk)
            return render(request, "coverage/body.html", _of(request, looked, agency, found))
    except reads.Unknown as fault:
        return unknown(request, fault, "coverage")


def _of(request: Request, looked: Looked, agency: Agency, found: OfBody | None) -> dict[str, Any]:
    doors = found.doors if found else ()
    places = reads.points_of(doors)
    line = cascade(Line(agency.line))
    sent = Reminder.objects.filter(rule=ReminderRule.COVERAGE, about=agency).order_by("-at", "pk")
    is_own = request.actor.is_of(agency.pk)
    may_remind = looked.on in queries.breaks_ahead(request.at) and not why_not_remind(
        request.actor, agency
    )
    return {
        "agency": agency,
        "looked": looked,
        "found": found,
        "doors": [(places.get(one.point_id or 0), one.gaps) for one in doors],
        "line": line,
        "letter": letter(agency, found, looked) if found and not is_own else "",
        "sent": sent[:20],
        "is_own": is_own and request.actor.role in AGENCY_ROLES,
        "may_remind": may_remind and found is not None,
        "tabs": tabs(request.actor, "coverage", looked.asked),
        "crumbs": [
            (gettext_lazy("Doors where nobody may sign"), f"{reverse('coverage')}?{looked.asked}"),
            (agency.name, ""),
        ],
    }


@require_POST
@acts_as(*REMINDERS)
def remind(request: Request) -> HttpResponseBase:
    """Remind the bodies of one's line that are listed, once a day each."""
    codes = request.POST.getlist("ma")[:BODIES_MOST]
    seen = queries.seen_by(request.actor, day_of(request.at)).filter(code__in=codes)
    ids = list(seen.values_list("pk", flat=True))
    if not ids or len(ids) != len(set(codes)):
        raise Http404
    key = request.POST.get("ky", "")
    try:
        number = actions.remind_by_hand(
            agency_ids=ids, break_key=key, by=request.actor, at=request.at, once=once(request)
        )
    except actions.NoSuchBreakError:
        raise Http404 from None
    said = ngettext("%(n)s body reminded.", "%(n)s bodies reminded.", number) % {"n": number}
    if number < len(ids):
        said += " " + _("The others were reminded today already, or have closed their gaps.")
    messages.success(request, said)
    return redirect(f"{reverse('coverage')}?ky={key}")
