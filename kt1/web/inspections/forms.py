"""What is typed of watching, inspections and violations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import LENGTH_MAX
from kt1.network.agencies.models import Agency
from kt1.oversight.inspections.drawn import CHANNEL_LABELS, MEASURE_LABELS, REASON_LABELS
from kt1.oversight.inspections.models import (
    EVIDENCE_LABELS,
    GROUND_LABELS,
    MANNER_LABELS,
    OPINION_LABELS,
    PART_LABELS,
    SIDE_LABELS,
)
from kt1.oversight.inspections.rules import (
    COPIES_MAX,
    MONTHS,
    NUMBER_CHARS_MAX,
    TITLE_CHARS_MAX,
    Evidence,
    Ground,
    Manner,
    Opinion,
    Part,
    Side,
)
from kt1.oversight.inspections.sampling import SIZE_MAX
from kt1.oversight.inspections.watch import Channel, Measure, Reason
from kt1.web.fields import DayField

_NOTE_HELP = gettext_lazy("Of the service only; never of what is in an item.")
_PAPER_HELP = gettext_lazy("As 05/QĐ-SKHCN; a public paper only.")


def note_field(*, required: bool = False, label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or gettext_lazy("Remark"),
        max_length=LENGTH_MAX,
        required=required,
        help_text=_NOTE_HELP,
    )


def number_field(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=NUMBER_CHARS_MAX, required=required, help_text=_PAPER_HELP
    )


class AgencyField(forms.CharField):
    """The code of a body of the province, or its name where only one is called so."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Code or name of the body"),
                "max_length": 160,
                "widget": forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
                **more,
            }
        )
        self.among: QuerySet[Agency] = Agency.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.among.filter(code=text.strip().upper()).first()
        if found is None:
            called = list(self.among.filter(name__iexact=text.strip())[:2])
            found = called[0] if len(called) == 1 else None
        if found is None:
            raise forms.ValidationError(_("There is no such body among those of your province."))
        return found


class BodyForm(forms.Form):
    """A form that names one of some bodies."""

    agency = AgencyField()

    def __init__(self, data: Any = None, *, among: QuerySet[Agency], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["agency"]
        if isinstance(field, AgencyField):
            field.among = among


class BoundForm(forms.Form):
    measure = forms.TypedChoiceField(
        label=gettext_lazy("What is watched"), coerce=Measure, choices=MEASURE_LABELS
    )
    bound = forms.IntegerField(label=gettext_lazy("From this figure on"), min_value=1)


class WatchForm(BodyForm):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why it is watched"), coerce=Reason, choices=REASON_LABELS
    )
    paper = number_field(gettext_lazy("Number and date of the paper"), required=False)


class RemindedForm(forms.Form):
    """Đã nhắc qua điện thoại, văn bản."""

    channel = forms.TypedChoiceField(
        label=gettext_lazy("How it was reminded"),
        coerce=Channel,
        choices=CHANNEL_LABELS,
        widget=forms.RadioSelect,
    )
    on = DayField(label=gettext_lazy("Day of the reminder"))
    measure = forms.TypedChoiceField(
        label=gettext_lazy("About"),
        coerce=Measure,
        choices=[("", gettext_lazy("all of it")), *MEASURE_LABELS.items()],
        required=False,
        empty_value=None,
    )
    paper = number_field(gettext_lazy("Number and date of the letter"), required=False)
    note = note_field()


class LineForm(BodyForm):
    side = forms.TypedChoiceField(
        label=gettext_lazy("What is inspected"), coerce=Side, choices=SIDE_LABELS, initial=Side.USER
    )
    manner = forms.TypedChoiceField(
        label=gettext_lazy("How it is held"), coerce=Manner, choices=MANNER_LABELS
    )
    month = forms.TypedChoiceField(
        label=gettext_lazy("Month"), coerce=int, choices=[(n, n) for n in range(1, MONTHS + 1)]
    )


class PaperForm(forms.Form):
    """Number and date of one paper."""

    number = number_field(gettext_lazy("Number of the paper"))
    dated = DayField(label=gettext_lazy("Date of the paper"))


class DropForm(forms.Form):
    number = number_field(gettext_lazy("Number of the paper that changes the plan"), required=False)


class DaysForm(forms.Form):
    """The days looked at and those of the visit."""

    manner = forms.TypedChoiceField(
        label=gettext_lazy("How it is held"), coerce=Manner, choices=MANNER_LABELS
    )
    period_from = DayField(label=gettext_lazy("Looked at from"))
    period_to = DayField(label=gettext_lazy("Looked at until"))
    visit_from = DayField(label=gettext_lazy("Visit from"))
    visit_to = DayField(label=gettext_lazy("Visit until"))


