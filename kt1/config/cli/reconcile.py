"""`kt1 reconcile`: freeze a month of a province, compare its books, say how it stands."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from uuid import uuid4

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import NotAPeriodError, Period, period_of
from kt1.assurance.reconciliation.actions import freeze
from kt1.assurance.reconciliation.proof import standings
from kt1.assurance.reconciliation.queries import Summary, summary
from kt1.config.clock import now
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.rules import RequestKey
from kt1.network.units.models import AdminUnit
from kt1.network.units.rules import Level
from kt1.people.actor import NotAllowedError, console

HELP = "freeze a month of a province, compare its books and say how it stands"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--province", required=True, help="code of the province, as 24")
    parser.add_argument("--month", required=True, help="first month of the period, as 2026-01")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: frozen, now or before. 2: it cannot be; the sentence says why."""
    try:
        province, period = _province(args.province), _period(args.month)
        at = now()
        freeze(
            province_id=province.pk,
            period=period,
            by=replace(console(), province_id=province.pk),
            at=at,
            once=RequestKey.of(uuid4(), {"act": "reconcile", "period": period.name}),
        )
    except (_RefusedError, NotAllowedError, UnsetNormError) as refused:
        return _refused(args, str(refused))
    accounts = Account.objects.filter(province=province.pk, starts=period.starts)
    agree = [one.agrees for one in standings(list(accounts)).values()]
    books = {"agree": sum(agree), "differ": len(agree) - sum(agree)}
    _answer(args, summary(province.pk, period), books)
    return 0


class _RefusedError(Exception):
    """What was asked for does not exist; the sentence says so."""


def _province(code: str) -> AdminUnit:
    found = AdminUnit.objects.filter(code=code, level=Level.PROVINCE).first()
    if found is None:
        raise _RefusedError(f"There is no province {code}.")
    return found


def _period(text: str) -> Period:
    try:
        months = active_norms(now().date()).count(Key.RECONCILE_MONTHS)
        return period_of(text, months=months)
    except NotAPeriodError:
        raise _RefusedError(f"{text} is not the first month of a period, as 2026-01.") from None


def _answer(args: argparse.Namespace, found: Summary, books: Mapping[str, int]) -> None:
    """`books`: accounts whose stored books still are what the ledger says was frozen."""
    if args.json:
        said = {**asdict(found), "books": books}
        sys.stdout.write(f"{json.dumps(said, ensure_ascii=False)}\n")
        return
    differences = ", ".join(f"{kind} {n}" for kind, n in found.differences.items() if n)
    sys.stdout.write(
        f"{found.period}: {found.accounts} accounts, {found.items} items, {found.matched} matched;"
        f" {differences or 'no differences'}; {found.amount_vnd} VND;"
        f" {found.agreed} agreed, {found.signed} signed;"
        f" books of {books['differ']} accounts are not as the ledger says.\n"
    )


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        sys.stdout.write(f"{json.dumps({'error': sentence}, ensure_ascii=False)}\n")
    else:
        sys.stderr.write(f"{sentence}\n")
    return 2
