"""Who may declare, withdraw and confirm days. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law import acts
from kt1.law.acting import Acting, why_not_confirm_law, why_not_keep_law
from kt1.law.calendars.models import CalendarDay


def why_not_declare(actor: Acting) -> str | None:
    return why_not_keep_law(actor)


def why_not_withdraw(actor: Acting, day: CalendarDay) -> str | None:
    if day.withdrawn_at is not None:
        return _("This day is withdrawn already.")
    return why_not_keep_law(actor)


def why_not_confirm(actor: Acting, day: CalendarDay) -> str | None:
    """Another than whoever declared it; what was shipped nobody here declared. One query."""
    if day.withdrawn_at is not None:
        return _("This day is withdrawn.")
    if day.confirmed:
        return _("This day is confirmed already.")
    if reason := why_not_confirm_law(actor):
        return reason
    if acts.declarers(day.calendar).get(day.date) == str(actor):
        return _("Another person than the one who entered it confirms it.")
    return None


def why_not_cover(actor: Acting) -> str | None:
    return why_not_keep_law(actor)
