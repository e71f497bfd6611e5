"""Freezing a period, resolving what differs, and what is said about it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from kt1.assurance.books import pricing, steps
from kt1.assurance.books.models import Account, Book
from kt1.assurance.books.rules import Period, period_before, period_with
from kt1.assurance.quality.confirming import steps as confirming
from kt1.assurance.reconciliation import matching, permissions, queries
from kt1.assurance.reconciliation.models import Difference, Remark
from kt1.assurance.reconciliation.rules import REASONS, Class, Reason
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import count_of
from kt1.law.screening.rules import RefusedTextError, screen
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


class UnfitReasonError(Exception):
    """The reason does not fit this kind of difference."""


def due_of(period: Period) -> date:
    """By when both sides should have agreed."""
    days = active_norms(period.ends).count(Key.RECONCILE_DUE_DAYS)
    return period.ends + timedelta(days=days)


def quality_due_of(period: Period) -> date:
    """By when both sides should have confirmed the quality."""
    days = active_norms(period.ends).count(Key.QUALITY_CONFIRM_DAYS)
    return period.ends + timedelta(days=days)


@transaction.atomic(durable=True)
def freeze_when_due(*, on: date, by: str, at: datetime, once: RequestKey) -> int:
    """Freeze the last period of every province whose day for it has come.

    Idempotent: what is frozen stays. Where the norms set no day, nobody but a person freezes.

    Returns how many accounts are new.

    Raises:
        UnsetNormError: no norms hold for the day.
    """
    if (done := begin(once, actor=by, at=at)) is not None:
        return int(done["accounts"])
    period = period_before(period_with(on, months=_months(on)), months=_months(on))
    new = 0
    if _may_freeze(period, on):
        for province in queries.with_mail(period):
            new += open_period(province_id=province, period=period, by=by, at=at)
    finish(once, actor=by, answer={"accounts": new})
    return new


def _months(on: date) -> int:
    return active_norms(on).count(Key.RECONCILE_MONTHS)


def _may_freeze(period: Period, on: date) -> bool:
    days = active_norms(period.ends).find(Key.RECONCILE_FREEZE_DAYS)
    if days is None or days.value is None:
        return False
    return on >= period.ends + timedelta(days=count_of(days))


@transaction.atomic(durable=True)
def freeze(
    *,
    province_id: int,
    period: Period,
    by: Actor,
    at: datetime,
    once: RequestKey,
    agency_id: int | None = None,
) -> int:
    """Take down the post's and the senders' books of a period and compare them.

    What is frozen already stays as it is, so it can be asked again. Returns how many accounts
    are new.

    Raises:
        NotAllowedError: not theirs to freeze, or the period is not over.
        UnsetNormError: no norms hold for the period.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["accounts"])
    on = at.astimezone(VIETNAM).date()
    if reason := permissions.why_not_freeze(by, province_id, period.ends, on):
        raise NotAllowedError(reason)
    new = open_period(
        province_id=province_id, period=period, by=str(by), at=at, agency_id=agency_id
    )
    finish(once, actor=str(by), answer={"accounts": new})
    return new


def open_period(
    *, province_id: int, period: Period, by: str, at: datetime, agency_id: int | None = None
) -> int:
    """The step of freezing, in the transaction of whoever asks for it.

    With the accounts of the period its sheets of quality are filled in.
    """
    sheets = confirming.open_sheets(
        province=province_id,
        starts=period.starts,
        ends=period.ends,
        due=quality_due_of(period),
        at=at,
    )
    _record_sheets(len(sheets), province_id, period, by=by, at=at)
    return open_accounts(province_id, period, due_of(period), by=by, at=at, agency_id=agency_id)


def open_accounts(
    province_id: int, period: Period, due: date, *, by: str, at: datetime, agency_id: int | None
) -> int:
    """Take down the books of those who sent, or of one body. Returns how many are new."""
    accounts = steps.open_accounts(
        province=province_id, period=period, due=due, at=at, agency=agency_id
    )
    if not accounts:
        return 0
    steps.fill(accounts, period=period)
    pricing.price_lines(accounts)
    books = steps.close_books(accounts, at=at)
    matching.compare(accounts, at=at)
    _record(accounts, books, period, by=by, at=at)
    return len(accounts)


