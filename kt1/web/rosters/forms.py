"""Shape of what is typed about rosters."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import screen
from kt1.people.focal_points.models import DAY_LABELS, RANK_LABELS
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver
from kt1.people.rosters.facts import (
    NewOverride,
    NewRotation,
    Paper,
    Person,
    Who,
    cut_at,
)
from kt1.people.rosters.rules import Span
from kt1.web.fields import DayField, offer
from kt1.web.moments import ZONE, day
from kt1.web.people.receiver_forms import HourField

_PHONE = re.compile(r"(\+?[0-9]{3,15})?")
_NOISE = str.maketrans("", "", " .-()")
PEOPLE_MAX = 60
#: Roster turns are of focal points and their deputies; the named are a naming's own.
RANKS = (Rank.FOCAL, Rank.DEPUTY)


class PeopleField(forms.CharField):
    """One person a line: title; name; telephone. Only the title is needed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=gettext_lazy("People not yet in the register"),
            help_text=gettext_lazy(
                "One person a line: title; name; telephone. Name and telephone may be left out."
            ),
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=8000,
            required=False,
            **more,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > PEOPLE_MAX:
            raise forms.ValidationError(_("At most 60 people."))
        return tuple(_person(n, line) for n, line in enumerate(lines, 1))


def _person(number: int, line: str) -> Person:
    title, name, phone, *rest = [*(" ".join(one.split()) for one in line.split(";")), "", ""][:4]
    phone = phone.translate(_NOISE)
    faults = (
        (bool("".join(rest)) or not title, _("Line %(n)d: write title; name; telephone.")),
        (len(title) > 120 or len(name) > 80, _("Line %(n)d is too long.")),  # noqa: PLR2004
        (not _PHONE.fullmatch(phone), _("Line %(n)d: a telephone number has 3 to 15 digits.")),
        (
            bool(screen(title) or (name and screen(name))),
            _("Line %(n)d holds words that this system must not keep."),
        ),
    )
    for bad, sentence in faults:
        if bad:
            raise forms.ValidationError(sentence % {"n": number})
    return Person(name=name, title=title, phone=phone)


class _HourOrNone(HourField):
    """An hour that may be left out."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class PaperForm(forms.Form):
    """What every roster of a signed paper says of it."""

    title = forms.CharField(
        label=gettext_lazy("Name of the roster"),
        help_text=gettext_lazy("For example: Lịch trực Tết Đinh Mùi 2027."),
        max_length=120,
    )
    authority_doc = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=40)
    authority_date = DayField(label=gettext_lazy("Date of the paper"))

    def paper(self) -> Paper:
        given = self.cleaned_data
        return Paper(given["authority_doc"].strip(), given["authority_date"])


class SpanForm(PaperForm):
    """A temporary schedule's head: its paper, and from when to when it replaces all else."""

    first = DayField(label=gettext_lazy("From the day"))
    first_hour = HourField(label=gettext_lazy("From hour"), initial="07:30")
    last = DayField(label=gettext_lazy("To the day"))
    last_hour = HourField(label=gettext_lazy("To hour"), initial="07:30")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        if self.span().begins >= self.span().ends:
            self.add_error("last", _("The end must be later than the beginning."))
        elif (self.span().ends - self.span().begins).days > 62:  # noqa: PLR2004 - see facts.py
            self.add_error("last", _("A temporary schedule lasts 62 days at most."))
        return given

    def span(self) -> Span:
        given = self.cleaned_data
        return Span(
            _at(given["first"], given["first_hour"]), _at(given["last"], given["last_hour"])
        )


