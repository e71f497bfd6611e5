"""Shape of what is asked about accounts, duties and receivers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import SCOPES, Need, Role

DAYS_MOST = 366


class AccountForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Name of the account"),
        help_text=gettext_lazy("Small letters, digits, dots and dashes."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Shown as"),
        help_text=gettext_lazy("The role and its body, not a private name."),
        max_length=160,
    )
    card_number = forms.CharField(
        label=gettext_lazy("Number of the KT1 card"), max_length=24, required=False
    )


class DutyForm(forms.Form):
    """Which of the three bodies a role needs is the rule's; the form finds them by their codes."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[(role.value, ROLE_LABELS[role]) for role in Role]
    )
    place = forms.CharField(label=gettext_lazy("Code of the place"), max_length=24, required=False)
    agency = forms.CharField(
        label=gettext_lazy("Code of the agency"), max_length=24, required=False
    )
    province = forms.CharField(
        label=gettext_lazy("Code of the province"), max_length=2, required=False
    )

    def clean_place(self) -> int | None:
        return self._found(Place.objects.filter(code=self._code("place")), "place")

    def clean_agency(self) -> int | None:
        return self._found(Agency.objects.filter(code=self._code("agency")), "agency")

    def clean_province(self) -> int | None:
        code = self._code("province")
        return self._found(AdminUnit.objects.filter(code=code, parent=None), "province")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role and not self.errors:
            scope = SCOPES[Role(role)]
            for name, need in (
                ("place", scope.place),
                ("agency", scope.agency),
                ("province", scope.province),
            ):
                if need is Need.MUST and not cleaned.get(name):
                    self.add_error(name, _("This role needs it."))
                if need is Need.NOT and cleaned.get(name):
                    self.add_error(name, _("This role is not held there. Leave it empty."))
        return cleaned

    def _code(self, name: str) -> str:
        return str(self.cleaned_data[name]).strip().upper()

    def _found(self, rows: Any, name: str) -> int | None:
        if not self._code(name):
            return None
        found: int | None = rows.values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(_("There is none with this code."))
        return found


class TokenForm(forms.Form):
    days = forms.IntegerField(label=gettext_lazy("Lasts"), min_value=1, max_value=DAYS_MOST)
