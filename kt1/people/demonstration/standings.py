"""What the workers of the demonstration hold, and one request to the police still open.

Everybody is vetted from the first day. Around the day on which the demonstration stands, one
vetting has lapsed, one lapses soon, and one office will be left without a courier.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from kt1.law.calendars.rules import VIETNAM
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.cast import Part
from kt1.people.demonstration.receivers import SINCE
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.rules import WORKERS, Authority, StandingKind, Topic

_PLACED = "24"
_UNTIL = datetime.combine(date(2028, 7, 1), time(), VIETNAM)
#: Of the second shifts, which the simulated mail does without.
_ENDS = {
    "kt2-24-bc01": datetime.combine(date(2026, 2, 10), time(12), VIETNAM),
    "bt2-24-tt": datetime.combine(date(2026, 2, 20), time(), VIETNAM),
    "bt2-24-bc02": datetime.combine(date(2026, 3, 10), time(), VIETNAM),
    "bt1-24-bc03": datetime.combine(date(2026, 4, 1), time(), VIETNAM),
    "bt2-24-bc03": datetime.combine(date(2026, 3, 2), time(), VIETNAM),
}
_ASKED = datetime.combine(date(2026, 2, 11), time(8, 30), VIETNAM)
_BATCH = 2_000

Crew = list[tuple[Part, User]]


def put_standings(parts: Sequence[Part], users: Sequence[User], homes: dict[str, int]) -> int:
    """Papers of every worker; returns how many.

    Args:
        homes: the province of each worker by user name, where the duty itself names none.
    """
    crew = [(p, u) for p, u in zip(parts, users, strict=True) if p.role in WORKERS]
    provinces = sorted({homes[part.username] for part, _user in crew})
    events = {
        event.province_id: event
        for event in TrainingEvent.objects.bulk_create(
            [
                TrainingEvent(
                    province_id=province,
                    topic=Topic.KT1,
                    held_on=SINCE.date(),
                    authority=Authority.POST,
                    reference="MH-TH-01",
                )
                for province in provinces
            ]
        )
    }
    rows = [row for part, user in crew for row in _of(part, user, events[homes[part.username]])]
    Standing.objects.bulk_create(rows, batch_size=_BATCH)
    _ask(crew, homes)
    return len(rows)


def _of(part: Part, user: User, event: TrainingEvent) -> list[Standing]:
    paper = {"user": user, "valid_from": SINCE, "dated_on": SINCE.date()}
    rows = [
        Standing(
            kind=StandingKind.VETTING,
            valid_to=_ENDS.get(part.username, _UNTIL),
            reference="MH-TT-01",
            authority=Authority.POST,
            **paper,
        ),
        Standing(
            kind=StandingKind.TRAINING,
            reference=event.reference,
            authority=Authority.POST,
            event=event,
            **paper,
        ),
        Standing(kind=StandingKind.PLEDGE, reference="MH-CK-01", authority=Authority.POST, **paper),
    ]
    if part.role is Role.COURIER:
        rows.append(
            Standing(
                kind=StandingKind.TOOL,
                valid_to=_UNTIL,
                reference="MH-CC-01",
                authority=Authority.POLICE,
                **paper,
            )
        )
    return rows


def _ask(crew: Crew, homes: dict[str, int]) -> None:
    """The request of the dispatcher of the first province, about those whose papers end first."""
    by_name = {part.username: user for part, user in crew}
    dispatcher = by_name.get(f"dd-{_PLACED}")
    asked = [user for name, user in sorted(by_name.items()) if name in _ENDS][:2]
    if dispatcher is None or not asked:
        return
    request = VettingRequest.objects.create(
        province_id=homes[f"dd-{_PLACED}"],
        number="MH-15",
        dated_on=_ASKED.date(),
        asked_by=dispatcher,
        asked_at=_ASKED,
    )
    AskedAbout.objects.bulk_create([AskedAbout(request=request, user=user) for user in asked])
