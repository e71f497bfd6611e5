"""Đổi ca trực: one asks, another agrees, and only then two stand-ins are written."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.queries import calendar
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import Agency
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters import permissions, queries, steps
from kt1.people.rosters.facts import NewOverride
from kt1.people.rosters.kinds import Act, SwapState
from kt1.people.rosters.loading import Pair
from kt1.people.rosters.models import Swap
from kt1.people.rosters.rules import Turn, turns
from kt1.people.rosters.spans import Span
from kt1.people.rosters.steps import UnfitRosterError


@dataclass(frozen=True, slots=True)
class Stand:
    """A turn as it stands in the roster: who, in which rank, from when to when."""

    receiver: int
    rank: Rank
    span: Span


@transaction.atomic(durable=True)
def ask_swap(
    *,
    agency_id: int,
    point_id: int,
    gives: Stand,
    to: int,
    for_: Stand | None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Ask that `to` take this turn, perhaps for a turn of theirs. Nothing changes yet.

    Returns the request's id.

    Raises:
        Agency.DoesNotExist
        NotAllowedError: `by` is not of this agency.
        UnfitRosterError: a turn is over, does not stand so, or is that of the same person.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["swap"])
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    if reason := permissions.why_not_ask(by, agency):
        raise NotAllowedError(reason)
    if reason := _why_unfit((agency.pk, point_id), gives, to, for_, at):
        raise UnfitRosterError(reason)
    swap = Swap.objects.create(
        agency=agency,
        point_id=point_id,
        giver_id=gives.receiver,
        giver_rank=gives.rank,
        giver_begins=gives.span.begins,
        giver_ends=gives.span.ends,
        taker_id=to,
        taker_rank=for_.rank if for_ else "",
        taker_begins=for_.span.begins if for_ else None,
        taker_ends=for_.span.ends if for_ else None,
        asked_by_id=by.user_id,
        asked_at=at,
    )
    append(
        kind="roster.swap_asked",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body={"swap": swap.pk, "giver": gives.receiver, "taker": to},
    )
    finish(once, actor=str(by), answer={"swap": swap.pk})
    return swap.pk


@transaction.atomic(durable=True)
def answer_swap(*, swap_id: int, accepts: bool, by: Actor, at: datetime, once: RequestKey) -> str:
    """Accept or decline; accepted, both turns change hands at once. Returns the new state.

    Raises:
        Swap.DoesNotExist: `by` knows of no such request.
        NotAllowedError: it was answered, or `by` is not the one to answer.
        UnfitRosterError: meanwhile a turn is over or no longer stands so.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    seen = queries.swaps_seen_by(by).get(pk=swap_id)
    Agency.objects.select_for_update(of=("self",)).get(pk=seen.agency_id)
    swap = queries.swaps_seen_by(by).get(pk=swap_id)
    if reason := permissions.why_not_answer(by, swap):
        raise NotAllowedError(reason)
    if accepts:
        _exchange(swap, by=by, at=at)
    return _settle(swap, SwapState.ACCEPTED if accepts else SwapState.DECLINED, by, at, once)


@transaction.atomic(durable=True)
def take_back_swap(*, swap_id: int, by: Actor, at: datetime, once: RequestKey) -> str:
    """Whoever asked no longer asks. Returns the new state.

    Raises:
        Swap.DoesNotExist: `by` knows of no such request.
        NotAllowedError: it was answered, or another asked.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    swap = queries.swaps_seen_by(by).select_for_update(of=("self",)).get(pk=swap_id)
    if reason := permissions.why_not_take_back(by, swap):
        raise NotAllowedError(reason)
    return _settle(swap, SwapState.WITHDRAWN, by, at, once)


def _settle(swap: Swap, state: SwapState, by: Actor, at: datetime, once: RequestKey) -> str:
    swap.state = state
    swap.answered_by_id, swap.answered_at = by.user_id, at
    swap.save(update_fields=["state", "answered_by", "answered_at"])
    append(
        kind=f"roster.swap_{state}",
        subject=f"agency:{swap.agency.code}",
        actor=str(by),
        at=at,
        body={"swap": swap.pk},
    )
    finish(once, actor=str(by), answer={"state": state.value})
    return state.value


def gives_of(swap: Swap) -> Stand:
    span = Span(swap.giver_begins, swap.giver_ends)
    return Stand(swap.giver_id, Rank(swap.giver_rank), span)


def for_of(swap: Swap) -> Stand | None:
    if swap.taker_begins is None or swap.taker_ends is None:
        return None
    span = Span(swap.taker_begins, swap.taker_ends)
    return Stand(swap.taker_id, Rank(swap.taker_rank), span)


def _exchange(swap: Swap, *, by: Actor, at: datetime) -> None:
    gives, for_ = gives_of(swap), for_of(swap)
    if reason := _why_unfit((swap.agency_id, swap.point_id), gives, swap.taker_id, for_, at):
        raise UnfitRosterError(reason)
    here = steps.open_change(swap.agency_id, swap.point_id, Act.SWAPPED, by=by, at=at, asked=True)
    pairs = [(swap.taker_id, gives)]
    if for_ is not None:
        pairs.append((swap.giver_id, for_))
    made = [
        steps.put_override(
            here, NewOverride(who=who, rank=turn.rank, span=turn.span, instead_of=turn.receiver)
        )
        for who, turn in pairs
    ]
    steps.write(
        here,
        by=by,
        body={"swap": swap.pk, "rosters": [roster.pk for roster, _line in made]},
        lines=[steps.line_of(line) for _roster, line in made],
    )


def _why_unfit(where: Pair, gives: Stand, to: int, for_: Stand | None, at: datetime) -> str | None:
    agency, point = where
    ids = {gives.receiver, to}
    people = FocalPoint.objects.filter(agency=agency, point=point, erased_at=None).in_bulk(ids)
    wanted = [gives, *([for_] if for_ else [])]
    faults = (
        (len(people) != len({gives.receiver, to}) or gives.receiver == to,
         _("A turn is swapped between two people named for this agency here.")),
        (for_ is not None and for_.receiver != to,
         _("The turn taken in exchange is not one of theirs.")),
        (any(one.span.ends <= at for one in wanted), _("This span is over already.")),
        (not all(_stands(where, one) for one in wanted),
         _("The roster has changed: this turn no longer stands so.")),
    )  # fmt: skip
    return next((sentence for bad, sentence in faults if bad), None)


def _stands(where: Pair, wanted: Stand) -> bool:
    """Whether that very turn, or more, stands in the roster now."""
    known = queries.registers([where], wanted.span)[where]
    found: tuple[Turn, ...] = turns(known, span=wanted.span, calendar=calendar())
    return any(
        turn.receiver.id == wanted.receiver
        and turn.rank is wanted.rank
        and turn.span == wanted.span
        for turn in found
    )
