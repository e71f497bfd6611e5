"""Who may enter, confirm and choose norms. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law.acting import Acting, why_not_confirm_law, why_not_keep_law
from kt1.law.parameters.models import LegalParameter


def why_not_add(actor: Acting) -> str | None:
    return why_not_keep_law(actor)


def why_not_activate(actor: Acting) -> str | None:
    return why_not_keep_law(actor)


def why_not_confirm(actor: Acting, parameter: LegalParameter) -> str | None:
    if parameter.confirmed_at is not None:
        return _("This figure is confirmed already.")
    return why_not_confirm_law(actor)
