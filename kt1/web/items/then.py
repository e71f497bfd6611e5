"""What bodies and desks were called on the day a thing happened: history keeps the old name."""

from datetime import datetime

from django.utils.translation import gettext as _

from kt1.custody.items.models import Item
from kt1.custody.succession.models import Passed
from kt1.custody.units.rules import CLOSED
from kt1.network.agencies.models import Agency
from kt1.network.successions.lineage import Lineage, name_on, place_name_on
from kt1.web.moments import local
from kt1.web.parts.chain import Link


def called(agency: Agency, at: datetime | None) -> str:
    """The name of a body at a moment; of today without one."""
    return agency.name if at is None else name_on(agency.pk, agency.name, local(at).date())


def place_called(place_id: int, name: str, at: datetime, known: Lineage) -> str:
    return place_name_on(place_id, name, local(at).date(), known)


def sender(item: Item) -> str:
    return called(item.sender, over_at(item))


def receiver(item: Item) -> str:
    return called(item.receiver, over_at(item))


def over_at(item: Item) -> datetime | None:
    """When an item was over; it bears the names of that day from then on."""
    return item.unit.since if item.unit.state in CLOSED else None


def passings(rows: list[Passed]) -> list[Link]:
    """The item came to another body while it was under way: whose it was before."""
    return [
        Link(
            title=_("Passed to the successor of a body"),
            giver=None,
            taker=None,
            occurred=row.at,
            recorded=row.at,
            details={
                _("Until then from"): called(row.sender, row.at),
                _("Until then to"): called(row.receiver, row.at),
                _("Paper that says so"): row.reorganisation.paper_number,
            },
        )
        for row in rows
    ]
