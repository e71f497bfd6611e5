"""Forms of a door. They check shape; custody checks meaning."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries.actions import Signed
from kt1.custody.handovers.rules import Witness
from kt1.law.screening.rules import screen
from kt1.people.focal_points.rules import Receiver
from kt1.web.fields import offer
from kt1.web.words import Words

SUBSTITUTE = "nhan-thay"
SHEET_MAX = 20


class SaidField(forms.CharField):
    """A name or a title: one line, and nothing that this system must not keep."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and screen(text):
            raise forms.ValidationError(
                _("This text holds words that this system must not keep. It was not stored.")
            )
        return text


class WhoForm(forms.Form):
    """Who really received, and how it is witnessed. The base of delivering and giving back."""

    name = SaidField(
        label=gettext_lazy("Name of who really received"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    title = SaidField(
        label=gettext_lazy("Title"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    card = SaidField(
        label=gettext_lazy("Number of their card"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    witness = forms.ChoiceField(
        label=gettext_lazy("How they signed"),
        choices=[
            (Witness.ONE_DEVICE.value, gettext_lazy("on this telephone")),
            (Witness.PAPER.value, gettext_lazy("on the paper sheet")),
        ],
        widget=forms.RadioSelect,
    )
    sheet = forms.CharField(
        label=gettext_lazy("Number of the paper sheet"),
        max_length=SHEET_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )

    def __init__(self, data: Any = None, *, paper_first: bool = False) -> None:
        first = Witness.PAPER if paper_first else Witness.ONE_DEVICE
        super().__init__(data, initial={"witness": first.value})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        paper = cleaned.get("witness") == Witness.PAPER.value
        if paper and not cleaned.get("sheet"):
            self.add_error("sheet", _("Signed on paper: the number of the sheet is missing."))
        return cleaned

    @property
    def how(self) -> dict[str, Any]:
        """How it is witnessed, as the actions take it."""
        witness = Witness(self.cleaned_data["witness"])
        sheet = self.cleaned_data["sheet"].upper() if witness is Witness.PAPER else ""
        return {"witness": witness, "sheet": sheet}

    def signed(self) -> Signed:
        given = self.cleaned_data
        return Signed(name=given["name"], title=given["title"], card=given["card"])


class DeliverForm(WhoForm):
    """One of those who may sign now, or a substitute whom the shift leader confirmed."""

    signer = forms.ChoiceField(
        label=gettext_lazy("Who received"),
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[Receiver],
        substitution: int | None = None,
        paper_first: bool = False,
    ) -> None:
        super().__init__(data, paper_first=paper_first)
        self.people = {str(one.id): one for one in people}
        self.substitution = None if people else substitution
        choices: list[tuple[str, Words]] = [(key, _said(one)) for key, one in self.people.items()]
        if self.substitution is not None:
            choices.append((SUBSTITUTE, _("a substitute, confirmed by telephone (nhận thay)")))
        offer(self, "signer", choices)
        if len(choices) == 1:
            self.fields["signer"].initial = choices[0][0]
        if people:
            # A person of the register needs no typing; a post or a room has somebody in it.
            self.fields["name"].required = self.fields["title"].required = False
            self.fields["name"].help_text = _("Empty: the person chosen above, by the register.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = self.people.get(cleaned.get("signer", ""))
        if chosen is not None:
            cleaned["title"] = cleaned.get("title") or chosen.title
            cleaned["name"] = cleaned.get("name") or chosen.name
            if not cleaned["name"] and "name" not in self.errors:
                self.add_error("name", _("A post or a room signs by a person: write their name."))
        return cleaned

    def signed(self) -> Signed:
        given = self.cleaned_data
        chosen = self.people.get(given["signer"])
        return Signed(
            name=given["name"],
            title=given["title"],
            card=given["card"],
            focal_point=chosen.id if chosen else None,
            substitution=None if chosen else self.substitution,
        )


class AttemptForm(forms.Form):
    """Why it could not be delivered."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)
    called_ahead = forms.BooleanField(
        label=gettext_lazy("Rang ahead before coming (gọi báo trước)"), required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        reasons: Iterable[tuple[str, Words]],
        likely: str = "",
        called: bool = False,
    ) -> None:
        super().__init__(data, initial={"reason": likely, "called_ahead": called})
        offer(self, "reason", list(reasons))


def _said(one: Receiver) -> str:
    return f"{one.title} · {one.name}" if one.name else one.title
