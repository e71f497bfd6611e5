"""The stock of seals, from the packet to the two persons who destroy them; locks and locators."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.custody.bags import gear as gears
from kt1.custody.bags import permissions
from kt1.custody.bags import seals as actions
from kt1.custody.bags.models import GEAR_LABELS, Gear, Seal
from kt1.custody.bags.rules import GearKind, SealState
from kt1.custody.units.rules import NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.handling import history, labels, ranges, reads
from kt1.web.handling.bags import POST
from kt1.web.handling.forms import NumberField, choice, refused
from kt1.web.handling.listings import gear_listing, seal_listing
from kt1.web.lists.answer import answer
from kt1.web.numbers import number
from kt1.web.request import Request, acts_as, once

UNFIT = 422
ISSUE_TO = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
LIFE = (SealState.STOCK, SealState.ISSUED, SealState.APPLIED, SealState.INTACT, SealState.BROKEN,
        SealState.RETAINED, SealState.DESTROYED)  # fmt: skip


class RangeForm(forms.Form):
    """From one number to another, both included."""

    first = NumberField(label=gettext_lazy("From number"))
    last = NumberField(
        label=gettext_lazy("To number"),
        required=False,
        help_text=gettext_lazy("Empty for one seal alone"),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.numbers = ranges.numbers(said["first"], said["last"])
            except ranges.BadRangeError:
                self.add_error(
                    "last", _("Same letters and length as the first, at most 1,000 numbers.")
                )
        return said


class IssueForm(RangeForm):
    to = forms.ChoiceField(label=gettext_lazy("Person who will use them"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = choice(_("Person who will use them"), [("", "–"), *people])


class GearForm(RangeForm):
    kind = choice(gettext_lazy("Kind"), [(k.value, label) for k, label in GEAR_LABELS.items()])
    field_order = ("kind", "first", "last")


@require_GET
@acts_as(*POST)
def seals(request: Request) -> HttpResponseBase:
    """The seals of one's place; the dispatcher sees those of the province."""
    rows = seals_seen_by(request.actor)
    context = {
        "stores": permissions.why_not_store_seals(request.actor) is None,
        "retains": permissions.why_not_retain_seals(request.actor) is None,
        "stock": rows.aggregate(
            stock=Count("pk", Q(state=SealState.STOCK)),
            issued=Count("pk", Q(state=SealState.ISSUED)),
            off=Count("pk", Q(state__in=[SealState.INTACT, SealState.BROKEN])),
            retained=Count("pk", Q(state=SealState.RETAINED)),
        ),
        "mine": ranges.spans(list(reads.issued_to(request.actor).values_list("number", flat=True))),
    }
    listing = seal_listing(request.actor)
    return answer(
        request,
        listing,
        rows.select_related("place", "person"),
        template="handling/seals.html",
        context=context,
    )


def seals_seen_by(actor: Actor) -> QuerySet[Seal]:
    if actor.role is Role.DISPATCHER:
        return Seal.objects.filter(place__province=actor.province_id)
    return Seal.objects.filter(Q(place=actor.place_id or 0) | Q(person=actor.user_id))


@require_GET
@acts_as(*POST)
def seal(request: Request, number: str) -> HttpResponse:
    """One seal and where it stands in its life. On a bag it is shown to who put it there only."""
    found = get_object_or_404(
        seals_seen_by(request.actor).select_related("place", "person", "unit"),
        number=number.upper(),
    )
    hidden = found.state == SealState.APPLIED and found.person_id != request.actor.user_id
    if hidden:
        raise NotAllowedError(_("While a seal is on a bag its number is on no screen."))
    known = SealState(found.state)
    on_bag = known not in {SealState.STOCK, SealState.ISSUED, SealState.APPLIED}
    context = {
        "seal": found,
        "chip": labels.seal_chip(found.state),
        "crumbs": [(_("Seals"), reverse("seals")), (found.number, "")],
        "life": [(labels.seal_chip(one), one is known) for one in LIFE],
        "bag": found.unit if on_bag else None,
        "events": [
            one
            for one in (history.of_bag(found.unit, request.actor) if found.unit and on_bag else ())
            if one.seal == found.number
        ],
    }
    return render(request, "handling/seal.html", context)


