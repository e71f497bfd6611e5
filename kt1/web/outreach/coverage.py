"""How far bodies were reached in a year or by a campaign, by agency and by commune."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import BLOC_LABELS, FAMILY_LABELS
from kt1.network.names.queries import called
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import versions_on
from kt1.oversight.outreach import campaigns, permissions, queries
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Filter, FlagFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.outreach.events import TITLE
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, signed_in

REACHED = gettext_lazy("Whom outreach reached")
COMMUNES = gettext_lazy("Reached by commune")
PROVINCIAL = gettext_lazy("Bodies of the province itself")
YEARS_BACK = 3
PERCENT = 100
#: How a body was reached: the value of the filter, the word, the field of `queries.reached`.
WAYS = (
    ("sk", gettext_lazy("Came to an event"), "events"),
    ("doc", gettext_lazy("Read the library"), "reads"),
    ("tn", gettext_lazy("Passed a quiz"), "passes"),
)
_FIELDS = {key: field for key, _label, field in WAYS}


def _mark(holds: bool) -> Chip:  # noqa: FBT001 - the cell of a table is a tick or none
    return Chip(_("yes"), Tone.GOOD) if holds else Chip(_("no"), Tone.UNCONFIRMED)


def _of_commune(rows: Rows, text: str) -> Rows:
    """By its code, or by a part of its name."""
    if text.isdigit():
        return rows.filter(commune__code=text)
    return rows.filter(commune__in=AdminUnitVersion.objects.filter(called(text)).values("unit"))


FILTERS: tuple[Filter, ...] = (
    TextFilter(key="q", label=gettext_lazy("Agency"),
               apply=lambda rows, text: rows.filter(called(text))),
    TextFilter(key="xa", label=gettext_lazy("Commune"), apply=_of_commune),
    ChoiceFilter(key="cap", label=gettext_lazy("Level"),
                 choices=[("tinh", PROVINCIAL), ("xa", gettext_lazy("Bodies of communes"))],
                 apply=lambda rows, raw: rows.filter(commune__isnull=raw == "tinh")),
    ChoiceFilter(key="khoi", label=gettext_lazy("Bloc"), field="bloc",
                 choices=list(BLOC_LABELS.items())),
    ChoiceFilter(key="loai", label=gettext_lazy("Kind of agency"), field="family",
                 choices=list(FAMILY_LABELS.items())),
    ChoiceFilter(key="cach", label=gettext_lazy("How it was reached"),
                 choices=[(key, label) for key, label, _field in WAYS],
                 apply=lambda rows, raw: rows.filter(**{_FIELDS[raw]: True})),
    FlagFilter(key="dat", label=gettext_lazy("Reached in some way"),
               apply=lambda rows: rows.exclude(queries.not_reached())),
    FlagFilter(key="chua", label=gettext_lazy("Not reached at all"),
               apply=lambda rows: rows.filter(queries.not_reached())),
)  # fmt: skip


def communes_of(province_id: int | None, on: date) -> dict[int, str]:
    """The names of a province's communes on a day, by id."""
    return dict(versions_on(on).filter(unit__parent=province_id).values_list("unit", "name"))


def columns(communes: Mapping[int, str]) -> tuple[Column[Any], ...]:
    """Of a list of rows of `queries.reached`."""
    return (
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
               under=lambda row: row.code, sort="sort_key", roomy=True),
        Column(key="khoi", label=gettext_lazy("Bloc"),
               value=lambda row: row.get_bloc_display(), wide_only=True),
        Column(key="xa", label=gettext_lazy("Commune"),
               value=lambda row: communes.get(row.commune_id or 0, "")),
        Column(key="sk", label=gettext_lazy("Came to an event"), kind=Kind.CHIP,
               value=lambda row: _mark(row.events)),
        Column(key="doc", label=gettext_lazy("Read the library"), kind=Kind.CHIP,
               value=lambda row: _mark(row.reads)),
        Column(key="tn", label=gettext_lazy("Passed a quiz"), kind=Kind.CHIP,
               value=lambda row: _mark(row.passes)),
    )  # fmt: skip


