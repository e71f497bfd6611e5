"""Adding and changing one row: the form is a file of one row, and is taken the same way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render

from kt1.network.sheets.actions import take
from kt1.network.sheets.faults import Fault, FaultsFoundError, Reason
from kt1.network.sheets.queries import stated
from kt1.network.sheets.tables import SHEETS, Facts, SheetName
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.network import permissions
from kt1.web.network.choices import choices_for
from kt1.web.network.forms import RowForm
from kt1.web.network.wayfinding import crumbs, today
from kt1.web.request import Request, once

UNFIT = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One such form: of which sheet, under which heading, and where it leads."""

    name: SheetName
    heading: str
    back: str
    done: str
    to: Callable[[Mapping[str, Any]], str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    province_id: int | None = None  # of the row, where the page knows it


def new(request: Request, page: Page) -> HttpResponseBase:
    """The form of a row that is not there yet."""
    guard(request, page.name)
    return _answer(request, _bound(page, request.actor), None)


def edit(request: Request, page: Page) -> HttpResponseBase:
    """The form of the row that the fixed columns name."""
    sheet = SHEETS[page.name]
    column = sheet.columns[0].fills
    found = [
        facts
        for facts in stated(page.name, **{column: page.fixed[column]})
        if all(
            str(getattr(facts, key)) == page.fixed[key]
            for key in sheet.key_fields
            if key in page.fixed
        )
    ]
    if len(found) != 1:
        raise Http404
    return _answer(request, _bound(page, request.actor), found[0])


def guard(request: Request, name: SheetName, province_id: int | None = None) -> None:
    """Stop a person who does not keep this sheet, or not in this province."""
    reason = permissions.why_not_write(request.actor, name)
    if reason is None and province_id is not None:
        reason = permissions.why_not_write_in(request.actor, name, province_id)
    if reason:
        raise NotAllowedError(reason)


def said(request: Request, sentence: str) -> None:
    messages.success(request, sentence)


def day(text: str) -> date:
    """A day in an address."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _bound(page: Page, actor: Actor) -> Page:
    """Who keeps one province is not asked which."""
    province = permissions.within(actor)
    columns = {column.fills for column in SHEETS[page.name].columns}
    if province is None or "province" not in columns:
        return page
    fixed = {**page.fixed, "province": province}
    return replace(page, fixed=fixed, province_id=actor.province_id)


def _answer(request: Request, page: Page, facts: Facts | None) -> HttpResponseBase:
    sheet = SHEETS[page.name]
    offered = choices_for(request.actor, page.name, today(request), province_id=page.province_id)
    if request.method != "POST":
        form = RowForm(sheet, fixed=page.fixed, facts=facts, choices=offered)
        return _page(request, page, form)
    form = RowForm(sheet, request.POST, fixed=page.fixed, facts=facts, choices=offered)
    if form.is_valid() and facts is None and _is_there(form):
        form.show([Fault(0, sheet.columns[0].heading, Reason.REPEATED_KEY)])
    if form.is_valid() and _taken(request, form):
        messages.success(request, page.done)
        return redirect(page.to(form.said.rows[0].values))
    return _page(request, page, form, status=UNFIT)


def _is_there(form: RowForm) -> bool:
    said_row = form.said.rows[0]
    column = form.sheet.columns[0].fills
    there = stated(form.sheet.name, **{column: str(said_row.values[column])})
    return said_row.key(form.sheet) in {form.sheet.key(facts) for facts in there}


def _taken(request: Request, form: RowForm) -> bool:
    try:
        take(
            name=form.sheet.name,
            parsed=form.said,
            complete=False,
            within=permissions.within(request.actor),
            shown=None,
            by=str(request.actor),
            at=request.at,
            once=once(request),
        )
    except FaultsFoundError as found:
        form.show(found.faults)
        return False
    return True


def _page(request: Request, page: Page, form: RowForm, *, status: int = 200) -> HttpResponseBase:
    context = {
        "form": form,
        "heading": page.heading,
        "back": page.back,
        "crumbs": crumbs(page.name, (page.heading, "")),
    }
    return render(request, "network/row.html", context, status=status)