def _store(request: Request) -> None:
    if reason := permissions.why_not_store_seals(request.actor):
        raise NotAllowedError(reason)


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def seals_receive(request: Request) -> HttpResponse:
    _store(request)
    form = RangeForm(request.POST or None)
    return _ranged(
        request, form, actions.receive, _("Receive seals"), _("%(n)s seals are in stock now.")
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def seals_issue(request: Request) -> HttpResponse:
    _store(request)
    people = reads.people_of_post(request.actor, request.at, *ISSUE_TO)
    form = IssueForm(request.POST or None, people=[(str(p.pk), p.title) for p in people])
    return _ranged(
        request,
        form,
        actions.issue,
        _("Issue seals"),
        _("%(n)s seals are issued."),
        facts=lambda said: {"to": int(said["to"])},
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def seals_give_back(request: Request) -> HttpResponse:
    _store(request)
    form = RangeForm(request.POST or None)
    return _ranged(
        request, form, actions.give_back, _("Take seals back"), _("%(n)s seals are back in stock.")
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def seals_retain(request: Request) -> HttpResponse:
    if reason := permissions.why_not_retain_seals(request.actor):
        raise NotAllowedError(reason)
    form = RangeForm(request.POST or None)
    return _ranged(
        request, form, actions.retain, _("Keep seals taken off"), _("%(n)s seals are kept.")
    )


def _ranged(  # noqa: PLR0917 - the parts of one page
    request: Request,
    form: RangeForm,
    act: Callable[..., Any],
    heading: str,
    done: str,
    facts: Callable[[dict[str, Any]], dict[str, Any]] = lambda _said: {},
    back: str = "seals",
) -> HttpResponse:
    """One form of a range, one act, back to the list."""
    if request.method == "POST" and form.is_valid():
        try:
            act(
                numbers=form.numbers,
                by=request.actor,
                at=request.at,
                once=once(request),
                **facts(form.cleaned_data),
            )
        except NotPossibleError as fault:
            refused(form, fault)
        else:
            messages.success(request, done % {"n": number(len(form.numbers))})
            return redirect(back)
    context = {
        "form": form,
        "title": heading,
        "back": reverse(back),
        "crumbs": [
            (_("Seals") if back == "seals" else _("Locks, keys and locators"), reverse(back)),
            (heading, ""),
        ],
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "handling/range.html", context, status=status)


@require_GET
@acts_as(*POST)
def gear(request: Request) -> HttpResponseBase:
    rows = Gear.objects.filter(place__province=request.actor.province_id)
    context = {"stores": permissions.why_not_store_seals(request.actor) is None}
    return answer(
        request,
        gear_listing(),
        rows.select_related("place", "person"),
        template="handling/gear.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def gear_new(request: Request) -> HttpResponse:
    _store(request)
    return _ranged(
        request,
        GearForm(request.POST or None),
        gears.register,
        _("Register locks, keys, locators"),
        _("%(n)s are in the register now."),
        facts=lambda said: {"kind": GearKind(said["kind"])},
        back="gear",
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def gear_entrust(request: Request) -> HttpResponse:
    _store(request)
    people = reads.people_of_post(request.actor, request.at, *ISSUE_TO)
    to_place = ("0", _("back to the place"))
    form = IssueForm(
        request.POST or None, people=[to_place, *((str(p.pk), p.title) for p in people)]
    )
    return _ranged(
        request,
        form,
        gears.entrust,
        _("Entrust to a person"),
        _("%(n)s changed hands."),
        facts=lambda said: {"to": int(said["to"]) or None},
        back="gear",
    )
