"""Trainings that were held, and who attended."""

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.people.accounts.rules import Role
from kt1.people.vetting import actions, queries
from kt1.people.vetting.models import (
    AUTHORITY_LABELS,
    TOPIC_LABELS,
    Standing,
    TrainingEvent,
)
from kt1.people.vetting.steps import UnfitPaperError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.request import Request, acts_as, once
from kt1.web.vetting import words
from kt1.web.vetting.forms import CHOICES_MOST, TrainingForm, ends


def listing() -> Listing[TrainingEvent]:
    return Listing(
        title=_("Trainings"),
        order=("-held_on", "-pk"),
        empty=_("No training is recorded yet."),
        columns=(
            Column(key="ngay", label=_("Held on"), value=lambda row: row.held_on, kind=Kind.DAY,
                   sort="held_on", link=lambda row: reverse("training", args=[row.pk])),
            Column(key="ve", label=_("Subject"), value=lambda row: row.get_topic_display(),
                   sort="topic", roomy=True),
            Column(key="cua", label=_("Issued by"), value=lambda row: row.get_authority_display(),
                   wide_only=True),
            Column(key="so", label=_("Paper"), value=lambda row: row.reference, kind=Kind.CODE),
            Column(key="nguoi", label=_("Attended"), kind=Kind.NUMBER, sort="attended",
                   value=lambda row: int(getattr(row, "attended"))),  # noqa: B009 - annotated
        ),
        filters=(
            TextFilter(key="q", label=_("Paper"),
                       apply=lambda rows, text: rows.filter(reference__icontains=text)),
            ChoiceFilter(key="ve", label=_("Subject"), choices=list(TOPIC_LABELS.items()),
                         field="topic"),
            ChoiceFilter(key="cua", label=_("Issued by"), choices=list(AUTHORITY_LABELS.items()),
                         field="authority"),
            DayFilter(key="tu", label=_("Held from"), field="held_on", of_moment=False),
            DayFilter(key="den", label=_("until"), field="held_on", until=True, of_moment=False),
        ),
        row_link=lambda row: reverse("training", args=[row.pk]),
    )  # fmt: skip


def attendance(event: TrainingEvent) -> Listing[Standing]:
    title = _("%(topic)s, %(day)s") % {
        "topic": event.get_topic_display(),
        "day": day(event.held_on),
    }
    return Listing(
        title=f"{title[:1].upper()}{title[1:]}",
        order=("user__title", "pk"),
        columns=(
            Column(key="ai", label=_("Person"), value=lambda row: row.user.title,
                   sort="user__title", link=lambda row: reverse("worker", args=[row.user_id]),
                   roomy=True),
            Column(key="the", label=_("KT1 card"), value=lambda row: row.user.card_number,
                   kind=Kind.CODE),
            Column(key="den", label=_("Holds until"), value=words.until_of, sort="valid_to",
                   kind=Kind.UNBROKEN),
        ),
        filters=(
            TextFilter(key="q", label=_("Person"),
                       apply=lambda rows, text: rows.filter(user__title__icontains=text)),
        ),
    )  # fmt: skip


@require_GET
@acts_as(Role.DISPATCHER)
def trainings(request: Request) -> HttpResponseBase:
    context = {
        "tabs": words.tabs("trainings"),
        "act_url": reverse("training_new"),
        "act_label": _("Record a training"),
    }
    rows = queries.events_seen_by(request.actor).annotate(
        attended=Count("standings"), until=Max("standings__valid_to")
    )
    return answer(request, listing(), rows, template="vetting/tabbed.html", context=context)


@require_GET
@acts_as(Role.DISPATCHER)
def training(request: Request, event_id: int) -> HttpResponseBase:
    event = get_object_or_404(queries.events_seen_by(request.actor), pk=event_id)
    rows = Standing.objects.filter(event=event).select_related("user")
    context = {
        "crumbs": [(_("Trainings"), reverse("trainings")), (event.reference, "")],
        "lead": f"{event.get_authority_display()} · {event.reference}",
    }
    return answer(request, attendance(event), rows, context=context)


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def training_new(request: Request) -> HttpResponseBase:
    everybody = queries.workers_seen_by(request.actor, request.at).order_by(
        "duty_place", "title", "pk"
    )
    form = TrainingForm(
        request.POST if request.method == "POST" else None,
        workers=everybody[:CHOICES_MOST],
        at=request.at,
    )
    if form.is_valid():
        try:
            made = actions.train(
                topic=form.subject(),
                held_on=form.cleaned_data["held_on"],
                paper=form.paper(),
                user_ids=form.user_ids(),
                valid_to=ends(form.cleaned_data["valid_to"]),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitPaperError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("The training is recorded."))
            return redirect("training", made)
    status = UNFIT if form.is_bound else 200
    return render(request, "vetting/train.html", {"form": form}, status=status)
