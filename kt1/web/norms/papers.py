"""Legal papers: public facts of decisions, circulars, decrees that figures and days rest on."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.instruments import actions, permissions, queries
from kt1.law.instruments.models import KIND_LABELS, STATUS_LABELS, Instrument
from kt1.law.instruments.rules import InstrumentStatus
from kt1.law.screening.rules import RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.norms.forms import EndForm, PaperForm
from kt1.web.norms.labels import READERS, history_of, titles_of
from kt1.web.norms.wayfinding import crumbs, tabs
from kt1.web.request import Request, acts_as, once
from kt1.web.service.statements import REFUSED
from kt1.web.service.tables import until_said


def _link(row: Instrument) -> str:
    return reverse("law_paper", args=[row.code])


def _named(rows: QuerySet[Instrument], text: str) -> QuerySet[Instrument]:
    asked = Q(number__icontains=text) | Q(title__icontains=text) | Q(code__icontains=text)
    return rows.filter(asked)


LISTING: Listing[Instrument] = Listing(
    title=gettext_lazy("Legal papers"),
    order=("code",),
    per_page=100,
    columns=(
        Column(key="so", label=gettext_lazy("Number"), value=lambda row: row.number or row.code,
               sort="number", link=_link, under=lambda row: str(row.get_kind_display())),
        Column(key="ten", label=gettext_lazy("Title of the paper"), roomy=True,
               value=lambda row: row.title, under=lambda row: row.issuer),
        Column(key="ban-hanh", label=gettext_lazy("Issued on"), value=lambda row: row.issued,
               kind=Kind.DAY, sort="issued"),
        Column(key="hieu-luc", label=gettext_lazy("In force from"), sort="in_force_from",
               value=lambda row: row.in_force_from, kind=Kind.DAY,
               under=lambda row: until_said(row.in_force_to)),
        Column(key="tinh-trang", label=gettext_lazy("Standing"),
               value=lambda row: row.get_status_display(),
               under=lambda row: str(row.get_text_seen_display())),
    ),
    filters=(
        TextFilter(key="tim", label=gettext_lazy("Number or title"),
                   apply=_named),
        ChoiceFilter(key="loai", label=gettext_lazy("Kind"), field="kind",
                     choices=[(one.value, label) for one, label in KIND_LABELS.items()]),
        ChoiceFilter(key="tinh-trang", label=gettext_lazy("Standing"), field="status",
                     choices=[(one.value, label) for one, label in STATUS_LABELS.items()]),
    ),
)  # fmt: skip


@require_GET
@acts_as(*READERS)
def law_papers(request: Request) -> HttpResponseBase:
    may = permissions.why_not_register(request.actor) is None
    context = {
        "tabs": tabs("law_papers"),
        "crumbs": crumbs((_("Legal papers"), "")),
        "lead": _("Public facts only: number, date, title, where it was read. No text is kept."),
        "act_url": reverse("law_paper_new") if may else "",
        "act_label": _("Register a paper"),
    }
    rows = queries.all_of_them()
    return answer(request, LISTING, rows, template="norms/list.html", context=context)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def law_paper_new(request: Request) -> HttpResponseBase:
    """Register a paper, so that figures and days can rest on it."""
    if reason := permissions.why_not_register(request.actor):
        raise NotAllowedError(reason)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = _registered(request, form)
        if made is not None:
            messages.success(request, _("The paper is registered."))
            return redirect("law_paper", made.code)
    context = {
        "form": form,
        "crumbs": crumbs((_("Legal papers"), reverse("law_papers")), (_("Register a paper"), "")),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "norms/paper_new.html", context, status=status)


def _registered(request: Request, form: PaperForm) -> Instrument | None:
    """Done, or None with the fault on the form."""
    try:
        return actions.register(
            instrument=form.instrument(), by=request.actor, at=request.at, once=once(request)
        )
    except RefusedTextError:
        form.add_error(None, str(REFUSED))
    except IntegrityError:
        form.add_error("code", _("A paper with this code is registered already."))
    return None


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def law_paper(request: Request, code: str) -> HttpResponseBase:
    """One paper with what it replaces; an administrator says on which day it ended."""
    papers = Instrument.objects.select_related("replaces", "implements")
    row = get_object_or_404(papers, code=code)
    may_end = permissions.why_not_end(request.actor) is None and row.in_force_to is None
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_end:
        raise NotAllowedError(
            permissions.why_not_end(request.actor) or _("This paper has ended already.")
        )
    if form.is_valid() and _ended(request, row, form):
        messages.success(request, _("The last day of the paper is recorded."))
        return redirect("law_paper", code)
    acts = history_of(f"instrument:{code}")
    people = titles_of(act.actor for act in acts)
    context = {
        "row": row,
        "lineage": queries.lineage(code)[1:],
        "form": form,
        "may_end": may_end,
        "acts": [
            (act, ACT_WORDS.get(act.kind, act.kind), people.get(act.actor, act.actor))
            for act in acts
        ],
        "crumbs": crumbs((_("Legal papers"), reverse("law_papers")), (str(row), "")),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "norms/paper.html", context, status=status)


ACT_WORDS = {
    "law.instrument_registered": gettext_lazy("registered"),
    "law.instrument_ended": gettext_lazy("last day recorded"),
}


def _ended(request: Request, row: Instrument, form: EndForm) -> bool:
    last = form.cleaned_data["last_day"]
    if row.in_force_from is not None and last < row.in_force_from:
        form.add_error("last_day", _("The last day is not before the first."))
        return False
    actions.end(
        code=row.code,
        last_day=last,
        status=InstrumentStatus(form.cleaned_data["status"]),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    return True
