"""Complaints on the page of their item."""

from dataclasses import dataclass

from kt1.assurance.complaints import permissions, queries
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.terms import day_of
from kt1.assurance.traces import Traces
from kt1.custody.items.models import Item
from kt1.web.complaints.labels import state_chip
from kt1.web.parts.chips import Chip
from kt1.web.request import Request


@dataclass(frozen=True, slots=True)
class Panel:
    """What this person may read here, and whether they may complain."""

    rows: list[tuple[Complaint, Chip]]
    may_file: bool


def complaint_panel(request: Request, item: Item, there_is: Traces) -> Panel | None:
    """None for whoever has nothing to read and nothing to file. One query, if there is any."""
    on = day_of(request.at)
    found = queries.of_unit(item.pk, request.actor) if there_is.complaints else ()
    rows = [(one, state_chip(one, on)) for one in found]
    accepted = hasattr(item.unit, "clock")
    # Whoever of an agency sees the page is sender or receiver.
    may_file = (
        accepted
        and not permissions.enters_papers(request.actor)
        and permissions.why_not_file_any(request.actor) is None
    )
    return Panel(rows, may_file) if rows or may_file else None
