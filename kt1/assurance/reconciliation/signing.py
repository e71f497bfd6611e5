"""Signing an account step by step, the signed paper, silence, and corrections afterwards."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kt1.assurance.books import pricing
from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State, key_of
from kt1.assurance.reconciliation import permissions, queries, reads
from kt1.assurance.reconciliation.actions import locked, subject_of
from kt1.assurance.reconciliation.models import Adjustment, PaperRecord, Signature
from kt1.assurance.reconciliation.rules import NOTHING, Figures, Party, Reason, Step, next_step
from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import RefusedTextError, screen
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading

PAGE = "reconciliation.account"


class SurchargeMissingError(Exception):
    """Marked covers were sent, and their surcharge is known to paper only: state the amount."""


class NothingToSignError(Exception):
    """This side has signed every step already."""


class UnfitPaperError(ValueError):
    """The signed paper cannot be of that day."""


class UnfitAdjustmentError(ValueError):
    """It corrects nothing, or not in a later account of the same body."""


@transaction.atomic(durable=True)
def sign(
    *,
    account_id: int,
    by: Actor,
    at: datetime,
    once: RequestKey,
    surcharge: int | None = None,
) -> str:
    """Take the next step of one's own side. With the last of both, the account is agreed.

    Args:
        surcharge: đồng net that the marks add in the period, where only paper tells it.

    Returns the state afterwards.

    Raises:
        Account.DoesNotExist
        NotAllowedError: not theirs, or something is open.
        NothingToSignError, SurchargeMissingError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    account = locked(account_id, by)
    party = permissions.party_of(by, account)
    step = None if party is None else next_step(_signed(account, party))
    if party is not None and step is None:
        raise NothingToSignError
    if why := permissions.why_not_sign(by, account, step or Step.PREPARED):
        raise NotAllowedError(why)
    assert party is not None and step is not None  # noqa: S101, PT018 - said by the permission
    if party is Party.POST and step is Step.PREPARED:
        _settle_surcharge(account, surcharge, by=by, at=at)
    Signature.objects.create(account=account, party=party, step=step, by_id=by.user_id, at=at)
    _append("signed", account, by=by, at=at, party=party.value, step=step.value)
    if all(next_step(_signed(account, side)) is None for side in Party):
        _agree(account, by=str(by), at=at, deemed=False)
    finish(once, actor=str(by), answer={"state": account.state})
    return account.state


def _signed(account: Account, party: Party) -> frozenset[Step]:
    steps = account.signatures.filter(party=party).values_list("step", flat=True)
    return frozenset(Step(step) for step in steps)


def _settle_surcharge(account: Account, stated: int | None, *, by: Actor, at: datetime) -> None:
    log_reading(by, at, PAGE, reads.units_of(account))
    counted = pricing.surcharges([account.pk])[account.pk]
    if counted is None:
        on_paper = pricing.from_paper(account.agency_id, account.starts, account.ends)
        net = on_paper if stated is None else stated
        counted = None if net is None else pricing.Surcharge(net)
    if counted is None:
        raise SurchargeMissingError
    account.surcharge = counted.net
    account.surcharge_held_net = counted.held_net
    account.surcharge_held_tax = counted.held_tax
    account.save(update_fields=["surcharge", "surcharge_held_net", "surcharge_held_tax"])


def _agree(account: Account, *, by: str, at: datetime, deemed: bool) -> None:
    account.state, account.agreed_at, account.deemed = State.AGREED, at, deemed
    account.save(update_fields=["state", "agreed_at", "deemed"])
    found = queries.balance(account)
    append(
        kind="reconciliation.agreed",
        subject=subject_of(account),
        actor=by,
        at=at,
        body={
            "deemed": deemed,
            "items": found.agreed.items,
            "weight_g": found.agreed.weight_g,
            "net_vnd": found.net,
            "tax_vnd": found.tax,
            "total_vnd": found.total,
        },
    )