def by_commune(
    bodies_url: str, asked: Mapping[str, str], *, filters: Sequence[Filter] = ()
) -> Listing[Any]:
    """Communes with how many of their bodies were reached; each figure opens at `bodies_url`."""

    def opens(row: Any, **more: str) -> str:
        code = row["commune__code"]
        which = {"xa": code} if code else {"cap": "tinh"}
        return f"{bodies_url}?{urlencode({**asked, **which, **more})}"

    return Listing(
        title=COMMUNES,
        order=("place", "commune"),
        empty=gettext_lazy("There are no bodies of the lines you see."),
        columns=(
            Column(key="xa", label=gettext_lazy("Commune"), roomy=True, sort="place",
                   value=lambda row: row["name"] or PROVINCIAL,
                   under=lambda row: row["commune__code"]),
            Column(key="so", label=gettext_lazy("Bodies"), kind=Kind.NUMBER, sort="bodies",
                   value=lambda row: row["bodies"], link=opens),
            Column(key="dat", label=gettext_lazy("Reached"), kind=Kind.NUMBER, sort="heard",
                   value=lambda row: row["heard"], link=lambda row: opens(row, dat="1")),
            Column(key="chua", label=gettext_lazy("Not reached"), kind=Kind.NUMBER,
                   value=lambda row: row["bodies"] - row["heard"],
                   link=lambda row: opens(row, chua="1")),
            Column(key="ty-le", label=gettext_lazy("Reached (%)"), kind=Kind.NUMBER,
                   value=lambda row: row["heard"] * PERCENT // row["bodies"]),
        ),
        filters=tuple(filters),
    )  # fmt: skip


def _years(on: date) -> ChoiceFilter:
    years = [str(on.year - back) for back in range(YEARS_BACK)]
    return ChoiceFilter(
        key="nam",
        label=gettext_lazy("Year"),
        choices=[(year, year) for year in years],
        apply=lambda rows, _year: rows,  # the page counts for this year
    )


def _of_year(request: Request) -> tuple[int, QuerySet[Any]]:
    """The year asked for and the bodies one watches, as reached in it."""
    actor, on = request.actor, day_of(request.at)
    if reason := permissions.why_not_watch(actor):
        raise NotAllowedError(reason)
    raw = request.GET.get("nam", "")
    year = int(raw) if raw in {str(on.year - back) for back in range(YEARS_BACK)} else on.year
    since, until = _moment(date(year, 1, 1)), _moment(date(year + 1, 1, 1))
    return year, queries.reached(queries.watched(actor, on), since, until)


@require_GET
@signed_in
def coverage(request: Request) -> HttpResponseBase:
    """Which bodies outreach reached in a year, by agency and commune."""
    year, rows = _of_year(request)
    on = day_of(request.at)
    listing: Listing[Any] = Listing(
        title=REACHED,
        order=("sort_key", "pk"),
        empty=gettext_lazy("There are no bodies of the lines you see."),
        columns=columns(communes_of(request.actor.province_id, on)),
        filters=(_years(on), *FILTERS),
    )
    context = {
        "total": queries.coverage(rows),
        "year": year,
        "crumbs": [(TITLE, reverse("outreach_events")), (REACHED, "")],
    }
    return answer(request, listing, rows, template="outreach/coverage.html", context=context)


@require_GET
@signed_in
def communes(request: Request) -> HttpResponseBase:
    """The same by commune: bodies reached of all bodies."""
    year, rows = _of_year(request)
    on, bodies = day_of(request.at), reverse("outreach_coverage")
    context = {
        "lead": _("Bodies of the lines you see, reached in %(year)s in whatever way.")
        % {"year": year},
        "crumbs": [(TITLE, reverse("outreach_events")), (REACHED, bodies), (COMMUNES, "")],
    }
    listing = by_commune(bodies, {"nam": str(year)}, filters=(_years(on),))
    return answer(request, listing, campaigns.by_commune(rows, on), context=context)


def _moment(first: date) -> datetime:
    return datetime.combine(first, time.min, ZONE)
