"""The signed paper of a body that works on paper, as whoever follows its line types it."""

from collections.abc import Callable, Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import Agency
from kt1.oversight.papers import NUMBER_CHARS_MAX, SignedPaper, UnfitPaperError
from kt1.web.fields import DayField, offer
from kt1.web.request import Request


class SignedPaperForm(forms.Form):
    """Number and date, both needed: they stand for what the body did not enter itself."""

    number = forms.CharField(
        label=gettext_lazy("Number of the body's paper"),
        max_length=NUMBER_CHARS_MAX,
        help_text=gettext_lazy("Of a public paper; none that is secret itself."),
    )
    dated = DayField(label=gettext_lazy("Date of the body's paper"))

    def signed(self) -> SignedPaper:
        """What was typed. Only of a form that is valid."""
        return SignedPaper(number=self.cleaned_data["number"], dated=self.cleaned_data["dated"])


class BodyPaperForm(SignedPaperForm):
    """The same for one of several bodies."""

    body = forms.TypedChoiceField(label=gettext_lazy("Body that works on paper"), coerce=int)
    field_order: tuple[str, ...] = ("body", "number", "dated")


def form_for(request: Request, bodies: Iterable[Agency]) -> BodyPaperForm:
    """The form, empty or as it was sent, with these bodies to choose from."""
    form = BodyPaperForm(request.POST if request.method == "POST" else None)
    offer_bodies(form, bodies)
    return form


def offer_bodies(form: BodyPaperForm, bodies: Iterable[Agency]) -> None:
    offer(form, "body", [(body.pk, f"{body.name} ({body.code})") for body in bodies])


def entered(form: SignedPaperForm, act: Callable[[], object]) -> bool:
    """Whether the act took the paper; where it refused, the form says why."""
    try:
        act()
    except RefusedTextError as refused:
        form.add_error("number", REFUSAL_LABELS[Refusal(refused.refusal)])
    except UnfitPaperError as fault:
        form.add_error("dated", str(fault))
    else:
        return True
    return False


def nobody() -> str:
    """What is said where no body is left to enter a paper for."""
    return _("No body of your line that works on paper is left here.")
