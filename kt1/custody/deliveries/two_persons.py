"""Acts of two persons: one proposes, another agrees, one of them does exactly that.

Agreeing is `people.approvals`; what is proposed is tried out first, so that nobody is asked for
what cannot be. The other writer of deliveries.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.deliveries import permissions
from kt1.custody.deliveries.irregularities import close_for, lock_open
from kt1.custody.deliveries.proposals import (
    Correction,
    Destruction,
    Found,
    Loss,
    Proposal,
    Release,
    is_minutes_number,
)
from kt1.custody.deliveries.putting_right import (
    build_correction,
    build_destruction,
    build_found,
    build_loss,
    build_release,
)
from kt1.custody.deliveries.rules import Ending
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import Act, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.approvals import steps as approvals

Builder = Callable[[UUID], Act]


def ask(*, proposal: Proposal, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Propose an act to a second person. Nothing happens to the units yet.

    Raises:
        NotAllowedError, NotPossibleError, UnknownUnitError: as the act itself would.
        AlreadyAskedError: exactly this waits for a second person already.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        _must_make_sense(proposal)
        _builder(proposal, by, at)(act_id(once, by=by, at=at))
        asked = approvals.ask(
            kind=proposal.kind,
            subject=proposal.subject,
            payload=proposal.payload(),
            by=by,
            at=at,
        )
        return act.store({"approval": asked.pk})


def lose(*, loss: Loss, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Record that items, or a bag with its contents, cannot be found. A sự vụ opens.

    Raises:
        NotApprovedError: no second person agreed to exactly this.
    """
    return _together(loss, by, at, once)


def release(*, release: Release, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Let held items go on, or back; the sự vụ that held them is closed with the same minutes.

    Raises:
        NotApprovedError: no second person agreed to exactly this.
    """
    return _together(release, by, at, once)


def correct(
    *, correction: Correction | Found, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Put right what an entry said wrongly, by a new entry that names it.

    Raises:
        NotApprovedError: no second person agreed to exactly this.
    """
    return _together(correction, by, at, once)


def destroy_seals(
    *, destruction: Destruction, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Destroy seals that were taken off, before two persons.

    Raises:
        NotApprovedError: no second person agreed to exactly this.
    """
    return _together(destruction, by, at, once)


def close_irregularity(
    *,
    irregularity_id: UUID,
    ending: Ending,
    minutes: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Close a sự vụ by the number of the biên bản that both sides signed.

    Raises:
        UnknownIrregularityError: there is none that `by` may know of.
        NotPossibleError: it is closed already, or the minutes have no number.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        found = lock_open(irregularity_id, by=by)
        if reason := permissions.why_not_close(by):
            raise NotAllowedError(reason)
        if not is_minutes_number(minutes):
            raise NotPossibleError(_("Say the number of the minutes, as it stands on them."))
        done = Act(
            kind="irregularity.closed",
            subject=f"irregularity:{found.pk}",
            body={"ending": ending.value, "minutes": minutes},
        )
        close_for(done, [found.pk], minutes=minutes, at=at)
        write(done, by=by, at=at)
        return act.store({"irregularity": str(found.pk), "minutes": minutes})


def _together(proposal: Proposal, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        _must_make_sense(proposal)
        done = _builder(proposal, by, at)(act_id(once, by=by, at=at))
        agreed = approvals.use(kind=proposal.kind, payload=proposal.payload(), by=by, at=at)
        done.body |= {
            "cause": proposal.cause.value,
            "minutes": proposal.minutes,
            "approval": agreed.pk,
            "two_persons": [agreed.asked_by_id, agreed.approved_by_id],
        }
        entry = write(done, by=by, at=at)
        return act.store({"entry": str(entry), "act": proposal.act, "subject": done.subject})


def _must_make_sense(proposal: Proposal) -> None:
    if not proposal.makes_sense:
        raise NotPossibleError(
            _("Say the cause that fits this act, and the number of the minutes.")
        )


def _builder(proposal: Proposal, by: Actor, at: datetime) -> Builder:
    """What reads, locks and tries the act; it writes nothing."""
    if isinstance(proposal, Loss):
        return lambda key: build_loss(proposal, key, by=by, at=at)
    if isinstance(proposal, Release):
        return lambda _key: build_release(proposal, by=by, at=at)
    if isinstance(proposal, Found):
        return lambda _key: build_found(proposal, by=by)
    if isinstance(proposal, Destruction):
        return lambda _key: build_destruction(proposal, by=by)
    if isinstance(proposal, Correction):
        return lambda _key: build_correction(proposal, by=by, at=at)
    raise TypeError(type(proposal))
