"""Prices and payers, kept in memory while the law stands. Public: whoever signed in may read."""

from datetime import date, datetime

from django.db.models import Q

from kt1.law.acting import Acting
from kt1.law.book.queries import Kept
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.tariffs import payers, rules
from kt1.law.tariffs.models import PayerRule, Tariff
from kt1.law.tariffs.payers import Charge, Funds, Party
from kt1.law.tariffs.rules import Rate, RateKind, Table

#: The set that every other builds on.
_GENERAL = "CHUNG"


def _read_tables() -> tuple[Table, ...]:
    rows = Tariff.objects.select_related("instrument").prefetch_related("rates")
    return tuple(table(row) for row in rows.order_by("valid_from"))


def table(row: Tariff) -> Table:
    return Table(
        id=row.pk,
        code=row.code,
        title=row.title,
        rates=tuple(
            Rate(
                kind=RateKind(rate.kind),
                reach=rate.reach,
                key=rate.key,
                grams=rate.grams,
                vnd=rate.vnd,
                note=rate.note,
            )
            for rate in row.rates.all()
        ),
        with_tax=row.with_tax,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        instrument=str(row.instrument) if row.instrument else "",
        evidence=Evidence(row.evidence),
        confirmed=row.confirmed_at is not None,
        entered_at=row.entered_at,
        note=row.note,
    )


def _read_payers() -> tuple[payers.PayerRule, ...]:
    return tuple(
        payers.PayerRule(
            id=row.pk,
            sender=Party(row.sender),
            receiver=Party(row.receiver),
            charge=Charge(row.charge),
            funds=Funds(row.funds),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            instrument=str(row.instrument) if row.instrument else "",
            article=row.article,
            evidence=Evidence(row.evidence),
            confirmed=row.confirmed_at is not None,
            note=row.note,
        )
        for row in PayerRule.objects.select_related("instrument").order_by("pk")
    )


_tables = Kept(_read_tables)
_payers = Kept(_read_payers)


def tables() -> tuple[Table, ...]:
    """Every version, the oldest first."""
    return _tables.now()


def table_on(on: date, *, known_at: datetime | None = None) -> Table:
    """The table that holds on a day, as it is known now or was known at a moment.

    Raises:
        NoTariffError: there is none.
    """
    return rules.choose(tables(), on, known_at=known_at)


def payer_rules() -> tuple[payers.PayerRule, ...]:
    return _payers.now()


def who_pays(*, sender: Party, receiver: Party, on: date) -> payers.PayerRule | None:
    return payers.who_pays(payer_rules(), sender=sender, receiver=receiver, on=on)


def vat_percent(on: date) -> int | None:
    """The rate of value added tax of a day, in percent; None where none is set for it.

    Of the general set: tax does not depend on which circular's norms an installation goes by.
    """
    try:
        return norms(_GENERAL, on).count(Key.VAT_PERCENT)
    except UnsetNormError:
        return None


def to_confirm(actor: Acting) -> int:
    """Tables and rules of payers with a paper that another entered and nobody confirmed.

    From memory while all is confirmed; then two queries.
    """
    if all(one.confirmed for one in tables()) and all(one.confirmed for one in payer_rules()):
        return 0
    waits = Q(confirmed_at=None, valid_to=None, instrument__isnull=False)
    mine = Q(entered_by=str(actor))
    return sum(model.objects.filter(waits & ~mine).count() for model in (Tariff, PayerRule))
