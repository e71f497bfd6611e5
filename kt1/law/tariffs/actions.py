"""What people do with prices: enter the next table, say who pays, confirm against the paper."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.instruments.models import Instrument
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import passed
from kt1.law.tariffs import payers, permissions
from kt1.law.tariffs.checks import Unfit, unfit
from kt1.law.tariffs.models import PayerRule, Tariff, TariffRate
from kt1.law.tariffs.rules import Rate
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


class UnfitTariffError(ValueError):
    """The table cannot be kept as it is; `unfit` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.unfit = why


class LaterTariffError(Exception):
    """A table, or a rule for the same two parties, begins on that day or a later one."""


class NoPaperError(ValueError):
    """Anything but an assumption names the instrument it rests on."""


class CodeTakenError(Exception):
    """Another table has this code."""


@transaction.atomic(durable=True)
def enter(
    *,
    code: str,
    title: str,
    rates: Sequence[Rate],
    with_tax: bool,
    valid_from: date,
    instrument: str,
    evidence: Evidence,
    note: str = "",
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> Tariff:
    """Enter the next table of prices; the one before it ends the day before.

    Raises:
        NotAllowedError: `by` does not enter prices.
        UnfitTariffError: the table is not whole or its amounts do not make sense.
        NoPaperError, Instrument.DoesNotExist: the paper it rests on is missing.
        RefusedTextError: the title or the note is not a text that may be kept.
        CodeTakenError, LaterTariffError: it clashes with a table that is there.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Tariff.objects.get(pk=done["tariff"])
    require(permissions.why_not_enter(by))
    if (why := unfit(code, title, rates)) is not None:
        raise UnfitTariffError(why)
    paper = _paper(instrument, evidence)
    closed = _close_before(code, valid_from)
    made = Tariff.objects.create(
        code=code.strip(),
        title=passed(title.strip(), names_a_paper=True),
        with_tax=with_tax,
        valid_from=valid_from,
        instrument=paper,
        evidence=evidence.value,
        note=passed(note.strip(), names_a_paper=True),
        entered_by=str(by),
        entered_at=at,
    )
    TariffRate.objects.bulk_create(_rates(made, rates))
    _record(made, rates, instrument=instrument, closed=closed, by=by, at=at)
    finish(once, actor=str(by), answer={"tariff": made.pk})
    forget()
    return made


@transaction.atomic(durable=True)
def confirm(*, tariff_id: int, by: Acting, at: datetime, once: RequestKey) -> Tariff:
    """Say that a table was compared with its paper, amount by amount.

    Raises:
        Tariff.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return Tariff.objects.get(pk=tariff_id)
    row = Tariff.objects.select_for_update(of=["self"]).get(pk=tariff_id)
    require(permissions.why_not_confirm(by, row))
    row.confirmed_by = str(by)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    append(
        kind="law.tariff_confirmed",
        subject=f"tariff:{row.code}",
        actor=str(by),
        at=at,
        body={"valid_from": row.valid_from.isoformat()},
    )
    finish(once, actor=str(by), answer={"tariff": row.pk})
    forget()
    return row


@transaction.atomic(durable=True)
def confirm_payer(*, rule_id: int, by: Acting, at: datetime, once: RequestKey) -> PayerRule:
    """Say that who pays was compared with its paper.

    Raises:
        PayerRule.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return PayerRule.objects.get(pk=rule_id)
    row = PayerRule.objects.select_for_update(of=["self"]).get(pk=rule_id)
    require(permissions.why_not_confirm(by, row))
    row.confirmed_by = str(by)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    append(
        kind="law.payer_confirmed",
        subject=f"payer:{row.sender}/{row.receiver}",
        actor=str(by),
        at=at,
        body={"valid_from": row.valid_from.isoformat()},
    )
    finish(once, actor=str(by), answer={"rule": row.pk})
    forget()
    return row


@transaction.atomic(durable=True)
def say_who_pays(
    *,
    rule: payers.PayerRule,
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> PayerRule:
    """Enter who pays from a day on; the rule for the same two parties ends the day before.

    `rule.instrument` is the code of its paper.

    Raises:
        NotAllowedError, NoPaperError, Instrument.DoesNotExist, RefusedTextError.
        LaterTariffError: it would begin before one that is there.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return PayerRule.objects.get(pk=done["rule"])
    require(permissions.why_not_enter(by))
    paper = _paper(rule.instrument, rule.evidence)
    rows = PayerRule.objects.select_for_update(of=["self"]).filter(
        sender=rule.sender.value, receiver=rule.receiver.value
    )
    if rows.filter(valid_from__gte=rule.valid_from).exists():
        raise LaterTariffError(str(rule.valid_from))
    closed = rows.filter(valid_to=None).update(valid_to=rule.valid_from - timedelta(days=1))
    made = PayerRule.objects.create(
        sender=rule.sender.value,
        receiver=rule.receiver.value,
        charge=rule.charge.value,
        funds=rule.funds.value,
        valid_from=rule.valid_from,
        instrument=paper,
        article=rule.article,
        evidence=rule.evidence.value,
        note=passed(rule.note.strip(), names_a_paper=True),
        entered_by=str(by),
    )
    append(
        kind="law.payer_said",
        subject=f"payer:{rule.sender.value}/{rule.receiver.value}",
        actor=str(by),
        at=at,
        body={
            "charge": rule.charge.value,
            "funds": rule.funds.value,
            "valid_from": rule.valid_from.isoformat(),
            "instrument": rule.instrument,
            "article": rule.article,
            "evidence": rule.evidence.value,
            "closed": closed,
        },
        notes={"note": made.note} if made.note else {},
    )
    finish(once, actor=str(by), answer={"rule": made.pk})
    forget()
    return made


def _rates(made: Tariff, rates: Sequence[Rate]) -> list[TariffRate]:
    return [
        TariffRate(
            tariff=made,
            kind=rate.kind.value,
            reach=rate.reach,
            key=rate.key,
            grams=rate.grams,
            vnd=rate.vnd,
            note=passed(rate.note, names_a_paper=True),
        )
        for rate in rates
    ]


def _record(
    made: Tariff,
    rates: Sequence[Rate],
    *,
    instrument: str,
    closed: str,
    by: Acting,
    at: datetime,
) -> None:
    """The table in the ledger, each amount a line of its own."""
    append(
        kind="law.tariff_entered",
        subject=f"tariff:{made.code}",
        actor=str(by),
        at=at,
        body={
            "valid_from": made.valid_from.isoformat(),
            "with_tax": made.with_tax,
            "instrument": instrument,
            "evidence": made.evidence,
            "closed": closed,
        },
        lines=[
            {"kind": r.kind.value, "reach": r.reach, "key": r.key, "grams": r.grams, "vnd": r.vnd}
            for r in rates
        ],
        notes={name: text for name, text in (("title", made.title), ("note", made.note)) if text},
    )


def _paper(code: str, evidence: Evidence) -> Instrument | None:
    if code:
        return Instrument.objects.get(code=code)
    if evidence is not Evidence.ASSUMPTION:
        raise NoPaperError(evidence.value)
    return None


def _close_before(code: str, valid_from: date) -> str:
    """End the table that holds on the first day of the new one. Its code, or nothing."""
    rows = list(Tariff.objects.select_for_update(of=["self"]).order_by("valid_from"))
    if any(row.code == code.strip() for row in rows):
        raise CodeTakenError(code)
    if any(row.valid_from >= valid_from for row in rows):
        raise LaterTariffError(code)
    held = rows[-1] if rows else None
    if held is None or (held.valid_to is not None and held.valid_to < valid_from):
        return ""
    if held.valid_to is not None:
        raise LaterTariffError(code)
    held.valid_to = valid_from - timedelta(days=1)
    held.save(update_fields=["valid_to"])
    return held.code
