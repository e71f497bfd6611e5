"""Forms of reports: what is owed, what was asked, the words, how it was signed and sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import LENGTH_MAX
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.oversight.reports.models import (
    CAUSE_LABELS,
    CYCLE_LABELS,
    EVIDENCE_LABELS,
    RECIPIENT_LABELS,
    RETURN_LABELS,
    WAY_LABELS,
    WINDOW_LABELS,
)
from kt1.oversight.reports.rules import (
    RECIPIENTS,
    SUPERIORS,
    Cause,
    Cycle,
    Recipient,
    Return,
    Section,
    Way,
)
from kt1.oversight.reports.steps import TEXT_MAX
from kt1.web.fields import DayField, offer

#: The superior bodies; bodies of the network are named one by one.
RECIPIENT_CHOICES = [(one.value, RECIPIENT_LABELS[one]) for one in SUPERIORS]

#: Under which name a definition says how the letter writes each recipient.
RECIPIENT_FIELDS: Mapping[Recipient, str] = {
    Recipient.PROVINCE: "province_name",
    Recipient.MINISTRY: "ministry_name",
    Recipient.PARTY: "party_name",
}


class RecipientsField(forms.MultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=gettext_lazy("Recipients of the report"),
            choices=RECIPIENT_CHOICES,
            widget=forms.CheckboxSelectMultiple,
            **more,
        )


class WordsForm(forms.Form):
    """The words of each section."""

    def __init__(
        self, data: Any = None, *, texts: Mapping[str, str], titles: Mapping[Section, str]
    ) -> None:
        super().__init__(data)
        for section in Section:
            self.fields[section.name.lower()] = forms.CharField(
                label=f"{section}. {titles[section]}",
                required=False,
                max_length=TEXT_MAX,
                initial=texts.get(section, ""),
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    def texts(self) -> dict[Section, str]:
        return {one: self.cleaned_data[one.name.lower()] for one in Section}


class IssueForm(forms.Form):
    """Number, date and signer of the paper that was signed."""

    number = forms.CharField(
        label=gettext_lazy("Number of the report"),
        max_length=40,
        help_text=gettext_lazy("As 05/BC-SKHCN."),
    )
    dated = DayField(label=gettext_lazy("Date of the report"))
    authority = forms.ChoiceField(
        label=gettext_lazy("Signs"),
        choices=[
            ("", gettext_lazy("in their own right")),
            ("KT. GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
            ("TUQ. GIÁM ĐỐC", "TUQ. GIÁM ĐỐC"),
        ],
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the signer"), max_length=60, initial="GIÁM ĐỐC"
    )
    name = forms.CharField(label=gettext_lazy("Name of the signer"), max_length=80)

    def __init__(self, data: Any = None, *, keeper: Body, **more: Any) -> None:
        super().__init__(data, **more)
        if keeper is Body.PARTY_OFFICE:
            leader = "CHÁNH VĂN PHÒNG"
            self.fields["title"].initial = leader
            self.fields["number"].help_text = _("As 05-BC/VPTU.")
            above = [(f"{how} {leader}", f"{how} {leader}") for how in ("K/T", "T/L")]
            offer(self, "authority", [("", _("in their own right")), *above])


class SendForm(forms.Form):
    """To whom it went, how, on which day."""

    way = forms.ChoiceField(
        label=gettext_lazy("How it went"), choices=[(w.value, t) for w, t in WAY_LABELS.items()]
    )
    sent_on = DayField(label=gettext_lazy("Sent on"))
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Of the exchange or of the post, where there is one."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        recipients: Sequence[str],
        bodies: Sequence[Agency] = (),
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        named = [(str(one.pk), one.name) for one in bodies]
        superiors = [(one, word) for one, word in RECIPIENT_CHOICES if one in set(recipients)]
        choices = [*superiors, *named]
        field = RecipientsField(initial=[value for value, _word in choices])
        field.choices = choices
        self.fields["recipients"] = field
        if Recipient.PARTY in set(recipients) or bodies:  # nobody there reads here
            offer(self, "way", [(w.value, t) for w, t in WAY_LABELS.items() if w is not Way.SYSTEM])
            self.fields["way"].initial = Way.PAPER
        self.order_fields(["recipients", "way", "sent_on", "reference"])

    def superiors(self) -> list[Recipient]:
        named = {one.value for one in SUPERIORS}
        return [Recipient(one) for one in self.cleaned_data["recipients"] if one in named]

    def bodies(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["recipients"] if one.isdecimal()]


class ReturnForm(forms.Form):
    """Why the leader sends a report back."""

    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why it goes back"),
        coerce=Return,
        choices=RETURN_LABELS,
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the service only; never of what was in a cover."),
    )


class AgainForm(forms.Form):
    cause = forms.ChoiceField(
        label=gettext_lazy("Why it is counted again"),
        choices=[(c.value, t) for c, t in CAUSE_LABELS.items() if c is not Cause.FIRST],
    )


class EndForm(forms.Form):
    """Until when a definition of the province holds."""

    last = DayField(label=gettext_lazy("Holds for the last time on"))
    paper = forms.CharField(
        label=gettext_lazy("The paper by which it is owed no more"), max_length=200
    )


class DefinitionForm(forms.Form):
    """What is owed from a day on."""

    since = DayField(
        label=gettext_lazy("Holds from"),
        help_text=gettext_lazy(
            "The definition before it is closed the day before; none is edited."
        ),
    )
    title = forms.CharField(label=gettext_lazy("Title of the report"), max_length=160)
    cycle = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[(c.value, t) for c, t in CYCLE_LABELS.items() if c is not Cycle.ON_DEMAND],
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Days counted"), choices=[(w.value, t) for w, t in WINDOW_LABELS.items()]
    )
    due_months = forms.IntegerField(
        label=gettext_lazy("Due so many months after the month in which the period ends"),
        min_value=0,
        max_value=12,
    )
    due_day = forms.IntegerField(label=gettext_lazy("On day"), min_value=1, max_value=31)
    due_excluded = forms.BooleanField(
        label=gettext_lazy("Before that day: the day itself is late"), required=False
    )
    province_name = forms.CharField(
        label=gettext_lazy("Province, as the letter names it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Leave empty where it does not go there."),
    )
    ministry_name = forms.CharField(
        label=gettext_lazy("Ministry, as the letter names it"), max_length=120, required=False
    )
    party_name = forms.CharField(
        label=gettext_lazy("Recipient, as the letter names it"), max_length=120, required=False
    )
    basis = forms.CharField(label=gettext_lazy("The paper it rests on"), max_length=200)
    evidence = forms.ChoiceField(
        label=gettext_lazy("How sure it is"),
        choices=[(e.value, t) for e, t in EVIDENCE_LABELS.items()],
    )

    def __init__(self, data: Any = None, *, keeper: Body, **more: Any) -> None:
        super().__init__(data, **more)
        for recipient, name in RECIPIENT_FIELDS.items():
            if recipient not in RECIPIENTS[keeper]:
                del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if not any(said.get(one, "").strip() for one in RECIPIENT_FIELDS.values()):
            raise forms.ValidationError(_("Name at least one recipient."))
        return said
