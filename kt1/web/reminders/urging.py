"""Drafting a letter or noting a call, the page of one, its number once it is signed, its files."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.lines import RULES, Verb
from kt1.network.agencies.rules import Line
from kt1.oversight.reminders import actions, permissions, queries
from kt1.oversight.reminders.actions import Asked
from kt1.oversight.reminders.models import CHANNEL_LABELS, SIGNED_LABELS, Owing, Urging
from kt1.oversight.reminders.rules import Channel, LetterState, SignedAs
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import DayField
from kt1.web.reminders.files import file_of
from kt1.web.reminders.labels import days_late, letter_chip, step_chip
from kt1.web.reminders.said import details, rule_said
from kt1.web.reminders.tabs import LETTER_READERS
from kt1.web.request import Request, acts_as, once

#: Offered on one page.
OFFERED_MOST = 200
NUMBER_CHARS_MAX = 40


class UrgeForm(forms.Form):
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(one.value, label) for one, label in CHANNEL_LABELS.items()],
        widget=forms.RadioSelect,
    )
    until = DayField(label=gettext_lazy("To be done until"))
    signed_as = forms.ChoiceField(
        label=gettext_lazy("Signed by"),
        choices=[(one.value, label) for one, label in SIGNED_LABELS.items()],
        help_text=gettext_lazy("A call has no signer."),
    )


class IssueForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=NUMBER_CHARS_MAX,
        help_text=gettext_lazy("As on the signed paper, for example 125/SKHCN-BCVT."),
    )
    dated = DayField(label=gettext_lazy("Date of the letter"))


@require_http_methods(["GET", "POST"])
@acts_as(*permissions.URGERS)
def urge(request: Request) -> HttpResponseBase:
    """Choose what a letter names; offered is what has risen here and is in no letter yet."""
    ticked = {int(one) for one in request.POST.getlist("viec") if one.isdigit()}
    verb, offered = _offered(request, sorted(ticked))
    if request.method == "GET":
        ticked = {row.pk for row in offered}
    asked = {
        "channel": Channel.LETTER,
        "signed_as": SignedAs.DEPUTY,
        "until": _until(day_of(request.at)),
    }
    form = UrgeForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid():
        made = _made(request, form, ticked)
        if made is not None:
            messages.success(request, _said(form.cleaned_data["channel"]))
            return redirect("urging", made)
    context = {
        "form": form,
        "rows": _rows(request, offered),
        "ticked": ticked,
        "verb": verb,
        "full": len(offered) == OFFERED_MOST,
        "crumbs": [(gettext_lazy("Not done yet"), reverse("owed")), (_("Draft a letter"), "")],
    }
    status = UNFIT if form.errors else 200
    return render(request, "reminders/urge.html", context, status=status)


def _until(today: date) -> str:
    """The day that is offered, whoever signs sets it; none where no norm says how many days."""
    try:
        return f"{today + timedelta(days=own_norms(today).count(Key.LETTER_DAYS)):%d/%m/%Y}"
    except UnsetNormError:
        return ""


def _offered(request: Request, ticked: Sequence[int]) -> tuple[Verb | None, list[Owing]]:
    """One letter has one verb: that which most of what waits for a letter has."""
    found = queries.seen_by(request.actor).filter(pk__in=ticked) if ticked else None
    rows = list(found or queries.to_urge(request.actor).order_by("agency__sort_key", "due", "pk"))
    by_verb = {
        verb: [row for row in rows if RULES[Line(row.agency.line)].verb is verb] for verb in Verb
    }
    verb = max(by_verb, key=lambda one: len(by_verb[one])) if rows else None
    return verb, by_verb[verb][:OFFERED_MOST] if verb else []


def _rows(request: Request, offered: Sequence[Owing]) -> list[dict[str, Any]]:
    said = details(offered)
    today = day_of(request.at)
    return [
        {
            "row": row,
            "rule": str(rule_said(row.rule)).capitalize(),
            "said": said[row.pk],
            "late": days_late(row, today),
        }
        for row in offered
    ]


def _made(request: Request, form: forms.Form, ticked: set[int]) -> int | None:
    values = form.cleaned_data
    channel = Channel(values["channel"])
    asked = Asked(
        channel=channel,
        until=values["until"],
        signed_as=SignedAs(values["signed_as"]) if channel is Channel.LETTER else None,
    )
    try:
        return actions.urge(
            owing_ids=ticked, asked=asked, by=request.actor, at=request.at, once=once(request)
        )
    except actions.NothingToUrgeError:
        form.add_error(None, _("Tick what the letter names."))
    except actions.DayPastError:
        form.add_error("until", _("This day is past."))
    except NotAllowedError as fault:
        form.add_error(None, str(fault))
    except Owing.DoesNotExist:
        raise Http404 from None
    return None


def _said(channel: str) -> str:
    if channel == Channel.PHONE:
        return _("The call is noted.")
    return _("The letter is drafted. Edit and sign it, then enter its number and date here.")


@require_GET
@acts_as(*LETTER_READERS)
def urging(request: Request, urging_id: int) -> HttpResponseBase:
    return _page(request, _one(request, urging_id), IssueForm(), 200)


def _one(request: Request, urging_id: int) -> Urging:
    rows = queries.with_effect(queries.urgings_seen_by(request.actor))
    return get_object_or_404(rows.select_related("made_by"), pk=urging_id)


def _page(request: Request, row: Urging, form: forms.Form, status: int) -> HttpResponseBase:
    lines = list(queries.lines_of_urging(row))
    said = details(line.owing for line in lines)
    context = {
        "urging": row,
        "chip": letter_chip(row),
        "form": form,
        "lines": [
            {
                "owing": line.owing,
                "rule": str(rule_said(line.owing.rule)).capitalize(),
                "said": said[line.owing_id],
                "step": step_chip(line.owing.step),
            }
            for line in lines
        ],
        "is_letter": row.channel == Channel.LETTER,
        "may_issue": not permissions.why_not_end(request.actor, row, LetterState.ISSUED),
        "crumbs": [(gettext_lazy("Letters and calls"), reverse("urgings")), (str(row), "")],
    }
    return render(request, "reminders/urging.html", context, status=status)


@require_POST
@acts_as(*permissions.URGERS)
def issue(request: Request, urging_id: int) -> HttpResponseBase:
    """Its number and day, from the paper that was signed."""
    row = _one(request, urging_id)
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            actions.issue(
                urging_id=row.pk,
                number=form.cleaned_data["number"],
                dated=form.cleaned_data["dated"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("number", REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.DayPastError:
            form.add_error("dated", _("This day is yet to come."))
        else:
            messages.success(request, _("The letter is issued. What comes of it is counted here."))
            return redirect("urging", row.pk)
    return _page(request, row, form, UNFIT)


@require_POST
@acts_as(*permissions.URGERS)
def lay_aside(request: Request, urging_id: int) -> HttpResponseBase:
    row = _one(request, urging_id)
    actions.lay_aside(urging_id=row.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The draft is laid aside. What it named waits for a letter again."))
    return redirect("urgings")


@require_GET
@acts_as(*LETTER_READERS)
def letter_file(request: Request, urging_id: int, form: str) -> HttpResponseBase:
    """The letter as DOCX to be edited, or PDF to be signed."""
    row = _one(request, urging_id)
    if row.channel != Channel.LETTER:
        raise Http404
    return file_of(row, queries.lines_of_urging(row), form)
