"""What is known of a door before coming to it, and what of it may be kept at all."""

from collections.abc import Collection

from django.db.models import Q

from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.rules import Bloc, Line
from kt1.network.places.models import Place
from kt1.network.places.rules import DoorFacts

#: Of these only the duty gate is named: gate, floor and room would describe what they guard.
GUARDED = (
    Q(bloc__in=[Bloc.PARTY, Bloc.ARMED])
    | Q(line__in=[Line.PARTY, Line.POLICE, Line.MILITARY])
    | Q(folded__contains="co yeu")
)


def guarded(points: Collection[int]) -> frozenset[int]:
    """Which of these doors lead to the police, the army, cipher or a Party body. One query."""
    ties = AgencyPoint.objects.filter(
        point__in=points, agency__in=Agency.objects.filter(GUARDED).values("pk")
    )
    return frozenset(ties.values_list("point_id", flat=True))


def facts_of(place: Place) -> DoorFacts:
    return DoorFacts(
        gate_only=place.gate_only,
        no_phones=place.no_phones,
        focal_only=place.focal_only,
        gate=place.access_gate,
        floor=place.access_floor,
        hours=place.access_hours,
    )


def notes_of(place: Place, *, is_guarded: bool) -> tuple[str, ...]:
    """Where to come to, in order. Nothing of what lies behind a guarded gate, whatever is kept."""
    if is_guarded or place.gate_only:
        return ()
    said = (place.access_gate, place.access_floor, place.access_hours)
    return tuple(text for text in said if text)
