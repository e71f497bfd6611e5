"""One task of one body, and many at once: reporting and looking at reports."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import notes_of
from kt1.oversight.directives import carrying, permissions, queries
from kt1.oversight.directives.actions import UnfitDirectiveError
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import NEXT, State
from kt1.oversight.directives.steps import Said
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.directives.forms import FINDINGS, REPORTS, Choices, DecideForm, ReportForm
from kt1.web.directives.labels import STATE_TONES, door, standing_chip
from kt1.web.directives.lists import TASKS, TITLE, task_listing
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import offer
from kt1.web.lists.listing import narrowed
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, once, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def task(request: Request, pk: int) -> HttpResponseBase:
    """One task of one body: what was said of it, and what may be said now."""
    actor = request.actor
    row = get_object_or_404(queries.assignments_seen_by(actor), pk=pk)
    report, decide = _forms(request, row)
    if request.method == "POST":
        deciding = "xet" in request.POST
        form = decide if deciding else report
        if form is None:
            raise NotAllowedError(_why_not(request, row))
        if form.is_valid() and _done(request, [row.pk], form, deciding=deciding):
            messages.success(request, _("It is recorded."))
            return redirect("task", row.pk)
    said = list(row.progress.select_related("by").order_by("-n"))
    notes = notes_of([one.entry for one in said])
    on = day_of(request.at)
    bound = any(form is not None and form.is_bound for form in (report, decide))
    context = {
        "row": row,
        "chip": standing_chip(row, on, queries.near_days(on)),
        "history": [
            (one, Chip(one.get_state_display(), STATE_TONES[State(one.state)]),
             notes.get(one.entry, {}).get("note"))
            for one in said
        ],
        "report": report,
        "decide": decide,
        "by_paper": not permissions.speaks_for(actor, row.agency),
        "door": door(row.task.duty),
        "crumbs": [
            (TITLE, reverse("directives")),
            (str(row.task.directive)[:60], reverse("directive", args=[row.task.directive_id])),
            (_("Task %(n)d") % {"n": row.task.n}, ""),
        ],
    }  # fmt: skip
    return render(request, "directives/task.html", context, status=UNFIT if bound else 200)


def _forms(request: Request, row: Assignment) -> tuple[ReportForm | None, DecideForm | None]:
    """What this person may say of it now."""
    post = request.POST if request.method == "POST" else None
    deciding = post is not None and "xet" in post
    own = permissions.speaks_for(request.actor, row.agency)
    # A paper is asked for where another enters it: the rule is asked as if there were one.
    paper = "" if own else "giấy"
    report = None
    if permissions.why_not_report(request.actor, row, State.REPORTED, paper) is None:
        report = ReportForm(None if deciding else post, by_paper=not own)
        _only_next(report, row, REPORTS)
    decide = None
    if any(
        permissions.why_not_decide(request.actor, row, one) is None
        for one in NEXT[State(row.state)]
    ):
        decide = DecideForm(post if deciding else None, prefix=None, auto_id="xet_%s")
        _only_next(decide, row, FINDINGS)
    return report, decide


def _only_next(form: forms.Form, row: Assignment, choices: Choices) -> None:
    following = NEXT[State(row.state)]
    offer(form, "state", [(value, label) for value, label in choices if value in following])


def _why_not(request: Request, row: Assignment) -> str:
    return permissions.why_not_report(request.actor, row, State.REPORTED) or _(
        "Nothing is to be said of it now."
    )


def _done(request: Request, ids: Sequence[int], form: forms.Form, *, deciding: bool) -> bool:
    said = Said(**form.cleaned_data)
    do = carrying.decide if deciding else carrying.report
    try:
        do(assignment_ids=ids, said=said, by=request.actor, at=request.at, once=once(request))
    except RefusedTextError as refused:
        form.add_error("note", REFUSAL_LABELS[Refusal(refused.refusal)])
    except UnfitDirectiveError as fault:
        form.add_error(None, str(fault))
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@signed_in
def report_many(request: Request) -> HttpResponseBase:
    """A body reports on several of its tasks at once: those ticked, `chon`."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = [int(raw) for raw in asked.getlist("chon") if raw.isdigit() and len(raw) < 10]  # noqa: PLR2004 - no id is longer
    seen = queries.assignments_seen_by(request.actor)
    rows = list(seen.filter(queries.own_bodies(request.actor), pk__in=chosen).order_by("task__n"))
    if not rows:
        messages.error(request, _("Tick at least one task of your body."))
        return redirect("tasks")
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(request, [row.pk for row in rows], form, deciding=False):
        messages.success(request, _("It is recorded."))
        return redirect("directive", rows[0].task.directive_id)
    return _many(request, form, rows, _("Report on these tasks"), reverse("tasks"))


