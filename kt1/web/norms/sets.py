"""The norm sets: which one is gone by, what each lacks, and choosing one from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.acts import ACTIVATED, Act
from kt1.law.book.queries import ask_again, book
from kt1.law.parameters import actions, permissions
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.queries import active_code
from kt1.law.parameters.wanted import NEVER_GONE_BY, PROCEDURE, Stop, asked_of, missing
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.norms.forms import ActivateForm
from kt1.web.norms.labels import READERS, history_of, stopped, titles_of
from kt1.web.norms.wayfinding import crumbs, tabs, today
from kt1.web.request import Request, acts_as, once
from kt1.web.service.labels import norm_said, paper_said, scope_said, value_said
from kt1.web.service.tables import state_of, until_said

GONE_BY_BEFORE = gettext_lazy("This set began before that day already: it can only begin earlier.")


def span_said(one: NormSet) -> str:
    """From 01/07/2026; or both days; or nothing where it never was."""
    if one.active_from is None:
        return ""
    if one.active_to is None:
        return _("from %(day)s") % {"day": day(one.active_from)}
    return f"{day(one.active_from)} – {day(one.active_to)}"


@require_GET
@acts_as(*READERS)
def norm_sets(request: Request) -> HttpResponseBase:
    """Every set, the one gone by today and what it lacks, and how it came to it."""
    ask_again()
    on = today(request)
    found = list(
        NormSet.objects.select_related("instrument").order_by("pk").annotate(
            figures=Count("parameters"),
            open=Count("parameters", filter=Q(parameters__confirmed_at=None)),
        )
    )  # fmt: skip
    acts = history_of(*(f"norm_set:{one.code}" for one in found))
    active = active_code(on)
    context = {
        "active": next((one for one in found if one.code == active), None),
        "on": on,
        "stopped": stopped(missing(book().norms(active, on))) if active else [],
        "unset": stopped(missing(book().norms(PROCEDURE, on))),
        "procedure": PROCEDURE,
        "sets": [_row(one, on) for one in found],
        "acts": _activations(acts),
        "may_enter": permissions.why_not_add(request.actor) is None,
        "tabs": tabs("norm_sets"),
        "crumbs": crumbs((_("Norm sets"), "")),
    }
    return render(request, "norms/sets.html", context)


def _row(one: NormSet, on: date) -> dict[str, Any]:
    return {
        "set": one,
        "span": span_said(one),
        "lacking": len(missing(book().norms(one.code, on))),
        "asked": len(asked_of(one.code)),
        "beside": one.code in NEVER_GONE_BY,
    }


def _activations(acts: list[Act]) -> list[tuple[Act, str, str, str]]:
    """Each with the set, its first day, and who."""
    chosen = [act for act in acts if act.kind == ACTIVATED]
    people = titles_of(act.actor for act in chosen)
    return [
        (act, act.subject.removeprefix("norm_set:"), day(date.fromisoformat(act.body["since"])),
         people.get(act.actor, act.actor))
        for act in sorted(chosen, key=lambda act: act.at, reverse=True)
    ]  # fmt: skip


def _listing(on: date, titles: Mapping[str, str]) -> Listing[LegalParameter]:
    def link(row: LegalParameter) -> str:
        return reverse("norm_value", args=[row.pk])

    def confirmed(row: LegalParameter) -> str | None:
        return titles.get(row.confirmed_by, row.confirmed_by) if row.confirmed_by else None

    return Listing(
        title=gettext_lazy("Figures of the set"),
        order=("key", "scope", "-valid_from", "pk"),
        per_page=200,
        empty=gettext_lazy("No figure is entered yet: choose one of what is missing above."),
        columns=(
            Column(key="chi-tieu", label=gettext_lazy("Norm"), roomy=True, link=link,
                   value=lambda row: norm_said(row.key),
                   under=lambda row: str(scope_said(row.scope)) if row.scope else None),
            Column(key="muc", label=gettext_lazy("Figure"),
                   value=lambda row: value_said(row.value, row.unit)),
            Column(key="tu", label=gettext_lazy("Valid from"), value=lambda row: row.valid_from,
                   kind=Kind.DAY, sort="valid_from", under=lambda row: until_said(row.valid_to)),
            Column(key="can-cu", label=gettext_lazy("Paper that says so"), roomy=True,
                   value=lambda row: paper_said(row.instrument, row.article, ""),
                   under=lambda row: row.note),
            Column(key="tin", label=gettext_lazy("Standing"), value=lambda row: state_of(row, on),
                   kind=Kind.CHIP, under=confirmed),
        ),
        filters=(
            FlagFilter(key="cho", label=gettext_lazy("not confirmed"),
                       apply=lambda rows: rows.filter(confirmed_at=None)),
            FlagFilter(key="nay", label=gettext_lazy("in force today"),
                       apply=lambda rows: rows.filter(_in_force(on))),
        ),
    )  # fmt: skip


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def _figures(one: NormSet) -> QuerySet[LegalParameter]:
    return LegalParameter.objects.filter(norm_set=one).select_related("instrument", "norm_set")


@require_GET
@acts_as(*READERS)
def norm_set(request: Request, code: str) -> HttpResponseBase:
    """One set: what it lacks and what that stops, and its figures with their standing."""
    ask_again()
    found, on = _found(code), today(request)
    named = _figures(found).values_list("confirmed_by", flat=True).distinct()
    lacking = missing(book().norms(code, on))
    context = {
        "set": found,
        "span": span_said(found),
        "stopped": stopped(lacking),
        "ready": all(one.stop is not Stop.DEADLINE for one in lacking),
        "may_enter": permissions.why_not_add(request.actor) is None,
        "may_activate": permissions.why_not_activate(request.actor, code) is None,
        "crumbs": crumbs((_("Norm sets"), reverse("norm_sets")), (code, "")),
    }
    listing = _listing(on, titles_of(named))
    rows = _figures(found)
    return answer(request, listing, rows, template="norms/set.html", context=context)


def _found(code: str) -> NormSet:
    return get_object_or_404(NormSet.objects.select_related("instrument"), code=code)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def norm_activate(request: Request, code: str) -> HttpResponseBase:
    """Go by a set from a day on. What it lacks is said before."""
    ask_again()
    found, on = _found(code), today(request)
    if reason := permissions.why_not_activate(request.actor, code):
        raise NotAllowedError(reason)
    form = ActivateForm(
        request.POST if request.method == "POST" else None, initial={"since": day(on)}
    )
    if form.is_valid() and _activate(request, code, form):
        since = form.cleaned_data["since"]
        said = _("From %(day)s on this installation goes by %(code)s.")
        messages.success(request, said % {"day": day(since), "code": code})
        return redirect("norm_sets")
    now = active_code(on)
    context = {
        "form": form,
        "set": found,
        "now": now,
        "stopped": stopped(missing(book().norms(code, on))),
        "back": reverse("norm_set", args=[code]),
        "crumbs": crumbs(
            (_("Norm sets"), reverse("norm_sets")),
            (code, reverse("norm_set", args=[code])),
            (_("Go by this set"), ""),
        ),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "norms/activate.html", context, status=status)


def _activate(request: Request, code: str, form: ActivateForm) -> bool:
    """Done; or the fault stands on the form."""
    try:
        actions.activate(
            code=code,
            since=form.cleaned_data["since"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except actions.GoneByBeforeError:
        form.add_error("since", str(GONE_BY_BEFORE))
        return False
    except actions.ActivationTooEarlyError:
        form.add_error(
            "since",
            _("A set that begins on that day or later is chosen already: take a later day."),
        )
        return False
    return True
