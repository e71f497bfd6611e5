"""Who sees prices and enters amounts from paper. Each answer is a reason why not, or None."""

from datetime import date

from django.utils.translation import gettext as _

from kt1.custody.items.models import Item
from kt1.law.calendars.rules import VIETNAM
from kt1.law.modes.queries import history
from kt1.law.services.rules import Mode
from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

SURCHARGE_KEEPERS = frozenset({Role.COUNTER, Role.CONTROLLER, Role.DISPATCHER})


def why_not_see_price(actor: Actor, item: Item) -> str | None:
    """What is paid is between the sender and the post: the receiver is not told."""
    if actor.is_post or actor.is_of(item.sender_id):
        return None
    return _("Only the sender and the post are shown what an item costs.")


def why_not_enter_surcharge(actor: Actor, agency: Agency, month: date, on: date) -> str | None:
    if actor.role not in SURCHARGE_KEEPERS or not actor.is_in(agency.province_id):
        return _("Only the post of its province enters the amount of a body's marks.")
    if month > on:
        return _("This month has not begun yet.")
    if not _had_flags(month):
        return _("In that month letters were kept: the surcharge is in the price of each item.")
    return None


def _had_flags(month: date) -> bool:
    """Whether the installation was in flag mode on any day of the month."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return any(
        mode.mode == Mode.FLAG
        and mode.valid_from.astimezone(VIETNAM).date() < after
        and (mode.valid_to is None or mode.valid_to.astimezone(VIETNAM).date() >= month)
        for mode in history()
    )
