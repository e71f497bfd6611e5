"""Who may enter a reorganisation. Each answer is a reason why not, or None.

The network asks nobody (docs/decisions/0010): who keeps the register keeps what changes it.
"""

from django.db.models import QuerySet

from kt1.network.models import Reorganisation
from kt1.network.sheets.tables import SheetName
from kt1.network.successions.queries import all_of
from kt1.network.successions.rules import Kind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.network.permissions import why_not_write

#: Each kind changes a part of the register; who keeps that part enters it.
KEPT = {
    Kind.MERGE: SheetName.AGENCIES,
    Kind.SPLIT: SheetName.AGENCIES,
    Kind.RENAME: SheetName.AGENCIES,
    Kind.MOVE: SheetName.POINTS,
    Kind.UNIT: SheetName.UNITS,
}
READERS = (Role.REGULATOR, Role.DISPATCHER, Role.ADMIN)


def why_not_enter(actor: Actor, kind: Kind) -> str | None:
    return why_not_write(actor, KEPT[kind])


def why_not_decide(actor: Actor, found: Reorganisation) -> str | None:
    """Confirm, drop or take back: whoever may enter such a one."""
    kind = found.undoes.kind if found.undoes else found.kind
    return why_not_enter(actor, Kind(kind))


def kinds_of(actor: Actor) -> list[Kind]:
    return [kind for kind in KEPT if why_not_enter(actor, kind) is None]


def seen_by(actor: Actor) -> QuerySet[Reorganisation]:
    """The administrator's are all; others see those of their province."""
    if actor.role is Role.ADMIN:
        return all_of()
    return all_of().filter(province=actor.province_id)
