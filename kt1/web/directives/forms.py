"""What is typed of a directive, a task, a report and a request."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import LENGTH_MAX
from kt1.network.agencies.models import FAMILY_LABELS, Agency
from kt1.network.agencies.rules import Family
from kt1.network.units.models import AdminUnit
from kt1.oversight.directives.actions import Paper, Task
from kt1.oversight.directives.models import DIRECTION_LABELS, KIND_LABELS, WHY_LABELS, DirectiveTask
from kt1.oversight.directives.rules import Direction, PaperKind, Part, State, Target, Why
from kt1.oversight.requests.models import MATTER_LABELS
from kt1.oversight.requests.rules import Matter
from kt1.web.fields import DayField, offer
from kt1.web.moments import day
from kt1.web.words import Words

CODES_MAX = 20_000


def note_field(label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or gettext_lazy("Remark"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the work only; never of what is in a secret paper."),
    )


def paper_field(*, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Number and date of the paper"), max_length=80, required=required
    )


class CodesField(forms.CharField):
    """Agencies by their codes, one or many; a list of rows."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=CODES_MAX, widget=forms.Textarea(attrs={"rows": 3}), **more)
        self.known: QuerySet[Agency] = Agency.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        codes = list(dict.fromkeys(text.replace(",", " ").upper().split()))
        found = {row.code: row for row in self.known.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("There is no agency with this code in your province: %(codes)s.")
                % {"codes": ", ".join(unknown[:5])}
            )
        return [found[code] for code in codes]


