"""Who may enter, confirm and choose norms. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law import acts
from kt1.law.acting import Acting, why_not_confirm_law, why_not_keep_law
from kt1.law.book.queries import parameter as read
from kt1.law.parameters.models import LegalParameter
from kt1.law.parameters.wanted import NEVER_GONE_BY


def why_not_add(actor: Acting) -> str | None:
    return why_not_keep_law(actor)


def why_not_activate(actor: Acting, code: str) -> str | None:
    if code in NEVER_GONE_BY:
        return _("This set is read beside the one that is gone by; it is never gone by itself.")
    return why_not_keep_law(actor)


def why_not_confirm(actor: Acting, parameter: LegalParameter) -> str | None:
    """Another than whoever entered it; what was shipped nobody here entered. One query."""
    if parameter.confirmed_at is not None:
        return _("This figure is confirmed already.")
    if reason := why_not_confirm_law(actor):
        return reason
    if acts.actor_of(f"parameter:{read(parameter).id}", acts.ADDED) == str(actor):
        return _("Another person than the one who entered it confirms it.")
    return None
