"""The posting assistant: which service, how to wrap, how early; then straight to the declaration.

It asks about the outside of the cover only, and not even which letter stands there. Nothing that
is typed here is stored, logged or put into an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.custody.clock.preview import Preview, Wanted, previews
from kt1.custody.clock.steps import desk_and_zone
from kt1.law.catalogue import queries
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import Topic
from kt1.law.modes.queries import current_mode
from kt1.law.services.labels import MARK_LABELS, SCOPE_LABELS, URGENCY_LABELS
from kt1.law.services.rules import Mark, Mode, Scope, Urgency, product_code
from kt1.people.accounts.rules import Role
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.items.lead import lead_hours
from kt1.web.items.receivers import PREFIX, TEXT_MOST, Choice, resolve
from kt1.web.items.typed import NotAMomentError, read_moment
from kt1.web.request import Request, acts_as
from kt1.web.service.labels import paper_said
from kt1.web.service.wayfinding import today

#: Statements that concern a cover with a mark, or an urgent one; any other concerns every cover.
OF_MARKED = frozenset({"5-ky-hieu", "7-so-chuyen-giao"})
OF_URGENT = frozenset({"6-do-khan"})
_FIELD = f"{PREFIX}0"


class Question(forms.Form):
    """Three questions about the outside, one about the receiver."""

    marked = forms.ChoiceField(
        label=gettext_lazy("Is there a letter A, B or C on the cover?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How fast"),
        choices=[(one.value, URGENCY_LABELS[one]) for one in Urgency],
        initial=Urgency.NONE.value,
    )
    agreed = forms.CharField(
        label=gettext_lazy("Time agreed (timed items)"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
    )

    def clean_agreed(self) -> datetime | None:
        text = self.cleaned_data["agreed"]
        if not text:
            return None
        try:
            return read_moment(text)
        except NotAMomentError as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        timed = said.get("urgency") == Urgency.TIMED
        if timed and "agreed" in said and said["agreed"] is None:
            self.add_error("agreed", _("A timed item needs the time agreed."))
        elif not timed and said.get("agreed"):
            self.add_error("agreed", _("Only a timed item has a time agreed."))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the assistant answers."""

    product: str
    axes: Sequence[Any]
    preview: Preview
    fault: str
    earliest: datetime | None
    duty: Sequence[tuple[ServiceInformation, str]]
    wrapping: Sequence[tuple[ServiceInformation, str]]
    cover: Sequence[tuple[ServiceInformation, str]]
    mark_to_declare: str


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK)
def assistant(request: Request) -> HttpResponseBase:
    asked = request.method == "POST"
    form = Question(request.POST if asked else None)
    text = request.POST.get(f"{_FIELD}-q", "").replace("\x00", "")[:TEXT_MOST].strip()
    picked = request.POST.get(f"{_FIELD}-receiver", "")
    (choice,) = resolve([(text, picked)], on=today(request), sender=request.actor.agency_id)
    advice = None
    if asked and form.is_valid() and choice.agency is not None:
        advice = _advice(request, form.cleaned_data, choice.agency.pk)
    context = {
        "form": form,
        "choice": choice,
        "receiver_fault": _receiver_fault(choice) if asked and choice.agency is None else "",
        "text": choice.agency.name if choice.agency else text,
        "prefix": _FIELD,
        "advice": advice,
        "lead": lead_hours(request.at),
        "crumbs": [
            (_("Directory"), reverse("directory")),
            (_("Posting assistant"), ""),
        ],
    }
    status = UNFIT if asked and advice is None else 200
    return render(request, "service/assistant.html", context, status=status)


def _receiver_fault(choice: Choice) -> str:
    if choice.among:
        return _("Several bodies are called so: choose one of them.")
    return _("No body in the register is called so. Type part of its name, or its code.")


def _advice(request: Request, said: dict[str, Any], receiver: int) -> Advice:
    urgency, marked = Urgency(said["urgency"]), said["marked"] == "yes"
    wanted = Wanted(receiver=receiver, urgency=urgency, agreed=said["agreed"])
    (preview,) = previews(request.actor.place_id or 0, [wanted], at=request.at)
    mode = current_mode()
    duty, wrapping, cover = _statements(request, marked=marked, urgency=urgency)
    return Advice(
        product=_product(mode, urgency, marked=marked),
        axes=(
            _("the letter on the cover") if marked and mode is not Mode.FLAG else MARK_LABELS[
                Mark.FLAG if marked else Mark.NONE
            ],
            URGENCY_LABELS[urgency],
            SCOPE_LABELS[preview.scope],
        ),
        preview=preview,
        fault=custody.said(preview.fault) if preview.fault else "",
        earliest=_earliest(request.at, receiver, preview.scope, urgency),
        duty=duty,
        wrapping=wrapping,
        cover=cover,
        mark_to_declare=_to_declare(mode, marked=marked),
    )  # fmt: skip


def _product(mode: Mode, urgency: Urgency, *, marked: bool) -> str:
    """The code of the service; with a letter it is left to the cover: KT1-A/B/C-HT."""
    if marked and mode is not Mode.FLAG:
        return product_code(Mark.A, urgency).replace("-A", "-A/B/C")
    return product_code(Mark.FLAG if marked else Mark.NONE, urgency)


def _to_declare(mode: Mode, *, marked: bool) -> str:
    """What the form of declaration begins with; the letter is chosen there, from the cover."""
    if not marked:
        return Mark.NONE.value
    return Mark.FLAG.value if mode is Mode.FLAG else ""


def _earliest(at: datetime, receiver: int, scope: Scope, urgency: Urgency) -> datetime | None:
    """The first hour that can be agreed for an item accepted now, by the norms of the day."""
    if urgency is not Urgency.TIMED:
        return None
    where = Scope.BETWEEN.value if scope is Scope.BETWEEN else desk_and_zone(receiver)[1]
    hours = lead_hours(at).get(where)
    return None if hours is None else at + timedelta(hours=hours)


Lines = list[tuple[ServiceInformation, str]]


def _statements(request: Request, *, marked: bool, urgency: Urgency) -> tuple[Lines, Lines, Lines]:
    """What the rules say of such a cover: duty, wrapping, cover. One query."""
    topics = (Topic.DUTY, Topic.WRAPPING, Topic.COVER)
    rows = queries.in_force(queries.said(topics), today(request))
    found: dict[str, Lines] = {topic.value: [] for topic in topics}
    left_out = (frozenset() if marked else OF_MARKED) | (
        OF_URGENT if urgency is Urgency.NONE else frozenset()
    )
    for row in rows:
        if row.key not in left_out:
            said = paper_said(row.instrument, row.article, row.paper)
            found[row.topic].append((row, said))
    duty = [line for line in found[Topic.DUTY] if _concerns(line[0].key, marked=marked)]
    return duty, found[Topic.WRAPPING] if marked else [], found[Topic.COVER]


def _concerns(key: str, *, marked: bool) -> bool:
    other = "bi-khong-ky-hieu" if marked else "bi-co-ky-hieu"
    return key != other
