"""Provinces and communes under the names they bear on the day. Public."""

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kt1.network.names.queries import called
from kt1.network.sheets.tables import SheetName
from kt1.network.units.models import EVIDENCE_LABELS, AdminUnitVersion
from kt1.network.units.queries import versions_on
from kt1.network.units.rules import Evidence, UnitKind
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import Choice, ChoiceFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.network.wayfinding import files_of, province_choices, see_also, today
from kt1.web.request import Request, signed_in


def _doubt(row: AdminUnitVersion) -> str | None:
    """Said only where the name or its first day is not certain."""
    known = Evidence(row.evidence)
    return str(EVIDENCE_LABELS[known]) if known is Evidence.ASSUMPTION else None


_COLUMNS: tuple[Column[AdminUnitVersion], ...] = (
    Column(key="ten", label=_("Name"), value=lambda row: row.name, sort="sort_key"),
    Column(key="cap", label=_("Kind"), value=lambda row: row.kind, sort="kind"),
    Column(
        key="ma", label=_("Code"), value=lambda row: row.unit.code, kind=Kind.CODE,
        sort="unit__code",
    ),
    Column(
        key="bc", label=_("Postcode"), value=lambda row: row.postcode, kind=Kind.CODE,
        sort="postcode",
    ),
    Column(
        key="tu", label=_("From day"), value=lambda row: row.valid_from, kind=Kind.DAY,
        wide_only=True,
    ),
    Column(
        key="can-cu", label=_("Paper that says so"), value=lambda row: row.source, wide_only=True,
        under=_doubt,
    ),
)  # fmt: skip


@require_GET
@signed_in
def units(request: Request) -> HttpResponseBase:
    on = today(request)
    context = {
        "files": files_of(request.actor, SheetName.UNITS, SheetName.SUCCESSIONS),
        "see_also": see_also(request.actor, "units"),
    }
    listing = _listing(province_choices(on))
    return answer(request, listing, versions_on(on), template="network/list.html", context=context)


def _listing(provinces: list[Choice]) -> Listing[AdminUnitVersion]:
    return Listing(
        title=_("Provinces and communes"),
        order=("sort_key", "pk"),
        columns=_COLUMNS,
        filters=(
            TextFilter(key="q", label=_("Name, code or postcode"), apply=_matching),
            ChoiceFilter(key="tinh", label=_("Province"), choices=provinces, apply=_of_province),
            ChoiceFilter(
                key="cap", label=_("Kind"), choices=[(k, k.value) for k in UnitKind], field="kind"
            ),
        ),
    )


def _matching(rows: QuerySet[AdminUnitVersion], text: str) -> QuerySet[AdminUnitVersion]:
    code = text.strip()
    return rows.filter(called(text) | Q(unit__code=code) | Q(postcode=code))


def _of_province(rows: QuerySet[AdminUnitVersion], code: str) -> QuerySet[AdminUnitVersion]:
    return rows.filter(Q(unit__code=code) | Q(unit__parent__code=code))
