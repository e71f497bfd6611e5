"""Shape of the sign-in. Whether it is right is said by the act."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 128


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Name of the account"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(SignInForm):
    """Shown when the password given is a temporary one."""

    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 15 characters; a sentence that you remember is best."),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_password"):
            raise forms.ValidationError(_("The two new passwords differ."))
        return repeated
