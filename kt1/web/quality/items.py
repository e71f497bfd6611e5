"""The items behind a figure of quality."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.quality import listed
from kt1.assurance.quality.permissions import ITEM_READERS
from kt1.assurance.quality.rules import Group, Outcome
from kt1.custody.items.models import Item
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Filter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip
from kt1.web.quality import asking as words
from kt1.web.quality.labels import GROUP_LABELS, OUTCOME_CHIPS, OUTCOME_LABELS
from kt1.web.request import Request, acts_as


def _outcome(item: Any) -> Chip:
    """What the item was counted as."""
    return OUTCOME_CHIPS[Outcome(item.outcome)]


COLUMNS: tuple[Column[Item], ...] = (
    Column(
        key="so-hieu",
        label=gettext_lazy("Number"),
        value=lambda item: item.unit.code,
        kind=Kind.CODE,
        link=lambda item: reverse("item", args=[item.unit.code]),
    ),
    Column(key="kq", label=gettext_lazy("Outcome"), value=_outcome, kind=Kind.CHIP),
    Column(
        key="nhan-gui",
        label=gettext_lazy("Accepted"),
        value=lambda item: item.unit.clock.started_at,
        kind=Kind.MOMENT,
        sort="unit__clock__started_at",
    ),
    Column(
        key="han",
        label=gettext_lazy("Legal maximum"),
        value=lambda item: item.unit.clock.deadline,
        kind=Kind.DEADLINE,
        sort="unit__clock__deadline",
    ),
    Column(
        key="phat",
        label=gettext_lazy("First valid attempt"),
        value=lambda item: item.unit.clock.stopped_at,
        kind=Kind.MOMENT,
    ),
    Column(
        key="gui",
        label=gettext_lazy("Sender"),
        value=lambda item: item.sender.name,
        roomy=True,
        wide_only=True,
    ),
    Column(
        key="nhan",
        label=gettext_lazy("Receiver"),
        value=lambda item: item.receiver.name,
        roomy=True,
    ),
)


def _as_asked(rows: Rows, _text: str) -> Rows:
    """The address was read before the rows were made; its controls only show it."""
    return rows


def _filters() -> tuple[Filter, ...]:
    texts = (
        (words.SINCE, _("From month")),
        (words.UNTIL, _("Until month")),
        (words.BODY, _("Agency")),
        (words.POINT, _("Delivery point")),
        (words.ROUTE, _("Route")),
        (words.SENDER, _("Code of the sending agency")),
        (words.RECEIVER, _("Code of the receiving agency")),
    )
    return (
        *(TextFilter(key=key, label=label, apply=_as_asked) for key, label in texts),
        ChoiceFilter(
            key=words.GROUP,
            label=_("Measured apart"),
            choices=[(group.value, GROUP_LABELS[group]) for group in Group],
            apply=_as_asked,
        ),
        ChoiceFilter(
            key=words.OUTCOME,
            label=_("Outcome"),
            choices=[(one.value, OUTCOME_LABELS[one]) for one in Outcome],
            apply=_as_asked,
        ),
        ChoiceFilter(
            key=words.ONLY,
            label=_("Only"),
            choices=[
                ("khong-nguyen-ven", _("lost or not intact")),
                ("ghi-muon", _("entered late")),
            ],
            apply=_as_asked,
        ),
    )


@require_GET
@acts_as(*ITEM_READERS)
def quality_items(request: Request) -> HttpResponseBase:
    """Every item of the figure, on time or not, with what it was counted as."""
    one = words.asking(request.GET, request.at)
    rows = listed.items(request.actor, words.with_group(one, request.GET))
    listing: Listing[Item] = Listing(
        title=_("Items behind the figures of quality"),
        columns=COLUMNS,
        filters=_filters(),
        order=("-unit__clock__started_at", "pk"),
        empty=_("No item of these months has passed its deadline."),
    )
    context = {
        "crumbs": [(_("Quality"), reverse("quality")), (_("Items"), "")],
        "lead": " ".join(one.faults.values()),
    }
    with listed.for_these_months():
        return answer(request, listing, rows, context=context)
