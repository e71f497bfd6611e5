"""Declaring items (khai gửi): several covers in one form, with the clock each would have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.clock.preview import Preview, Wanted, previews
from kt1.custody.items import actions, listed
from kt1.custody.items.models import Item
from kt1.custody.items.steps import WrongDeclarationError
from kt1.custody.units.rules import State
from kt1.law.calendars.rules import VIETNAM
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Urgency
from kt1.people.accounts.rules import Role
from kt1.web.coverage.words import gap_said
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.items import labels
from kt1.web.items.forms import CoverForm, Covers
from kt1.web.items.lead import lead_hours
from kt1.web.items.typed import NotAMomentError, read_codes, read_moment, write_codes
from kt1.web.request import Request, acts_as, once
from kt1.web.tariff.panel import Cover, quotes
from kt1.web.tariff.shown import PriceShown


@dataclass(frozen=True, slots=True)
class Shown:
    """The clock and the price one cover would have, as the page shows them."""

    number: int
    receiver: str
    preview: Preview
    price: PriceShown | None

    @property
    def fault(self) -> str:
        return custody.said(self.preview.fault) if self.preview.fault else ""

    @property
    def gap(self) -> str:
        return gap_said(self.receiver, self.preview.gap) if self.preview.gap else ""


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK)
def declare(request: Request) -> HttpResponseBase:
    on = today(request)
    if request.method != "POST":
        to = request.GET.get("den", "").replace("\x00", "")
        return _page(request, Covers(None, on=on, sender=request.actor.agency_id, to=to))
    do = request.POST.get("do", "declare")
    if do != "declare":
        return _page(request, changed(request, do))
    covers = Covers(request.POST, on=on, sender=request.actor.agency_id, bound=True)
    if not covers.is_valid():
        return _page(request, covers, status=UNFIT)
    try:
        done = actions.declare(
            declarations=covers.declarations(),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except WrongDeclarationError as fault:
        messages.error(request, str(fault))
        return _page(request, covers, status=UNFIT)
    number = len(done["codes"])
    said = ngettext("%(n)s item declared.", "%(n)s items declared.", number) % {"n": number}
    messages.success(request, said)
    return redirect(f"{reverse('declared')}?ma={write_codes(done['codes'])}")


def changed(request: Request, do: str, *, sender: int | None = None) -> Covers:
    """The form with one cover more or less, or just read again; nothing typed is judged yet."""
    drop = int(do[5:]) if do.startswith("drop-") and do[5:].isdigit() else None
    return Covers(
        request.POST,
        on=today(request),
        sender=sender or request.actor.agency_id,
        drop=drop,
        more=int(do == "add"),
    )


def today(request: Request) -> date:
    return request.at.astimezone(VIETNAM).date()


def _page(request: Request, covers: Covers, *, status: int = 200) -> HttpResponse:
    context = {
        **form_context(request, covers, desk=request.actor.place_id or 0),
        "crumbs": [(_("Items sent"), reverse("items_sent")), (_("Declare items"), "")],
        "action": reverse("declare"),
        "preview_url": reverse("declare_preview"),
    }
    return render(request, "items/declare.html", context, status=status)


def form_context(request: Request, covers: Covers, *, desk: int) -> dict[str, Any]:
    return {
        "covers": covers,
        "shown": shown_of(request, covers.forms, desk),
        "lead": lead_hours(request.at),
    }


def shown_of(request: Request, forms: Sequence[CoverForm], desk: int) -> list[Shown]:
    """The clock each cover with a receiver would have, were it accepted now."""
    ready = [(n, form) for n, form in enumerate(forms, 1) if form.agency is not None]
    wanted = [
        Wanted(receiver=form.agency.pk if form.agency else 0, **_speed(form)) for _n, form in ready
    ]
    if not wanted:
        return []
    found = previews(desk, wanted, at=request.at)
    kept = dict(labels.marks_of(current_mode()))
    prices = quotes(request, desk, [_cover(form, kept) for _n, form in ready])
    return [
        Shown(n, form.agency.name if form.agency else "", preview, price)
        for (n, form), preview, price in zip(ready, found, prices, strict=False)
    ]


def _cover(form: CoverForm, kept: Collection[str]) -> Cover:
    """What a price asks of a cover. A mark that this installation does not keep counts as none."""
    raw = form["mark"].value()
    mark = Mark(raw) if raw in kept else Mark.NONE
    return Cover(form.agency.pk if form.agency else 0, _speed(form)["urgency"], mark)


def _speed(form: CoverForm) -> dict[str, Any]:
    raw = form["urgency"].value()
    urgency = Urgency(raw) if raw in set(Urgency) else Urgency.NONE
    agreed = None
    if urgency is Urgency.TIMED:
        try:
            agreed = read_moment(str(form["agreed"].value() or ""))
        except NotAMomentError:
            agreed = None
    return {"urgency": urgency, "agreed": agreed}


@require_POST
@acts_as(Role.CLERK)
def preview(request: Request) -> HttpResponseBase:
    """The clocks alone, for the side of the form. Records nothing."""
    covers = changed(request, "preview")
    shown = shown_of(request, covers.forms, request.actor.place_id or 0)
    return render(request, "items/_clocks.html", {"shown": shown})


@require_GET
@acts_as(Role.CLERK)
def declared(request: Request) -> HttpResponseBase:
    """What was just declared: numbers, labels, and what must stand on the covers."""
    codes = read_codes(request.GET.get("ma", ""))
    items = list(_mine(request).filter(unit__code__in=codes).order_by("pk"))
    waiting = [item for item in items if item.unit.state == State.DECLARED]
    context = {
        "items": items,
        "codes": write_codes([item.unit.code for item in waiting]),
        "waiting": waiting,
        "alone": _alone(request, items),
        "crumbs": [
            (_("Items sent"), reverse("items_sent")),
            (_("Declare items"), reverse("declare")),
            (_("Declared"), ""),
        ],
    }
    return render(request, "items/declared.html", context)


def _mine(request: Request) -> Any:
    return listed.with_all(listed.sent_by(request.actor), request.at)


def _alone(request: Request, items: Sequence[Item]) -> list[str]:
    """Receivers of Hỏa tốc items, and when nobody may sign there before the deadline (N4)."""
    urgent = {item.receiver_id: item.receiver.name for item in items if _is_express(item)}
    if not urgent:
        return []
    wanted = [Wanted(receiver=body, urgency=Urgency.EXPRESS) for body in urgent]
    found = previews(request.actor.place_id or 0, wanted, at=request.at)
    return [
        gap_said(name, preview.gap)
        for name, preview in zip(urgent.values(), found, strict=False)
        if preview.gap
    ]


def _is_express(item: Item) -> bool:
    return item.urgency == Urgency.EXPRESS


@require_POST
@acts_as(Role.CLERK)
def withdraw(request: Request) -> HttpResponseBase:
    """Take declarations back, as long as nobody collected them."""
    codes = read_codes(request.POST.get("ma", ""))
    if not codes:
        raise Http404
    actions.withdraw(codes=codes, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The declaration is withdrawn. Destroy the printed label."))
    return redirect("items_sent")
