"""Prices on pages of items: beside a declaration, on the page of one item, on its slip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kt1.custody.items.models import Item
from kt1.custody.price.permissions import why_not_see_price
from kt1.custody.price.queries import Priced, Quotes, parties_of, price_of, prices_of
from kt1.custody.price.rules import ItemPrice
from kt1.custody.units import register
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.rules import Open, Standing
from kt1.web.request import Request
from kt1.web.tariff.shown import PriceShown, shown


@dataclass(frozen=True, slots=True)
class Cover:
    """One cover of a form: to whom, how fast, with which mark. Its weight is not known yet."""

    receiver: int
    urgency: Urgency
    mark: Mark


def quotes(request: Request, desk: int, covers: Sequence[Cover]) -> list[PriceShown | None]:
    """What covers of one desk would cost, but for their weight. None at an unknown desk or body."""
    known = register.register()
    place = known.places.get(desk)
    if place is None or place.agency is None:
        return [None] * len(covers)
    day = request.at.astimezone(VIETNAM).date()
    bodies = {cover.receiver: known.agencies.get(cover.receiver) for cover in covers}
    worked = Quotes(parties_of([place.agency, *bodies]))
    found: list[PriceShown | None] = []
    for cover in covers:
        body = bodies[cover.receiver]
        if body is None:
            found.append(None)
            continue
        scope = Scope.WITHIN if body.province == place.province else Scope.BETWEEN
        facts = Priced(
            sender=place.agency,
            receiver=cover.receiver,
            scope=scope.value,
            urgency=cover.urgency.value,
            mark=cover.mark,
            grams=None,
            day=day,
        )
        found.append(shown(worked.of(facts), scope.value))
    return found


def price_panel(request: Request, item: Item, mark: Mark | None) -> PriceShown | None:
    """The price on the page of its item, with the mark where that page shows it; else None."""
    if why_not_see_price(request.actor, item) is not None:
        return None
    return shown(price_of(item, mark), item.scope)


@dataclass(frozen=True, slots=True)
class Printed:
    """A price on a Phiếu gửi KT1: the amount, open until it is weighed, and what to know of it."""

    vnd: int | None
    note: str


def printed_prices(units: Sequence[int], marks: Mapping[int, Mark]) -> dict[int, Printed]:
    """What each item costs, as papers say it: in Vietnamese whatever the screen's language."""
    return {pk: _printed(one) for pk, one in prices_of(units, marks=marks).items()}


def _printed(found: ItemPrice) -> Printed:
    price = found.price
    if price is None or Open.WEIGHT in price.open:
        return Printed(None, "")
    notes = {
        "miễn cước cho bên gửi": found.free,
        "đã gồm thuế GTGT": Open.TAX not in price.open,
        "chưa gồm thuế GTGT": Open.TAX in price.open,
        "phụ phí ký hiệu tính riêng theo bảng kê giấy": Open.MARK_ON_PAPER in price.open,
        f"theo {price.table.instrument or price.table.code}, chưa xác nhận là giá hiện hành": (
            price.table.standing is not Standing.CONFIRMED
        ),
    }
    return Printed(price.total, "; ".join(note for note, holds in notes.items() if holds))
