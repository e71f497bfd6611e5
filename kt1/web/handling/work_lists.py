"""The lists of counts of shifts, of sự vụ and of runs."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.custody.deliveries.models import IRREGULARITY_LABELS, Irregularity
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.trips.models import TRIP_LABELS, Trip
from kt1.web.handling import labels
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import Choice, ChoiceFilter, DayFilter, FlagFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing


def counts(rows: QuerySet[ShiftBalance]) -> QuerySet[Any]:
    """A sự vụ over a count bears the count's own id."""
    return rows.annotate(differs=Exists(Irregularity.objects.filter(pk=OuterRef("pk"))))


def shift_listing() -> Listing[Any]:
    """Rows of `counts`, which say whether a sự vụ stands over them."""
    return Listing(
        title=_("Shift counts"),
        order=("-until", "pk"),
        keyset=True,
        columns=(
            Column(key="so", label=_("Number"), value=lambda s: labels.shift_number(s.pk),
                   kind=Kind.CODE, link=lambda s: reverse("shift", args=[s.pk])),
            Column(key="den", label=_("Counted at"), value=lambda s: s.until, kind=Kind.MOMENT,
                   sort="until"),
            Column(key="nguoi", label=_("Counted by"), value=lambda s: s.person.title,
                   under=lambda s: s.place.name),
            Column(key="sau", label=_("Handed to"),
                   value=lambda s: s.successor.title if s.successor else ""),
            Column(key="dem", label=_("Counted"), value=lambda s: s.counted, kind=Kind.NUMBER),
            Column(key="tt", label=_("State"), kind=Kind.CHIP,
                   value=lambda s: labels.BALANCE_DIFFERS if s.differs
                   else labels.BALANCE_AGREES),
        ),
        filters=(
            DayFilter(key="tu", label=_("From"), field="until"),
            DayFilter(key="den", label=_("To"), field="until", until=True),
            FlagFilter(key="lech", label=_("With differences only"),
                       apply=lambda rows: rows.filter(differs=True)),
        ),
        row_link=lambda s: reverse("shift", args=[s.pk]),
        empty=_("No shift was closed here yet. Count the shift at its end."),
    )  # fmt: skip


OPEN, CLOSED = "mo", "dong"
STATES: Sequence[Choice] = ((OPEN, _("to be closed")), (CLOSED, _("closed")))


def _in_state(rows: Rows, state: str) -> Rows:
    return rows.filter(closed_at__isnull=state == OPEN)


def irregularity_listing() -> Listing[Irregularity]:
    return Listing(
        title=_("Irregularities"),
        order=("-opened_at", "pk"),
        keyset=True,
        columns=(
            Column(key="so", label=_("Number"), value=lambda i: labels.irregularity_number(i.pk),
                   kind=Kind.CODE, link=lambda i: reverse("irregularity", args=[i.pk])),
            Column(key="loai", label=_("Kind"), value=lambda i: i.get_kind_display()),
            Column(key="luc", label=_("Opened at"), value=lambda i: i.opened_at, kind=Kind.MOMENT,
                   sort="opened_at"),
            Column(key="o", label=_("Place"), value=lambda i: i.place.name),
            Column(key="dv", label=_("Unit"), value=lambda i: i.unit.code if i.unit else "",
                   kind=Kind.CODE),
            Column(key="bb", label=_("Minutes"), value=lambda i: i.minutes, wide_only=True),
            Column(key="tt", label=_("State"), value=labels.irregularity_chip, kind=Kind.CHIP),
        ),
        filters=(
            ChoiceFilter(key="tt", label=_("State"), choices=STATES, apply=_in_state),
            ChoiceFilter(key="loai", label=_("Kind"), field="kind",
                         choices=[(k.value, label) for k, label in IRREGULARITY_LABELS.items()]),
            TextFilter(key="o", label=_("Place"), apply=lambda rows, text: rows.filter(
                Q(place__name__icontains=text) | Q(place__code__iexact=text))),
            DayFilter(key="tu", label=_("From"), field="opened_at"),
            DayFilter(key="den", label=_("To"), field="opened_at", until=True),
        ),
        row_link=lambda i: reverse("irregularity", args=[i.pk]),
        empty=_("No irregularity so far."),
    )  # fmt: skip


def trip_listing() -> Listing[Trip]:
    return Listing(
        title=_("Mail runs"),
        order=("-leaves_at", "pk"),
        keyset=True,
        columns=(
            Column(key="so", label=_("Run"), value=lambda t: t.number, kind=Kind.CODE,
                   link=lambda t: reverse("trip", args=[t.pk]), under=lambda t: t.route.name),
            Column(key="di", label=_("Leaves"), value=lambda t: t.leaves_at, kind=Kind.MOMENT,
                   sort="leaves_at"),
            Column(key="xe", label=_("Vehicle"), value=lambda t: t.vehicle.name,
                   under=lambda t: t.vehicle.plate or None),
            Column(key="bt", label=_("Courier"), value=lambda t: t.courier.title,
                   under=lambda t: t.escort.title if t.escort else None),
            Column(key="tt", label=_("State"), value=lambda t: labels.trip_chip(t.state),
                   kind=Kind.CHIP),
        ),
        filters=(
            ChoiceFilter(key="tt", label=_("State"), field="state",
                         choices=[(s.value, label) for s, label in TRIP_LABELS.items()]),
            TextFilter(key="q", label=_("Run or route"), apply=lambda rows, text: rows.filter(
                Q(number__icontains=text) | Q(route__name__icontains=text))),
            DayFilter(key="tu", label=_("From"), field="day", of_moment=False),
            DayFilter(key="den", label=_("To"), field="day", until=True, of_moment=False),
        ),
        row_link=lambda t: reverse("trip", args=[t.pk]),
        empty=_("No run is planned yet."),
    )  # fmt: skip
