"""What is typed of reviews, internal rules and covers that came another way."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import LENGTH_MAX
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import FAMILY_LABELS
from kt1.network.agencies.rules import Family
from kt1.oversight.reviews.models import (
    ASK_LABELS,
    CARRIER_LABELS,
    PART_LABELS,
    SAID_LABELS,
    STAGE_LABELS,
    Questionnaire,
    ReviewQuestion,
)
from kt1.oversight.reviews.rules import (
    BODY_CHARS_MAX,
    KEPT_CHARS_MAX,
    NAME_CHARS_MAX,
    NUMBER_CHARS_MAX,
    OPTIONS,
    TEXT_CHARS_MAX,
    Ask,
    Carrier,
    Paper,
    Part,
    RuleStage,
    Said,
)
from kt1.web.fields import DayField, offer
from kt1.web.network.labels import BODY_LABELS

CODE_CHARS_MAX = 200


class RoundForm(forms.Form):
    """Opening a round."""

    name = forms.CharField(label=gettext_lazy("Name of the round"), max_length=NAME_CHARS_MAX)
    questionnaire = forms.TypedChoiceField(label=gettext_lazy("Questions"), coerce=int)
    first = DayField(label=gettext_lazy("Asked about, from"))
    last = DayField(label=gettext_lazy("Asked about, until"))
    due = DayField(label=gettext_lazy("To be answered by"))
    basis_number = forms.CharField(
        label=gettext_lazy("Number of the paper that asks"),
        max_length=NUMBER_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("Of a public paper only."),
    )
    basis_date = DayField(label=gettext_lazy("Date of that paper"), required=False)
    families = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who is asked"),
        coerce=Family,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only bodies whose line your office may remind are listed."),
    )

    def __init__(
        self,
        data: Any,
        *,
        versions: Iterable[Questionnaire],
        families: Mapping[Family, int],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        offer(self, "questionnaire", [(one.pk, _named(one)) for one in versions])
        asked = [(family.value, f"{FAMILY_LABELS[family]} ({n})") for family, n in families.items()]
        offer(self, "families", asked)


class AnswersForm(forms.Form):
    """One choice a question; the questions are rows."""

    def __init__(
        self,
        data: Any,
        *,
        questions: Iterable[ReviewQuestion],
        offered: Mapping[str, Said],
        paper: bool,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.questions = list(questions)
        for one in self.questions:
            known = offered.get(one.code)
            self.fields[one.code] = forms.ChoiceField(
                label=one.text,
                choices=[(said.value, SAID_LABELS[said]) for said in OPTIONS[Ask(one.ask)]],
                widget=forms.RadioSelect,
                initial=known.value if known else None,
                help_text=_("As the records here suggest: %(said)s. Change it if it is not so.")
                % {"said": SAID_LABELS[known]}
                if known
                else "",
                error_messages={"required": _("Answer this question.")},
            )
        if paper:
            for name, field in PaperForm.base_fields.items():
                self.fields[name] = deepcopy(field)

    @property
    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """Part by part, in the order of the sheet."""
        return [
            (PART_LABELS[part], [self[one.code] for one in self.questions if one.part == part])
            for part in Part
            if any(one.part == part for one in self.questions)
        ]

    @property
    def paper_fields(self) -> list[BoundField]:
        return [self[name] for name in PaperForm.base_fields if name in self.fields]

    def said(self) -> dict[str, str]:
        return {one.code: self.cleaned_data[one.code] for one in self.questions}

    def paper(self) -> Paper | None:
        return paper_of(self.cleaned_data) if self.paper_fields else None


class PaperForm(forms.Form):
    """The record of a signed paper (bản giấy)."""

    number = forms.CharField(
        label=gettext_lazy("Number of the signed paper"), max_length=NUMBER_CHARS_MAX
    )
    dated = DayField(label=gettext_lazy("Date of the signed paper"))
    kept_at = forms.CharField(
        label=gettext_lazy("Where it is kept"),
        max_length=KEPT_CHARS_MAX,
        help_text=gettext_lazy("As “records office, file 3”."),
    )


def paper_of(values: Mapping[str, Any]) -> Paper:
    return Paper(number=values["number"], dated=values["dated"], kept_at=values["kept_at"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is to be answered again"),
        max_length=LENGTH_MAX,
        help_text=gettext_lazy("Name the questions; never what a document says."),
    )


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the version"), max_length=NAME_CHARS_MAX)


class QuestionForm(forms.Form):
    """One more question of a draft."""

    part = forms.TypedChoiceField(
        label=gettext_lazy("Part of the sheet"), coerce=Part, choices=PART_LABELS
    )
    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=TEXT_CHARS_MAX,
        help_text=gettext_lazy("To be answered by yes or no or by a band; nothing of documents."),
    )
    ask = forms.TypedChoiceField(
        label=gettext_lazy("How it is answered"), coerce=Ask, choices=ASK_LABELS
    )
    wanted = forms.ChoiceField(
        label=gettext_lazy("Answer hoped for"),
        choices=[
            ("", gettext_lazy("none")),
            (Said.YES.value, SAID_LABELS[Said.YES]),
            (Said.NO.value, SAID_LABELS[Said.NO]),
        ],
        required=False,
    )


class RuleForm(forms.Form):
    """How one internal paper stands."""

    stage = forms.TypedChoiceField(
        label=gettext_lazy("How it stands"),
        coerce=RuleStage,
        choices=STAGE_LABELS,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=gettext_lazy("Number, if it is issued"),
        max_length=NUMBER_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("Of the public paper; none that is secret itself."),
    )
    dated = DayField(label=gettext_lazy("Date, if it is issued"), required=False)
    has_clause = forms.TypedChoiceField(
        label=gettext_lazy("Does it speak of KT1?"),
        coerce=lambda text: text == Said.YES.value,
        empty_value=None,
        choices=[(Said.YES.value, SAID_LABELS[Said.YES]), (Said.NO.value, SAID_LABELS[Said.NO])],
        widget=forms.RadioSelect,
        required=False,
    )


def _named(version: Questionnaire) -> str:
    return f"{version} · {BODY_LABELS[Body(version.keeper)]}"


class CameForm(forms.Form):
    """Three facts of a cover that did not come by KT1, and no field for a fourth."""

    received_on = DayField(label=gettext_lazy("Received on"))
    sender = forms.CharField(
        label=gettext_lazy("Who sent it"),
        max_length=CODE_CHARS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
        help_text=gettext_lazy("Choose from the list, or leave empty and name it below."),
    )
    sender_name = forms.CharField(
        label=gettext_lazy("A body that is not in the list"),
        max_length=BODY_CHARS_MAX,
        required=False,
    )
    carrier = forms.TypedChoiceField(
        label=gettext_lazy("How it came"),
        coerce=Carrier,
        choices=CARRIER_LABELS,
        widget=forms.RadioSelect,
    )
