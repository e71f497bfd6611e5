"""Who may take note of a reminder. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.actor import Actor
from kt1.people.reminders.models import Reminder


def why_not_see(actor: Actor, reminder: Reminder) -> str | None:
    """The people it went to; a colleague of the same body reads it but does not answer for it."""
    if actor.role != reminder.role:
        return _("This reminder went to colleagues of yours in another duty.")
    return None