class PaperForm(forms.Form):
    """The public facts of a directive."""

    direction = forms.TypedChoiceField(
        label=gettext_lazy("Incoming or outgoing"), coerce=Direction, choices=DIRECTION_LABELS,
        widget=forms.RadioSelect,
    )  # fmt: skip
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of paper"), coerce=PaperKind, choices=KIND_LABELS
    )
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=160)
    title = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=200,
        help_text=gettext_lazy("Public papers only. A secret paper is never entered here."),
    )
    number = forms.CharField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Leave it empty while it has none; it is entered once, later."),
    )
    dated = DayField(label=gettext_lazy("Dated"), required=False)
    arrived_on = DayField(label=gettext_lazy("Came or went on"), required=False)
    under = forms.TypedChoiceField(
        label=gettext_lazy("Carries out"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any = None, *, others: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "under", [("", "–"), *others])

    def paper(self, instrument: str = "") -> Paper:
        values = dict(self.cleaned_data)
        return Paper(under_id=values.pop("under"), instrument=instrument, **values)


DUTIES = [("", "–"), *((f"D{n}", f"D{n}") for n in range(1, 37))]


class TaskForm(forms.Form):
    """One task and whom it is for: families, communes and single bodies."""

    text = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clause = forms.CharField(
        label=gettext_lazy("Where in the paper"), max_length=20, required=False
    )
    duty = forms.ChoiceField(label=gettext_lazy("Duty of the list"), choices=DUTIES, required=False)
    due = DayField(
        label=gettext_lazy("To be done by"),
        required=False,
        help_text=gettext_lazy("Empty: a standing duty, never overdue."),
    )
    due_in_paper = forms.BooleanField(
        label=gettext_lazy("The paper itself names this day"), required=False
    )
    families = forms.MultipleChoiceField(
        label=gettext_lazy("Bodies that lead: families"),
        choices=FAMILY_LABELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    annex_only = forms.BooleanField(
        label=gettext_lazy("Of these only bodies that an annex names"), required=False
    )
    communes = forms.CharField(
        label=gettext_lazy("All bodies of communes: codes"), max_length=2_000, required=False
    )
    bodies = CodesField(label=gettext_lazy("Single bodies that lead: codes"), required=False)
    partners = CodesField(label=gettext_lazy("Bodies that cooperate: codes"), required=False)
    partner_families = forms.MultipleChoiceField(
        label=gettext_lazy("Bodies that cooperate: families"),
        choices=FAMILY_LABELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any = None, *, known: QuerySet[Agency], province: int, **more: Any
    ) -> None:
        super().__init__(data, **more)
        for name in ("bodies", "partners"):
            field = self.fields[name]
            if isinstance(field, CodesField):
                field.known = known
        self._province = province

    def clean_communes(self) -> list[int]:
        codes = self.cleaned_data["communes"].replace(",", " ").split()
        rows = AdminUnit.objects.filter(code__in=codes, parent=self._province)
        found = dict(rows.values_list("code", "pk"))
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("There is no such commune in your province: %(codes)s.")
                % {"codes": ", ".join(unknown[:5])}
            )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        named = ("families", "communes", "bodies")
        if not self.errors and not any(values.get(name) for name in named):
            self.add_error("families", _("Say whom the task is for."))
        return values

    def task(self) -> Task:
        said = self.cleaned_data
        annex = said["annex_only"]
        targets = (
            *(Target(family=one, annex_only=annex) for one in said["families"]),
            *(Target(commune_id=one, annex_only=annex) for one in said["communes"]),
            *(Target(agency_id=one.pk) for one in said["bodies"]),
            *(Target(part=Part.PARTNER, agency_id=one.pk) for one in said["partners"]),
            *(Target(part=Part.PARTNER, family=one) for one in said["partner_families"]),
        )
        return Task(
            text=said["text"],
            targets=targets,
            clause=said["clause"],
            duty=said["duty"],
            due=said["due"],
            due_in_paper=said["due_in_paper"],
        )


def task_initial(row: DirectiveTask) -> dict[str, Any]:
    """A task as the form shows it."""
    found: dict[str, list[str]] = {
        name: [] for name in ("families", "communes", "bodies", "partners", "partner_families")
    }
    annex = False
    for one in row.targets.select_related("agency", "commune").order_by("pk"):
        leads = one.part == Part.LEAD
        annex = annex or one.annex_only
        if one.family:
            found["families" if leads else "partner_families"].append(Family(one.family).value)
        elif one.commune is not None:
            found["communes"].append(one.commune.code)
        elif one.agency is not None:
            found["bodies" if leads else "partners"].append(one.agency.code)
    return {
        "text": row.text,
        "clause": row.clause,
        "duty": row.duty,
        "due": day(row.due) if row.due else "",
        "due_in_paper": row.due_in_paper,
        "annex_only": annex,
        "families": found["families"],
        "partner_families": found["partner_families"],
        "communes": " ".join(found["communes"]),
        "bodies": " ".join(found["bodies"]),
        "partners": " ".join(found["partners"]),
    }


class NumberForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number and symbol"), max_length=60)
    dated = DayField(label=gettext_lazy("Dated"), required=False)


class EndForm(forms.Form):
    paper = paper_field()


class DaysForm(forms.Form):
    due = DayField(label=gettext_lazy("To be done by"))
    tasks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tasks"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, tasks: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "tasks", tasks)

    def clean_due(self) -> date:
        value: date | None = self.cleaned_data["due"]
        if value is None:
            raise forms.ValidationError(_("Type the day as dd/mm/yyyy, for example 16/02/2026."))
        return value


Choices = Sequence[tuple[str, Words]]
REPORTS: Choices = (
    (State.STARTED.value, gettext_lazy("We have begun")),
    (State.REPORTED.value, gettext_lazy("It is done")),
)
FINDINGS: Choices = (
    (State.DONE.value, gettext_lazy("It is done")),
    (State.RETURNED.value, gettext_lazy("It has to be completed")),
    (State.NOT_CONCERNED.value, gettext_lazy("The body is not concerned")),
    (State.OPEN.value, gettext_lazy("It is concerned after all")),
)


class ReportForm(forms.Form):
    """How a body stands with its task or tasks."""

    state = forms.TypedChoiceField(
        label=gettext_lazy("How it stands"),
        coerce=State,
        choices=REPORTS,
        widget=forms.RadioSelect,
        initial=State.REPORTED.value,
    )
    paper = paper_field()
    note = note_field()

    def __init__(self, data: Any = None, *, by_paper: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        if by_paper:
            self.fields["paper"] = paper_field(required=True)


class DecideForm(forms.Form):
    """What whoever follows a body finds of its report."""

    state = forms.TypedChoiceField(
        label=gettext_lazy("What you find"),
        coerce=State,
        choices=FINDINGS,
        widget=forms.RadioSelect,
        initial=State.DONE.value,
    )
    why = forms.TypedChoiceField(
        label=gettext_lazy("Why it comes back"),
        coerce=Why,
        empty_value=None,
        choices=[("", "–"), *WHY_LABELS.items()],
        required=False,
    )
    due = DayField(label=gettext_lazy("A later day"), required=False)
    note = note_field()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        returned = values.get("state") is State.RETURNED
        if returned and not values.get("why"):
            self.add_error("why", _("Say why it comes back."))
        if not returned and values.get("why"):
            values["why"] = None
        return values


class AskForm(forms.Form):
    """A request: to one body or many, or of one's own body."""

    agencies = CodesField(
        label=gettext_lazy("Codes of the agencies"),
        help_text=gettext_lazy("One or many, separated by blanks or new lines."),
    )
    matter = forms.TypedChoiceField(
        label=gettext_lazy("What it is about"), coerce=Matter, choices=MATTER_LABELS
    )
    text = note_field(gettext_lazy("What is asked"))
    paper = paper_field()
    due = DayField(
        label=gettext_lazy("Answer by"),
        required=False,
        help_text=gettext_lazy("Empty: so many working days as the norm has."),
    )

    def __init__(self, data: Any = None, *, known: QuerySet[Agency] | None, **more: Any) -> None:
        super().__init__(data, **more)
        if known is None:
            del self.fields["agencies"]
        elif isinstance(field := self.fields["agencies"], CodesField):
            field.known = known


class WordsForm(forms.Form):
    text = note_field(gettext_lazy("What is said"))
    paper = paper_field()


class ContactForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Duty of the contact"),
        max_length=120,
        help_text=gettext_lazy("A duty and not a name: Văn thư, Chánh Văn phòng."),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=24)
