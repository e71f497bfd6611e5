"""What is said of the service. Public: whoever is signed in may read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kt1.law.book.queries import Kept
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import Topic, holding, shown_phone


@dataclass(frozen=True, slots=True)
class Hotline:
    """The telephone for KT1 that a province's post answers day and night."""

    number: str
    title: str
    confirmed: bool

    @property
    def shown(self) -> str:
        return shown_phone(self.number)


def said(topics: Collection[Topic], *, province: str = "") -> QuerySet[ServiceInformation]:
    """All versions of these topics for one province, with what holds everywhere."""
    return (
        ServiceInformation.objects.filter(topic__in=topics, province__in={"", province})
        .select_related("instrument")
        .order_by("topic", "key", "-version")
    )


def in_force(rows: QuerySet[ServiceInformation], on: date) -> QuerySet[ServiceInformation]:
    """The versions that hold on a day."""
    return rows.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


def versions(topic: Topic, key: str, province: str) -> QuerySet[ServiceInformation]:
    """Every version of one statement, the newest first."""
    return said([topic], province=province).filter(key=key, province=province)


def _read() -> dict[str, list[ServiceInformation]]:
    found: dict[str, list[ServiceInformation]] = {}
    for row in ServiceInformation.objects.filter(topic=Topic.HOTLINE).order_by("key", "version"):
        found.setdefault(row.province, []).append(row)
    return found


_hotlines = Kept(_read)


def hotline(province: str, on: date) -> Hotline | None:
    """The number to call in a province on a day; None where none was published.

    Kept in memory while the law stands as it is: every page and paper asks.
    """
    rows = _hotlines.now().get(province, [])
    place = holding(((row.valid_from, row.valid_to) for row in rows), on)
    if place is None:
        return None
    row = rows[place]
    return Hotline(row.phone, row.title, row.confirmed_at is not None)
