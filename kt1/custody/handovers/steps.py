"""The step that settlements share: judge what was seen, move custody. It opens no transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kt1.custody.handovers import acts, queries
from kt1.custody.handovers.rules import Outcome, Seen, Witness, judge
from kt1.custody.units.ids import act_id
from kt1.custody.units.steps import write
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import count_on
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor


def tolerance_g(at: datetime) -> int:
    """Grams by which two scales may differ on that day; without a norm none at all."""
    return count_on(at.astimezone(VIETNAM).date(), Key.WEIGHING_TOLERANCE_G) or 0


def settled(  # noqa: PLR0917 - the facts of one settlement
    handover: acts.Opened,
    seen: Sequence[Seen],
    by: Actor,
    at: datetime,
    once: RequestKey,
    witness: Witness,
    sheet: str,
    *,
    signed_by: str = "",
) -> dict[str, Any]:
    acts.must_be_open(handover, Outcome.TAKEN)
    held, offered = queries.lines(handover.id)
    judgement = judge(offered, seen, tolerance_g(at))
    act = acts.settled(
        held,
        handover=handover,
        judgement=judgement,
        taker_person=by.user_id if by.user_id != handover.sides.giver_person else None,
        witness=witness.value,
        sheet=sheet,
        irregularity=act_id(once, by=by, at=at),
        at=at,
    )
    act.body["typed"] = sum(1 for s in seen if s.typed)
    if signed_by:
        act.notes["signed_by"] = signed_by
    entry = write(act, by=by, at=at)
    codes = {u.id: u.code for u in held}
    return {
        "handover": str(handover.id),
        "entry": str(entry),
        "outcome": act.body["outcome"],
        "findings": {
            **{codes[u]: [f.value for f in found] for u, found in judgement.findings.items()},
            **{code: ["extra"] for code in judgement.extra},
        },
    }
