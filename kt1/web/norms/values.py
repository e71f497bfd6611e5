"""One figure of a norm set: its versions with who entered and confirmed them, and the next one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.acts import ADDED, CONFIRMED, Act
from kt1.law.book.queries import parameter as read
from kt1.law.parameters import actions, permissions
from kt1.law.parameters.keys import FORMS, LISTS, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import word_of
from kt1.law.parameters.wanted import WANTED, Stop, Wanted, asked_of
from kt1.law.screening.rules import RefusedTextError
from kt1.network.units.queries import is_province
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.norms.area_words import written
from kt1.web.norms.forms import ConfirmForm, FigureForm
from kt1.web.norms.labels import (
    READERS,
    STOP_LABELS,
    history_of,
    last_act,
    name_in_address,
    said,
    titles_of,
)
from kt1.web.norms.wayfinding import crumbs, today
from kt1.web.request import Request, acts_as, once
from kt1.web.service.labels import paper_said, value_said
from kt1.web.service.statements import REFUSED
from kt1.web.service.tables import state_of


@require_GET
@acts_as(*READERS)
def norm_value(request: Request, pk: int) -> HttpResponseBase:
    """Every version of one norm, newest first, with what this person may do about one of them."""
    return _value_page(request, _figure(pk), ConfirmForm())


def _figure(pk: int) -> LegalParameter:
    rows = LegalParameter.objects.select_related("norm_set", "instrument")
    return get_object_or_404(rows, pk=pk)


def _value_page(request: Request, row: LegalParameter, form: ConfirmForm) -> HttpResponseBase:
    code = row.norm_set.code
    wanted = _wanted(code, Key(row.key), row.scope)
    versions = _versions(request, row)
    reason = permissions.why_not_confirm(request.actor, row)
    context = {
        "row": row,
        "name": said(wanted, today(request)),
        "stop": STOP_LABELS[wanted.stop],
        "value": value_said(row.value, row.unit),
        "paper": paper_said(row.instrument, row.article, ""),
        "versions": versions,
        "areas": _areas_of(row, request),
        "form": form,
        "may_confirm": reason is None,
        "why_not_confirm": reason if row.confirmed_at is None else "",
        "may_enter": permissions.why_not_add(request.actor) is None,
        "next_url": _add_url(code, wanted),
        "crumbs": crumbs(
            (_("Norm sets"), reverse("norm_sets")),
            (code, reverse("norm_set", args=[code])),
            (said(wanted, today(request)), ""),
        ),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "norms/value.html", context, status=status)


def _areas_of(row: LegalParameter, request: Request) -> list[str]:
    """Every commune a list of special geography names, under its name of today."""
    if row.key != Key.SPECIAL_GEOGRAPHY or row.value is None:
        return []
    return written(str(row.value), today(request))


def _add_url(code: str, wanted: Wanted) -> str:
    return f"{reverse('norm_add', args=[code])}?ten={name_in_address(wanted)}"


def _versions(request: Request, row: LegalParameter) -> list[dict[str, Any]]:
    """Four queries: the rows, the acts with their words, the people."""
    rows = list(
        LegalParameter.objects.filter(norm_set=row.norm_set, key=row.key, scope=row.scope)
        .select_related("norm_set", "instrument")
        .order_by("-valid_from")
    )
    subjects = {one.pk: f"parameter:{read(one).id}" for one in rows}
    acts = history_of(*subjects.values())
    people = titles_of([act.actor for act in acts] + [one.confirmed_by for one in rows])
    found = []
    for one in rows:
        added = last_act(acts, subjects[one.pk], ADDED)
        confirmed = last_act(acts, subjects[one.pk], CONFIRMED)
        found.append(
            {
                "row": one,
                "here": one.pk == row.pk,
                "value": value_said(one.value, one.unit),
                "paper": paper_said(one.instrument, one.article, ""),
                "chip": state_of(one, today(request)),
                "added": added,
                "added_by": people.get(_actor(added), _actor(added)),
                "confirmed_by": people.get(one.confirmed_by, "") if one.confirmed_by else "",
                "compared": confirmed.notes.get("paper") if confirmed else "",
            }
        )
    return found


def _actor(act: Act | None) -> str:
    return act.actor if act else ""


@require_POST
@acts_as(*READERS)
def norm_confirm(request: Request, pk: int) -> HttpResponseBase:
    """Say that a figure was compared with its paper."""
    row, form = _figure(pk), ConfirmForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_parameter(
                parameter_id=pk,
                paper=form.cleaned_data["paper"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except actions.NoPaperError:
            form.add_error("paper", _("Name the paper by which this figure was set."))
        except RefusedTextError:
            form.add_error("paper", str(REFUSED))
        else:
            messages.success(request, _("The figure is confirmed."))
            return redirect("norm_value", pk)
    return _value_page(request, row, form)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def norm_add(request: Request, code: str) -> HttpResponseBase:
    """Enter a figure from a day on; the one that held before ends the day before."""
    norm_set = get_object_or_404(NormSet.objects.select_related("instrument"), code=code)
    if reason := permissions.why_not_add(request.actor):
        raise NotAllowedError(reason)
    known = {name_in_address(one): one for one in _names(code)}
    wanted = known.get(request.GET.get("ten", "")) or _of_province(request.GET.get("ten", ""))
    trail = crumbs(
        (_("Norm sets"), reverse("norm_sets")),
        (code, reverse("norm_set", args=[code])),
        (_("Enter a figure"), ""),
    )
    if wanted is None:
        if request.GET.get("ten"):
            raise Http404
        names = [(name, said(one)) for name, one in known.items()]
        context = {"names": names, "set": norm_set, "crumbs": trail}
        return render(request, "norms/choose.html", context)
    form = FigureForm(
        code,
        wanted.key,
        wanted.scope,
        request.POST if request.method == "POST" else None,
        initial={**_initial(norm_set), **_list_now(request, wanted)},
    )
    if form.is_valid() and (made := _add(request, form)) is not None:
        messages.success(request, _("The figure is entered. Another person confirms it."))
        return redirect("norm_value", made.pk)
    context = {
        "form": form,
        "set": norm_set,
        "name": said(wanted, today(request)),
        "stop": STOP_LABELS[wanted.stop],
        "unit": _unit_of(wanted.key),
        "wide": wanted.key is Key.SPECIAL_GEOGRAPHY,
        "now": _now(request, code, wanted),
        "back": reverse("norm_set", args=[code]),
        "crumbs": trail,
    }
    return render(request, "norms/add.html", context, status=UNFIT if form.is_bound else 200)


def _of_province(name: str) -> Wanted | None:
    """A list of special geography is kept for each province that has one of its own."""
    key, _colon, scope = name.partition(":")
    if key != Key.SPECIAL_GEOGRAPHY or not is_province(scope):
        return None
    return Wanted(Key.SPECIAL_GEOGRAPHY, scope, Stop.GEOGRAPHY)


def _list_now(request: Request, wanted: Wanted) -> dict[str, str | list[str]]:
    """The list that holds today, to be changed line by line."""
    if wanted.key not in {Key.SPECIAL_GEOGRAPHY, *LISTS}:
        return {}
    held = own_norms(today(request)).find(wanted.key, wanted.scope)
    if held is None or held.value is None:
        return {}
    if wanted.key in LISTS:
        return {"value": word_of(held).split()}
    return {"value": "\n".join(written(word_of(held), today(request)))}


def _unit_of(key: Key) -> str:
    """What stands beside the field; a list has no number to count."""
    return "" if key in {Key.SPECIAL_GEOGRAPHY, *LISTS} else value_said("", FORMS[key].unit).strip()


def _initial(norm_set: NormSet) -> dict[str, Any]:
    """A set of one circular rests on that circular, mostly."""
    paper = norm_set.instrument
    return {"instrument": paper.code if paper else "", "evidence": "official_text" if paper else
            "assumption"}  # fmt: skip


def _names(code: str) -> list[Wanted]:
    """What the product asks of a set, and whatever else it holds already."""
    asked = list(asked_of(code))
    known = {(one.key, one.scope) for one in asked}
    held = LegalParameter.objects.filter(norm_set__code=code).order_by("key", "scope")
    for key, scope in held.values_list("key", "scope").distinct():
        if (Key(key), scope) not in known:
            asked.append(_wanted(code, Key(key), scope))
    return asked


def _wanted(code: str, key: Key, scope: str) -> Wanted:
    """The norm by its name; what is held beside what is asked for stops as its key does."""
    asked = [one for one in asked_of(code) if one.key is key]
    asked = asked or [one for one in WANTED if one.key is key]
    exact = next((one for one in asked if one.scope == scope), None)
    return exact or Wanted(key, scope, asked[0].stop if asked else Stop.SHOWN)


def _now(request: Request, code: str, wanted: Wanted) -> LegalParameter | None:
    """What holds in this set on the day."""
    held = LegalParameter.objects.filter(
        norm_set__code=code, key=wanted.key, scope=wanted.scope, valid_from__lte=today(request)
    ).order_by("-valid_from")
    return held.first()


def _add(request: Request, form: FigureForm) -> LegalParameter | None:
    """Done, or None with the fault on the form."""
    try:
        return actions.add_parameter(
            parameter=form.parameter(), by=request.actor, at=request.at, once=once(request)
        )
    except actions.LaterFigureError:
        form.add_error("valid_from", _("A figure begins on that day or later already."))
    except RefusedTextError:
        form.add_error(None, str(REFUSED))
    return None
