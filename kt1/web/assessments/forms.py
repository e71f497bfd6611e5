"""What is typed of assessments, measures and the registers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.assurance.assessments.models import NATURE_LABELS, SafetyCriterion
from kt1.assurance.assessments.registered import (
    EXCHANGE_LABELS,
    PLAN_LABELS,
    PURPOSE_LABELS,
    USE_LABELS,
    VISITORS_LABELS,
)
from kt1.assurance.assessments.rules import (
    CONTACT_CHARS_MAX,
    CRITERIA_MAX,
    KEPT_CHARS_MAX,
    NUMBER_CHARS_MAX,
    PEOPLE_MAX,
    PHONE_CHARS_MAX,
    TEXT_CHARS_MAX,
    Exchange,
    Nature,
    PlanKind,
    Purpose,
    SiteUse,
    Verdict,
    Visitors,
)
from kt1.law.screening.rules import LENGTH_MAX
from kt1.web.fields import DayField, offer
from kt1.web.moments import ZONE

VERDICTS = [
    (Verdict.MET.value, gettext_lazy("met")),
    (Verdict.UNMET.value, gettext_lazy("not met")),
    (Verdict.NOT_CONCERNED.value, gettext_lazy("not concerned")),
]
Choices = Iterable[tuple[Any, str]]


def number_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=NUMBER_CHARS_MAX)


class ChecklistForm(forms.Form):
    typed = forms.CharField(
        label=gettext_lazy("What is looked at, one line each"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=CRITERIA_MAX * (TEXT_CHARS_MAX + 5),
        help_text=gettext_lazy(
            "Points from 1 to 5, “!” where it must be met, then the words: “3! The room is locked”."
        ),
    )


class AssessForm(forms.Form):
    """A verdict a line, and the paper that keeps which ones were not met."""

    def __init__(self, data: Any, *, criteria: Iterable[SafetyCriterion], **more: Any) -> None:
        super().__init__(data, **more)
        self.criteria = list(criteria)
        for one in self.criteria:
            said = _("%(n)s points") % {"n": one.points}
            must = _("must be met")
            self.fields[f"d{one.n}"] = forms.ChoiceField(
                label=f"{one.n}. {one.text}",
                choices=VERDICTS,
                widget=forms.RadioSelect,
                help_text=f"{said} · {must}" if one.critical else said,
                error_messages={"required": _("Say whether it is met.")},
            )
        self.fields["done_on"] = DayField(label=_("Day of the assessment"))
        self.fields["number"] = number_field(_("Number of the minutes"))
        self.fields["kept_at"] = forms.CharField(
            label=_("Where the paper is kept"), max_length=KEPT_CHARS_MAX
        )

    @property
    def lines(self) -> list[BoundField]:
        return [self[f"d{one.n}"] for one in self.criteria]

    @property
    def paper(self) -> list[BoundField]:
        return [self[name] for name in ("done_on", "number", "kept_at")]

    def verdicts(self) -> dict[int, Verdict]:
        return {one.n: Verdict(self.cleaned_data[f"d{one.n}"]) for one in self.criteria}


class MeasureForm(forms.Form):
    nature = forms.TypedChoiceField(
        label=gettext_lazy("Kind of measure"),
        coerce=Nature,
        choices=NATURE_LABELS,
        widget=forms.RadioSelect,
    )
    paper = number_field(gettext_lazy("Number of the paper that says what is to be done"))
    paper_date = DayField(label=gettext_lazy("Date of that paper"))
    item = forms.IntegerField(
        label=gettext_lazy("Which line of it"),
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("The words stay on the paper."),
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Who answers for it"), coerce=int)
    due = DayField(label=gettext_lazy("To be done by"))

    def __init__(self, data: Any, *, staff: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "owner", staff)


class DoneForm(forms.Form):
    done_on = DayField(label=gettext_lazy("Done on"))
    paper = number_field(gettext_lazy("Number of the paper that shows it"))


class VerifyForm(forms.Form):
    verified_on = DayField(label=gettext_lazy("Verified on"))


class ReopenForm(forms.Form):
    due = DayField(label=gettext_lazy("To be done by"))
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=LENGTH_MAX, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=LENGTH_MAX)


class PlanForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of plan"), coerce=PlanKind, choices=PLAN_LABELS
    )
    number = number_field(gettext_lazy("Number of the plan"))
    dated = DayField(label=gettext_lazy("Date of the plan"))
    place_code = forms.ChoiceField(label=gettext_lazy("For which place"), required=False)
    drill_due = DayField(
        label=gettext_lazy("Next drill by"),
        required=False,
        help_text=gettext_lazy("Empty where none is asked for."),
    )

    def __init__(self, data: Any, *, places: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "place_code", [("", str(_("the whole province"))), *places])


class DrillForm(forms.Form):
    held_on = DayField(label=gettext_lazy("Drill held on"))
    number = number_field(gettext_lazy("Number of the minutes"))
    next_due = DayField(label=gettext_lazy("Next drill by"), required=False)


class OnForm(forms.Form):
    on = DayField(label=gettext_lazy("On which day"))


class SiteForm(forms.Form):
    place_code = forms.ChoiceField(label=gettext_lazy("Place"))
    use = forms.TypedChoiceField(
        label=gettext_lazy("What it is for"), coerce=SiteUse, choices=USE_LABELS
    )
    number = number_field(gettext_lazy("Number of the paper that restricts entry"))
    dated = DayField(label=gettext_lazy("Date of that paper"))
    guarded = forms.BooleanField(
        label=gettext_lazy("Somebody is there day and night"), required=False
    )
    entry_book = forms.BooleanField(label=gettext_lazy("A book of entries is kept"), required=False)

    def __init__(self, data: Any, *, places: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "place_code", places)


class EntryForm(forms.Form):
    """Where the names stand on paper, and what may be known without them."""

    site_id = forms.TypedChoiceField(label=gettext_lazy("Site"), coerce=int)
    book = number_field(gettext_lazy("Number of the paper book"))
    line = forms.IntegerField(
        label=gettext_lazy("Line of the book"),
        min_value=1,
        max_value=999_999,
        help_text=gettext_lazy("Names and papers of the visitors stand there, not here."),
    )
    visitors = forms.TypedChoiceField(
        label=gettext_lazy("Who came"), coerce=Visitors, choices=VISITORS_LABELS
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"), min_value=1, max_value=PEOPLE_MAX, initial=1
    )
    purpose = forms.TypedChoiceField(
        label=gettext_lazy("What for"), coerce=Purpose, choices=PURPOSE_LABELS
    )
    day = DayField(label=gettext_lazy("Day"))
    hour = forms.TimeField(
        label=gettext_lazy("Time"),
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"placeholder": "hh:mm", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the time as 07:30.")},
    )
    with_user_id = forms.TypedChoiceField(label=gettext_lazy("Who went along"), coerce=int)

    def __init__(self, data: Any, *, sites: Choices, staff: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "site_id", sites)
        offer(self, "with_user_id", staff)

    def facts(self) -> Mapping[str, Any]:
        said = dict(self.cleaned_data)
        said["entered_at"] = datetime.combine(said.pop("day"), said.pop("hour"), ZONE)
        return said


class ConnectionForm(forms.Form):
    place_code = forms.ChoiceField(label=gettext_lazy("Point of connection"))
    peer_code = forms.ChoiceField(label=gettext_lazy("Connected with"), required=False)
    exchange = forms.TypedChoiceField(
        label=gettext_lazy("What passes"), coerce=Exchange, choices=EXCHANGE_LABELS
    )
    number = number_field(gettext_lazy("Number of the agreement"))
    dated = DayField(label=gettext_lazy("Date of the agreement"))
    contact = forms.CharField(
        label=gettext_lazy("Duty post to call"),
        max_length=CONTACT_CHARS_MAX,
        help_text=gettext_lazy("A post, not a person."),
    )
    phone = forms.RegexField(
        label=gettext_lazy("Telephone"),
        regex=r"^[0-9+ .()-]{6,20}$",
        max_length=PHONE_CHARS_MAX,
        error_messages={"invalid": gettext_lazy("A telephone number: digits and blanks.")},
    )

    def __init__(self, data: Any, *, places: Choices, peers: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "place_code", places)
        offer(self, "peer_code", [("", str(_("the central network"))), *peers])
