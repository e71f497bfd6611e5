"""The directory of the bodies served: public data, read by plain ids."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.names.rules import ways_of_writing


def in_force(on: date) -> QuerySet[Agency]:
    """The agencies of `on`, in Vietnamese order."""
    return (
        Agency.objects.filter(valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("sort_key", "pk")
    )


def matching(rows: QuerySet[Agency], text: str) -> QuerySet[Agency]:
    """Those whose name holds every word of `text`, accents or not, or whose code it is.

    "UBND" finds what is written out as Ủy ban nhân dân, and the other way round.
    """
    named = Q(pk__in=[])
    for words in ways_of_writing(text):
        every = Q()
        for word in words:
            every &= Q(folded__contains=word)
        named |= every
    code = text.strip().upper()
    return rows.filter(named | Q(code=code) | Q(customer_code=code) | Q(postcode=code))


def find(text: str, on: date, *, province_id: int | None = None, limit: int = 20) -> list[Agency]:
    """A few agencies called so; those of `province_id` alone, if given."""
    if not any(ways_of_writing(text)):
        return []
    rows = matching(in_force(on), text)
    if province_id is not None:
        rows = rows.filter(province_id=province_id)
    return list(rows[:limit])


def memberships_on(on: date) -> QuerySet[AnnexMembership]:
    return AnnexMembership.objects.filter(valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )


def without_annex(on: date) -> QuerySet[Agency]:
    """Agencies in force that no annex names on `on`; the post itself needs none."""
    named = memberships_on(on).filter(agency=OuterRef("pk"))
    return in_force(on).exclude(family="buu_dien").filter(~Exists(named))


def without_point(on: date) -> QuerySet[Agency]:
    """Agencies in force that nothing can be delivered to."""
    return in_force(on).filter(~Exists(AgencyPoint.objects.filter(agency=OuterRef("pk"))))


def points_of(agency: Agency) -> list[AgencyPoint]:
    """Where an agency is reached, the points for any day and hour first."""
    ties = agency.points.select_related("point")
    return sorted(ties, key=lambda tie: (tie.day_kind != "any", tie.hours != "any", tie.pk))
