"""What letters need before an installation may store them: two papers, by number and date."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.modes.rules import LETTERED, Papers
from kt1.law.services.labels import MODE_LABELS
from kt1.law.services.rules import Mode
from kt1.web.fields import DayField, offer

NUMBER_MOST = 40


class LettersForm(forms.Form):
    """A mode that stores letters, and the papers that allow it (W5)."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Mode from now on"),
        widget=forms.RadioSelect,
    )
    opinion_number = forms.CharField(
        label=gettext_lazy("Number of the police's opinion"), max_length=NUMBER_MOST
    )
    opinion_date = DayField(label=gettext_lazy("Date of the police's opinion"))
    level_number = forms.CharField(
        label=gettext_lazy("Number of the approval of the security level"), max_length=NUMBER_MOST
    )
    level_date = DayField(label=gettext_lazy("Date of the approval of the security level"))

    def __init__(self, data: Any, *, now: Mode) -> None:
        super().__init__(data)
        others = LETTERED - {now}
        offer(self, "mode", [(one.value, MODE_LABELS[one]) for one in Mode if one in others])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("opinion_date", "level_date"):
            if (day := said.get(name)) and self.today and day > self.today:
                self.add_error(name, _("This day has not come yet."))
        return said

    #: Set by the page: a paper cannot be of tomorrow.
    today: Any = None

    @property
    def chosen(self) -> Mode:
        return Mode(self.cleaned_data["mode"])

    @property
    def papers(self) -> Papers:
        said = self.cleaned_data
        return Papers(
            opinion_number=said["opinion_number"],
            opinion_date=said["opinion_date"],
            level_number=said["level_number"],
            level_date=said["level_date"],
        )
