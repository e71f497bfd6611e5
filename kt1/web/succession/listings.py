"""The list of reorganisations, and the rows behind each count of a preview."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.models import Reorganisation
from kt1.network.successions import queries
from kt1.network.successions.models import KIND_LABELS, STAGE_LABELS
from kt1.people.accounts.models import Duty, User
from kt1.people.focal_points.models import FocalPoint
from kt1.web.items.listings import CODE, RECEIVER, SENDER
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.network.labels import DAY_LABELS
from kt1.web.succession.preview import Part, Preview
from kt1.web.succession.words import STAGE_CHIPS

REORGANISATIONS: Listing[Reorganisation] = Listing(
    title=_("Reorganisations of agencies"),
    order=("-on", "-pk"),
    empty=_("No merger, split, new name or new seat was entered yet."),
    columns=(
        Column(key="ngay", label=_("Takes effect on"), value=lambda row: row.on, kind=Kind.DAY,
               sort="on"),
        Column(key="noi-dung", label=_("What changes"), value=lambda row: row.subject, roomy=True,
               link=lambda row: reverse("reorganisation", args=[row.pk])),
        Column(key="loai", label=_("Kind"), value=lambda row: row.get_kind_display(), sort="kind",
               wide_only=True),
        Column(key="vb", label=_("Paper"), value=lambda row: row.paper_number, kind=Kind.CODE,
               under=lambda row: f"{row.paper_date:%d/%m/%Y}"),
        Column(key="tt", label=_("State"), value=lambda row: STAGE_CHIPS[row.stage],
               kind=Kind.CHIP, sort="stage"),
    ),
    filters=(
        TextFilter(key="q", label=_("Agency or paper"), apply=queries.matching),
        ChoiceFilter(key="loai", label=_("Kind"), choices=list(KIND_LABELS.items()), field="kind"),
        ChoiceFilter(key="tt", label=_("State"), choices=list(STAGE_LABELS.items()), field="stage"),
        DayFilter(key="tu", label=_("From day"), field="on", of_moment=False),
        DayFilter(key="den", label=_("Until day"), field="on", until=True, of_moment=False),
    ),
)  # fmt: skip

_NAME: Column[Agency] = Column(
    key="ten",
    label=_("Agency"),
    value=lambda row: row.name,
    link=lambda row: reverse("agency", args=[row.code]),
    roomy=True,
)
_AGENCY_CODE: Column[Agency] = Column(
    key="ma", label=_("Code"), value=lambda row: row.code, kind=Kind.CODE
)


def _agencies(part: Part, preview: Preview) -> Listing[Agency]:
    after = {one.pk: name for one, name in preview.changes.renamed}
    new: tuple[Column[Agency], ...] = (
        Column(key="moi", label=_("New name"), value=lambda row: after.get(row.pk, ""), roomy=True),
    )
    columns = (_NAME, _AGENCY_CODE, *(new if part.key == "doi-ten" else ()))
    return Listing(title=part.label, order=("sort_key", "pk"), columns=columns)


def _doors(part: Part, _preview: Preview) -> Listing[AgencyPoint]:
    columns: tuple[Column[AgencyPoint], ...] = (
        Column(key="cq", label=_("Agency"), value=lambda row: row.agency.name, roomy=True),
        Column(key="diem", label=_("Delivery point"), value=lambda row: row.point.name,
               under=lambda row: row.point.address, roomy=True),
        Column(key="ngay", label=_("Days"), value=lambda row: DAY_LABELS[row.day_kind]),
        Column(key="gio", label=_("Hours"), value=lambda row: row.get_hours_display()),
    )  # fmt: skip
    return Listing(title=part.label, order=("agency__sort_key", "pk"), columns=columns)


def _memberships(part: Part, _preview: Preview) -> Listing[AnnexMembership]:
    columns: tuple[Column[AnnexMembership], ...] = (
        Column(key="cq", label=_("Agency"), value=lambda row: row.agency.name, roomy=True),
        Column(key="pl", label=_("Annex"), value=lambda row: row.get_annex_display()),
        Column(key="vb", label=_("Paper that says so"), value=lambda row: row.source, roomy=True),
        Column(key="tu", label=_("Valid from"), value=lambda row: row.valid_from, kind=Kind.DAY),
    )
    return Listing(title=part.label, order=("agency__sort_key", "pk"), columns=columns)


def _duties(part: Part, _preview: Preview) -> Listing[Duty]:
    columns: tuple[Column[Duty], ...] = (
        Column(key="ai", label=_("Person"), value=lambda row: row.user.title, roomy=True),
        Column(key="vai", label=_("Role"), value=lambda row: row.get_role_display()),
        Column(key="cq", label=_("Agency"), roomy=True,
               value=lambda row: row.agency.name if row.agency else ""),
    )  # fmt: skip
    return Listing(title=part.label, order=("user__title", "pk"), columns=columns)


def _receivers(part: Part, _preview: Preview) -> Listing[FocalPoint]:
    columns: tuple[Column[FocalPoint], ...] = (
        Column(key="ai", label=_("Receiver"), value=lambda row: row.title, roomy=True),
        Column(key="cq", label=_("Agency"), value=lambda row: row.agency.name, roomy=True,
               under=lambda row: row.point.name),
        Column(key="vb", label=_("Paper"), value=lambda row: row.authority_doc, kind=Kind.CODE),
    )  # fmt: skip
    return Listing(title=part.label, order=("agency__sort_key", "pk"), columns=columns)


def _persons(part: Part, _preview: Preview) -> Listing[User]:
    columns: tuple[Column[User], ...] = (
        Column(key="ai", label=_("Person"), value=lambda row: row.title, roomy=True),
    )
    return Listing(title=part.label, order=("title", "pk"), columns=columns)


def _items(part: Part, _preview: Preview) -> Listing[Any]:
    return Listing(title=part.label, order=("-unit",), columns=(CODE, SENDER, RECEIVER))


def _pickups(part: Part, _preview: Preview) -> Listing[Any]:
    columns: tuple[Column[Any], ...] = (
        Column(key="cq", label=_("Agency"), value=lambda row: row.agency.name, roomy=True),
        Column(key="luc", label=_("Ready from"), value=lambda row: row.wanted_at, kind=Kind.MOMENT),
        Column(key="bi", label=_("Covers"), value=lambda row: row.pieces, kind=Kind.NUMBER),
    )
    return Listing(title=part.label, order=("wanted_at", "pk"), columns=columns)


_OF: Mapping[str, tuple[Callable[[Part, Preview], Listing[Any]], tuple[str, ...]]] = {
    "ket-thuc": (_agencies, ()),
    "doi-ten": (_agencies, ()),
    "thanh-toan": (_agencies, ()),
    "diem-phat": (_doors, ("agency", "point")),
    "phu-luc": (_memberships, ("agency",)),
    "nhiem-vu": (_duties, ("user", "agency")),
    "thu-truong": (_duties, ("user", "agency")),
    "dau-moi": (_receivers, ("agency", "point")),
    "chuc-danh": (_persons, ()),
    "dang-di": (_items, ("unit", "sender", "receiver")),
    "dang-giao": (_items, ("unit", "sender", "receiver")),
    "da-xong": (_items, ("unit", "sender", "receiver")),
    "thu-gom": (_pickups, ("agency",)),
}


def rows_of(part: Part, preview: Preview) -> tuple[Listing[Any], Any]:
    """The list behind a count, and its rows with what their columns show."""
    make, beside = _OF[part.key]
    assert part.rows is not None  # noqa: S101 - the page asked before
    return make(part, preview), part.rows.select_related(*beside) if beside else part.rows