@transaction.atomic(durable=True)
def send_back(*, account_id: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """Take back every signature of both sides, so that differences can be worked on again.

    Returns how many were taken back.

    Raises:
        Account.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["taken_back"])
    account = locked(account_id, by)
    if why := permissions.why_not_send_back(by, account):
        raise NotAllowedError(why)
    number = account.signatures.count()
    account.signatures.all().delete()
    if number:
        _append("sent_back", account, by=by, at=at, signatures=number)
    finish(once, actor=str(by), answer={"taken_back": number})
    return number


@transaction.atomic(durable=True)
def record_paper(
    *,
    account_id: int,
    number: str,
    dated: date,
    kept_at: str,
    signers: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Enter the signed and stamped paper: number, date, signers, where it is kept (W12).

    Raises:
        Account.DoesNotExist, NotAllowedError
        UnfitPaperError: it is of a day to come, or of before the period ended.
        RefusedTextError: a text holds what may not be written here.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["paper"])
    account = locked(account_id, by)
    if why := permissions.why_not_record_paper(by, account):
        raise NotAllowedError(why)
    if not account.ends < dated <= at.astimezone(VIETNAM).date():
        raise UnfitPaperError
    for text, is_number in ((number, True), (kept_at, False), (signers, False)):
        if refusal := screen(text, names_a_paper=is_number):
            raise RefusedTextError(refusal)
    if account.state == State.FROZEN:  # a body that works on paper agrees by its paper alone
        _agree(account, by=str(by), at=at, deemed=False)
    entry = append(
        kind="reconciliation.paper_signed",
        subject=subject_of(account),
        actor=str(by),
        at=at,
        body={"dated": dated.isoformat()},
        notes={"number": number, "signers": signers, "kept_at": kept_at},
    )
    made = PaperRecord.objects.create(
        account=account,
        number=number,
        dated=dated,
        kept_at=kept_at,
        by_id=by.user_id,
        at=at,
        entry=entry,
    )
    account.state = State.SIGNED
    account.save(update_fields=["state"])
    finish(once, actor=str(by), answer={"paper": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def adjust(
    *,
    corrects_id: int,
    account_id: int,
    code: str,
    reason: Reason,
    figures: Figures,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Correct an agreed account in a later one that is still open. The earlier never changes.

    Raises:
        Account.DoesNotExist
        NotAllowedError: not theirs, the earlier is still open, or the later is agreed too.
        UnfitAdjustmentError: the second is not a later account of the same body, the number is
            none, or nothing changes.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["adjustment"])
    corrects, account = locked(corrects_id, by), locked(account_id, by)
    why = permissions.why_not_adjust(by, corrects) or permissions.why_not_resolve(by, account)
    if why:
        raise NotAllowedError(why)
    code = key_of(code)
    later = account.agency_id == corrects.agency_id and account.starts > corrects.ends
    if not later or not code or figures == NOTHING:
        raise UnfitAdjustmentError
    made = Adjustment.objects.create(
        account=account,
        corrects=corrects,
        code=code,
        reason=reason,
        items=figures.items,
        weight_g=figures.weight_g,
        amount=figures.amount,
        by_id=by.user_id,
        at=at,
    )
    _append(
        "adjusted",
        account,
        by=by,
        at=at,
        corrects=subject_of(corrects),
        code=code,
        reason=reason.value,
        items=figures.items,
        weight_g=figures.weight_g,
        net_vnd=figures.amount,
    )
    finish(once, actor=str(by), answer={"adjustment": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def deem(*, on: date, after_days: int | None, by: str, at: datetime, once: RequestKey) -> int:
    """Where the rule says so, a body's silence agrees to what the post has signed.

    Args:
        after_days: after the later of the period's end and the post's approval; None: never.

    Returns how many accounts were taken as agreed.
    """
    if (done := begin(once, actor=by, at=at)) is not None:
        return int(done["deemed"])
    number = 0
    if after_days is not None:
        for account in _silent(on, after_days):
            _agree(account, by=by, at=at, deemed=True)
            number += 1
    finish(once, actor=by, answer={"deemed": number})
    return number


def _silent(on: date, after_days: int) -> list[Account]:
    """Frozen, all differences resolved, approved by the post, untouched by the body."""
    found = Account.objects.select_related("agency").filter(
        state=State.FROZEN, signatures__party=Party.POST, signatures__step=Step.APPROVED
    )
    still = found.exclude(signatures__party=Party.AGENCY).exclude(
        differences__resolved_at=None, differences__isnull=False
    )
    rows = list(still.select_for_update(of=("self",)).order_by("pk"))
    steps = Signature.objects.filter(account__in=rows, party=Party.POST, step=Step.APPROVED)
    approved = {one.account_id: one.at.astimezone(VIETNAM).date() for one in steps}
    return [one for one in rows if (on - max(one.ends, approved[one.pk])).days > after_days]


def _append(kind: str, account: Account, *, by: Actor, at: datetime, **facts: Any) -> None:
    body: dict[str, JSON] = dict(facts)
    append(
        kind=f"reconciliation.{kind}",
        subject=subject_of(account),
        actor=str(by),
        at=at,
        body=body,
    )