def _record_sheets(sheets: int, province_id: int, period: Period, *, by: str, at: datetime) -> None:
    if not sheets:
        return
    append(
        kind="quality.sheets_opened",
        subject=f"quality:{period.name}",
        actor=by,
        at=at,
        body={"period": period.name, "province": province_id, "sheets": sheets},
    )


def _record(
    accounts: Sequence[int],
    books: Sequence[tuple[int, str, str, int]],
    period: Period,
    *,
    by: str,
    at: datetime,
) -> None:
    """One entry; its lines hold the digest of each book, so a frozen month can be proved."""
    codes = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "agency__code"))
    lines: list[dict[str, JSON]] = [
        {"agency": codes[account], "side": side, "rows": rows, "sha256": digest}
        for account, side, digest, rows in sorted(books)
    ]
    append(
        kind="reconciliation.frozen",
        subject=f"reconciliation:{period.name}",
        actor=by,
        at=at,
        body={"period": period.name, "accounts": len(accounts)},
        lines=lines,
    )


@transaction.atomic(durable=True)
def resolve(
    *,
    account_id: int,
    difference_ids: Sequence[int],
    reason: Reason | None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Settle differences for one coded reason, or open them again with none.

    Returns how many changed.

    Raises:
        Account.DoesNotExist, Difference.DoesNotExist: not theirs to know.
        NotAllowedError
        UnfitReasonError: the reason does not fit a difference among them; nothing was changed.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["resolved"])
    account = locked(account_id, by)
    if why := permissions.why_not_resolve(by, account):
        raise NotAllowedError(why)
    found = list(account.differences.filter(pk__in=difference_ids).order_by("pk"))
    if len(found) != len(set(difference_ids)):
        raise Difference.DoesNotExist
    if reason is not None and any(reason not in REASONS[Class(one.kind)] for one in found):
        raise UnfitReasonError
    account.differences.filter(pk__in=difference_ids).update(
        reason=reason or "",
        resolved_by=by.user_id if reason else None,
        resolved_at=at if reason else None,
    )
    lines: list[dict[str, JSON]] = [
        {"difference": one.pk, "kind": one.kind, "reason": reason.value if reason else None}
        for one in found
    ]
    append(
        kind="reconciliation.resolved",
        subject=subject_of(account),
        actor=str(by),
        at=at,
        body={"party": _party(by, account), "count": len(found)},
        lines=lines,
    )
    finish(once, actor=str(by), answer={"resolved": len(found)})
    return len(found)


@transaction.atomic(durable=True)
def remark(
    *,
    account_id: int,
    text: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
    difference_id: int | None = None,
) -> int:
    """Say something that the other side reads too. The text is a note and can be redacted.

    Raises:
        Account.DoesNotExist, Difference.DoesNotExist: not theirs to know.
        NotAllowedError
        RefusedTextError: it holds what may not be written here. Nothing was kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["remark"])
    account = locked(account_id, by)
    if why := permissions.why_not_remark(by, account):
        raise NotAllowedError(why)
    if refusal := screen(text.strip()):
        raise RefusedTextError(refusal)
    about = account.differences.get(pk=difference_id) if difference_id else None
    entry = append(
        kind="reconciliation.remarked",
        subject=subject_of(account),
        actor=str(by),
        at=at,
        body={"party": _party(by, account), "difference": difference_id},
        notes={"remark": text.strip()},
    )
    made = Remark.objects.create(
        account=account,
        difference=about,
        party=_party(by, account),
        by_id=by.user_id,
        at=at,
        entry=entry,
    )
    finish(once, actor=str(by), answer={"remark": made.pk})
    return made.pk


def locked(account_id: int, by: Actor) -> Account:
    """The account under its lock, where `by` may know of it."""
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=account_id)


def subject_of(account: Account) -> str:
    return f"reconciliation:{account.starts:%Y-%m}:{account.agency.code}"


def has_book(account: Account, side: str) -> bool:
    return Book.objects.filter(account=account, side=side).exists()


def _party(by: Actor, account: Account) -> str:
    party = permissions.party_of(by, account)
    return party.value if party else ""
