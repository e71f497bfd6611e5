"""The three steps of an act that takes two persons: ask, approve, use. They open no transaction.

An approval is bound to the SHA-256 of the canonical payload: what is done must be, to the letter,
what the second person agreed to. `ask` and `approve` are entries of the ledger; the act that uses
an approval names it in its own.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON, canonical
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.approvals import permissions, queries
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import RULES, ApprovalKind


class AlreadyAskedError(Exception):
    """The same act with the same content waits for a second person, or waits to be done."""


class AlreadyAnsweredError(Exception):
    """Approved, refused, withdrawn, used or lapsed before this call."""


class NotApprovedError(Exception):
    """No second person has agreed to exactly this, or the agreement is used or lapsed."""


def digest_of(kind: ApprovalKind, payload: Mapping[str, JSON]) -> bytes:
    return hashlib.sha256(canonical({"kind": kind.value, "payload": payload})).digest()


def ask(
    *,
    kind: ApprovalKind,
    subject: str,
    payload: Mapping[str, JSON],
    by: Actor,
    at: datetime,
) -> Approval:
    """Ask for a second person. The payload holds ids, codes and times: it is shown to them.

    Raises:
        NotAllowedError: the act is not `by`'s.
        AlreadyAskedError: someone asked for exactly this, and it is still open.
    """
    if reason := permissions.why_not_ask(by, kind):
        raise NotAllowedError(reason)
    digest = digest_of(kind, payload)
    _close_lapsed(kind, digest, at)
    approval, made = Approval.objects.get_or_create(
        kind=kind,
        digest=digest,
        used_at=None,
        refused_at=None,
        defaults={
            "subject": subject,
            "payload": dict(payload),
            "place_id": by.place_id,
            "province_id": by.province_id,
            "asked_by_id": by.user_id,
            "asked_at": at,
            "lapses_at": at + RULES[kind].lasts,
        },
    )
    if not made:
        raise AlreadyAskedError
    _entry("approval.asked", approval, by, at)
    return approval


def approve(*, approval_id: int, by: Actor, at: datetime) -> Approval:
    """Agree, as the second person.

    Raises:
        Approval.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` asked for it, or does not qualify.
        AlreadyAnsweredError: it is not open any more.
    """
    approval = _open_one(approval_id, by, at)
    if reason := permissions.why_not_approve(by, approval):
        raise NotAllowedError(reason)
    if approval.approved_at is not None:
        raise AlreadyAnsweredError
    approval.approved_by_id = by.user_id
    approval.approved_at = at
    approval.save(update_fields=["approved_by", "approved_at"])
    _entry("approval.approved", approval, by, at)
    return approval


def refuse(*, approval_id: int, by: Actor, at: datetime) -> Approval:
    """Refuse as the second person, or withdraw as the first, as long as nothing was done.

    Raises:
        as `approve`.
    """
    approval = _open_one(approval_id, by, at)
    if reason := permissions.why_not_withdraw(by, approval):
        raise NotAllowedError(reason)
    approval.refused_by_id = by.user_id
    approval.refused_at = at
    approval.approved_by_id = None
    approval.approved_at = None
    approval.save(update_fields=["refused_by", "refused_at", "approved_by", "approved_at"])
    _entry("approval.refused", approval, by, at)
    return approval


def use(*, kind: ApprovalKind, payload: Mapping[str, JSON], by: Actor, at: datetime) -> Approval:
    """Use up the agreement to exactly this. `by` is one of the two persons.

    Raises:
        NotApprovedError: nobody agreed to exactly this, or it is used, lapsed or others'.
    """
    approval = (
        Approval.objects.select_for_update(of=("self",))
        .filter(kind=kind, digest=digest_of(kind, payload), used_at=None, refused_at=None)
        .first()
    )
    if approval is None or approval.approved_at is None or approval.lapses_at <= at:
        raise NotApprovedError
    if by.user_id not in {approval.asked_by_id, approval.approved_by_id}:
        raise NotApprovedError
    approval.used_at = max(at, approval.approved_at)
    approval.save(update_fields=["used_at"])
    return approval


def _open_one(approval_id: int, by: Actor, at: datetime) -> Approval:
    approval = queries.seen_by(by).select_for_update(of=("self",)).get(pk=approval_id)
    if approval.used_at is not None or approval.refused_at is not None or approval.lapses_at <= at:
        raise AlreadyAnsweredError
    return approval


def _close_lapsed(kind: ApprovalKind, digest: bytes, at: datetime) -> None:
    """A request nobody answered in time makes room for the next: it counts as withdrawn."""
    for lapsed in Approval.objects.select_for_update().filter(
        kind=kind, digest=digest, used_at=None, refused_at=None, lapses_at__lte=at
    ):
        lapsed.refused_by_id = lapsed.asked_by_id
        lapsed.refused_at = lapsed.lapses_at
        lapsed.approved_by_id = None
        lapsed.approved_at = None
        lapsed.save(update_fields=["refused_by", "refused_at", "approved_by", "approved_at"])


def _entry(kind: str, approval: Approval, by: Actor, at: datetime) -> None:
    append(
        kind=kind,
        subject=approval.subject,
        actor=str(by),
        at=at,
        body={
            "approval": approval.pk,
            "act": approval.kind,
            "digest": bytes(approval.digest).hex(),
        },
    )
