"""What papers of items need to know, read in sets: parties, marks, acceptances."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.handovers.rules import HandoverKind
from kt1.custody.items.models import Item
from kt1.law.calendars.rules import VIETNAM
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.units.queries import units
from kt1.web.handling.sheets import sheet_of
from kt1.web.items.marks import marks_shown
from kt1.web.papers.rules import Party, Services, Sheet
from kt1.web.request import Request

#: As printed: papers are Vietnamese whatever the screen's language.
CONTENT_NAMES = {"letter": "Thư", "packet": "Gói tài liệu", "parcel": "Kiện tài liệu"}


def sheet(request: Request) -> Sheet:
    """The sheet of the office; for a body, that of the post which serves it."""
    made = sheet_of(request)
    if request.actor.is_post:
        return made
    return replace(made, office=replace(made.office, name=made.office.superior))


def parties(items: Iterable[Item], request: Request) -> Mapping[int, Party]:
    """Every sender and receiver as it is written on a cover. Three queries."""
    bodies = {body.pk: body for item in items for body in (item.sender, item.receiver)}
    on = request.at.astimezone(VIETNAM).date()
    provinces = units({body.province_id for body in bodies.values()}, on)
    addresses = _addresses(bodies)
    return {
        pk: Party(
            name=body.name,
            address=addresses.get(pk, ""),
            province=provinces[body.province_id].title if body.province_id in provinces else "",
            postcode=body.postcode,
            code=body.customer_code or body.code,
        )
        for pk, body in bodies.items()
    }


def _addresses(bodies: Mapping[int, Agency]) -> dict[int, str]:
    """The address of the desk, else of the first door."""
    doors = AgencyPoint.objects.filter(agency__in=bodies).order_by("-pk")
    found = dict(doors.values_list("agency_id", "point__address"))
    desks = Place.objects.filter(
        agency__in=bodies, kind=PlaceKind.AGENCY_DESK, valid_to=None
    ).values_list("agency_id", "address")
    found.update({agency: address for agency, address in desks if agency and address})
    return found


def services(items: Sequence[Item], request: Request, page: str) -> dict[int, Services]:
    """The three axes of each item, marks included: the reading is logged under `page`."""
    marks = marks_shown(request, page, [item.pk for item in items])
    mode = current_mode()
    return {
        item.pk: Services(
            mode=mode,
            mark=marks.get(item.pk, Mark.NONE),
            urgency=Urgency(item.urgency),
            scope=Scope(item.scope),
            agreed=item.agreed_at,
        )
        for item in items
    }


class Acceptances:
    """The acceptance of each item: its hand-over, and what its ledger entry says. Three queries."""

    def __init__(self, items: Sequence[Item]) -> None:
        lines = dict(
            HandoverLine.objects.filter(
                unit__in=[item.pk for item in items],
                handover__in=Handover.objects.filter(kind=HandoverKind.ACCEPTANCE).values("pk"),
            ).values_list("unit_id", "handover")
        )
        found = Handover.objects.filter(pk__in=set(lines.values())).select_related(
            "taker_place", "taker_person", "giver_person"
        )
        by_id = {one.pk: one for one in found}
        self._of = {unit: by_id[key] for unit, key in lines.items()}
        self._said = bodies_of(by_id)

    def of(self, item: Item) -> Handover | None:
        return self._of.get(item.pk)

    def checks(self, item: Item) -> Sequence[str]:
        found = self.of(item)
        return self._said.get(found.pk, {}).get("checks", ()) if found else ()


def bodies_of(handovers: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the ledger says of the settlement of each hand-over. One query."""
    subjects = {f"handover:{key}": key for key in handovers}
    entries = Entry.objects.filter(subject__in=subjects, kind="handover.settled")
    return {subjects[entry.subject]: body_of(entry) for entry in entries}
