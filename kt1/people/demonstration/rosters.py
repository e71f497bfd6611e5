"""Rosters of the ward where the story begins: a holiday's schedule, a stand-in, a swap asked for.

All of them lie after the hour at which the demonstration's clock starts: its history stays as the
standing hours made it.
"""

from datetime import date, datetime, time, timedelta

from kt1.law.calendars.rules import VIETNAM
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.cast import START
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank, ReceiverKind
from kt1.people.rosters.kinds import Act, RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine, Swap

_MADE = datetime(2026, 2, 12, 9, 0, tzinfo=VIETNAM)
_PAPER, _PAPER_DATE = "MH-LT-01", date(2026, 2, 12)
# From the eve of 30/4 to the morning after the weekend.
_FROM = datetime(2026, 4, 29, 17, 0, tzinfo=VIETNAM)
_TURNS = (
    timedelta(hours=14, minutes=30),
    timedelta(days=1),
    timedelta(days=1),
    timedelta(days=1),
    timedelta(days=1),
)
_POSTS = ("Trực lãnh đạo", "Trực văn phòng", "Trực ban")
_KEEPERS = (Role.CLERK, Role.HEAD)
_EVENING = datetime(2026, 2, 20, 18, 0, tzinfo=VIETNAM)


def put_rosters() -> int:
    """Two rosters of one door, and who asks whom for a turn. Seven statements.

    Returns how many were put.
    """
    room = (
        FocalPoint.objects.filter(agency__code=START, kind=ReceiverKind.DUTY_ROOM)
        .select_related("agency")
        .order_by("pk")
        .first()
    )
    keepers = dict(
        Duty.objects.filter(agency__code=START, role__in=_KEEPERS)
        .order_by("-pk")
        .values_list("role", "user_id")
    )
    if room is None or len(keepers) != len(_KEEPERS):
        return 0
    people = _people(room)
    schedule, stand_in = _rosters(room, keepers[Role.CLERK])
    lines, begins = [], _FROM
    for n, lasts in enumerate(_TURNS):
        one = people[n % len(people)]
        ends = begins + lasts
        lines.append(_line(schedule, n, one, begins=begins, ends=ends))
        begins = ends
    RosterLine.objects.bulk_create([*lines, _line(stand_in, 0, people[1])])
    _asked(lines[0], lines[1], keepers[Role.HEAD])
    return 2


def _line(roster: Roster, position: int, one: FocalPoint, **span: datetime) -> RosterLine:
    return RosterLine(roster=roster, position=position, receiver=one, rank=Rank.FOCAL, **span)


def _people(room: FocalPoint) -> list[FocalPoint]:
    """Posts that stand only where a roster says."""
    return FocalPoint.objects.bulk_create(
        [
            FocalPoint(
                point_id=room.point_id,
                agency_id=room.agency_id,
                kind=ReceiverKind.DUTY_POST,
                title=f"{post} {room.agency.name}"[:120],
                phone=room.phone,
                rank=Rank.FOCAL,
                day_kinds=[],
                from_time=time(0),
                to_time=time(0),
                authority_doc=_PAPER,
                authority_date=_PAPER_DATE,
                valid_from=_MADE,
                valid_to=_FROM + timedelta(days=30),
            )
            for post in _POSTS
        ]
    )


def _rosters(room: FocalPoint, clerk: int) -> list[Roster]:
    """The holiday's schedule, and an evening on which somebody stands in for the room."""
    where = {"agency_id": room.agency_id, "point_id": room.point_id}
    changes = RosterChange.objects.bulk_create(
        [
            RosterChange(**where, act=act, made_by_id=clerk, at=_MADE)
            for act in (Act.SCHEDULE_SET, Act.OVERRIDE_SET)
        ]
    )
    schedule = Roster(
        **where,
        kind=RosterKind.SCHEDULE,
        title="Lịch trực nghỉ lễ 30/4 và 01/5",
        begins=_FROM,
        ends=_FROM + sum(_TURNS, timedelta()),
        authority_doc=_PAPER,
        authority_date=_PAPER_DATE,
        made=changes[0],
        made_at=_MADE,
    )
    stand_in = Roster(
        **where,
        kind=RosterKind.OVERRIDE,
        begins=_EVENING,
        ends=_EVENING + timedelta(hours=4),
        instead_of=room,
        made=changes[1],
        made_at=_MADE,
    )
    return Roster.objects.bulk_create([schedule, stand_in])


def _asked(gives: RosterLine, takes: RosterLine, head: int) -> None:
    """The head asks: it waits on the clerk's home."""
    Swap.objects.create(
        agency_id=gives.roster.agency_id,
        point_id=gives.roster.point_id,
        giver=gives.receiver,
        giver_rank=gives.rank,
        giver_begins=_FROM,
        giver_ends=_FROM + _TURNS[0],
        taker=takes.receiver,
        asked_by_id=head,
        asked_at=_MADE,
    )
