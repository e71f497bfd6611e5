"""What bodies of a demonstration owe, the last mornings' digests, letters and their effect."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kt1.config.simulation.service import actor_of
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Line
from kt1.network.models import AdminUnit
from kt1.oversight.reminders import actions, queries
from kt1.oversight.reminders.actions import Asked
from kt1.oversight.reminders.rules import Channel, SignedAs
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("d1a0a1c4-51c5-5a0e-9d0b-7f6f5c1a2e90")
#: Mornings looked at, in days before the end.
MORNINGS = (9, 5, 2, 0)
#: Named in the letter that was issued, and in the one still waiting for its number.
NAMED = 12


def remind(provinces: Sequence[str], until: datetime) -> None:
    """As the worker does on a few mornings; in between the department writes letters."""
    places = {code: AdminUnit.objects.get(code=code).pk for code in provinces}
    for days in MORNINGS:
        at = (until - timedelta(days=days)).replace(hour=7, minute=37)
        for province in places.values():
            actions.look(province_id=province, at=at)
        actions.digest(at=at)
        if days == MORNINGS[1]:
            for code in provinces:
                _letter(code, at + timedelta(hours=2), issued=True)
    for code in provinces:
        _letter(code, until - timedelta(hours=1), issued=False)


def _letter(code: str, at: datetime, *, issued: bool) -> None:
    by: Actor = actor_of(code, Role.REGULATOR)
    waiting = queries.to_urge(by).order_by("agency__sort_key", "due", "pk")
    ids = list(waiting.filter(agency__line=Line.STATE).values_list("pk", flat=True)[:NAMED])
    if not ids:
        return
    asked = Asked(
        channel=Channel.LETTER,
        until=(at + timedelta(days=7)).date(),
        signed_as=SignedAs.DEPUTY,
    )
    made = actions.urge(owing_ids=ids, asked=asked, by=by, at=at, once=_once(code, at, "make"))
    if issued:
        actions.issue(
            urging_id=made,
            number="01/SKHCN-BCVT",
            dated=at.date(),
            by=by,
            at=at + timedelta(hours=1),
            once=_once(code, at, "issue"),
        )


def _once(code: str, at: datetime, what: str) -> RequestKey:
    key = f"{what}/{code}/{at.isoformat()}"
    return RequestKey.of(uuid5(_NAMESPACE, key), {"demonstration": key})
