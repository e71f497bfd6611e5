"""Prices of items and amounts from paper, in sets: bounded queries, however many items."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from kt1.custody.items.models import Item
from kt1.custody.price.models import PaperSurcharge
from kt1.custody.price.rules import ItemPrice, Membership, Parties
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs import queries as tariffs
from kt1.law.tariffs import rules
from kt1.law.tariffs.payers import who_pays
from kt1.law.tariffs.rules import NoTariffError
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """The facts of one item that its price needs. `mark` is None where it may not be shown."""

    sender: int
    receiver: int
    scope: str
    urgency: str
    mark: Mark | None
    grams: int | None
    day: date


class Quotes:
    """Prices of many items: what all of them need is asked for once."""

    def __init__(self, parties: Parties, *, known_at: datetime | None = None) -> None:
        self.parties, self.known_at = parties, known_at
        self.tables, self.payers = tariffs.tables(), tariffs.payer_rules()
        self._percents: dict[date, int | None] = {}

    def of(self, facts: Priced) -> ItemPrice:
        """One price by the tariff of its day, as known now or at the moment asked for."""
        day = facts.day
        sender, receiver = self.parties.on(facts.sender, day), self.parties.on(facts.receiver, day)
        try:
            price = rules.price(
                rules.choose(self.tables, day, known_at=self.known_at),
                scope=Scope(facts.scope),
                urgency=Urgency(facts.urgency),
                mark=facts.mark,
                grams=facts.grams,
                percent=self.percent(day),
            )
        except NoTariffError:
            price = None
        return ItemPrice(
            day=day,
            sender=sender,
            receiver=receiver,
            grams=facts.grams,
            price=price,
            rule=who_pays(self.payers, sender=sender, receiver=receiver, on=day),
        )

    def percent(self, day: date) -> int | None:
        """The rate of tax of a day, in percent."""
        if day not in self._percents:
            self._percents[day] = tariffs.vat_percent(day)
        return self._percents[day]


def prices_of(
    unit_ids: Sequence[int],
    *,
    marks: Mapping[int, Mark] | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, ItemPrice]:
    """The price of each item by the day it was accepted on (declared, where it was not yet).

    Args:
        marks: of these items, as the caller may show them; without one its surcharge stays open.
        on: another day to work the price out for.
        known_at: by the tables that were entered here by that moment.
    """
    rows = Item.objects.filter(pk__in=unit_ids).values_list(
        "pk", "sender_id", "receiver_id", "scope", "urgency", "weight_g",
        "unit__clock__started_at", "declared_at",
    )  # fmt: skip
    facts = {
        row[0]: Priced(
            sender=row[1],
            receiver=row[2],
            scope=row[3],
            urgency=row[4],
            mark=None if marks is None else marks.get(row[0], Mark.NONE),
            grams=row[5],
            day=on or (row[6] or row[7]).astimezone(VIETNAM).date(),
        )
        for row in rows
    }
    parties = parties_of({body for f in facts.values() for body in (f.sender, f.receiver)})
    quotes = Quotes(parties, known_at=known_at)
    return {pk: quotes.of(one) for pk, one in facts.items()}


def price_of(item: Item, mark: Mark | None) -> ItemPrice:
    """The price of one item that was read with its clock already. One query."""
    clock = getattr(item.unit, "clock", None)
    facts = Priced(
        sender=item.sender_id,
        receiver=item.receiver_id,
        scope=item.scope,
        urgency=item.urgency,
        mark=mark,
        grams=item.weight_g,
        day=(clock.started_at if clock else item.declared_at).astimezone(VIETNAM).date(),
    )
    return Quotes(parties_of({item.sender_id, item.receiver_id})).of(facts)


# A central office comes back without an annex. The text is always the same: prepared once.
_PARTIES = """
SELECT agency_id, annex, valid_from, valid_to FROM network_annexmembership
WHERE agency_id = ANY(%(bodies)s::bigint[])
UNION ALL
SELECT id, NULL, NULL, NULL FROM network_agency
WHERE id = ANY(%(bodies)s::bigint[]) AND code = ANY(%(offices)s::text[])
"""


def parties_of(agencies: Collection[int]) -> Parties:
    """What these bodies are when it comes to paying. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTIES, {"bodies": list(agencies), "offices": central_offices()})
        rows = cursor.fetchall()
    memberships = (Membership(*row) for row in rows if row[1] is not None)
    return Parties.of(memberships, (row[0] for row in rows if row[1] is None))


def central_offices() -> list[str]:
    """Codes of the four central offices, which pay for nothing."""
    try:
        said = norms("CHUNG", date.max).one(Key.CENTRAL_OFFICES).value
    except UnsetNormError:
        return []
    return str(said).split()


def surcharges_seen_by(actor: Actor) -> QuerySet[PaperSurcharge]:
    """Amounts from paper: the post those of its province, a body its own."""
    rows = PaperSurcharge.objects.select_related("agency", "entered_by")
    if actor.is_post and actor.province_id is not None:
        return rows.filter(agency__province=actor.province_id)
    if actor.agency_id is not None and actor.is_agency:
        return rows.filter(agency=actor.agency_id)
    return rows.none()


def paper_surcharges(
    agencies: Iterable[int], first: date, last: date | None = None
) -> dict[tuple[int, date], int]:
    """What marks cost by paper, before tax: by body and month, from one month to another.

    One query. Only the newest version of each counts.
    """
    rows = (
        PaperSurcharge.objects.filter(
            agency__in=list(agencies), month__gte=first, month__lte=last or first
        )
        .order_by("agency_id", "month", "-version")
        .distinct("agency_id", "month")
    )
    return {(body, month): vnd for body, month, vnd in rows.values_list(
        "agency_id", "month", "amount_vnd")}  # fmt: skip
