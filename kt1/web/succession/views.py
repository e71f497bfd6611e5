"""Papers that merge, split, rename and move bodies: the list, a form a kind, preview, decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.network.agencies.models import Agency
from kt1.network.models import Reorganisation
from kt1.network.successions import actions
from kt1.network.successions.actions import WrongStageError
from kt1.network.successions.checks import UnfitOrderError, faults
from kt1.network.successions.lineage import lineage, name_on
from kt1.network.successions.queries import ordered_by
from kt1.network.successions.rules import Kind, Ordered, Stage
from kt1.people.accounts.models import User
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.errors.answers import CONFLICT, UNFIT
from kt1.web.lists.answer import answer
from kt1.web.network.permissions import within
from kt1.web.network.wayfinding import see_also, today
from kt1.web.request import Request, acts_as, once
from kt1.web.succession import listings, permissions
from kt1.web.succession.after import done_parts
from kt1.web.succession.bodies import Bodies
from kt1.web.succession.forms import FORMS, PaperForm
from kt1.web.succession.preview import Preview
from kt1.web.succession.words import HEADINGS, STAGE_CHIPS, sentence


@require_GET
@acts_as(*permissions.READERS)
def reorganisations(request: Request) -> HttpResponseBase:
    kinds = permissions.kinds_of(request.actor)
    context = {
        "ways_in": [(HEADINGS[kind], reverse("reorganisation_new", args=[kind])) for kind in kinds],
        "see_also": see_also(request.actor, "reorganisations"),
    }
    rows = permissions.seen_by(request.actor)
    return answer(
        request,
        listings.REORGANISATIONS,
        rows,
        template="succession/list.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
@acts_as(*permissions.READERS)
def new(request: Request, kind: str) -> HttpResponseBase:
    if kind not in permissions.KEPT:
        raise Http404
    wanted = Kind(kind)
    if reason := permissions.why_not_enter(request.actor, wanted):
        raise NotAllowedError(reason)
    form = FORMS[wanted](request.POST or None, bodies=_bodies(request))
    return _entered(request, form) or _form(request, form)


@require_http_methods(["GET", "POST"])
@acts_as(*permissions.READERS)
def undo(request: Request, number: int) -> HttpResponseBase:
    """A later entry that names a wrong one, by a paper of its own."""
    wrong = _found(request, number)
    if reason := permissions.why_not_decide(request.actor, wrong):
        raise NotAllowedError(reason)
    form = FORMS[Kind.UNDO](request.POST or None, bodies=_bodies(request), undoes=wrong.pk)
    return _entered(request, form) or _form(request, form, wrong)


def _bodies(request: Request) -> Bodies:
    return Bodies(today(request), request.actor.province_id if within(request.actor) else None)


def _entered(request: Request, form: PaperForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        made = actions.draft(
            ordered=form.ordered(),
            within=within(request.actor),
            by=str(request.actor),
            at=request.at,
            once=once(request),
        )
    except UnfitOrderError as unfit:
        form.show(unfit.faults)
        return None
    messages.success(request, _("The draft was entered. Look at what will move, then confirm it."))
    return redirect("reorganisation", made)


def _form(request: Request, form: PaperForm, wrong: Reorganisation | None = None) -> HttpResponse:
    heading = HEADINGS[form.kind]
    back = reverse("reorganisation", args=[wrong.pk]) if wrong else reverse("reorganisations")
    context = {
        "form": form,
        "heading": heading,
        "wrong": wrong,
        "back": back,
        "crumbs": [(listings.REORGANISATIONS.title, reverse("reorganisations")), (heading, "")],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "succession/form.html", context, status=status)


@require_GET
@acts_as(*permissions.READERS)
def reorganisation(request: Request, number: int) -> HttpResponseBase:
    return _page(request, _found(request, number))


def _found(request: Request, number: int) -> Reorganisation:
    return get_object_or_404(permissions.seen_by(request.actor), pk=number)


def _page(request: Request, found: Reorganisation, *, status: int = 200) -> HttpResponse:
    ordered = ordered_by(found)
    open_ = found.stage in {Stage.DRAFT, Stage.CONFIRMED}
    before, names = _names(ordered)
    wrong = faults(ordered, today=today(request), within=None, own=found.pk) if open_ else []
    parts = Preview(ordered, request.actor, request.at).parts() if open_ else done_parts(found)
    context: dict[str, Any] = {
        "found": found,
        "ordered": ordered,
        "state": STAGE_CHIPS[found.stage],
        "old": [(code, before.get(code, code)) for code in ordered.old],
        "heirs": [(code, names.get(code, code)) for code in ordered.heirs],
        "founded": {body.code for body in ordered.founded},
        "parts": parts,
        "is_open": open_,
        "wrong": [sentence(fault) for fault in wrong],
        "why_not": permissions.why_not_decide(request.actor, found),
        "may_undo": found.kind != Kind.UNDO and found.stage in {Stage.CONFIRMED, Stage.DONE},
        "undone_by": found.undone_by.exclude(stage=Stage.DROPPED).first(),
        "people": _people(found),
        "crumbs": [
            (listings.REORGANISATIONS.title, reverse("reorganisations")),
            (found.subject, ""),
        ],
    }
    return render(request, "succession/page.html", context, status=status)


def _names(ordered: Ordered) -> tuple[dict[str, str], dict[str, str]]:
    """Names by code, of the last day before and of today; of bodies to be founded, the paper's."""
    bodies = list(Agency.objects.filter(code__in=[*ordered.old, *ordered.heirs]))
    known = lineage()
    before = {one.code: name_on(one.pk, one.name, ordered.last_day, known) for one in bodies}
    founded = {body.code: body.name for body in ordered.founded}
    return before, founded | {one.code: one.name for one in bodies}


