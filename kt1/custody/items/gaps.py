"""When nobody may sign for a Hỏa tốc item before its deadline (N4): told to its sender.

At declaration as if it were accepted now; at acceptance by the clock that started. Who asks has
just declared or accepted these very items.
"""

from collections.abc import Collection
from datetime import datetime

from kt1.custody.clock.preview import Asked, Span, Wanted, gaps_before, previews, since_of
from kt1.custody.items.models import Item
from kt1.law.services.rules import Urgency

#: The code of the receiving body, and the first span in which nobody may sign for it.
Told = tuple[str, Span]


def declared_gaps(codes: Collection[str], *, at: datetime) -> list[Told]:
    """One a receiving body, were its items accepted now at the desk where they were declared."""
    items = Item.objects.filter(unit__code__in=codes, urgency=Urgency.EXPRESS)
    rows = items.values_list("unit__place", "receiver", "receiver__code").distinct()
    listed = list(rows.order_by("receiver__code"))
    if not listed:
        return []
    wanted = [Wanted(receiver=body, urgency=Urgency.EXPRESS) for _desk, body, _code in listed]
    found = previews(listed[0][0], wanted, at=at)
    pairs = zip(listed, found, strict=False)
    return [(code, preview.gap) for (_desk, _body, code), preview in pairs if preview.gap]


def accepted_gaps(codes: Collection[str], *, at: datetime) -> list[Told]:
    """One a receiving body and deadline, of items whose clocks run."""
    items = Item.objects.filter(unit__code__in=codes, urgency=Urgency.EXPRESS)
    rows = items.filter(unit__clock__isnull=False).values_list(
        "receiver", "receiver__code", "point", "unit__clock__expected_at", "unit__clock__deadline"
    )
    listed = sorted(set(rows), key=str)
    gaps = gaps_before(
        Asked(
            agency_id=body,
            point_id=point,
            since=since_of(expected, at, deadline),
            until=deadline,
        )
        for body, _code, point, expected, deadline in listed
    )
    return [(row[1], gap) for row, gap in zip(listed, gaps, strict=True) if gap]