class ScheduleForm(SpanForm):
    """The head, the hours at which turns change, and the people to be spread over them."""

    change = HourField(label=gettext_lazy("Turns change at"), initial="07:30")
    half = _HourOrNone(
        label=gettext_lazy("and at"),
        help_text=gettext_lazy("Empty: one turn lasts a day."),
        required=False,
    )
    deputies = forms.BooleanField(label=gettext_lazy("With deputies"), required=False)
    known = forms.MultipleChoiceField(
        label=gettext_lazy("People of the register"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people = PeopleField()

    def __init__(self, data: Any, *, receivers: tuple[Receiver, ...]) -> None:
        super().__init__(data)
        offer(self, "known", people_choices(receivers))

    def slots(self) -> tuple[Span, ...]:
        given = self.cleaned_data
        hours = [given["change"], *([given["half"]] if given["half"] is not None else [])]
        return cut_at(self.span(), hours)

    def everybody(self) -> dict[str, Who]:
        """Whom a cell of the grid can name, by its value."""
        known: dict[str, Who] = {f"r{pk}": int(pk) for pk in self.cleaned_data["known"]}
        new: dict[str, Who] = {f"n{n}": one for n, one in enumerate(self.cleaned_data["people"])}
        return known | new


class FileForm(SpanForm):
    file = forms.FileField(
        label=gettext_lazy("File (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class RotationForm(PaperForm):
    rank = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(rank, RANK_LABELS[rank]) for rank in RANKS]
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        choices=list(DAY_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    from_time = HourField(label=gettext_lazy("From hour"), initial="17:00")
    to_time = HourField(
        label=gettext_lazy("To hour"),
        help_text=gettext_lazy("At or before the first hour: on the next day."),
        initial="07:30",
    )
    days_each = forms.IntegerField(
        label=gettext_lazy("Each stands for"), min_value=1, max_value=31, initial=1
    )
    begins = DayField(label=gettext_lazy("The first stands on"))
    until = DayField(label=gettext_lazy("Until the end of"), required=False)
    known = forms.MultipleChoiceField(
        label=gettext_lazy("People of the register, in their order below"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people = PeopleField()

    def __init__(self, data: Any, *, receivers: tuple[Receiver, ...], at: datetime) -> None:
        super().__init__(data, initial={"begins": day(at)})
        self.receivers = receivers
        offer(self, "known", people_choices(receivers))

    def ordered(self) -> list[tuple[Receiver, str]]:
        """Each of the register with the place in the queue that was typed beside them."""
        people = once_each(self.receivers)
        return [(one, str(self.data.get(f"place{one.id}", ""))) for one in people]

    def members(self) -> list[Who]:
        """By the number typed beside each; without a number in the order shown, the new last."""
        chosen = {int(pk) for pk in self.cleaned_data["known"]}
        placed = [(_place(typed), n, one.id) for n, (one, typed) in enumerate(self.ordered())]
        return [
            *(pk for _place_typed, _n, pk in sorted(placed) if pk in chosen),
            *self.cleaned_data["people"],
        ]

    def rotation(self) -> NewRotation:
        given = self.cleaned_data
        until: date | None = given["until"]
        return NewRotation(
            title=given["title"],
            rank=Rank(given["rank"]),
            days=frozenset(DayOfDuty(one) for one in given["days"]),
            from_time=given["from_time"],
            to_time=given["to_time"],
            days_each=given["days_each"],
            begins=_at(given["begins"], time.min),
            ends=cut_end(until) if until else None,
            members=self.members(),
            paper=self.paper(),
        )


class OverrideForm(forms.Form):
    who = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    instead_of = forms.ChoiceField(label=gettext_lazy("In the place of"), required=False)
    rank = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(rank, RANK_LABELS[rank]) for rank in RANKS]
    )
    first = DayField(label=gettext_lazy("From the day"))
    first_hour = HourField(label=gettext_lazy("From hour"), initial="07:30")
    last = DayField(label=gettext_lazy("To the day"))
    last_hour = HourField(label=gettext_lazy("To hour"), initial="07:30")

    def __init__(self, data: Any, *, receivers: tuple[Receiver, ...], on: date | None) -> None:
        said = day(on) if on else ""
        super().__init__(data, initial={"first": said, "last": said})
        choices = people_choices(receivers)
        offer(self, "who", choices)
        offer(self, "instead_of", [("", _("everybody of this order")), *choices])

    def override(self) -> NewOverride:
        given = self.cleaned_data
        return NewOverride(
            who=int(given["who"]),
            rank=Rank(given["rank"]),
            span=Span(
                _at(given["first"], given["first_hour"]), _at(given["last"], given["last_hour"])
            ),
            instead_of=int(given["instead_of"]) if given["instead_of"] else None,
        )


class EndForm(forms.Form):
    last_day = DayField(label=gettext_lazy("Last day"))


def once_each(receivers: tuple[Receiver, ...]) -> list[Receiver]:
    """The register has a row a window; a person is offered once."""
    found = {(one.kind, one.name, one.title): one for one in reversed(receivers)}
    return sorted(found.values(), key=lambda one: (one.title, one.name, one.id))


def people_choices(receivers: tuple[Receiver, ...]) -> list[tuple[str, str]]:
    return [(str(one.id), who_words(one.title, one.name)) for one in once_each(receivers)]


def who_words(title: str, name: str) -> str:
    return f"{title} · {name}" if name else title


def cut_end(last: date) -> datetime:
    """The midnight that ends a day."""
    return _at(date.fromordinal(last.toordinal() + 1), time.min)


def _place(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 4 else 999  # noqa: PLR2004


def _at(on: date, hour: time) -> datetime:
    return datetime.combine(on, hour, ZONE)
