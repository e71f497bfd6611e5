"""Đổi ca trực: asked by one, accepted by another, and only then in the roster."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.law.calendars.queries import calendar
from kt1.people.focal_points.models import RANK_LABELS
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters import queries, swapping
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.models import Swap
from kt1.people.rosters.permissions import why_not_answer, why_not_ask, why_not_take_back
from kt1.people.rosters.rules import Register, Source, Span, turns
from kt1.people.rosters.steps import UnfitRosterError
from kt1.people.rosters.swapping import Stand, for_of, gives_of
from kt1.web.fields import offer
from kt1.web.moments import WEEKDAYS, ZONE
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once
from kt1.web.rosters.calendar import READERS
from kt1.web.rosters.forms import people_choices, who_words
from kt1.web.rosters.here import UNFIT, Here, frame, here_at, read_by, register_of
from kt1.web.rosters.shown import hours_of, span_words

AHEAD = timedelta(days=60)
SHOWN = 50
_TONES = {
    SwapState.ASKED: Tone.UNCONFIRMED,
    SwapState.ACCEPTED: Tone.GOOD,
    SwapState.DECLINED: Tone.REFUSED,
    SwapState.WITHDRAWN: Tone.UNCONFIRMED,
}


class SwapForm(forms.Form):
    gives = forms.ChoiceField(label=gettext_lazy("The turn to be given away"))
    to = forms.ChoiceField(label=gettext_lazy("Who is asked to take it"))
    for_ = forms.ChoiceField(
        label=gettext_lazy("Taken in exchange"),
        help_text=gettext_lazy("A turn of the person asked; empty: none."),
        required=False,
    )

    def __init__(
        self, data: Any, *, offered: dict[str, tuple[Stand, str]], known: Register
    ) -> None:
        super().__init__(data)
        self.offered = offered
        labels = [(key, words) for key, (_stand, words) in offered.items()]
        choices = {
            "gives": labels,
            "to": people_choices(known.receivers),
            "for_": [("", "–"), *labels],
        }
        for name, listed in choices.items():
            offer(self, name, listed)


def offered_turns(known: Register, at: datetime) -> dict[str, tuple[Stand, str]]:
    """Turns of rosters in the days to come, by a key that names them in a form."""
    found, ahead = {}, _ahead(at)
    for turn in turns(known, span=ahead, calendar=calendar()):
        # Those that have begun, or end past the days shown, would be named by half.
        whole = ahead.begins < turn.span.begins and turn.span.ends < ahead.ends
        if turn.source is Source.WINDOW or not whole:
            continue
        one, begins = turn.receiver, turn.span.begins.astimezone(ZONE)
        key = f"{one.id}.{turn.rank}.{begins:%Y%m%d%H%M}.{turn.span.ends.astimezone(ZONE):%d%H%M}"
        words = (
            f"{WEEKDAYS[begins.weekday()]} {begins:%d/%m/%Y}, {hours_of(turn.span)}: "
            f"{who_words(one.title, one.name)} ({RANK_LABELS[turn.rank]})"
        )
        found[key] = (Stand(one.id, Rank(turn.rank), turn.span), words)
    return found


def _ahead(at: datetime) -> Span:
    """From the next whole minute, so that what is asked can be answered a little later."""
    since = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return Span(since, since + AHEAD)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def swaps(request: Request, code: str) -> HttpResponseBase:
    """The requests of this door, and the form to ask."""
    here = here_at(request, code)
    known = register_of(here, _ahead(request.at))
    posted = request.method == "POST"
    form = SwapForm(
        request.POST if posted else None, offered=offered_turns(known, request.at), known=known
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            swapping.ask_swap(
                agency_id=here.agency.pk,
                point_id=here.point.pk,
                gives=form.offered[given["gives"]][0],
                to=int(given["to"]),
                for_=form.offered[given["for_"]][0] if given["for_"] else None,
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitRosterError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("The request waits for an answer; nothing has changed."))
            return redirect(here.url("roster_swaps"))
    return _page(request, here, form, UNFIT if posted else 200)


def _page(request: Request, here: Here, form: SwapForm, status: int) -> HttpResponse:
    with transaction.atomic():
        read_by(request)
        rows = queries.swaps_seen_by(request.actor)
        found = rows.filter(agency=here.agency, point=here.point)[:SHOWN]
        context = {
            **frame(here, _("Swaps of turns"), "roster_swaps"),
            "form": form,
            "why_not_ask": why_not_ask(request.actor, here.agency),
            "rows": [_shown(request, here, swap) for swap in found],
        }
        return render(request, "rosters/swaps.html", context, status=status)


def _shown(request: Request, here: Here, swap: Swap) -> dict[str, Any]:
    exchange = for_of(swap)
    state = SwapState(swap.state)
    return {
        "swap": swap,
        "giver": who_words(swap.giver.title, swap.giver.name),
        "taker": who_words(swap.taker.title, swap.taker.name),
        "gives": span_words(gives_of(swap).span),
        "for_": span_words(exchange.span) if exchange else "",
        "state": Chip(str(swap.get_state_display()), _TONES[state]),
        "waits": state is SwapState.ASKED,
        "why_not_answer": why_not_answer(request.actor, swap),
        "may_take_back": why_not_take_back(request.actor, swap) is None,
        "url": here.url("roster_swap", swap.pk),
    }


@require_POST
@acts_as(*READERS)
def answer(request: Request, code: str, swap_id: int) -> HttpResponseBase:
    """Accept, decline, or take one's own request back."""
    here = here_at(request, code)
    rows = queries.swaps_seen_by(request.actor).filter(agency=here.agency, point=here.point)
    if not rows.filter(pk=swap_id).exists():
        raise Http404
    said = request.POST.get("answer", "")
    by, at, key = request.actor, request.at, once(request)
    try:
        if said == "take_back":
            swapping.take_back_swap(swap_id=swap_id, by=by, at=at, once=key)
        else:
            swapping.answer_swap(swap_id=swap_id, accepts=said == "accept", by=by, at=at, once=key)
    except UnfitRosterError as unfit:
        messages.error(request, str(unfit))
    else:
        messages.success(
            request,
            _("The turns have changed hands.") if said == "accept" else _("The answer is kept."),
        )
    return redirect(here.url("roster_swaps"))
