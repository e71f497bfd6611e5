"""What the tables of the catalogue share: version, validity, paper, standing; tabs and export."""

from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.catalogue import permissions, queries
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import Topic, standing
from kt1.law.parameters.models import LegalParameter
from kt1.network.places.rules import PlaceKind
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.parts.chips import Chip
from kt1.web.request import Request
from kt1.web.service.labels import (
    STANDING_CHIPS,
    paper_said,
)
from kt1.web.service.wayfinding import TABS, crumbs, province_of, tabs, within

Row = ServiceInformation


SERVED_FROM = (PlaceKind.POST_OFFICE, PlaceKind.CENTRE)


def state_of(row: Row | LegalParameter, on: date) -> Chip:
    return STANDING_CHIPS[
        standing(
            on=on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            evidence=row.evidence,
            confirmed=row.confirmed_at is not None,
        )
    ]


def _history(row: Row) -> str:
    return reverse("service_versions", args=[row.pk])


def until_said(last: date | None) -> str | None:
    """The last day, under the first; nothing where it goes on."""
    return _("until %(day)s") % {"day": day(last)} if last else None


def proof_columns(on: date) -> tuple[Column[Row], ...]:
    """Version, validity, paper and standing: the same behind every statement."""
    return (
        Column(key="pb", label=gettext_lazy("Version"), value=lambda row: row.version,
               kind=Kind.NUMBER, link=_history),
        Column(key="tu", label=gettext_lazy("Valid from"), value=lambda row: row.valid_from,
               kind=Kind.DAY, sort="valid_from", under=lambda row: until_said(row.valid_to)),
        Column(key="can-cu", label=gettext_lazy("Paper that says so"), roomy=True,
               value=lambda row: paper_said(row.instrument, row.article, row.paper),
               under=lambda row: row.note),
        Column(key="tin", label=gettext_lazy("Standing"), value=lambda row: state_of(row, on),
               kind=Kind.CHIP, under=lambda row: str(row.get_evidence_display())),
    )  # fmt: skip


def rows_on(on: date, province: str, *topics: Topic) -> QuerySet[Row]:
    """The versions of the day, in the order of the topics."""
    found = queries.in_force(queries.said(topics, province=province), on)
    places = [When(topic=topic.value, then=Value(n)) for n, topic in enumerate(topics)]
    return found.annotate(order=Case(*places, output_field=IntegerField()))


def page(
    request: Request,
    here: str,
    listing: Listing[Any],
    rows: QuerySet[Any, Any],
    *,
    lead: str = "",
    publishes: Topic | None = None,
    act: tuple[str, str] | None = None,
) -> HttpResponseBase:
    """A list under the tabs of the catalogue, with the way to say something new or to go on.

    Args:
        act: label and address of the page's button.
    """
    label = next(label for name, label in TABS if name == here)
    context: dict[str, Any] = {
        "tabs": tabs(here),
        "crumbs": crumbs((label, "")),
        "lead": lead,
    }
    if publishes is not None and _may_publish(request, publishes):
        context["act_url"] = reverse("service_publish", args=[publishes.value])
        context["act_label"] = _("Publish")
    if act is not None:
        context["act_label"], context["act_url"] = act
    return answer(request, listing, rows, template="service/list.html", context=context)


def _may_publish(request: Request, topic: Topic) -> bool:
    reason = permissions.why_not_publish(
        request.actor,
        topic,
        province=province_of(request.actor),
        within=within(request.actor),
    )
    return reason is None
