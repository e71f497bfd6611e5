"""Taking over from the central network, whose side is always a paper sheet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.handovers import acts, permissions, queries
from kt1.custody.handovers.rules import HandoverKind, Outcome, Seen, Witness
from kt1.custody.handovers.steps import settled
from kt1.custody.items.acts import Sides
from kt1.custody.units import queries as units
from kt1.custody.units import register
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import Held, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.network.places.rules import PlaceKind
from kt1.people.actor import Actor, NotAllowedError


def take_over(
    *,
    codes: Sequence[str],
    giver_place_id: int,
    seen: Sequence[Seen],
    sheet: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Take units that the central network brings: its side is always a paper sheet.

    The sheet states what was given; the taker says what they see, as at any hand-over.

    Raises:
        NotPossibleError: the units are not with the central network, or the sheet has no number.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        giver = register.place(giver_place_id)
        if (reason := permissions.why_not_take_over(by, at)) or by.place_id is None:
            raise NotAllowedError(reason or "")
        if giver is None or giver.kind != PlaceKind.CENTRAL or not sheet:
            raise NotPossibleError(_("The central network gives on a numbered sheet."))
        held = units.lock(codes, by=by)
        if wrong := [u.code for u in held if u.place != giver.id]:
            raise NotPossibleError(
                _("Not with the central network: %(codes)s.") % {"codes": ", ".join(wrong)}
            )
        sides = Sides(
            giver_place=giver.id,
            giver_person=None,
            taker_place=by.place_id,
            taker_person=by.user_id,
        )
        opened = _stated(held, sides, act_id(once, by=by, at=at), by=by, at=at)
        return act.store(settled(opened, seen, by, at, once, Witness.PAPER, sheet))


def _stated(
    held: Sequence[Held], sides: Sides, handover: UUID, *, by: Actor, at: datetime
) -> acts.Opened:
    """What the sheet states is the offer; it is written down and settled in one act."""
    offer = acts.offered(
        held,
        handover=handover,
        kind=HandoverKind.TRANSFER,
        sides=sides,
        seals=queries.seals_on([u.id for u in held if u.kind != "item"]),
        weights={},
        trip=None,
        lapses_after=timedelta(0),
        at=at,
    )
    write(offer, by=by, at=at)
    return acts.Opened(
        id=handover,
        kind=HandoverKind.TRANSFER.value,
        outcome=Outcome.OFFERED.value,
        sides=sides,
        offered_at=at,
        lapses_at=at,
    )
