"""What bodies have not done, as far as this person follows or owes it; letters and calls."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import LINE_LABELS
from kt1.oversight.reminders import queries
from kt1.oversight.reminders.models import CHANNEL_LABELS, RULE_LABELS, Owing, Urging
from kt1.oversight.reminders.permissions import URGERS
from kt1.oversight.reminders.rules import Channel
from kt1.people.coverage.rules import day_of
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.reminders.labels import READERS, STEP_LABELS, days_late, letter_chip, step_chip
from kt1.web.reminders.said import Said, details, rule_said
from kt1.web.reminders.tabs import LETTER_READERS, tabs
from kt1.web.request import Request, acts_as

#: What came of telling people is looked back on for so long.
EFFECT_SPAN = timedelta(days=180)


def owed_listing(said: dict[int, Said], today: date) -> Listing[Owing]:
    def link(row: Owing) -> str | None:
        return said[row.pk].url or None

    return Listing(
        title=gettext_lazy("Not done yet"),
        order=("-step", "due", "agency__sort_key", "pk"),
        empty=gettext_lazy("Nothing is past its day, and nothing is near it."),
        columns=(
            Column(key="co-quan", label=_("Agency"), value=lambda row: row.agency.name, roomy=True,
                   sort="agency__sort_key",
                   under=lambda row: str(row.agency.get_line_display())),
            Column(key="viec", label=_("What is owed"), roomy=True, link=link,
                   value=lambda row: str(rule_said(row.rule)).capitalize(),
                   under=lambda row: said[row.pk].detail or None),
            Column(key="han", label=_("Due"), value=lambda row: row.due, kind=Kind.DAY,
                   sort="due"),
            Column(key="qua", label=_("Days late"), value=lambda row: days_late(row, today),
                   kind=Kind.NUMBER),
            Column(key="buoc", label=_("Step of reminding"), value=lambda row: step_chip(row.step),
                   kind=Kind.CHIP, sort="step"),
            Column(key="don-doc", label=_("Last urged"), kind=Kind.DAY, wide_only=True,
                   value=lambda row: getattr(row, "urged_at", None)),
        ),
        filters=(
            TextFilter(key="q", label=_("Agency"),
                       apply=lambda rows, text: rows.filter(agency__in=agencies_called(text))),
            ChoiceFilter(key="viec", label=_("What is owed"), field="rule",
                         choices=[(rule.value, label) for rule, label in RULE_LABELS.items()]),
            ChoiceFilter(key="buoc", label=_("Step of reminding"), field="step",
                         choices=[(str(step), label) for step, label in STEP_LABELS.items()]),
            ChoiceFilter(key="tuyen", label=_("Line"), field="agency__line",
                         choices=list(LINE_LABELS.items())),
            FlagFilter(key="chua", label=_("Not urged yet"),
                       apply=lambda rows: rows.filter(urged_at=None)),
        ),
    )  # fmt: skip


@require_GET
@acts_as(*READERS)
def owed(request: Request) -> HttpResponseBase:
    rows = queries.open_ones(request.actor)
    said = details(rows.order_by().only("pk", "subject", "rule", "agency_id"))
    to_urge = request.actor.role in URGERS and queries.to_urge(request.actor).exists()
    context = {
        "tabs": tabs(request.actor, "owed"),
        "lead": _("Each rises along its body's own line. What is done leaves the list by itself."),
        "act_url": reverse("urge") if to_urge else "",
        "act_label": _("Draft a letter"),
    }
    shown = owed_listing(said, day_of(request.at))
    return answer(request, shown, rows, template="reminders/list.html", context=context)


def _subject(row: Urging) -> str:
    if row.number:
        return row.number
    return str(CHANNEL_LABELS[Channel(row.channel)]).capitalize()


def _count(row: Any, name: str) -> int:
    return int(getattr(row, name))


URGINGS: Listing[Urging] = Listing(
    title=gettext_lazy("Letters and calls"),
    order=("-made_at", "-pk"),
    empty=gettext_lazy("No body was urged by letter or telephone yet."),
    columns=(
        Column(key="so", label=gettext_lazy("Number"), value=_subject, kind=Kind.UNBROKEN,
               link=lambda row: reverse("urging", args=[row.pk])),
        Column(key="ngay", label=gettext_lazy("Date"), kind=Kind.DAY, sort="made_at",
               value=lambda row: row.dated or row.made_at),
        Column(key="tt", label=gettext_lazy("State"), value=letter_chip, kind=Kind.CHIP),
        Column(key="co-quan", label=gettext_lazy("Bodies"), kind=Kind.NUMBER,
               value=lambda row: _count(row, "bodies")),
        Column(key="viec", label=gettext_lazy("Matters"), kind=Kind.NUMBER,
               value=lambda row: _count(row, "named")),
        Column(key="han", label=gettext_lazy("Asked until"), value=lambda row: row.until,
               kind=Kind.DAY),
        Column(key="dung", label=gettext_lazy("Done in time"), kind=Kind.NUMBER,
               value=lambda row: _count(row, "in_time")),
        Column(key="sau", label=gettext_lazy("Done later"), kind=Kind.NUMBER,
               value=lambda row: _count(row, "later")),
    ),
    filters=(
        ChoiceFilter(key="cach", label=gettext_lazy("How"), field="channel",
                     choices=[(one.value, label) for one, label in CHANNEL_LABELS.items()]),
        FlagFilter(key="cho", label=gettext_lazy("Waits for its number"),
                   apply=lambda rows: rows.filter(state="draft")),
    ),
)  # fmt: skip


@require_GET
@acts_as(*LETTER_READERS)
def urgings(request: Request) -> HttpResponseBase:
    rows: QuerySet[Urging] = queries.with_effect(queries.urgings_seen_by(request.actor))
    to_urge = request.actor.role in URGERS and queries.to_urge(request.actor).exists()
    context = {
        "tabs": tabs(request.actor, "urgings"),
        "lead": _("What was sent, to whom, and what was done after it."),
        "act_url": reverse("urge") if to_urge else "",
        "act_label": _("Draft a letter"),
    }
    return answer(request, URGINGS, rows, template="reminders/list.html", context=context)


@require_GET
@acts_as(*LETTER_READERS)
def effect(request: Request) -> HttpResponseBase:
    """By duty and step: of how much people were told, and how much was done soon after."""
    days = queries.effect_days(day_of(request.at))
    rows = [
        {
            "rule": str(rule_said(one.rule)).capitalize(),
            "step": step_chip(one.step),
            "effect": one.effect,
            "percent": round(100 * one.effect.in_time / one.effect.named),
        }
        for one in queries.effect_of_steps(request.actor, request.at - EFFECT_SPAN, days)
    ]
    context = {
        "tabs": tabs(request.actor, "urging_effect"),
        "rows": rows,
        "days": days,
    }
    return render(request, "reminders/effect.html", context)
