"""Incidents on the page of their item."""

from dataclasses import dataclass

from kt1.assurance.incidents import permissions, queries
from kt1.assurance.incidents.models import Incident
from kt1.assurance.traces import Traces
from kt1.custody.items.models import Item
from kt1.web.incidents.labels import kind_said, state_chip
from kt1.web.parts.chips import Chip
from kt1.web.request import Request


@dataclass(frozen=True, slots=True)
class Panel:
    """What this person may read here, and whether they may open one."""

    rows: list[tuple[Incident, str, Chip]]
    may_open: bool


def incident_panel(request: Request, item: Item, there_is: Traces) -> Panel | None:
    """None for whoever has nothing to read and may open none. One query, if there is any."""
    actor = request.actor
    if actor.role not in permissions.READERS:
        return None
    found = queries.of_unit(item.pk, actor, request.at) if there_is.incidents else ()
    rows = [(one, kind_said(one), state_chip(one)) for one in found]
    may_open = hasattr(item.unit, "clock") and permissions.why_not_open(actor) is None
    return Panel(rows, may_open) if rows or may_open else None