class AdHocForm(BodyForm, DaysForm):
    side = forms.TypedChoiceField(
        label=gettext_lazy("What is inspected"), coerce=Side, choices=SIDE_LABELS, initial=Side.USER
    )
    ground = forms.TypedChoiceField(
        label=gettext_lazy("Why it is held"), coerce=Ground, choices=GROUND_LABELS
    )
    paper = number_field(
        gettext_lazy("Paper of whoever asks for it, number and date"), required=False
    )
    field_order = ("agency", "side", "ground", "paper", "manner", "period_from", "period_to",
                   "visit_from", "visit_to")  # fmt: skip


class DecideForm(PaperForm):
    notified_on = DayField(label=gettext_lazy("Sent to the body on"))


class VisitForm(forms.Form):
    visit_from = DayField(label=gettext_lazy("Visit from"))
    visit_to = DayField(label=gettext_lazy("Visit until"))
    note = note_field()


class NoteForm(forms.Form):
    note = note_field()


class ExplainForm(forms.Form):
    note = note_field(required=True, label=gettext_lazy("What the team should know"))


class NothingForm(forms.Form):
    """An act that needs no more than to be meant."""


class MemberForm(forms.Form):
    """A person with an account, or an office and a title."""

    duty = forms.TypedChoiceField(
        label=gettext_lazy("Person with an account"), coerce=int, required=False, empty_value=None
    )
    office = forms.CharField(
        label=gettext_lazy("Or the office that sends them"),
        max_length=TITLE_CHARS_MAX,
        required=False,
    )
    position = forms.CharField(
        label=gettext_lazy("Their title"),
        max_length=TITLE_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("A title, never a name: names stand on the paper."),
    )
    part = forms.TypedChoiceField(
        label=gettext_lazy("Part in the team"), coerce=Part, choices=PART_LABELS
    )

    def __init__(self, data: Any = None, *, duties: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        choices = [("", "–"), *[(str(key), said) for key, said in duties]]
        field = self.fields["duty"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class FindingForm(forms.Form):
    question = forms.ChoiceField(label=gettext_lazy("Question of the checklist"))
    evidence = forms.TypedChoiceField(
        label=gettext_lazy("What it rests on"),
        coerce=Evidence,
        choices=EVIDENCE_LABELS,
        widget=forms.RadioSelect,
    )
    unit_id = forms.TypedChoiceField(
        label=gettext_lazy("Item of the sample"), coerce=int, required=False, empty_value=None
    )
    evidence_paper = number_field(
        gettext_lazy("Number and date of the document shown"), required=False
    )
    conduct = forms.ChoiceField(
        label=gettext_lazy("Conduct of the table"),
        required=False,
        help_text=gettext_lazy("Only where it may be one; a remark needs none."),
    )
    note = note_field()

    def __init__(
        self,
        data: Any = None,
        *,
        questions: list[tuple[str, str]],
        items: list[tuple[str, str]],
        conducts: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        for name, choices in (
            ("question", questions), ("unit_id", [("", "–"), *items]),
            ("conduct", [("", "–"), *conducts]),
        ):  # fmt: skip
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class DrawForm(forms.Form):
    size = forms.IntegerField(label=gettext_lazy("How many items"), min_value=1, max_value=SIZE_MAX)
    lettered_paper = number_field(
        gettext_lazy("Decision on items that bear a letter, number"), required=False
    )
    lettered_on = DayField(label=gettext_lazy("Its date"), required=False)


class MinutesForm(forms.Form):
    number = number_field(gettext_lazy("Number of the minutes"))
    dated = DayField(label=gettext_lazy("Date of the minutes"))
    copies = forms.IntegerField(
        label=gettext_lazy("Copies"), min_value=1, max_value=COPIES_MAX, initial=2
    )
    stamped = forms.BooleanField(label=gettext_lazy("Signed and stamped"), required=False)
    opinion = forms.TypedChoiceField(
        label=gettext_lazy("The body inspected"),
        coerce=Opinion,
        choices=OPINION_LABELS,
        widget=forms.RadioSelect,
    )
    note = note_field()


class CloseForm(forms.Form):
    kept_where = forms.CharField(
        label=gettext_lazy("Where the paper file is kept"), max_length=TITLE_CHARS_MAX
    )
