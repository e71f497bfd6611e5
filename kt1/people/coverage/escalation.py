"""Who is told of a gap before a break, at each of three steps, along the body's own line. Pure.

First the body itself; then also whoever may remind its line; last also whoever its line rises to,
and the post's dispatcher, who has to plan for shut doors. A superior that has nobody in the
system is written to on paper: the dispatcher is told to whom and with which verb (practice: W7).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kt1.network.agencies.lines import Body
from kt1.network.agencies.rules import Family, Line
from kt1.people.accounts.rules import Role
from kt1.people.coverage.rules import Break, DoorGaps, total
from kt1.people.reminders.rules import ROLES, Wanted, cascade

#: What stands in the facts for the body itself, where others must pass the reminder on.
ITSELF = "co_quan"
#: Superiors that are bodies served themselves: their clerk is told.
CLERKS_OF: Mapping[Body, Family] = {
    Body.FRONT_COMMITTEE: Family.FRONT,
    Body.ASSEMBLY_OFFICE: Family.ASSEMBLY_OFFICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gapped:
    """A body with gaps in a break. `has_clerk`: somebody of it signs in and reads reminders."""

    id: int
    code: str
    line: Line
    province_id: int
    has_clerk: bool


#: To whom one reminder goes: role, body, province.
Recipient = tuple[Role, int | None, int | None]


def subject_of(found: Break, code: str, by_hand_on: date | None = None) -> str:
    """Stable from one run to the next; one sent by hand is one a day."""
    hand = f":{by_hand_on.isoformat()}" if by_hand_on else ""
    return f"{found.key}:{code}{hand}"


def matter_of(subject: str) -> str:
    """The break and the body, without the day on which somebody reminded by hand."""
    return ":".join(subject.split(":")[:2])


def told(
    body: Gapped, stage: int, superiors: Mapping[tuple[int, Family], int]
) -> dict[Recipient, list[str]]:
    """Who is told at this stage (0, 1, 2), and for whom: each with the bodies to be written to.

    Args:
        superiors: ids of bodies by province and family, for lines whose superior is one of them.
    """
    rises = cascade(body.line)
    above = [rises.reminded_by, rises.rises_to][:stage]
    found: dict[Recipient, list[str]] = {}

    def tell(recipient: Recipient, about: str) -> None:
        abouts = found.setdefault(recipient, [])
        if about not in abouts:
            abouts.append(about)

    tell(itself(body), ITSELF)
    for one in above:
        tell(_of(one, body, superiors), one.value)
    if stage > 1:
        tell((Role.DISPATCHER, None, body.province_id), ITSELF)
    return found


def itself(body: Gapped) -> Recipient:
    """A body that works on paper is called by the dispatcher."""
    if body.has_clerk:
        return (Role.CLERK, body.id, None)
    return (Role.DISPATCHER, None, body.province_id)


def _of(one: Body, body: Gapped, superiors: Mapping[tuple[int, Family], int]) -> Recipient:
    if (role := ROLES.get(one)) is not None:
        return (role, None, body.province_id)
    family = CLERKS_OF.get(one)
    above = superiors.get((body.province_id, family)) if family else None
    if above is not None and above != body.id:
        return (Role.CLERK, above, None)
    return (Role.DISPATCHER, None, body.province_id)


def wanted(
    body: Gapped,
    gaps: Collection[DoorGaps],
    found: Break,
    *,
    step: int,
    stage: int,
    superiors: Mapping[tuple[int, Family], int],
) -> list[Wanted]:
    """The reminders of one body before one break at one step."""
    subject = subject_of(found, body.code)
    return [
        _wanted(body, gaps, found, subject=subject, step=step, recipient=recipient, abouts=abouts)
        for recipient, abouts in told(body, stage, superiors).items()
    ]


def by_hand(body: Gapped, gaps: Collection[DoorGaps], found: Break, *, on: date) -> Wanted:
    """A reminder to the body itself from whoever may remind its line."""
    subject = subject_of(found, body.code, on)
    return _wanted(
        body, gaps, found, subject=subject, step=0, recipient=itself(body), abouts=[ITSELF]
    )


def _wanted(
    body: Gapped,
    gaps: Collection[DoorGaps],
    found: Break,
    *,
    subject: str,
    step: int,
    recipient: Recipient,
    abouts: Collection[str],
) -> Wanted:
    role, agency, province = recipient
    spans = [span for one in gaps for span in one.gaps]
    begins: datetime = min(span.begins for span in spans)
    return Wanted(
        subject=subject,
        step=step,
        role=role,
        agency_id=agency,
        province_id=province,
        due=begins,
        about_id=body.id,
        facts={
            "break": found.key,
            "doors": len({one.point_id for one in gaps}),
            "hours": round(total(spans).total_seconds() / 3600),
            "verb": cascade(body.line).verb.name,
            "to": ",".join(abouts),
        },
    )
