"""Lists of what was tried and not delivered, and of the advices that have to come back."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.deliveries.models import REASON_LABELS, Attempt
from kt1.custody.deliveries.permissions import why_not_return
from kt1.custody.deliveries.rules import Reason
from kt1.custody.items import listed
from kt1.custody.items.models import Advice, Item
from kt1.custody.units import codes
from kt1.custody.units.rules import State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.delivery import labels
from kt1.web.items import listings as items
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as

POST = (Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)
#: What may still be tried again, or sent back.
OPEN = (State.IN_POST, State.HELD)
TO_COME, BACK = (
    Chip(gettext_lazy("To come back"), Tone.UNCONFIRMED),
    Chip(gettext_lazy("Came back"), Tone.GOOD),
)


def tried(actor: Actor) -> QuerySet[Item]:
    """Items under way whose last try that counts ended without delivery, with that try."""
    counting = Attempt.objects.filter(unit=OuterRef("pk"), corrected_at=None)
    last = counting.order_by("-n")
    return (
        listed.seen_by(actor)
        # Few are tried in vain: from these the server starts, not from all that is under way.
        .filter(Exists(counting.filter(succeeded=False)), unit__state__in=OPEN)
        .annotate(
            tries=Subquery(last.values("n")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_reason=Subquery(last.values("reason")[:1]),
            last_counts=Subquery(last.values("valid")[:1]),
            last_called=Subquery(last.values("called_ahead")[:1]),
            last_door=Subquery(last.values("point__name")[:1]),
        )
        .exclude(last_reason=None)
        .exclude(last_reason="")
    )


def _of(name: str) -> Any:
    """A value annotated above."""
    return lambda item: getattr(item, name)


def _reason(item: Item) -> str:
    return str(REASON_LABELS[Reason(_of("last_reason")(item))])


def _clock(item: Item) -> Chip:
    return labels.STOPPED if _of("last_counts")(item) else labels.RUNS_ON


def _named(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    return rows.filter(receiver__in=listed.agencies_called(text))


REDELIVERY: Listing[Item] = Listing(
    title=gettext_lazy("To deliver again"),
    order=("last_at", "pk"),
    empty=gettext_lazy("Nothing waits to be delivered again."),
    row_link=lambda item: reverse("item", args=[item.unit.code]),
    columns=(
        items.CODE,
        Column(key="noi-nhan", label=gettext_lazy("Receiver"),
               value=lambda item: item.receiver.name, under=_of("last_door")),
        Column(key="lan", label=gettext_lazy("Tries"), value=_of("tries"), kind=Kind.NUMBER),
        Column(key="luc", label=gettext_lazy("Last try"), value=_of("last_at"), kind=Kind.MOMENT,
               sort="last_at"),
        Column(key="ly-do", label=gettext_lazy("Reason"), value=_reason),
        Column(key="goi", label=gettext_lazy("Rang ahead"), value=_of("last_called"),
               kind=Kind.YES_NO, wide_only=True),
        Column(key="dong-ho", label=gettext_lazy("Clock"), value=_clock, kind=Kind.CHIP),
        items.DEADLINE,
        items.WHERE,
    ),
    filters=(
        ChoiceFilter(key="ly-do", label=gettext_lazy("Reason"),
                     choices=[(one.value, label) for one, label in REASON_LABELS.items()],
                     field="last_reason"),
        TextFilter(key="nhan", label=gettext_lazy("Receiver"), apply=_named),
        FlagFilter(key="chay", label=gettext_lazy("Clock still running"),
                   apply=lambda rows: rows.filter(unit__clock__stopped_at=None)),
        FlagFilter(key="nhieu", label=gettext_lazy("Tried twice or more"),
                   apply=lambda rows: rows.filter(tries__gte=2)),
        DayFilter(key="tu", label=gettext_lazy("From"), field="last_at"),
        DayFilter(key="den", label=gettext_lazy("To"), field="last_at", until=True),
    ),
)  # fmt: skip


@require_GET
@acts_as(*POST)
def redelivery(request: Request) -> HttpResponseBase:
    """Tried and not delivered, the oldest try first; and how many for which reason."""
    rows = tried(request.actor)
    tried_for = rows.values_list("last_reason")  # type: ignore[misc]  # annotated by `tried`
    counted = tried_for.annotate(n=Count("pk")).order_by("-n", "last_reason")
    context: dict[str, Any] = {
        "reasons": [
            (REASON_LABELS[Reason(reason)], n, f"?{urlencode({'ly-do': reason})}")
            for reason, n in counted
        ],
        "may_return": why_not_return(request.actor) is None,
    }
    every = listed.with_all(rows, request.at)
    return answer(request, REDELIVERY, every, template="delivery/redelivery.html", context=context)


def _item(advice: Advice) -> Item:
    return advice.unit.item


ADVICES: Listing[Advice] = Listing(
    title=gettext_lazy("Advices of delivery"),
    order=("-delivered_at", "pk"),
    empty=gettext_lazy("No advice of delivery was asked for, or none is filled yet."),
    columns=(
        Column(key="so", label=gettext_lazy("Number of the advice"), kind=Kind.CODE,
               value=lambda advice: advice.number, sort="number"),
        Column(key="so-hieu", label=gettext_lazy("Number"), kind=Kind.CODE,
               value=lambda advice: advice.unit.code,
               link=lambda advice: reverse("item", args=[advice.unit.code])),
        Column(key="ve", label=gettext_lazy("Goes back to"),
               value=lambda advice: _item(advice).sender.name),
        Column(key="nhan", label=gettext_lazy("Receiver"), wide_only=True,
               value=lambda advice: _item(advice).receiver.name),
        Column(key="phat", label=gettext_lazy("Delivered"), kind=Kind.MOMENT,
               value=lambda advice: advice.delivered_at, sort="delivered_at"),
        Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
               value=lambda advice: BACK if advice.returned_at else TO_COME,
               under=lambda advice: f"{advice.returned_at:%d/%m/%Y}" if advice.returned_at else ""),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Number"),
                   apply=lambda rows, text: rows.filter(number__istartswith=text)
                   | rows.filter(unit__code__startswith=codes.beginning(text))),
        FlagFilter(key="con", label=gettext_lazy("To come back only"),
                   apply=lambda rows: rows.filter(returned_at=None)),
        DayFilter(key="tu", label=gettext_lazy("From"), field="delivered_at"),
        DayFilter(key="den", label=gettext_lazy("To"), field="delivered_at", until=True),
    ),
)  # fmt: skip


@require_GET
@acts_as(Role.CLERK, *POST)
def advices(request: Request) -> HttpResponseBase:
    """Giấy báo phát that are filled: those still to reach their sender, and those that did."""
    actor = request.actor
    seen = listed.sent_by(actor) if actor.is_agency else listed.seen_by(actor)
    rows = Advice.objects.filter(unit__in=seen.values("pk"), delivered_at__isnull=False)
    return answer(
        request,
        ADVICES,
        rows.select_related("unit__item__sender", "unit__item__receiver"),
    )
