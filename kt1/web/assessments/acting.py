"""One form, one act, one answer: what the registers' pages share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands over a form, and where one comes from."""

    heading: Words
    lead: Words
    back: str
    of: Words


def acted(
    request: Request, page: Page, form: forms.Form, do: Callable[..., Any], **more: Any
) -> HttpResponseBase:
    """Show the form or do the act with what was typed; back to the register afterwards."""
    if form.is_valid():
        try:
            do(by=request.actor, at=request.at, once=once(request), **more)
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitSafetyError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect(page.back)
    back = reverse(page.back)
    context = {
        "form": form,
        "heading": page.heading,
        "lead": page.lead,
        "button": page.heading,
        "back": back,
        "crumbs": [(page.of, back), (page.heading, "")],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "assessments/form.html", context, status=status)


def allowed(reason: str | None) -> None:
    """Raises:
    NotAllowedError
    """
    if reason:
        raise NotAllowedError(reason)
