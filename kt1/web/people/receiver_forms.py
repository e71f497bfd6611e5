"""Shape of what is said about a receiver."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.agencies.models import AgencyPoint
from kt1.people.focal_points.actions import Naming, Window
from kt1.people.focal_points.models import DAY_LABELS, RANK_LABELS, RECEIVER_LABELS, FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind
from kt1.web.fields import DayField, offer
from kt1.web.moments import ZONE, day

#: Further windows of the same receiver that one paper may name at once.
MORE_WINDOWS = (2, 3, 4)
TIME = re.compile(r"^(\d{1,2})(?:[:.hg](\d{2})?)?$")


class HourField(forms.CharField):
    """17:00, 17h, 17.30, 7: an hour as people type it; 24 is the end of the day."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "17:00", "autocomplete": "off"}
        super().__init__(max_length=5, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip().lower()
        if not text:
            return None
        found = TIME.match(text)
        try:
            hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
            return time(0 if (hour, minute) == (24, 0) else hour, minute)
        except ValueError:
            raise forms.ValidationError(_("Type the hour as 17:00.")) from None


class NamingForm(forms.Form):
    point = forms.ChoiceField(label=gettext_lazy("Delivery point"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Receiver"), choices=list(RECEIVER_LABELS.items()),
        widget=forms.RadioSelect, initial=ReceiverKind.DUTY_POST.value,
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title of the post or room"),
        help_text=gettext_lazy("For example: Trực ban cơ quan."),
        max_length=120,
    )
    name = forms.CharField(label=gettext_lazy("Name, for a person"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=24, required=False)
    rank = forms.ChoiceField(label=gettext_lazy("Order"), choices=list(RANK_LABELS.items()))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"), choices=list(DAY_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    from_time = HourField(label=gettext_lazy("From hour"))
    to_time = HourField(
        label=gettext_lazy("To hour"),
        help_text=gettext_lazy("At or before the first hour: on the next day."),
    )
    authority_doc = forms.CharField(label=gettext_lazy("Number of the naming paper"), max_length=40)
    authority_date = DayField(label=gettext_lazy("Date of the paper"))
    valid_from = DayField(label=gettext_lazy("In force from"))
    valid_to = DayField(label=gettext_lazy("Until the end of"), required=False)

    def __init__(self, data: Any, *, agency_id: int, at: datetime) -> None:
        super().__init__(data, initial={"valid_from": day(at)})
        for n in MORE_WINDOWS:
            self._add_line(n)
        points = AgencyPoint.objects.filter(agency=agency_id).select_related("point")
        choices = {tie.point_id: tie.point.name for tie in points.order_by("point__sort_key", "pk")}
        offer(self, "point", choices.items())

    def _add_line(self, n: int) -> None:
        """One more window of hours for the same receiver; empty unless it is used."""
        self.fields[f"days_{n}"] = forms.MultipleChoiceField(
            label=_("Days and hours, line %(n)s") % {"n": n}, choices=list(DAY_LABELS.items()),
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
        self.fields[f"from_time_{n}"] = HourField(label=_("From hour"), required=False)
        self.fields[f"to_time_{n}"] = HourField(label=_("To hour"), required=False)

    @property
    def more(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Days, from and to of each further line, for the page."""
        return [(self[f"days_{n}"], self[f"from_time_{n}"], self[f"to_time_{n}"])
                for n in MORE_WINDOWS]  # fmt: skip

    @property
    def more_used(self) -> bool:
        return any(field.value() for line in self.more for field in line)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in MORE_WINDOWS:
            parts = _line(cleaned, n)
            said = [bool(parts[0]), parts[1] is not None, parts[2] is not None]
            if any(said) and not all(said):
                fault = _("Say days, from and to for each line, or leave it empty.")
                self.add_error(f"days_{n}", fault)
        return cleaned

    @property
    def point_id(self) -> int:
        return int(self.cleaned_data["point"])

    def windows(self) -> list[Window]:
        """Every window said, the first one first."""
        given = self.cleaned_data
        lines = [(given["days"], given["from_time"], given["to_time"])]
        lines += [_line(given, n) for n in MORE_WINDOWS]
        return [
            Window(frozenset(DayOfDuty(one) for one in days), from_time, to_time)
            for days, from_time, to_time in lines
            if days
        ]

    def naming(self) -> Naming:
        given = self.cleaned_data
        until: date | None = given["valid_to"]
        return Naming(
            kind=ReceiverKind(given["kind"]),
            rank=Rank(given["rank"]),
            title=given["title"],
            name=given["name"],
            phone=given["phone"],
            authority_doc=given["authority_doc"],
            authority_date=given["authority_date"],
            valid_from=_midnight(given["valid_from"]),
            valid_to=_midnight(until + timedelta(days=1)) if until else None,
        )


class EndForm(forms.Form):
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Empty: from this moment on."),
        required=False,
    )

    def moment(self, now: datetime) -> datetime:
        last: date | None = self.cleaned_data["last_day"]
        return max(now, _midnight(last + timedelta(days=1))) if last else now


class MomentForm(forms.Form):
    point = forms.ChoiceField(label=gettext_lazy("Delivery point"))
    on = DayField(label=gettext_lazy("Day"))
    hour = HourField(label=gettext_lazy("Hour"))

    def __init__(self, data: Any, *, seen: QuerySet[FocalPoint], at: datetime) -> None:
        here = at.astimezone(ZONE)
        super().__init__(data, initial={"on": day(here), "hour": f"{here:%H:%M}"})
        rows = seen.order_by("point__sort_key").values_list("point_id", "point__name").distinct()
        offer(self, "point", rows)

    @property
    def point_id(self) -> int:
        return int(self.cleaned_data["point"])

    def moment(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["hour"], ZONE)


def _line(given: dict[str, Any], n: int) -> tuple[list[str], time | None, time | None]:
    return given.get(f"days_{n}") or [], given.get(f"from_time_{n}"), given.get(f"to_time_{n}")


def _midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, ZONE)
