"""Shape of what is recorded about workers. A paper holds until the end of its last day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.people.accounts.models import User
from kt1.people.vetting.actions import RECORDED
from kt1.people.vetting.models import AUTHORITY_LABELS, STANDING_LABELS, TOPIC_LABELS
from kt1.people.vetting.requests import Vetted
from kt1.people.vetting.rules import Authority, StandingKind, Topic
from kt1.people.vetting.steps import Paper
from kt1.web.fields import DayField, offer
from kt1.web.moments import ZONE, day
from kt1.web.people.receiver_forms import HourField

CHOICES_MOST = 500


def begins(on: date) -> datetime:
    return datetime.combine(on, time(), ZONE)


def ends(on: date | None) -> datetime | None:
    """The first moment after the last day."""
    return None if on is None else begins(on + timedelta(days=1))


class PaperForm(forms.Form):
    """The paper on which it stands."""

    number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=40)
    dated_on = DayField(label=gettext_lazy("Date of the paper"))
    authority = forms.ChoiceField(
        label=gettext_lazy("Issued by"), choices=list(AUTHORITY_LABELS.items())
    )

    def paper(self) -> Paper:
        said = self.cleaned_data
        return Paper(
            number=said["number"],
            dated_on=said["dated_on"],
            authority=Authority(said["authority"]),
        )


class StandingForm(PaperForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What the paper says"),
        choices=[(kind.value, STANDING_LABELS[kind]) for kind in RECORDED],
        widget=forms.RadioSelect,
        initial=StandingKind.VETTING.value,
    )
    valid_from = DayField(label=gettext_lazy("In force from"))
    valid_to = DayField(label=gettext_lazy("Until the end of"), required=False)

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data, initial={"valid_from": day(at)})


class LaterHourField(HourField):
    """An hour that may be left empty."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class EndForm(forms.Form):
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Empty: from this moment on."),
        required=False,
    )
    hour = LaterHourField(
        label=gettext_lazy("Until the hour"),
        help_text=gettext_lazy("Empty: until the end of the day."),
        required=False,
    )

    def moment(self, now: datetime) -> datetime:
        last, hour = self.cleaned_data["last_day"], self.cleaned_data["hour"]
        if last is None:
            return now
        return datetime.combine(last, hour, ZONE) if hour else begins(last + timedelta(days=1))


class AskForm(forms.Form):
    """The letter, and whom it asks about."""

    number = forms.CharField(label=gettext_lazy("Number of the letter"), max_length=40)
    dated_on = DayField(label=gettext_lazy("Date of the letter"))
    people = forms.MultipleChoiceField(
        label=gettext_lazy("People asked about"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, workers: Iterable[User], at: datetime, chosen: str) -> None:
        super().__init__(data, initial={"dated_on": day(at), "people": [chosen]})
        offer(self, "people", [(one.pk, one.title) for one in workers])

    def user_ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["people"]]


class TrainingForm(PaperForm):
    topic = forms.ChoiceField(label=gettext_lazy("Subject"), choices=list(TOPIC_LABELS.items()))
    held_on = DayField(label=gettext_lazy("Held on"))
    valid_to = DayField(
        label=gettext_lazy("Holds until the end of"),
        required=False,
        help_text=gettext_lazy("Empty: as long as the norm says, or without an end."),
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who attended"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, workers: Iterable[User], at: datetime) -> None:
        super().__init__(data, initial={"held_on": day(at), "dated_on": day(at)})
        offer(self, "people", [(one.pk, one.title) for one in workers])

    def user_ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["people"]]

    def subject(self) -> Topic:
        return Topic(self.cleaned_data["topic"])


class AnswerForm(forms.Form):
    """The police's letter; for each person from – to, or both left empty."""

    number = forms.CharField(label=gettext_lazy("Number of the answer"), max_length=40)
    dated_on = DayField(label=gettext_lazy("Date of the answer"))

    def __init__(self, data: Any, *, people: Sequence[User]) -> None:
        super().__init__(data)
        self.people = people
        for one in people:
            self.fields[f"from_{one.pk}"] = DayField(label=_("Qualified from"), required=False)
            self.fields[f"to_{one.pk}"] = DayField(label=_("to the end of"), required=False)

    def rows(self) -> list[tuple[User, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"from_{one.pk}"], self[f"to_{one.pk}"]) for one in self.people]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.people:
            if cleaned.get(f"to_{one.pk}") and not cleaned.get(f"from_{one.pk}"):
                self.add_error(f"from_{one.pk}", _("Say from which day on."))
        return cleaned

    def vetted(self) -> list[Vetted]:
        said = self.cleaned_data
        return [
            Vetted(one.pk, begins(said[f"from_{one.pk}"]), ends(said[f"to_{one.pk}"]))
            for one in self.people
            if said[f"from_{one.pk}"]
        ]
