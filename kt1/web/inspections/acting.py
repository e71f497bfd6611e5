"""One act with its form on a page of its own, of inspections, plans, watching and violations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kt1.law.calendars.rules import NoCalendarError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.violations.steps import UnfitViolationError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form page: what it says, where it leads, what it does with what was typed."""

    heading: Words
    form: forms.Form
    do: Callable[[dict[str, Any]], object]
    back: str
    crumbs: Sequence[tuple[Words, str]]
    after: str = ""
    lead: Words = ""
    consequence: Words = ""
    notes: Sequence[Words] = ()
    bodies: Sequence[tuple[str, str]] = ()
    more: dict[str, Any] = field(default_factory=dict)


def answered(request: Request, asked: Asked, *, reason: str | None = None) -> HttpResponseBase:
    """The page, or the act and the page after it.

    Raises:
        NotAllowedError: `reason` says why not.
    """
    if reason:
        raise NotAllowedError(reason)
    if asked.form.is_valid():
        try:
            asked.do(asked.form.cleaned_data)
        except RefusedTextError as refused:
            asked.form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except (UnfitInspectionError, UnfitViolationError) as fault:
            asked.form.add_error(None, str(fault))
        except NoCalendarError as fault:
            asked.form.add_error(None, str(fault))
        else:
            return redirect(asked.after or asked.back)
    context = {"asked": asked, "form": asked.form, "crumbs": asked.crumbs, **asked.more}
    status = UNFIT if asked.form.is_bound else 200
    return render(request, "inspections/form.html", context, status=status)


def data_of(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
