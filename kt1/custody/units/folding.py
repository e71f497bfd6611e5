"""Back to the flag: the letters of open items fold in the same commit as the mode, by two persons.

A letter of an item whose journey is over stays as it was lawfully stored; it is read under the
log like before. Nothing tells which items had one.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from kt1.custody.units.rules import CLOSED, Act
from kt1.custody.units.steps import Once, write
from kt1.law.modes.rules import Papers
from kt1.law.modes.steps import change_mode
from kt1.law.services.rules import Mark, Mode, fold_mark
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals import steps as approvals
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import ApprovalKind
from kt1.people.readings.steps import log_reading

PAYLOAD: dict[str, JSON] = {"mode": Mode.FLAG.value}
_LETTERS = sorted(mark for mark in Mark if fold_mark(mark) is Mark.FLAG and mark is not Mark.FLAG)
_FOLD = """
UPDATE custody_mark m SET mark = %s FROM custody_unit u
WHERE u.id = m.unit_id AND m.mark = ANY(%s) AND u.state <> ALL(%s)
"""


def ask_back_to_flag(*, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Propose to a second person that this installation keeps no letters any more.

    Raises:
        NotAllowedError: it is not `by`'s to propose.
        AlreadyAskedError: it waits for a second person already.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        asked = approvals.ask(
            kind=ApprovalKind.MODE_CHANGE, subject="installation", payload=PAYLOAD, by=by, at=at
        )
        return act.store({"approval": asked.pk})


def back_to_flag(*, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Change the mode to the flag and fold the letters of all open items.

    Raises:
        NotApprovedError: no second person agreed.
        NotAllowedError: the installation keeps no letters.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        agreed = approvals.use(kind=ApprovalKind.MODE_CHANGE, payload=PAYLOAD, by=by, at=at)
        begun = change_mode(
            mode=Mode.FLAG, papers=Papers(), by=by, second=_other(agreed, by), at=at
        )
        # To choose which marks change is to read them, so the log says that they were read.
        log_reading(by, at, "modes.fold", ())
        with connection.cursor() as cursor:
            cursor.execute(_FOLD, [Mark.FLAG.value, _LETTERS, sorted(CLOSED)])
            folded = cursor.rowcount
        write(
            Act(
                kind="marks.folded",
                subject="installation",
                body={"mode": begun.pk, "approval": agreed.pk},
            ),
            by=by,
            at=at,
        )
        return act.store({"mode": begun.pk, "folded": folded})


def _other(agreed: Approval, by: Actor) -> Actor:
    """The other of the two persons; approvals saw to it that this act is their duty too."""
    other = agreed.approved_by_id if by.user_id == agreed.asked_by_id else agreed.asked_by_id
    return Actor(user_id=other or 0, name="", role=Role.DISPATCHER)