@require_http_methods(["GET", "POST"])
@signed_in
def settle_many(request: Request) -> HttpResponseBase:
    """Whoever follows bodies looks at all the tasks that the filters leave, at once.

    Where no state is asked for, only at those that their bodies reported.
    """
    actor = request.actor
    if actor.role not in permissions.KEEPERS:
        raise NotAllowedError(_("Reports are looked at by who follows the line of a body."))
    on = day_of(request.at)
    asked = QueryDict(request.META.get("QUERY_STRING", ""))
    narrow, controls = narrowed(task_listing(on), queries.followed_by(actor), asked)
    if actor.agency_id is not None:
        narrow = narrow.exclude(agency=actor.agency_id)
    if not asked.get("tt"):
        narrow = narrow.filter(state=State.REPORTED)
    form = DecideForm(request.POST if request.method == "POST" else None)
    rows = list(
        narrow.filter(task__directive__stage="issued").order_by("agency__sort_key", "pk")[
            : carrying.AT_ONCE_MAX
        ]
    )
    if form.is_valid():
        after = form.cleaned_data["state"]
        fit = [row.pk for row in rows if after in NEXT[State(row.state)]]
        if not fit:
            form.add_error("state", _("None of these can be said to be so now."))
        elif _done(request, fit, form, deciding=True):
            messages.success(request, _("Recorded for %(n)d tasks.") % {"n": len(fit)})
            return redirect(f"{reverse('tasks')}?{asked.urlencode()}")
    back = f"{reverse('tasks')}?{asked.urlencode()}"
    del controls
    heading = _("Look at these reports")
    return _many(request, form, rows, heading, back, by_default=not asked.get("tt"))


def _consequence(rows: Sequence[Assignment]) -> list[str]:
    """What one act on all of these does, in numbers."""
    if not rows:
        return []
    n, unsaid = len(rows), sum(row.state != State.REPORTED for row in rows)
    bodies = len({row.agency_id for row in rows})
    said = [
        _("What you find is recorded at once for %(n)s tasks of %(bodies)s bodies.")
        % {"n": number(n), "bodies": number(bodies)}
    ]
    if unsaid:
        said.append(_("%(n)s of them are not reported by their body.") % {"n": number(unsaid)})
    if n == carrying.AT_ONCE_MAX:
        said.append(_("Only the first %(n)s are shown and recorded.") % {"n": number(n)})
    return said


def _many(
    request: Request,
    form: forms.Form,
    rows: Sequence[Assignment],
    heading: str,
    back: str,
    *,
    by_default: bool = False,
) -> HttpResponseBase:
    on = day_of(request.at)
    near = queries.near_days(on)
    context: dict[str, Any] = {
        "form": form,
        "rows": [(row, standing_chip(row, on, near)) for row in rows],
        "heading": heading,
        "by_default": by_default,
        "back": back,
        "chosen": [row.pk for row in rows] if isinstance(form, ReportForm) else [],
        "consequence": _consequence(rows) if isinstance(form, DecideForm) else [],
        "crumbs": [(TITLE, reverse("directives")), (TASKS, reverse("tasks")), (heading, "")],
    }
    return render(request, "directives/many.html", context, status=UNFIT if form.is_bound else 200)
