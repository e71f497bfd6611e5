"""Several covers in one form. A row reads shape; what may be declared is the action's to say."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.items.models import CONTENT_LABELS
from kt1.custody.items.rules import PIECES_MAX, Content, Declaration
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Mode, Urgency
from kt1.network.agencies.models import Agency
from kt1.web.fields import offer
from kt1.web.items import labels
from kt1.web.items.receivers import PREFIX, TEXT_MOST, Choice, resolve
from kt1.web.items.typed import NotAMomentError, read_moment

COVERS_MOST = 20
MARK_REFUSED = gettext_lazy(
    "This installation does not keep that mark; nothing of it was stored. Choose one of these."
)


class CoverForm(forms.Form):
    """One cover of the form. `choice` is what the text of its receiver means."""

    q = forms.CharField(
        label=gettext_lazy("Receiving body"),
        max_length=TEXT_MOST,
        required=False,
        help_text=gettext_lazy("Name or code; accents do not matter."),
    )
    mark = forms.ChoiceField(
        label=gettext_lazy("Mark on the cover"),
        widget=forms.RadioSelect,
        initial=Mark.NONE.value,
        error_messages={"invalid_choice": MARK_REFUSED},
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=labels.URGENCIES, initial=Urgency.NONE.value
    )
    agreed = forms.CharField(
        label=gettext_lazy("Time agreed (timed items)"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
    )
    content = forms.ChoiceField(
        label=gettext_lazy("Content by its outside"),
        choices=[(one.value, CONTENT_LABELS[one]) for one in Content],
        initial=Content.LETTER.value,
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("Number of covers"), min_value=1, max_value=PIECES_MAX, initial=1
    )
    advice = forms.BooleanField(label=gettext_lazy("Advice of delivery"), required=False)
    focal_only = forms.BooleanField(
        label=gettext_lazy("Only the focal point may sign"), required=False
    )
    locator = forms.BooleanField(
        label=gettext_lazy("The bag is to carry a locator"), required=False
    )

    def __init__(self, data: Any = None, *, choice: Choice, mode: Mode, **more: Any) -> None:
        super().__init__(data, **more)
        self.choice = choice
        offer(self, "mark", labels.marks_of(mode))

    @property
    def agency(self) -> Agency | None:
        return self.choice.agency

    def clean_agreed(self) -> datetime | None:
        text = self.cleaned_data["agreed"]
        if not text:
            return None
        try:
            return read_moment(text)
        except NotAMomentError as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.choice.agency is None:
            self.add_error("q", self._which())
        timed = said.get("urgency") == Urgency.TIMED
        if timed and "agreed" in said and said["agreed"] is None:
            self.add_error("agreed", _("A timed item needs the time agreed."))
        elif not timed and said.get("agreed"):
            self.add_error("agreed", _("Only a timed item has a time agreed."))
        return said

    def _which(self) -> str:
        if self.choice.among:
            return _("Several bodies are called so: choose one of them.")
        return _("No body in the register is called so. Type part of its name, or its code.")

    def declaration(self) -> Declaration:
        said = self.cleaned_data
        assert self.agency is not None  # noqa: S101 - `clean` saw to it
        return Declaration(
            receiver=self.agency.pk,
            mark=said["mark"],
            urgency=said["urgency"],
            content=said["content"],
            pieces=said["pieces"],
            agreed_at=said["agreed"],
            focal_only=said["focal_only"],
            advice=said["advice"],
            locator=said["locator"],
        )


class Covers:
    """All covers of one form, read back from what was sent or begun anew."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        on: date,
        sender: int | None,
        bound: bool = False,
        drop: int | None = None,
        more: int = 0,
        to: str = "",
    ) -> None:
        rows = _rows(data, drop)[: COVERS_MOST - more] if data else [{"q": to}]
        rows += [{} for _n in range(more)]
        asked = [(row.get("q", "").strip(), row.get("receiver", "")) for row in rows]
        choices = resolve(asked, on=on, sender=sender)
        mode = current_mode()
        self.forms = [
            _form(n, row, choice, mode, bound=bound)
            for n, (row, choice) in enumerate(zip(rows, choices, strict=True))
        ]

    def is_valid(self) -> bool:
        # Every one is asked: the person sees all that is wrong at once.
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    def declarations(self) -> list[Declaration]:
        return [form.declaration() for form in self.forms]

    @property
    def full(self) -> bool:
        return len(self.forms) >= COVERS_MOST

    @property
    def faults(self) -> Sequence[tuple[int, forms.BoundField, str]]:
        """Every fault with the number of its cover, for the summary on top."""
        return [
            (n, bound, str(error))
            for n, form in enumerate(self.forms, 1)
            if form.is_bound
            for bound in form
            for error in bound.errors
        ]


def _rows(data: QueryDict, drop: int | None) -> list[dict[str, str]]:
    """What was sent, cover by cover, as text."""
    count = data.get("covers", "1")
    number = min(int(count), COVERS_MOST) if count.isdigit() and len(count) < 4 else 1  # noqa: PLR2004 - a sane number
    names = [*CoverForm.base_fields, "receiver"]
    return [
        {
            name: data.get(f"{PREFIX}{n}-{name}", "").replace("\x00", "")
            for name in names
            if f"{PREFIX}{n}-{name}" in data
        }
        for n in range(max(number, 1))
        if n != drop
    ]


def _form(n: int, row: dict[str, str], choice: Choice, mode: Mode, *, bound: bool) -> CoverForm:
    """A row with its faults (`bound`), or as it was typed so far without judging it."""
    prefix = f"{PREFIX}{n}"
    shown = dict(row)
    if choice.agency is not None:
        shown["q"] = choice.agency.name
    if bound:
        sent = {f"{prefix}-{name}": value for name, value in shown.items()}
        return CoverForm(sent, choice=choice, mode=mode, prefix=prefix)
    begun: dict[str, Any] = {
        name: value in {"on", "true", "1"}
        if isinstance(CoverForm.base_fields[name], forms.BooleanField)
        else value
        for name, value in shown.items()
        if name != "receiver"
    }
    return CoverForm(choice=choice, mode=mode, prefix=prefix, initial=begun)
