"""Reorganisations of the demonstration: one in effect, one that waits for its day, one draft."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from kt1.config.successions import carry_out
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import AgencyPoint
from kt1.network.successions import actions
from kt1.network.successions.rules import Kind, Ordered
from kt1.people.actor import console

PROVINCE = "24"
_NAMESPACE = UUID("0c1b6b0e-8f5a-5d8b-9a83-7a6f3e1c2475")


def reorganised(until: datetime) -> None:
    """Enter them two weeks before `until`, at which the first is in effect already."""
    today = until.date()
    said = until - timedelta(days=14)
    seat = _door("24-STC")
    _confirmed(_move("24-SYT", seat, on=today - timedelta(days=7), paper="MH-11"), said)
    _confirmed(_move("24-STP", seat, on=today + timedelta(days=13), paper="MH-12"), said)
    _drafted(
        Ordered(
            kind=Kind.MERGE,
            old=("24-SCT", "24-SXD"),
            heirs=("24-SXD",),
            on=today + timedelta(days=44),
            paper_number="MH-13",
            paper_date=said.date(),
        ),
        said,
    )
    carry_out(at=until)
    sequence_all()


def _move(agency: str, point: str, *, on: date, paper: str) -> Ordered:
    return Ordered(
        kind=Kind.MOVE,
        old=(agency,),
        point=point,
        on=on,
        paper_number=paper,
        paper_date=on - timedelta(days=30),
    )


def _door(agency: str) -> str:
    """The first delivery point of a body."""
    tie = AgencyPoint.objects.select_related("point").filter(agency__code=agency).order_by("pk")[0]
    return tie.point.code


def _drafted(ordered: Ordered, at: datetime) -> int:
    once = _once(f"draft {ordered.paper_number}")
    return actions.draft(ordered=ordered, within=PROVINCE, by=str(console()), at=at, once=once)


def _confirmed(ordered: Ordered, at: datetime) -> None:
    actions.confirm(
        reorganisation_id=_drafted(ordered, at),
        within=PROVINCE,
        by=str(console()),
        at=at,
        once=_once(f"confirm {ordered.paper_number}"),
    )


def _once(what: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, what), {"demonstration": what})
