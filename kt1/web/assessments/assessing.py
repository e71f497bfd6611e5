"""Going through a checklist, and writing a new version of it."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.assurance.assessments import actions, permissions, queries, rules, standard
from kt1.assurance.assessments.models import TOPIC_LABELS, SafetyChecklist
from kt1.assurance.assessments.rules import Topic, Written
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.assessments.forms import AssessForm, ChecklistForm
from kt1.web.assessments.labels import TITLE, today
from kt1.web.assessments.overview import guard, key_of, named, one_of
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def assess(request: Request, topic: str, code: str) -> HttpResponseBase:
    """The form counts; which line was not met is not kept (W13)."""
    province = guard(request)
    one = one_of(province, topic, code, today(request))
    if reason := permissions.why_not_manage(request.actor):
        raise NotAllowedError(reason)
    checklist = queries.checklist_in_force(province, one.topic)
    if checklist is None:
        return redirect("safety_checklist", one.topic.value)
    form = AssessForm(
        request.POST if request.method == "POST" else None,
        criteria=checklist.criteria.order_by("n"),
    )
    place = one.place.code if one.place else ""
    here = reverse("assessed", kwargs=key_of(one.topic, place))
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.assess(
                gone=actions.Gone(
                    topic=one.topic,
                    place_code=place,
                    checklist_id=checklist.pk,
                    verdicts=form.verdicts(),
                    done_on=values["done_on"],
                    number=values["number"],
                    kept_at=values["kept_at"],
                ),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitSafetyError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Kept as totals. Set a measure for each line not met."))
            return redirect(here)
    context = {
        "form": form,
        "name": named(one),
        "checklist": checklist,
        "back": here,
        "crumbs": [(TITLE, reverse("assessments")), (named(one), here), (_("Assess"), "")],
    }
    return render(
        request, "assessments/assess.html", context, status=UNFIT if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in
def checklist(request: Request, topic: str) -> HttpResponseBase:
    """The version in force, to read, print and write anew."""
    province = guard(request)
    if topic not in set(Topic):
        raise Http404
    kind = Topic(topic)
    current = queries.checklist_in_force(province, kind)
    why_not = permissions.why_not_manage(request.actor)
    if request.method == "POST" and why_not:
        raise NotAllowedError(why_not)
    form = ChecklistForm(
        request.POST if request.method == "POST" else None,
        initial={"typed": _typed(current) if current else standard.CHECKLISTS[kind]},
    )
    if form.is_valid():
        try:
            actions.write_checklist(
                topic=kind,
                typed=form.cleaned_data["typed"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("typed", REFUSAL_LABELS[Refusal(refused.refusal)])
        except rules.BadChecklistError as bad:
            form.add_error("typed", _("Line %(n)s cannot be read.") % {"n": bad.line})
        except UnfitSafetyError as fault:
            form.add_error("typed", str(fault))
        else:
            messages.success(request, _("A new version holds from now on."))
            return redirect("safety_checklist", kind.value)
    context = {
        "topic": TOPIC_LABELS[kind],
        "current": current,
        "criteria": current.criteria.order_by("n") if current else [],
        "may": why_not is None,
        "form": form,
        "crumbs": [(TITLE, reverse("assessments")), (_("Checklist"), "")],
    }
    return render(
        request, "assessments/checklist.html", context, status=UNFIT if form.is_bound else 200
    )


def _typed(current: SafetyChecklist) -> str:
    return rules.write_checklist(
        Written(points=one.points, critical=one.critical, text=one.text)
        for one in current.criteria.order_by("n")
    )
