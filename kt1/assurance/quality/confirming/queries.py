"""Sheets of quality as an actor may see them, and what they say."""

from collections import defaultdict
from datetime import date

from django.db.models import Max, Q, QuerySet

from kt1.assurance.quality.confirming.models import QualitySheet, SheetCount, SheetItem
from kt1.assurance.quality.confirming.permissions import DECIDERS, OF_BODY
from kt1.assurance.quality.confirming.rules import (
    SETTLED,
    WITH_THE_BODY,
    Reply,
    SheetState,
    Side,
    ruled,
)
from kt1.assurance.quality.confirming.rules import Ruling as RulingReason
from kt1.assurance.quality.rules import Figures, Group, Outcome
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

#: What waits for whom.
WAITS: dict[Role, frozenset[SheetState]] = {
    Role.CLERK: frozenset({SheetState.OPEN}),
    Role.HEAD: frozenset({SheetState.PREPARED}),
    Role.DISPATCHER: frozenset({SheetState.SIGNED, SheetState.OBJECTED}),
    Role.REGULATOR: frozenset({SheetState.DISPUTED}),
    Role.PARTY_OFFICE: frozenset({SheetState.DISPUTED}),
}


def seen_by(actor: Actor) -> QuerySet[QualitySheet]:
    """A body its own; the post its province's; whom matters rise to, those of its bodies (W7)."""
    rows = QualitySheet.objects.select_related("agency", "province").order_by(
        "-starts", "agency__sort_key"
    )
    if actor.role in OF_BODY and actor.agency_id is not None:
        return rows.filter(agency=actor.agency_id)
    if actor.province_id is None:
        return rows.none()
    if actor.role is Role.DISPATCHER:
        return rows.filter(province=actor.province_id)
    if actor.role in DECIDERS:
        of_party = Q(agency__bloc=Bloc.PARTY)
        mine = of_party if actor.role is Role.PARTY_OFFICE else ~of_party
        return rows.filter(mine, province=actor.province_id)
    return rows.none()


def waiting_for(actor: Actor) -> QuerySet[QualitySheet]:
    """Sheets on which the actor is to take the next step."""
    return seen_by(actor).filter(state__in=WAITS.get(actor.role, frozenset()))


def overdue(actor: Actor, on: date) -> QuerySet[QualitySheet]:
    """Bodies that have not said their word in time, for whom they rise to."""
    if actor.role not in DECIDERS:
        return QualitySheet.objects.none()
    return seen_by(actor).filter(state__in=WITH_THE_BODY, due__lt=on)


def figures(sheet: QualitySheet) -> dict[tuple[Side, Group], Figures]:
    """As they were filled in, by side and group of measure. One query."""
    counts: dict[tuple[Side, Group], dict[Outcome, int]] = defaultdict(lambda: defaultdict(int))
    for one in sheet.counts.all():
        counts[Side(one.side), Group(one.grp)][Outcome(one.outcome)] += one.items
    return {key: Figures(found) for key, found in counts.items()}


def sent_by_urgency(agency_id: int, starts: date) -> dict[str, Figures] | None:
    """What a body sent in a period, by urgency, as its sheet says after what was found since.

    None where no sheet was opened for it. Two queries.
    """
    sheet = QualitySheet.objects.filter(agency=agency_id, starts=starts).first()
    if sheet is None:
        return None
    counts: dict[str, dict[Outcome, int]] = defaultdict(lambda: defaultdict(int))
    for row in SheetCount.objects.filter(sheet=sheet, side=Side.SENT):
        counts[row.urgency][Outcome(row.outcome)] += row.items
    for item in SheetItem.objects.filter(sheet=sheet, side=Side.SENT).exclude(reply=""):
        was, now = Outcome(item.outcome), counts_as(item)
        counts[item.urgency][was] -= 1
        counts[item.urgency][now] += 1
    return {urgency: Figures(dict(found)) for urgency, found in sorted(counts.items())}


def counts_as(item: SheetItem) -> Outcome:
    """What an item counts as after reply and decision."""
    if item.reply == Reply.ACCEPTED:
        return Outcome.LATE_POST
    if item.ruling:
        return ruled(Outcome(item.outcome), RulingReason(item.ruling))
    return Outcome(item.outcome)


def sheet_of(agency_id: int, starts: date) -> QualitySheet | None:
    return QualitySheet.objects.filter(agency=agency_id, starts=starts).first()


def items_of(sheet: QualitySheet) -> list[SheetItem]:
    """Late items and those objected to; objections first. One query."""
    rows = sheet.items.select_related("unit", "unit__clock", "unit__item__receiver", "ruled_by")
    rows = rows.select_related("unit__item__sender")
    return list(rows.order_by("side", "-objection", "unit__clock__started_at", "pk"))


def confirmed_until(province_id: int) -> dict[int, date]:
    """Last day of the newest settled period of each body; bodies without one are left out."""
    rows = QualitySheet.objects.filter(province=province_id, state__in=SETTLED)
    return dict(rows.values_list("agency").annotate(until=Max("ends")).order_by())
