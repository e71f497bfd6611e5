"""One form a kind of order. Bodies are named by code or name; a list offers them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kt1.network.successions.checks import Fault
from kt1.network.successions.rules import Kind, NewBody, Ordered
from kt1.network.units.rules import UnitKind
from kt1.web.fields import DayField
from kt1.web.succession.bodies import SEPARATOR, Bodies
from kt1.web.succession.words import sentence

_PAPER_NUMBER = r"^[\w./-]{1,40}$"
_CODE = r"^[0-9A-Z][0-9A-Z.-]+$"
OLD = ("old_1", "old_2", "old_3", "old_4")
NEW = (1, 2, 3)


class Offered(forms.CharField):
    """A text with suggestions of its own: `source` names the list beside the form."""

    def __init__(self, source: str, **more: Any) -> None:
        widget = forms.TextInput(attrs={"list": source, "autocomplete": "off"})
        super().__init__(widget=widget, max_length=240, **more)


def _code(**more: Any) -> forms.RegexField:
    return forms.RegexField(
        regex=_CODE,
        max_length=32,
        required=False,
        error_messages={"invalid": _("Capitals, digits, dots and dashes, as 24-UBND.")},
        **more,
    )


def _name(**more: Any) -> forms.CharField:
    return forms.CharField(max_length=160, required=False, **more)


class PaperForm(forms.Form):
    """What every order says: from which day, by which paper."""

    on = DayField(
        label=_("Takes effect on"), help_text=_("dd/mm/yyyy; its first day"), max_length=10
    )
    paper_number = forms.RegexField(
        regex=_PAPER_NUMBER,
        label=_("Number of the paper"),
        max_length=40,
        error_messages={
            "invalid": _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
        },
    )
    paper_date = DayField(label=_("Day of the paper"), help_text=_("dd/mm/yyyy"), max_length=10)

    kind = Kind.UNDO
    #: Where a fault of the order is shown; elsewhere it stands on top.
    shown_at: Mapping[str, str] = {}

    def __init__(self, data: Any = None, *, bodies: Bodies, undoes: int | None = None) -> None:
        super().__init__(data)
        self.bodies = bodies
        self.undoes = undoes
        first = [name for name in self.fields if name not in PaperForm.base_fields]
        self.order_fields([*first, "on", "paper_number", "paper_date"])

    def ordered(self) -> Ordered:
        """What was typed, as an order. Only of a valid form."""
        said = self.cleaned_data
        return Ordered(
            kind=self.kind,
            on=date.fromisoformat(str(said["on"])),
            paper_number=said["paper_number"],
            paper_date=date.fromisoformat(str(said["paper_date"])),
            **self.parts(),
        )

    def parts(self) -> dict[str, Any]:
        return {"undoes": self.undoes}

    def show(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            field = self.shown_at.get(fault.field, fault.field)
            self.add_error(field if field in self.fields else None, str(sentence(fault)))

    def _body(self, field: str) -> str:
        return self.bodies.code_of(self.cleaned_data.get(field, ""))


class MergeForm(PaperForm):
    """Several bodies become one: one of them, or a body that the paper founds."""

    kind = Kind.MERGE
    shown_at: Mapping[str, str] = {"old": "old_1", "heirs": "heir"}

    old_1 = Offered("bodies", label=_("First agency"))
    old_2 = Offered("bodies", label=_("Second agency"), required=False)
    old_3 = Offered("bodies", label=_("Third agency"), required=False)
    old_4 = Offered("bodies", label=_("Fourth agency"), required=False)
    heir = Offered(
        "bodies",
        label=_("Agency that comes in their place"),
        help_text=_("One of them, or another; leave it empty when a new one is founded"),
        required=False,
    )
    new_code_1 = _code(label=_("Code of the new agency"))
    name = _name(label=_("Its name from then on"), help_text=_("Empty: the name stays"))
    customer_code = _code(label=_("Its customer code from then on"))
    keep_doors = forms.BooleanField(
        label=_("It is reached at the delivery points of the old agencies too"),
        required=False,
        initial=True,
    )

    def parts(self) -> dict[str, Any]:
        said = self.cleaned_data
        heir = self._body("heir")
        new = said["new_code_1"]
        return {
            "old": _said(self._body(name) for name in OLD),
            "heirs": _said([new or heir]),
            "founded": (NewBody(code=new, name=said["name"]),) if new else (),
            "name": "" if new else said["name"],
            "customer_code": said["customer_code"],
            "keep_doors": said["keep_doors"],
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("new_code_1") and not said.get("name"):
            self.add_error("name", _("Say the name of the new agency."))
        if said.get("new_code_1") and said.get("heir"):
            self.add_error("heir", _("Either a new agency or one that is there, not both."))
        return said


class SplitForm(PaperForm):
    """One body becomes several; or goes on while others are separated from it."""

    kind = Kind.SPLIT
    shown_at: Mapping[str, str] = {"old": "old_1", "heirs": "new_code_1"}

    old_1 = Offered("bodies", label=_("Agency"))
    goes_on = forms.BooleanField(label=_("It goes on, and keeps what is under way"), required=False)
    new_code_1 = _code(
        label=_("Code of the first new agency"),
        help_text=_("Where the old one ends, it takes what is under way and the people"),
    )
    new_name_1 = _name(label=_("Name of the first new agency"))
    new_code_2 = _code(label=_("Code of the second new agency"))
    new_name_2 = _name(label=_("Name of the second new agency"))
    new_code_3 = _code(label=_("Code of the third new agency"))
    new_name_3 = _name(label=_("Name of the third new agency"))
    keep_doors = forms.BooleanField(
        label=_("They are reached at the delivery points of the old agency"),
        required=False,
        initial=True,
    )

    def parts(self) -> dict[str, Any]:
        said = self.cleaned_data
        old = self._body("old_1")
        founded = tuple(
            NewBody(code=said[f"new_code_{n}"], name=said[f"new_name_{n}"])
            for n in NEW
            if said[f"new_code_{n}"]
        )
        codes = [body.code for body in founded]
        return {
            "old": _said([old]),
            "heirs": (old, *codes) if said["goes_on"] else tuple(codes),
            "founded": founded,
            "keep_doors": said["keep_doors"],
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in NEW:
            if said.get(f"new_code_{n}") and not said.get(f"new_name_{n}"):
                self.add_error(f"new_name_{n}", _("Say the name of the new agency."))
        return said


class RenameForm(PaperForm):
    """A body is called otherwise from a day on."""

    kind = Kind.RENAME
    shown_at: Mapping[str, str] = {"old": "old_1"}
    old_1 = Offered("bodies", label=_("Agency"))
    name = forms.CharField(label=_("New name"), max_length=160)
    customer_code = _code(label=_("Its customer code from then on"))

    def parts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "old": _said([self._body("old_1")]),
            "name": said["name"],
            "customer_code": said["customer_code"],
        }


class MoveForm(PaperForm):
    """A body moves to another seat, and is reached at another door."""

    kind = Kind.MOVE
    shown_at: Mapping[str, str] = {"old": "old_1"}
    old_1 = Offered("bodies", label=_("Agency"))
    point = Offered(
        "doors",
        label=_("New delivery point"),
        help_text=_("A new door is added among the places first"),
    )
    from_point = Offered(
        "doors",
        label=_("Delivery point that it leaves"),
        help_text=_("Empty: all of its present ones"),
        required=False,
    )

    def parts(self) -> dict[str, Any]:
        return {
            "old": _said([self._body("old_1")]),
            "point": self.bodies.door_of(self.cleaned_data["point"]),
            "from_point": self.bodies.door_of(self.cleaned_data["from_point"]),
        }


class UnitForm(PaperForm):
    """A province or a commune is of another kind, or called otherwise."""

    kind = Kind.UNIT
    unit = Offered("units", label=_("Province or commune"))
    unit_kind = forms.ChoiceField(
        label=_("Its kind from then on"), choices=[(kind, kind.value) for kind in UnitKind]
    )
    name = forms.CharField(
        label=_("Its name from then on"), help_text=_("Without the kind"), max_length=80
    )
    with_bodies = forms.BooleanField(
        label=_("Agencies called after it are renamed with it"), required=False, initial=True
    )

    def parts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "unit": said["unit"].split(SEPARATOR)[0].strip(),
            "unit_kind": said["unit_kind"],
            "name": said["name"],
            "with_bodies": said["with_bodies"],
        }


def _said(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code)


FORMS: Mapping[Kind, Callable[..., PaperForm]] = {
    Kind.MERGE: MergeForm,
    Kind.SPLIT: SplitForm,
    Kind.RENAME: RenameForm,
    Kind.MOVE: MoveForm,
    Kind.UNIT: UnitForm,
    Kind.UNDO: PaperForm,
}
