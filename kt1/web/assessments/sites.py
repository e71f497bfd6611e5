"""Sites of restricted entry, and the book of who came in."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.assurance.assessments import permissions, queries, registers
from kt1.assurance.assessments.registered import (
    PURPOSE_LABELS,
    USE_LABELS,
    VISITORS_LABELS,
    SecuredSite,
    SiteEntry,
)
from kt1.web.assessments.acting import Page, acted, allowed
from kt1.web.assessments.forms import EntryForm, OnForm, SiteForm
from kt1.web.assessments.labels import ENDED, IN_FORCE, INSIDE, LEFT, tabs, today
from kt1.web.assessments.overview import guard
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import clock, day
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Sites of restricted entry")
BOOK = gettext_lazy("Book of entries")


def sites_listing(*, may: bool) -> Listing[SecuredSite]:
    def end(row: SecuredSite) -> str | None:
        return reverse("secured_site_end", args=[row.pk]) if may and row.ended_on is None else None

    ending: Column[SecuredSite] = Column(
        key="kt", label=gettext_lazy("End it"), link=end,
        value=lambda s: _("end") if s.ended_on is None else "",
    )  # fmt: skip
    return Listing(
        title=TITLE,
        order=("place__sort_key", "use", "pk"),
        columns=(
            Column(key="noi", label=gettext_lazy("Place"), value=lambda s: s.place.name,
                   under=lambda s: s.place.code, sort="place__sort_key", roomy=True),
            Column(key="de", label=gettext_lazy("What it is for"),
                   value=lambda s: s.get_use_display()),
            Column(key="so", label=gettext_lazy("Paper"), kind=Kind.UNBROKEN,
                   value=lambda s: s.number),
            Column(key="ngay", label=gettext_lazy("Date"), kind=Kind.DAY, value=lambda s: s.dated,
                   sort="dated"),
            Column(key="truc", label=gettext_lazy("Guarded day and night"), kind=Kind.YES_NO,
                   value=lambda s: s.guarded),
            Column(key="sovao", label=gettext_lazy("Book kept"), kind=Kind.YES_NO,
                   value=lambda s: s.entry_book),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda s: IN_FORCE if s.ended_on is None else ENDED),
            *((ending,) if may else ()),
        ),
        filters=(
            ChoiceFilter(key="de", label=gettext_lazy("What it is for"), field="use",
                         choices=[(u.value, word) for u, word in USE_LABELS.items()]),
            FlagFilter(key="hl", label=gettext_lazy("Only those in force"),
                       apply=lambda rows: rows.filter(ended_on=None)),
        ),
        empty=gettext_lazy("No site of restricted entry is registered."),
    )  # fmt: skip


@require_GET
@signed_in
def secured_sites(request: Request) -> HttpResponseBase:
    guard(request)
    may = permissions.why_not_manage(request.actor) is None
    context: dict[str, Any] = {
        "tabs": tabs("secured_sites", request),
        "lead": _("The paper that restricts entry, yes or no of guard and book; no weak point."),
    }
    if may:
        context |= {"act_url": reverse("secured_site_new"), "act_label": _("Register a site")}
    rows = queries.sites_seen_by(request.actor)
    template = "assessments/tabbed.html"
    return answer(request, sites_listing(may=may), rows, template=template, context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_site(request: Request) -> HttpResponseBase:
    allowed(permissions.why_not_manage(request.actor))
    places = queries.houses(request.actor.province_id or 0, today(request))
    form = SiteForm(
        request.POST if request.method == "POST" else None,
        places=[(one.code, one.name) for one in places],
    )
    page = Page(heading=_("Register a site"), lead="", back="secured_sites", of=TITLE)
    more = {"secured": registers.Secured(**form.cleaned_data)} if form.is_valid() else {}
    return acted(request, page, form, registers.register_site, **more)


@require_http_methods(["GET", "POST"])
@signed_in
def end_site(request: Request, site_id: int) -> HttpResponseBase:
    found = get_object_or_404(queries.sites_seen_by(request.actor), pk=site_id)
    allowed(permissions.why_not_end_site(request.actor, found))
    form = OnForm(request.POST if request.method == "POST" else None)
    page = Page(
        heading=_("End the restriction"), lead=found.place.name, back="secured_sites", of=TITLE
    )
    more = dict(form.cleaned_data) if form.is_valid() else {}
    return acted(request, page, form, registers.end_site, site_id=found.pk, **more)


ENTRIES: Listing[SiteEntry] = Listing(
    title=BOOK,
    order=("-entered_at", "-pk"),
    keyset=True,
    columns=(
        Column(key="vao", label=gettext_lazy("Came in"), kind=Kind.MOMENT,
               value=lambda e: e.entered_at, sort="entered_at"),
        Column(key="ra", label=gettext_lazy("Went out"), kind=Kind.MOMENT,
               value=lambda e: e.left_at),
        Column(key="noi", label=gettext_lazy("Site"), value=lambda e: e.site.place.name,
               under=lambda e: e.site.get_use_display(), roomy=True),
        Column(key="so", label=gettext_lazy("Book, line"), kind=Kind.UNBROKEN, value=str),
        Column(key="ai", label=gettext_lazy("Who came"),
               value=lambda e: e.get_visitors_display()),
        Column(key="n", label=gettext_lazy("How many people"), kind=Kind.NUMBER,
               value=lambda e: e.people),
        Column(key="viec", label=gettext_lazy("What for"),
               value=lambda e: e.get_purpose_display()),
        Column(key="cung", label=gettext_lazy("Who went along"),
               value=lambda e: e.with_user.title, wide_only=True),
        Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
               value=lambda e: INSIDE if e.left_at is None else LEFT),
    ),
    filters=(
        ChoiceFilter(key="ai", label=gettext_lazy("Who came"), field="visitors",
                     choices=[(v.value, word) for v, word in VISITORS_LABELS.items()]),
        ChoiceFilter(key="viec", label=gettext_lazy("What for"), field="purpose",
                     choices=[(p.value, word) for p, word in PURPOSE_LABELS.items()]),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="entered_at"),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="entered_at", until=True),
        FlagFilter(key="trong", label=gettext_lazy("Still inside only"),
                   apply=lambda rows: rows.filter(left_at=None)),
    ),
    empty=gettext_lazy("Nobody from outside was entered."),
)  # fmt: skip


@require_GET
@signed_in
def site_entries(request: Request) -> HttpResponseBase:
    guard(request)
    allowed(permissions.why_not_read_entries(request.actor))
    rows = queries.entries_seen_by(request.actor)
    may = permissions.why_not_keep_entries(request.actor) is None
    inside = rows.filter(left_at=None).order_by("entered_at")[:20] if may else ()
    context: dict[str, Any] = {
        "tabs": tabs("site_entries", request),
        "lead": _("Names stand in the paper book, under its number and line."),
        "inside": list(inside),
    }
    if may:
        context |= {"act_url": reverse("site_entry_new"), "act_label": _("Enter somebody")}
    return answer(request, ENTRIES, rows, template="assessments/entries.html", context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_entry(request: Request) -> HttpResponseBase:
    allowed(permissions.why_not_keep_entries(request.actor))
    sites = queries.sites_seen_by(request.actor).filter(ended_on=None)
    staff = queries.staff(request.actor.province_id or 0, request.at)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        sites=[(one.pk, f"{one.place.name}: {one.get_use_display()}") for one in sites],
        staff=[(one.pk, one.title) for one in staff],
        initial={
            "day": day(request.at),
            "hour": clock(request.at),
            "with_user_id": request.actor.user_id,
        },
    )
    page = Page(
        heading=_("Enter somebody"),
        lead=_("Names stand in the paper book, under its number and line."),
        back="site_entries",
        of=BOOK,
    )
    more = {"entered": registers.Entered(**form.facts())} if form.is_valid() else {}
    return acted(request, page, form, registers.enter_site, **more)


@require_POST
@signed_in
def leave(request: Request, entry_id: int) -> HttpResponseBase:
    get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    registers.leave_site(entry_id=entry_id, by=request.actor, at=request.at, once=once(request))
    return redirect("site_entries")
