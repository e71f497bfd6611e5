"""Reading marks: every answer that shows one writes the reading log in its own transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.custody.units.models import MarkOf
from kt1.law.services.rules import Mark
from kt1.people.accounts.rules import POST_ROLES, Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.request import Request

READERS = POST_ROLES | {Role.CLERK, Role.HEAD}


def why_not_read_marks(actor: Actor) -> str | None:
    """Need to know: who handles the cover, and who answers for it; not who checks the money."""
    if actor.role not in READERS:
        return _("Only the records clerk, the head and the post are shown the mark of an item.")
    return None


def marks_shown(request: Request, page: str, unit_ids: Sequence[int]) -> dict[int, Mark]:
    """The marks of these items, and one row of the log that says who was shown them, where.

    Raises:
        NotAllowedError: the person's duty does not need to know.
    """
    if reason := why_not_read_marks(request.actor):
        raise NotAllowedError(reason)
    with transaction.atomic():
        log_reading(request.actor, request.at, page, unit_ids)
        rows = MarkOf.objects.filter(unit__in=unit_ids).values_list("unit_id", "mark")
        return {unit: Mark(mark) for unit, mark in rows}
