"""Registering a directive, its page, its tasks while it is entered, and the acts on the whole."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import actions, issuing, permissions, queries, templates
from kt1.oversight.directives.actions import Task, UnfitDirectiveError
from kt1.oversight.directives.models import Directive, DirectiveTask
from kt1.oversight.directives.rules import Stage, Standing
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.directives.forms import (
    DaysForm,
    EndForm,
    NumberForm,
    PaperForm,
    TaskForm,
    task_initial,
)
from kt1.web.directives.labels import STANDING_LABELS, STANDING_TONES, door, stage_chip
from kt1.web.directives.lists import TITLE
from kt1.web.errors.answers import UNFIT
from kt1.web.frame.hotline import province_code
from kt1.web.moments import day
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, once, signed_in

#: What a list of tallies shows, the gravest first.
SHOWN = (
    Standing.OVERDUE,
    Standing.NEAR,
    Standing.NOT_STARTED,
    Standing.UNDER_WAY,
    Standing.WAITING,
    Standing.DONE,
)
FORM = "directives/form.html"


def known_directive(request: Request, pk: int) -> Directive:
    return get_object_or_404(queries.seen_by(request.actor), pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Register a directive; `mau` names one whose tasks the product knows."""
    actor = request.actor
    if reason := permissions.why_not_register(actor):
        raise NotAllowedError(reason)
    one = templates.known().get(request.GET.get("mau", ""))
    others = [(row.pk, f"{row.number or '…'} · {row.title[:60]}") for row in queries.seen_by(actor)]
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, others=others, initial=_initial(one, request))
    bodies = _bodies(actor) if one else {}
    code = province_code(actor.province_id) if actor.province_id else ""
    if form.is_valid():
        try:
            made = actions.register(
                paper=form.paper(one.code if one else ""),
                tasks=_known_tasks(one, code, bodies) if one else (),
                by=actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitDirectiveError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is in the register. Set by when, then issue it."))
            return redirect("directive", made)
    context = {
        "form": form,
        "heading": _("Register a directive"),
        "button": _("Enter it in the register"),
        "back": reverse("directives"),
        "known": [] if one else list(templates.known().values()),
        "one": one,
        "missing": templates.missing(one, province=code, bodies=bodies) if one else (),
        "crumbs": [(TITLE, reverse("directives")), (_("Register a directive"), "")],
    }
    return render(request, "directives/new.html", context, status=UNFIT if form.is_bound else 200)


def _initial(one: templates.Known | None, request: Request) -> dict[str, Any]:
    today = day(day_of(request.at))
    if one is None:
        return {"arrived_on": today}
    return {
        "direction": one.direction.value,
        "kind": one.kind.value,
        "issuer": one.issuer,
        "title": one.title,
        "number": one.number,
        "dated": day(one.dated) if one.dated else "",
        "arrived_on": today,
    }


def _bodies(actor: Actor) -> dict[str, int]:
    rows = Agency.objects.filter(province=actor.province_id, valid_to=None, commune=None)
    return dict(rows.filter(family__in=list(Family)).values_list("code", "pk"))


def _known_tasks(one: templates.Known, code: str, bodies: dict[str, int]) -> list[Task]:
    return [
        Task(
            text=task.text,
            clause=task.clause,
            duty=task.duty,
            targets=templates.targets(task, province=code, bodies=bodies),
        )
        for task in one.tasks
    ]


@require_GET
@signed_in
def directive(request: Request, pk: int) -> HttpResponseBase:
    """One directive: its facts, its tasks, and how bodies stand; or one's own tasks in it."""
    found, actor = known_directive(request, pk), request.actor
    on = day_of(request.at)
    own = list(
        queries.assignments_seen_by(actor)
        .filter(queries.own_bodies(actor), task__directive=found)
        .order_by("task__n", "pk")
    )
    follows = bool(permissions.lines_seen(actor.role))
    bodies, said = queries.acknowledged(found, actor) if follows else (0, 0)
    context = {
        "directive": found,
        "chip": stage_chip(found),
        "draft": found.stage == Stage.DRAFT,
        "tasks": _tasks(found, actor, request) if follows else [],
        "shown": [(one, STANDING_LABELS[one]) for one in SHOWN],
        "own": [(row, door(row.task.duty)) for row in own],
        "own_on": on,
        "to_receive": queries.unacknowledged_by(actor).filter(pk=found.pk).exists(),
        "bodies": bodies,
        "said": said,
        "below": list(queries.seen_by(actor).filter(under=found)),
        "can_edit": permissions.why_not_edit(actor, found) is None,
        "can_issue": permissions.why_not_move(actor, found, Stage.ISSUED) is None,
        "can_number": permissions.why_not_number(actor, found) is None,
        "can_refresh": permissions.why_not_refresh(actor, found) is None,
        "can_enter": permissions.why_not_enter_receipts(actor, found) is None,
        "can_close": permissions.why_not_move(actor, found, Stage.CLOSED) is None,
        "can_withdraw": permissions.why_not_move(actor, found, Stage.WITHDRAWN) is None,
        "source": _source(found),
        "crumbs": [(TITLE, reverse("directives")), (str(found)[:60], "")],
    }
    return render(request, "directives/directive.html", context)


def _source(found: Directive) -> str:
    one = templates.known().get(found.instrument)
    return one.source if one else ""


def _tasks(found: Directive, actor: Actor, request: Request) -> list[dict[str, Any]]:
    base = f"{reverse('tasks')}?vb={found.pk}"
    rows = []
    names = _target_names(found) if found.stage == Stage.DRAFT else {}
    for tally in queries.tallies(found, actor, day_of(request.at)):
        counts = [
            (
                Chip(f"{tally.counts[one]} {STANDING_LABELS[one]}", STANDING_TONES[one]),
                f"{base}&so={tally.task.n}&tt={one.value}",
            )
            for one in SHOWN
            if tally.counts[one]
        ]
        rows.append(
            {
                "task": tally.task,
                "counts": counts,
                "bodies": tally.bodies,
                "others": tally.others,
                "targets": names.get(tally.task.pk, ""),
                "door": door(tally.task.duty),
            }
        )
    return rows


def _target_names(found: Directive) -> dict[int, str]:
    """Whom the tasks of a draft are for, in words."""
    names: dict[int, list[str]] = {}
    for task in found.tasks.prefetch_related("targets__agency", "targets__commune"):
        for one in task.targets.all():
            who = one.get_family_display() if one.family else str(one.agency or one.commune)
            names.setdefault(task.pk, []).append(f"{one.get_part_display()}: {who}")
    return {task: "; ".join(said) for task, said in names.items()}


@require_http_methods(["GET", "POST"])
@signed_in
def task_form(request: Request, pk: int, n: int = 0) -> HttpResponseBase:
    """Add a task to a directive being entered, or change one (`n`)."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_edit(actor, found):
        raise NotAllowedError(reason)
    row = get_object_or_404(DirectiveTask, directive=found, n=n) if n else None
    known = in_force(day_of(request.at)).filter(province=found.province_id)
    data = request.POST if request.method == "POST" else None
    initial = task_initial(row) if row else {}
    form = TaskForm(data, known=known, province=found.province_id, initial=initial)
    if form.is_valid():
        try:
            actions.put_task(
                directive_id=found.pk, task=form.task(), n=n or None,
                by=actor, at=request.at, once=once(request),
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("text", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitDirectiveError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("directive", found.pk)
    heading = _("Task %(n)d") % {"n": n} if n else _("Add a task")
    return form_page(request, found, form, heading, _("Enter the task"))


def form_page(
    request: Request, found: Directive, form: forms.Form, heading: str, button: str, **more: Any
) -> HttpResponseBase:
    """A page with one form of a directive."""
    here = reverse("directive", args=[found.pk])
    context = {
        "form": form,
        "heading": heading,
        "lead": str(found.title),
        "button": button,
        "back": here,
        "crumbs": [(TITLE, reverse("directives")), (str(found)[:60], here), (heading, "")],
        **more,
    }
    return render(request, FORM, context, status=UNFIT if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def days(request: Request, pk: int) -> HttpResponseBase:
    """One day for several tasks of a directive being entered."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_edit(actor, found):
        raise NotAllowedError(reason)
    tasks = [(row.n, f"{row.n}. {row.text}") for row in found.tasks.order_by("n")]
    form = DaysForm(request.POST if request.method == "POST" else None, tasks=tasks)
    if form.is_valid():
        try:
            actions.set_days(
                directive_id=found.pk, due=form.cleaned_data["due"],
                numbers=form.cleaned_data["tasks"], by=actor, at=request.at, once=once(request),
            )  # fmt: skip
        except UnfitDirectiveError as fault:
            form.add_error("due", str(fault))
        else:
            return redirect("directive", found.pk)
    return form_page(request, found, form, _("Set the day of tasks"), _("Set the day"))


@require_http_methods(["GET", "POST"])
@signed_in
def number(request: Request, pk: int) -> HttpResponseBase:
    """The number that a directive was given since."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_number(actor, found):
        raise NotAllowedError(reason)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.number(
                directive_id=found.pk, by=actor, at=request.at, once=once(request),
                **form.cleaned_data,
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("number", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitDirectiveError as fault:
            form.add_error("number", str(fault))
        else:
            messages.success(request, _("The number is entered."))
            return redirect("directive", found.pk)
    return form_page(request, found, form, _("Enter the number"), _("Enter the number"))


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: Request, pk: int, after: str) -> HttpResponseBase:
    """Close a directive, or enter that it was revoked."""
    found, actor = known_directive(request, pk), request.actor
    stage = {"ket-thuc": Stage.CLOSED, "thu-hoi": Stage.WITHDRAWN}.get(after)
    if stage is None:
        raise Http404
    if reason := permissions.why_not_move(actor, found, stage):
        raise NotAllowedError(reason)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            issuing.end(
                directive_id=found.pk, after=stage, paper=form.cleaned_data["paper"],
                by=actor, at=request.at, once=once(request),
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("paper", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitDirectiveError as fault:
            form.add_error("paper", str(fault))
        else:
            return redirect("directive", found.pk)
    heading = _("Stop following it") if stage is Stage.CLOSED else _("It was revoked")
    told = _("What bodies have not done is followed no longer. It cannot be taken back.")
    return form_page(request, found, form, heading, heading, consequence=told)


@require_POST
@signed_in
def act(request: Request, pk: int, act: str) -> HttpResponseBase:
    """Acts that need nothing typed."""
    found = known_directive(request, pk)
    who: dict[str, Any] = {
        "directive_id": found.pk,
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    try:
        match act:
            case "ban-hanh":
                given = issuing.issue(**who)
                said = ngettext(
                    "It is issued: %(n)d task of a body.",
                    "It is issued: %(n)d tasks of bodies.",
                    given,
                ) % {"n": given}
            case "cap-nhat":
                given, stopped = issuing.refresh(**who)
                said = _("%(given)d tasks given, %(stopped)d followed no longer.") % {
                    "given": given,
                    "stopped": stopped,
                }
            case "da-nhan":
                said = _received(request, found, who)
            case "bo-nhiem-vu":
                raw = request.POST.get("n", "")
                if not raw.isdigit() or not found.tasks.filter(n=int(raw[:5])).exists():
                    raise Http404
                actions.drop_task(n=int(raw), **who)
                said = _("The task is taken out.")
            case _:
                raise Http404
    except UnfitDirectiveError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, said)
    return redirect("directive", found.pk)


def _received(request: Request, found: Directive, who: dict[str, Any]) -> str:
    """One's own bodies have it: nearly always one."""
    own = (
        queries.assignments_seen_by(request.actor)
        .filter(queries.own_bodies(request.actor), task__directive=found)
        .order_by("agency")
        .values_list("agency", flat=True)
        .distinct()
    )
    body = own.first()
    if body is None:
        raise NotAllowedError(_("This directive puts no task on your body."))
    issuing.acknowledge(agency_id=body, **who)
    return _("Noted: your body has received it.")
