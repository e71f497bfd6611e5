"""The directory of the bodies served: public data, read by plain ids."""

from datetime import date

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.agencies.rules import Family
from kt1.network.names.queries import called
from kt1.network.successions.models import FormerName, Heir


def in_force(on: date) -> QuerySet[Agency]:
    """The agencies of `on`, in Vietnamese order."""
    return (
        Agency.objects.filter(valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("sort_key", "pk")
    )


def matching(rows: QuerySet[Agency], text: str) -> QuerySet[Agency]:
    """Those whose name holds every word of `text`, accents or not, or whose code it is.

    "UBND" finds what is written out as Ủy ban nhân dân, and the other way round. A name no longer
    borne, or of a body that ended, finds who bears it no more and who came in its place: covers
    bear the old name for years.
    """
    ended = Agency.objects.filter(valid_to__isnull=False)
    came = Heir.objects.filter(old__in=bearing(ended, text)).values("new")
    return rows.filter(_bearing(text) | Q(pk__in=came))


def bearing(rows: QuerySet[Agency], text: str) -> QuerySet[Agency]:
    """Those that bear such a name or code, or bore it once; not who came in their place."""
    return rows.filter(_bearing(text))


def _bearing(text: str) -> Q:
    code = text.strip().upper()
    borne = FormerName.objects.filter(called(text) | Q(customer_code=code)).values("agency")
    coded = Q(code=code) | Q(customer_code=code) | Q(postcode=code)
    return called(text) | coded | Q(pk__in=borne)


def find(text: str, on: date, *, near: int | None = None, limit: int = 20) -> list[Agency]:
    """A few agencies called so, those of the province `near` first, then in Vietnamese order."""
    if not text.strip():
        return []
    rows = matching(in_force(on), text)
    here = Case(When(province_id=near, then=0), default=1)
    return list(rows.order_by(here, "sort_key", "pk")[:limit])


def memberships_on(on: date) -> QuerySet[AnnexMembership]:
    return AnnexMembership.objects.filter(valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )


def with_annex(rows: QuerySet[Agency], on: date) -> QuerySet[Agency]:
    """Each with `annex_now`, the annex it is under on `on`, or None."""
    named = memberships_on(on).filter(agency=OuterRef("pk"))
    return rows.annotate(annex_now=Subquery(named.values("annex")[:1]))


def without_annex(rows: QuerySet[Agency], on: date) -> QuerySet[Agency]:
    """Those that no annex names on `on`; the post itself needs none."""
    return rows.exclude(family=Family.POST).exclude(pk__in=memberships_on(on).values("agency_id"))


def without_point(rows: QuerySet[Agency]) -> QuerySet[Agency]:
    """Those that nothing can be delivered to."""
    return rows.exclude(pk__in=AgencyPoint.objects.values("agency_id"))


def points_of(agency: Agency) -> list[AgencyPoint]:
    """Where an agency is reached, the points for any day and hour first."""
    ties = agency.points.select_related("point")
    return sorted(ties, key=lambda tie: (tie.day_kind != "any", tie.hours != "any", tie.pk))
