"""Ai được ký bây giờ: one door, one moment, for those of the post who stand before it.

A courier gets no list of contacts: they ask about one door at one moment, and each answer writes
one row of the reading log.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.deliveries.permissions import DELIVERERS
from kt1.network.agencies.models import AgencyPoint
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.readings.steps import log_reading
from kt1.web.delivery import labels
from kt1.web.fields import DayField
from kt1.web.moments import ZONE, day
from kt1.web.people.receiver_forms import HourField
from kt1.web.request import Request, acts_as

UNFIT = 422
PAGE = "receivers.asking"
CODE_MAX = 40


class DoorForm(forms.Form):
    door = forms.CharField(
        label=gettext_lazy("Code of the door"),
        help_text=gettext_lazy("As it stands on the delivery sheet, such as 24-P-STC."),
        max_length=CODE_MAX,
        widget=forms.TextInput(attrs={"class": "code-input", "autocomplete": "off"}),
    )
    on = DayField(label=gettext_lazy("Day"))
    hour = HourField(label=gettext_lazy("Hour"))

    def __init__(self, data: Any, *, province: int | None, at: datetime) -> None:
        here = at.astimezone(ZONE)
        super().__init__(data, initial={"on": day(here), "hour": f"{here:%H:%M}"})
        self.province = province

    def clean_door(self) -> Place:
        code = str(self.cleaned_data["door"]).strip().upper()
        kind = PlaceKind.DELIVERY_POINT
        found = Place.objects.filter(code=code, province=self.province, kind=kind).first()
        if found is None:
            raise forms.ValidationError(_("There is no such door in your province."))
        return found

    def moment(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["hour"], ZONE)


@require_GET
@acts_as(*sorted(DELIVERERS))
def who_signs(request: Request) -> HttpResponseBase:
    """The people in order for each body of that door, the path of the decision, or the gap."""
    asked = "door" in request.GET
    data = request.GET.copy() if asked else None
    if data is not None:
        # From a door's own page only the door is known: the moment is now.
        here = request.at.astimezone(ZONE)
        data.setdefault("on", day(here))
        data.setdefault("hour", f"{here:%H:%M}")
    form = DoorForm(data, province=request.actor.province_id, at=request.at)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        place, moment = form.cleaned_data["door"], form.moment()
        with transaction.atomic():
            log_reading(request.actor, request.at, PAGE, ())
            context |= {"place": place, "flags": labels.flags_of(place), "moment": moment}
            context["answers"] = _answers(place, moment)
    status = UNFIT if asked and not form.is_valid() else 200
    return render(request, "receivers/who_signs.html", context, status=status)


def _answers(place: Place, moment: datetime) -> list[dict[str, Any]]:
    """One answer a body that is reached there; few share a door."""
    ties = AgencyPoint.objects.filter(point=place).order_by("agency__sort_key", "agency_id")
    bodies = ties.values_list("agency_id", "agency__name").distinct()
    return [
        {"body_name": name, "answer": who_may_sign_at(place.pk, moment, agency_id=body)}
        for body, name in bodies
    ]
