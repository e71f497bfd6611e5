"""Forms of norms: one figure, the day a set is gone by from, one legal paper."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.book.queries import book
from kt1.law.instruments.actions import NewInstrument
from kt1.law.instruments.models import (
    EVIDENCE_LABELS,
    KIND_LABELS,
    SEEN_LABELS,
    STATUS_LABELS,
    Instrument,
)
from kt1.law.instruments.rules import InstrumentKind, InstrumentStatus, TextSeen
from kt1.law.parameters.keys import CHOICES, FORMS, LISTS, Evidence, Key, Shape
from kt1.law.parameters.rules import (
    NONE,
    MalformedValueError,
    Parameter,
    is_well_formed,
    typed,
)
from kt1.web.fields import DayField, offer
from kt1.web.norms.area_words import AreasField
from kt1.web.norms.labels import SHAPE_FAULTS
from kt1.web.service.labels import value_said
from kt1.web.words import Words

NO_PAPER = ("", gettext_lazy("none: it is an assumption"))


def papers() -> list[tuple[str, str]]:
    """Every registered paper, by its number."""
    rows = Instrument.objects.order_by("code").values_list("code", "number", "title")
    return [(code, f"{number or code} · {title[:60]}") for code, number, title in rows]


class SourceFields(forms.Form):
    """The paper something rests on, and how sure it is."""

    instrument = forms.ChoiceField(label=gettext_lazy("Legal paper"), required=False)
    article = forms.CharField(
        label=gettext_lazy("Article, as Đ.4.4.c"), max_length=20, required=False
    )
    evidence = forms.ChoiceField(label=gettext_lazy("How sure"), choices=EVIDENCE_LABELS)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "instrument", [NO_PAPER, *papers()])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        sure = given.get("evidence", Evidence.ASSUMPTION)
        if sure != Evidence.ASSUMPTION and not given.get("instrument"):
            self.add_error(
                "instrument", _("Name the paper it rests on, or mark it as an assumption.")
            )
        return given


class ListField(forms.MultipleChoiceField):
    """Several of some words, kept with a blank between."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **more)

    def clean(self, value: Any) -> Any:
        return " ".join(super().clean(value))


