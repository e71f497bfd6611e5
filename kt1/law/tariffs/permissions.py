"""Who enters and confirms prices and payers. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law.acting import KEEPERS, Acting, why_not_confirm_law
from kt1.law.tariffs.models import PayerRule, Tariff

#: The Ministry sets prices; the administrator enters what it set.
PRICE_KEEPERS = KEEPERS | {"ministry"}


def why_not_enter(actor: Acting) -> str | None:
    if actor.role not in PRICE_KEEPERS:
        return _("The administrator or the Ministry enters tables of prices.")
    return None


def why_not_confirm(actor: Acting, row: Tariff | PayerRule) -> str | None:
    if row.confirmed_at is not None:
        return _("This version is confirmed already.")
    if reason := why_not_confirm_law(actor):
        return reason
    if row.entered_by == str(actor):
        return _(
            "Whoever entered a version does not confirm it: another compares it with the paper."
        )
    return None
