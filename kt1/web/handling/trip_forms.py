"""The forms of a run: route, vehicle, hour, and the two who ride."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.trips.rules import escort_missing
from kt1.network.places.models import Place
from kt1.network.routes.models import Route
from kt1.web.days import NotADayError, read_day
from kt1.web.handling.forms import choice, refused
from kt1.web.moments import ZONE


class CrewForm(forms.Form):
    """Who rides. The vehicle says whether an escort must go along."""

    courier = forms.ChoiceField(label=gettext_lazy("Courier"))
    escort = forms.ChoiceField(
        label=gettext_lazy("Escort"),
        required=False,
        help_text=gettext_lazy("Demanded in a vehicle that is not dedicated to the post."),
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["courier"] = choice(_("Courier"), [("", "–"), *people])
        self.fields["escort"] = choice(
            _("Escort"),
            [("", "–"), *people],
            required=False,
            help_text=_("Demanded in a vehicle that is not dedicated to the post."),
        )

    def crew(self, *, dedicated: bool) -> tuple[int, int | None] | None:
        """Courier and escort, or the fault at its field."""
        courier = int(self.cleaned_data["courier"])
        escort = int(self.cleaned_data["escort"]) if self.cleaned_data["escort"] else None
        if escort_missing(dedicated=dedicated, escort=escort):
            refused(self, _("This vehicle is not dedicated: it rides with an escort."), "escort")
        elif courier == escort:
            refused(self, _("Courier and escort are two persons."), "escort")
        else:
            return courier, escort
        return None


class PlanForm(CrewForm):
    route = forms.ChoiceField(label=gettext_lazy("Route"))
    vehicle = forms.ChoiceField(label=gettext_lazy("Vehicle"))
    day = forms.CharField(label=gettext_lazy("Day"), max_length=10, help_text="dd/mm/yyyy")
    leaves = forms.TimeField(
        label=gettext_lazy("Leaves at"), widget=forms.TimeInput(attrs={"placeholder": "17:30"})
    )
    field_order = ("route", "vehicle", "day", "leaves", "courier", "escort")

    def __init__(
        self, data: Any = None, *, routes: list[Route], vehicles: list[Place], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.dedicated = {str(v.pk): bool(v.dedicated) for v in vehicles}
        self.fields["route"] = choice(
            _("Route"), [("", "–"), *((str(r.pk), f"{r.code} · {r.name}") for r in routes)]
        )
        self.fields["vehicle"] = choice(
            _("Vehicle"), [("", "–"), *((str(v.pk), _vehicle_said(v)) for v in vehicles)]
        )
        self.order_fields(self.field_order)

    def clean_day(self) -> Any:
        try:
            return read_day(self.cleaned_data["day"])
        except NotADayError as fault:
            raise forms.ValidationError(str(fault)) from None

    def leaves_at(self) -> datetime:
        hour: time = self.cleaned_data["leaves"]
        return datetime.combine(self.cleaned_data["day"], hour, ZONE)


def _vehicle_said(vehicle: Place) -> str:
    kind = _("dedicated") if vehicle.dedicated else _("with an escort")
    return f"{vehicle.name} ({kind})"