def _people(found: Reorganisation) -> dict[str, str]:
    """Who entered and who confirmed, by their shown titles."""
    said = {found.drafted_by, found.confirmed_by}
    ids = {int(one.removeprefix("user:")): one for one in said if one.startswith("user:")}
    titles = User.objects.filter(pk__in=ids).values_list("pk", "title")
    named = {ids[pk]: title for pk, title in titles}
    return {
        "drafted": named.get(found.drafted_by, found.drafted_by),
        "confirmed": named.get(found.confirmed_by, found.confirmed_by),
    }


@require_GET
@acts_as(*permissions.READERS)
def part(request: Request, number: int, key: str) -> HttpResponseBase:
    """The rows behind one count of the preview, where this person may read such rows."""
    found = _found(request, number)
    if found.stage not in {Stage.DRAFT, Stage.CONFIRMED}:
        raise Http404
    preview = Preview(ordered_by(found), request.actor, request.at)
    chosen = preview.part(key)
    if chosen is None or chosen.rows is None:
        raise Http404
    listing, rows = listings.rows_of(chosen, preview)
    context = {
        "lead": chosen.what,
        "crumbs": [
            (listings.REORGANISATIONS.title, reverse("reorganisations")),
            (found.subject, reverse("reorganisation", args=[found.pk])),
            (chosen.label, ""),
        ],
    }
    with transaction.atomic():
        if chosen.amber:
            log_reading(request.actor, request.at, "succession.receivers", ())
        return answer(request, listing, rows, context=context)


@require_POST
@acts_as(*permissions.READERS)
def confirm(request: Request, number: int) -> HttpResponseBase:
    def act(found: Reorganisation) -> str:
        day = actions.confirm(
            reorganisation_id=found.pk,
            within=within(request.actor),
            by=str(request.actor),
            at=request.at,
            once=once(request),
        )
        if day > today(request):
            said = _("Confirmed. It takes effect by itself on %(day)s.")
            return said % {"day": f"{day:%d/%m/%Y}"}
        return _("Confirmed. It takes effect within a minute.")

    return _decided(request, number, act)


@require_POST
@acts_as(*permissions.READERS)
def drop(request: Request, number: int) -> HttpResponseBase:
    def act(found: Reorganisation) -> str:
        actions.drop(
            reorganisation_id=found.pk, by=str(request.actor), at=request.at, once=once(request)
        )
        return _("The draft was dropped. Nothing has changed.")

    return _decided(request, number, act)


def _decided(
    request: Request, number: int, act: Callable[[Reorganisation], str]
) -> HttpResponseBase:
    found = _found(request, number)
    if reason := permissions.why_not_decide(request.actor, found):
        raise NotAllowedError(reason)
    try:
        messages.success(request, act(found))
    except UnfitOrderError as unfit:
        for fault in unfit.faults:
            messages.error(request, str(sentence(fault)))
        return _page(request, _found(request, number), status=UNFIT)
    except WrongStageError:
        messages.error(request, _("Somebody decided this meanwhile. Here is how it stands now."))
        return _page(request, _found(request, number), status=CONFLICT)
    return redirect("reorganisation", number)
