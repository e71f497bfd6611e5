"""What is typed of the library and of events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.agencies.models import FAMILY_LABELS, Agency
from kt1.oversight.outreach.actions import Published
from kt1.oversight.outreach.events import Planned
from kt1.oversight.outreach.models import EVENT_LABELS, TOPIC_LABELS, QuizQuestion
from kt1.oversight.outreach.rules import (
    EventKind,
    Topic,
    UnreadableQuizError,
    lines_of,
    questions_of,
)
from kt1.web.directives.forms import CodesField, paper_field
from kt1.web.fields import DayField, offer
from kt1.web.items.typed import NotAMomentError, read_moment

TEXT_MAX = 20_000


class MomentField(forms.CharField):
    """A moment as people type it."""

    def __init__(self, **more: Any) -> None:
        attrs = {"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}
        super().__init__(max_length=24, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_moment(text) if text else None
        except NotAMomentError as fault:
            raise forms.ValidationError(str(fault)) from None


class MaterialForm(forms.Form):
    """A version of the library: lines, and a quiz where one is wanted."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits, dashes; the same code is the next version."),
    )
    topic = forms.TypedChoiceField(label=gettext_lazy("Topic"), coerce=Topic, choices=TOPIC_LABELS)
    title = forms.CharField(label=gettext_lazy("Name of it"), max_length=160)
    basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=TEXT_MAX,
        help_text=gettext_lazy(
            "A line each, at most 200 characters. Begin with # for a heading, - for a bullet,"
            " ? for a question to oneself."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    quiz = forms.CharField(
        label=gettext_lazy("Quiz"),
        max_length=TEXT_MAX,
        required=False,
        help_text=gettext_lazy(
            "? before a question, - before a wrong choice, * before the right one, = before why."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower().replace("_", "-")

    def clean_quiz(self) -> str:
        text: str = self.cleaned_data["quiz"]
        try:
            questions_of(text)
        except UnreadableQuizError as fault:
            raise forms.ValidationError(
                _("Line %(n)d: two to five choices a question, one of them right.")
                % {"n": fault.line}
            ) from None
        return text

    def published(self) -> Published:
        said = self.cleaned_data
        return Published(
            code=said["code"],
            topic=said["topic"],
            title=said["title"],
            basis=said["basis"],
            lines=lines_of(said["text"]),
            questions=questions_of(said["quiz"]),
        )


class QuizForm(forms.Form):
    """A field for each question; the choice is its number."""

    def __init__(self, data: Any = None, *, questions: Sequence[QuizQuestion]) -> None:
        super().__init__(data)
        for one in questions:
            self.fields[f"q{one.n}"] = forms.TypedChoiceField(
                label=f"{one.n}. {one.text}",
                coerce=int,
                choices=[(choice.n, choice.text) for choice in one.choices.all()],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[int, int]:
        return {int(name.removeprefix("q")): n for name, n in self.cleaned_data.items()}


class EventForm(forms.Form):
    """An event, and whom it is for: families of bodies, or single ones."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"), coerce=EventKind, choices=EVENT_LABELS
    )
    title = forms.CharField(label=gettext_lazy("Name of it"), max_length=160)
    begins = MomentField(label=gettext_lazy("Begins"))
    ends = MomentField(label=gettext_lazy("Ends"))
    place = forms.CharField(label=gettext_lazy("Where"), max_length=160, required=False)
    partners = forms.CharField(
        label=gettext_lazy("With whom"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Names of bodies, as Công an tỉnh, Bưu điện tỉnh."),
    )
    paper = paper_field()
    campaign = forms.TypedChoiceField(
        label=gettext_lazy("Campaign"), coerce=int, empty_value=None, required=False
    )
    material = forms.TypedChoiceField(
        label=gettext_lazy("Material of the library"), coerce=int, empty_value=None, required=False
    )
    families = forms.MultipleChoiceField(
        label=gettext_lazy("For all bodies of these kinds"),
        choices=FAMILY_LABELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = CodesField(label=gettext_lazy("And for these: codes"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        known: Any,
        campaigns: Sequence[tuple[int, str]],
        materials: Sequence[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self._known = known
        if isinstance(field := self.fields["agencies"], CodesField):
            field.known = known
        offer(self, "campaign", [("", "–"), *campaigns])
        offer(self, "material", [("", "–"), *materials])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("begins"), values.get("ends")
        if isinstance(begins, datetime) and isinstance(ends, datetime) and ends < begins:
            self.add_error("ends", _("It ends after it begins."))
        if not self.errors and not values.get("families") and not values.get("agencies"):
            self.add_error("families", _("Say for whom it is."))
        return values

    def planned(self) -> Planned:
        said = self.cleaned_data
        return Planned(
            kind=said["kind"],
            title=said["title"],
            begins=said["begins"],
            ends=said["ends"],
            place=said["place"],
            partners=said["partners"],
            paper=said["paper"],
            campaign_id=said["campaign"],
            version_id=said["material"],
        )

    def bodies(self) -> list[int]:
        named = {row.pk for row in self.cleaned_data["agencies"]}
        of_kind = self._known.filter(family__in=self.cleaned_data["families"])
        return sorted(named | set(of_kind.values_list("pk", flat=True)))


class CampaignForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of it"), max_length=160)
    first = DayField(label=gettext_lazy("From day"))
    last = DayField(label=gettext_lazy("Until day"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in ("first", "last"):
            if name not in self.errors and values.get(name) is None:
                self.add_error(name, _("Type the day as dd/mm/yyyy, for example 16/02/2026."))
        return values


class CameForm(forms.Form):
    """With how many persons each body came; empty for none."""

    paper = paper_field()
    more = forms.CharField(
        label=gettext_lazy("Others that came: code and number of persons, a line each"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any = None, *, invited: Sequence[Agency], known: Any, preset: int | None
    ) -> None:
        super().__init__(data)
        self._known = known
        self.invited = invited
        for body in invited:
            self.fields[f"a{body.pk}"] = forms.IntegerField(
                label=f"{body.name} ({body.code})",
                min_value=0,
                max_value=9_999,
                required=False,
                initial=preset,
            )

    def clean_more(self) -> Mapping[int, int]:
        found: dict[str, int] = {}
        for row in self.cleaned_data["more"].splitlines():
            words = row.split()
            if not words:
                continue
            if len(words) != 2 or not words[1].isdigit() or len(words[1]) > 4:  # noqa: PLR2004 - a code and a number
                raise forms.ValidationError(_("Type a code and a number of persons on each line."))
            found[words[0].upper()] = int(words[1])
        rows = dict(self._known.filter(code__in=found).values_list("code", "pk"))
        if unknown := [code for code in found if code not in rows]:
            raise forms.ValidationError(
                _("There is no agency with this code in your province: %(codes)s.")
                % {"codes": ", ".join(unknown[:5])}
            )
        return {rows[code]: n for code, n in found.items()}

    def came(self) -> dict[int, int]:
        said = self.cleaned_data
        own = {body.pk: said.get(f"a{body.pk}") or 0 for body in self.invited}
        return {**own, **said["more"]}
