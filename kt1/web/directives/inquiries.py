"""Asking, answering, going on with a request, and the contact of record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.calendars.rules import NoCalendarError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import notes_of
from kt1.network.agencies.queries import in_force
from kt1.oversight.requests import actions, permissions, queries
from kt1.oversight.requests.actions import UnfitInquiryError, Words
from kt1.oversight.requests.models import Inquiry
from kt1.oversight.requests.rules import Side, State
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.people.reminders.rules import lines_of
from kt1.web.directives.forms import AskForm, ContactForm, WordsForm
from kt1.web.directives.labels import inquiry_chip
from kt1.web.directives.lists import INQUIRIES
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Ask: whoever follows lines one body or many, a body whoever follows it."""
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    following = actor.role in permissions.FOLLOWERS
    known = in_force(day_of(request.at)).filter(
        province=actor.province_id, line__in=lines_of(actor.role)
    )
    own = list(queries.own_agencies(actor)[:1])
    if not following and not own:
        raise NotAllowedError(_("You act for no agency here."))
    if not following and (reason := permissions.why_not_ask(actor, own[0])):
        raise NotAllowedError(reason)
    initial = {"agencies": request.GET.get("co-quan", "").replace("\x00", "")[:40]}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, known=known if following else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        bodies = said["agencies"] if following else own
        try:
            ids = actions.ask(
                agency_ids=[row.pk for row in bodies],
                matter=said["matter"],
                words=Words(text=said["text"], paper=said["paper"]),
                due=said["due"],
                by=actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("text", REFUSAL_LABELS[Refusal(refused.refusal)])
        except (UnfitInquiryError, NoCalendarError) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is asked; the other side sees it at home."))
            return redirect("inquiry", ids[0]) if len(ids) == 1 else redirect("inquiries")
    return _form(request, form, _("Send a request"))


def _form(request: Request, form: Any, heading: str) -> HttpResponseBase:
    context = {
        "form": form,
        "heading": heading,
        "button": heading,
        "back": reverse("inquiries"),
        "crumbs": [(INQUIRIES, reverse("inquiries")), (heading, "")],
    }
    return render(request, "directives/form.html", context, status=UNFIT if form.is_bound else 200)


def _known(request: Request, pk: int) -> Inquiry:
    return get_object_or_404(queries.seen_by(request.actor), pk=pk)


@require_GET
@signed_in
def inquiry(request: Request, pk: int) -> HttpResponseBase:
    return _page(request, _known(request, pk), WordsForm())


def _page(request: Request, found: Inquiry, form: WordsForm) -> HttpResponseBase:
    actor = request.actor
    said = list(found.messages.select_related("by").order_by("n"))
    notes = notes_of([one.entry for one in said])
    side = permissions.side_of(actor, found.agency)
    waits = found.state == State.WAITING
    context = {
        "inquiry": found,
        "chip": inquiry_chip(found, day_of(request.at)),
        "said": [(one, notes.get(one.entry, {})) for one in said],
        "contact": queries.contacts([found.agency_id]).get(found.agency_id),
        "names": side == Side.BODY and permissions.why_not_set_contact(actor, found.agency) is None,
        "form": form,
        "may_answer": waits and side == found.waits_for,
        "may_enter": waits and side == Side.FOLLOWER and found.waits_for == Side.BODY,
        "may_ask_again": permissions.why_not_go_on(actor, found, State.WAITING) is None,
        "may_close": permissions.why_not_go_on(actor, found, State.CLOSED) is None,
        "crumbs": [(INQUIRIES, reverse("inquiries")), (found.get_matter_display(), "")],
    }
    return render(
        request, "directives/inquiry.html", context, status=UNFIT if form.is_bound else 200
    )


@require_POST
@signed_in
def act(request: Request, pk: int, act: str) -> HttpResponseBase:
    """Answer, ask once more, or close."""
    found = _known(request, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    who: dict[str, Any] = {
        "inquiry_id": found.pk,
        "words": Words(**form.cleaned_data),
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    try:
        match act:
            case "tra-loi":
                actions.answer(**who)
            case "hoi-them":
                actions.go_on(after=State.WAITING, **who)
            case "ket-thuc":
                actions.go_on(after=State.CLOSED, **who)
            case _:
                raise Http404
    except RefusedTextError as refused:
        form.add_error("text", REFUSAL_LABELS[Refusal(refused.refusal)])
    except (UnfitInquiryError, NoCalendarError) as fault:
        form.add_error(None, str(fault))
    else:
        return redirect("inquiry", found.pk)
    return _page(request, found, form)


@require_http_methods(["GET", "POST"])
@signed_in
def contact(request: Request) -> HttpResponseBase:
    """The contact of record of one's own body."""
    own = queries.own_agencies(request.actor).first()
    if own is None:
        raise NotAllowedError(_("You act for no agency here."))
    if reason := permissions.why_not_set_contact(request.actor, own):
        raise NotAllowedError(reason)
    now = queries.contacts([own.pk]).get(own.pk)
    initial = {"title": now.title, "phone": now.phone} if now else {}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.set_contact(
                agency_id=own.pk, by=request.actor, at=request.at, once=once(request),
                **form.cleaned_data,
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("title", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitInquiryError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The contact is named."))
            return redirect("inquiries")
    return _form(request, form, _("Name the contact of your agency"))