class FigureForm(SourceFields):
    """One figure: how its value is typed depends on the norm."""

    value = forms.CharField(label=gettext_lazy("Figure"), required=False, max_length=200)
    none = forms.BooleanField(label=gettext_lazy("None: this norm sets nothing"), required=False)
    valid_from = DayField(label=gettext_lazy("Valid from"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    field_order = ("value", "none", "valid_from", "instrument", "article", "evidence", "note")

    def __init__(self, norm_set: str, key: Key, scope: str, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.norm_set, self.key, self.scope = norm_set, key, scope
        if FORMS[key].shape is Shape.BOOLEAN:
            yes_no = [("true", _("Yes")), ("false", _("No"))]
            self._choose(yes_no, forms.RadioSelect())
        elif key in CHOICES:
            self._choose([(one, value_said(one, "")) for one in CHOICES[key]], forms.Select())
        elif key in LISTS:
            named = [(one, value_said(one, FORMS[key].unit)) for one in LISTS[key]]
            self.fields["value"] = ListField(label=gettext_lazy("Figure"), choices=named)
        elif key is Key.SPECIAL_GEOGRAPHY:
            self.fields["value"] = AreasField(scope)
        elif key is Key.WORKING_CALENDAR:
            known = [(one, value_said(one, "")) for one in sorted(book().calendars)]
            self._choose(known, forms.Select())
        else:
            self.fields["value"].help_text = str(SHAPE_FAULTS[FORMS[key].shape])
        if not FORMS[key].nullable:
            self.fields["value"].required = True
            del self.fields["none"]

    def _choose(self, choices: list[tuple[str, Any]], widget: Any) -> None:
        self.fields["value"] = forms.ChoiceField(
            label=gettext_lazy("Figure"), choices=choices, widget=widget, required=False
        )

    def parameter(self) -> Parameter:
        """What was typed. Raises MalformedValueError."""
        given = self.cleaned_data
        text = NONE if given.get("none") else given.get("value", "")
        return Parameter(
            norm_set=self.norm_set,
            key=self.key,
            scope=self.scope,
            value=typed(self.key, text),
            valid_from=given["valid_from"],
            instrument=given["instrument"],
            article=given["article"].strip(),
            evidence=Evidence(given["evidence"]),
            note=given["note"].strip(),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.key is Key.SPECIAL_GEOGRAPHY and given.get("none"):
            given["value"] = ""  # the list that holds was offered to be changed
        if given.get("none") and given.get("value"):
            self.add_error("value", _("Type a figure, or say that there is none; not both."))
        elif not self.errors and not self._fits():
            self.add_error("value", str(SHAPE_FAULTS[FORMS[self.key].shape]))
        return given

    def clean_valid_from(self) -> date:
        return _a_day(self.cleaned_data["valid_from"])

    def _fits(self) -> bool:
        try:
            return is_well_formed(self.parameter())
        except MalformedValueError:
            return False


class ConfirmForm(forms.Form):
    """Whoever confirms says what they read."""

    paper = forms.CharField(
        label=gettext_lazy("Paper compared with: number, date, page"),
        max_length=120,
        required=False,
    )


class ActivateForm(forms.Form):
    since = DayField(label=gettext_lazy("Gone by from"))

    def clean_since(self) -> date:
        return _a_day(self.cleaned_data["since"])


class PaperForm(forms.Form):
    """Public facts of one paper."""

    code = forms.CharField(
        label=gettext_lazy("Short code, as TT26-2026"),
        max_length=20,
        validators=[RegexValidator(r"\A[A-Z0-9][A-Z0-9-]{2,19}\Z",
                                   gettext_lazy("Capital letters, digits and dashes, 3 to 20."))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KIND_LABELS)
    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As 26/2026/TT-BKHCN; empty while the copy at hand has none."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the paper"), max_length=300)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=120)
    issued = DayField(label=gettext_lazy("Issued on"), required=False)
    in_force_from = DayField(label=gettext_lazy("In force from"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Standing"), choices=STATUS_LABELS)
    text_seen = forms.ChoiceField(
        label=gettext_lazy("How much of it was read"), choices=SEEN_LABELS
    )
    evidence = forms.ChoiceField(label=gettext_lazy("How sure"), choices=EVIDENCE_LABELS)
    replaces = forms.ChoiceField(label=gettext_lazy("Replaces"), required=False)
    implements = forms.ChoiceField(label=gettext_lazy("Implements"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Read at"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Public address or journal, as text."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        none: tuple[str, Words] = ("", "–")
        for name in ("replaces", "implements"):
            offer(self, name, [none, *papers()])

    def instrument(self) -> NewInstrument:
        given = self.cleaned_data
        return NewInstrument(
            code=given["code"],
            kind=InstrumentKind(given["kind"]),
            title=given["title"].strip(),
            issuer=given["issuer"].strip(),
            number=given["number"].strip(),
            issued=given["issued"],
            in_force_from=given["in_force_from"],
            status=InstrumentStatus(given["status"]),
            text_seen=TextSeen(given["text_seen"]),
            evidence=Evidence(given["evidence"]),
            replaces=given["replaces"],
            implements=given["implements"],
            source=given["source"].strip(),
        )


class EndForm(forms.Form):
    last_day = DayField(label=gettext_lazy("Last day in force"))
    status = forms.ChoiceField(
        label=gettext_lazy("How it ceased to hold"),
        choices=[
            (one.value, STATUS_LABELS[one])
            for one in (InstrumentStatus.REPLACED, InstrumentStatus.EXPIRED)
        ],
    )

    def clean_last_day(self) -> date:
        return _a_day(self.cleaned_data["last_day"])


def _a_day(given: date | None) -> date:
    """A field of one's own kind answers None for nothing typed."""
    if given is None:
        raise forms.ValidationError(_("Type the day as dd/mm/yyyy, for example 16/02/2026."))
    return given
