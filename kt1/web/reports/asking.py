"""A report that somebody asked for: who, by which paper, for which days, to whom, by when."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.oversight.reports import actions, permissions
from kt1.oversight.reports.actions import BODIES_MAX, Asked
from kt1.oversight.reports.models import ReportVersion
from kt1.oversight.reports.rules import RECIPIENTS, Recipient
from kt1.people.actor import NotAllowedError
from kt1.people.reminders.rules import KEEPERS
from kt1.web.fields import DayField, offer
from kt1.web.reports.documents import names_of, office_of
from kt1.web.reports.forms import RECIPIENT_CHOICES, RecipientsField
from kt1.web.reports.lists import TITLE
from kt1.web.reports.making import done, status_of
from kt1.web.request import Request, once, signed_in

_OFFERED = {"list": "bodies", "autocomplete": "off"}


class AskedForm(forms.Form):
    """A report that somebody asked for. Bodies of the network are chosen; others are written."""

    by = forms.CharField(
        label=gettext_lazy("Who asks"),
        max_length=120,
        widget=forms.TextInput(attrs=_OFFERED),
        help_text=gettext_lazy("Choose a body of the list; write one that is not among them."),
    )
    number = forms.CharField(label=gettext_lazy("Number of their paper"), max_length=40)
    dated = DayField(label=gettext_lazy("Date of their paper"))
    due = DayField(label=gettext_lazy("Due on"))
    title = forms.CharField(
        label=gettext_lazy("What the report is about"),
        max_length=200,
        help_text=gettext_lazy("Of the service only; never of what was in a cover."),
    )
    first = DayField(label=gettext_lazy("First day counted"))
    last = DayField(label=gettext_lazy("Last day counted"))
    recipients = RecipientsField(required=False)
    bodies = forms.CharField(
        label=gettext_lazy("Bodies of the network that it goes to"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs=_OFFERED),
        help_text=gettext_lazy("Code or name; several with a semicolon between them."),
    )

    def __init__(
        self, data: Any = None, *, keeper: Body, among: QuerySet[Agency], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.among = among
        theirs = [one.value for one in RECIPIENTS[keeper]]
        offer(self, "recipients", [row for row in RECIPIENT_CHOICES if row[0] in theirs])
        if len(theirs) == 1:
            self.fields["recipients"].initial = theirs

    def clean_bodies(self) -> tuple[Agency, ...]:
        named = [one.strip() for one in self.cleaned_data["bodies"].split(";") if one.strip()]
        found = {one: self._body(one) for one in named}
        unknown = [one for one, body in found.items() if body is None]
        if unknown:
            raise forms.ValidationError(
                _("There is no such body among those of your province: %(names)s.")
                % {"names": "; ".join(unknown)}
            )
        return tuple({body.pk: body for body in found.values() if body}.values())

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if not said.get("recipients") and not said.get("bodies") and "bodies" not in self.errors:
            self.add_error("recipients", _("Say to whom the report goes."))
        return said

    def asker(self) -> Agency | None:
        """The body of the network that asks; None where the text names another."""
        return self._body(self.cleaned_data["by"])

    def _body(self, text: str) -> Agency | None:
        """By its code, or by its name where only one is called so."""
        found = self.among.filter(code=text.strip().upper()).first()
        called = [] if found else list(self.among.filter(name__iexact=text.strip())[:2])
        return called[0] if len(called) == 1 else found


@require_http_methods(["GET", "POST"])
@signed_in
def ask_report(request: Request) -> HttpResponseBase:
    """A report that somebody asked for, by their paper."""
    actor = request.actor
    if reason := permissions.why_not_report(actor):
        raise NotAllowedError(reason)
    keeper, today = KEEPERS[actor.role], request.at.astimezone(VIETNAM).date()
    among = in_force(today).filter(province=actor.province_id or 0)
    form = AskedForm(request.POST if request.method == "POST" else None, keeper=keeper, among=among)

    def act() -> ReportVersion:
        return actions.answer_request(
            asked=_asked(form), by=actor, at=request.at, once=once(request)
        )

    if (made := done(form, act)) is not None:
        messages.success(request, _("The figures are counted and frozen. Write the words now."))
        return redirect("report", made.report_id)
    office = office_of(actor.province_id or 0, today, keeper)
    context = {
        "form": form,
        "heading": _("A report that was asked for"),
        "lead": _("Who asks, by which paper, for which days, by when."),
        "button": _("Count it"),
        "back": reverse("reports"),
        "crumbs": [(TITLE, reverse("reports")), (_("A report that was asked for"), "")],
        "bodies": _offered(among, names_of(RECIPIENTS[keeper], office)),
    }
    return render(request, "reports/form.html", context, status=status_of(form))


def _asked(form: AskedForm) -> Asked:
    said = form.cleaned_data
    asker = form.asker()
    return Asked(
        **{name: said[name] for name in ("title", "first", "last", "due", "number", "dated")},
        by=asker.name if asker else said["by"],
        asker_id=asker.pk if asker else None,
        recipients=tuple(Recipient(one) for one in said["recipients"]),
        bodies=tuple(one.pk for one in said["bodies"][: BODIES_MAX + 1]),
    )


def _offered(among: QuerySet[Agency], superiors: Sequence[str]) -> list[tuple[str, str]]:
    """What the field offers: the superior bodies by name, those of the network by code."""
    return [*((one, "") for one in superiors), *among.values_list("code", "name")]
