"""Planning events and campaigns, inviting bodies, and entering who came."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.outreach import permissions, queries
from kt1.oversight.outreach.models import Attendance, Campaign, MaterialVersion, OutreachEvent
from kt1.oversight.outreach.rules import AGENCIES_MAX, EventKind, EventState
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import KEEPERS

CAME_MAX = 9_999


class UnfitEventError(ValueError):
    """It cannot be planned or entered so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An event as it is planned."""

    kind: EventKind
    title: str
    begins: datetime
    ends: datetime
    place: str = ""
    partners: str = ""
    paper: str = ""
    campaign_id: int | None = None
    version_id: int | None = None


@transaction.atomic(durable=True)
def begin_campaign(
    *, title: str, first: date, last: date, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Open a campaign. Returns its id.

    Raises:
        NotAllowedError, UnfitEventError, RefusedTextError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["campaign"])
    if reason := permissions.why_not_plan(by):
        raise NotAllowedError(reason)
    name = passed(title.strip(), names_a_paper=True)
    if not name or last < first:
        raise UnfitEventError(_("A campaign has a name and ends after it begins."))
    if Campaign.objects.filter(
        province=by.province_id, keeper=KEEPERS[by.role], title=name
    ).exists():
        raise UnfitEventError(_("There is a campaign of this name."))
    made = Campaign.objects.create(
        province_id=by.province_id or 0,
        keeper=KEEPERS[by.role],
        title=name,
        first=first,
        last=last,
        made_by_id=by.user_id,
        made_at=at,
    )
    append(
        kind="campaign.begun",
        subject=f"campaign:{made.pk}",
        actor=str(by),
        at=at,
        body={"first": first.isoformat(), "last": last.isoformat()},
    )
    finish(once, actor=str(by), answer={"campaign": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def plan(
    *,
    event: Planned,
    agency_ids: Collection[int],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Plan an event and invite bodies. Returns its id.

    Raises:
        Agency.DoesNotExist, NotAllowedError, UnfitEventError, RefusedTextError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["event"])
    if reason := permissions.why_not_plan(by):
        raise NotAllowedError(reason)
    agencies = _invited(agency_ids, by)
    _must_be_fit(event, by)
    made = OutreachEvent.objects.create(
        province_id=by.province_id or 0,
        keeper=KEEPERS[by.role],
        campaign_id=event.campaign_id,
        kind=event.kind,
        title=passed(event.title.strip(), names_a_paper=True),
        begins=event.begins,
        ends=event.ends,
        place=passed(event.place.strip()),
        partners=passed(event.partners.strip()),
        material_id=event.version_id,
        paper=passed(event.paper.strip(), names_a_paper=True),
        made_by_id=by.user_id,
        made_at=at,
    )
    Attendance.objects.bulk_create(Attendance(event=made, agency=agency) for agency in agencies)
    append(
        kind="event.planned",
        subject=f"event:{made.pk}",
        actor=str(by),
        at=at,
        body={"kind": made.kind, "begins": made.begins.isoformat(), "invited": len(agencies)},
        lines=[{"agency": agency.code} for agency in agencies],
    )
    finish(once, actor=str(by), answer={"event": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def settle(
    *,
    event_id: int,
    after: EventState,
    came: Mapping[int, int],
    paper: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Enter that an event was held and with how many each body came, or that it was cancelled.

    Args:
        came: persons by body; a body that is not named did not come. A body that came without
            being invited may be named.

    Returns how many bodies were reached.

    Raises:
        OutreachEvent.DoesNotExist, NotAllowedError, UnfitEventError, RefusedTextError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["bodies"])
    row = queries.events_seen_by(by).select_for_update(of=("self",)).get(pk=event_id)
    if reason := permissions.why_not_settle(by, row, after):
        raise NotAllowedError(reason)
    if after is EventState.HELD and row.begins > at:
        raise UnfitEventError(_("It has not begun yet."))
    if any(not 0 <= n <= CAME_MAX for n in came.values()):
        raise UnfitEventError(_("Say with how many persons each came, as a whole number."))
    codes = _write(row, came, by) if after is EventState.HELD else {}
    row.state, row.settled_at = after, at
    row.paper = passed(paper.strip(), names_a_paper=True) or row.paper
    row.save(update_fields=["state", "settled_at", "paper"])
    append(
        kind="event.held" if after is EventState.HELD else "event.cancelled",
        subject=f"event:{row.pk}",
        actor=str(by),
        at=at,
        body={"bodies": len(codes)},
        lines=[{"agency": code, "came": n} for code, n in sorted(codes.items())],
    )
    finish(once, actor=str(by), answer={"bodies": len(codes)})
    return len(codes)


def _write(row: OutreachEvent, came: Mapping[int, int], by: Actor) -> dict[str, int]:
    named = {agency.pk: agency for agency in _invited([pk for pk, n in came.items() if n], by)}
    invited = {one.agency_id: one for one in row.attendances.select_for_update()}
    Attendance.objects.bulk_create(
        Attendance(event=row, agency_id=pk, came=came[pk]) for pk in named if pk not in invited
    )
    for pk, one in invited.items():
        one.came = came.get(pk, 0)
    Attendance.objects.bulk_update(invited.values(), ["came"], batch_size=1_000)
    return {agency.code: came[pk] for pk, agency in named.items()}


def _invited(ids: Collection[int], by: Actor) -> list[Agency]:
    agencies = list(Agency.objects.filter(pk__in=ids).order_by("sort_key", "pk"))
    if len(agencies) != len(set(ids)):
        raise Agency.DoesNotExist
    if len(agencies) > AGENCIES_MAX:
        raise UnfitEventError(_("At most %(n)d agencies at once.") % {"n": AGENCIES_MAX})
    for agency in agencies:
        if reason := permissions.why_not_invite(by, agency):
            raise NotAllowedError(reason)
    return agencies


def _must_be_fit(event: Planned, by: Actor) -> None:
    if not event.title.strip() or event.ends < event.begins:
        raise UnfitEventError(_("An event has a name and ends after it begins."))
    if (
        event.campaign_id is not None
        and not queries.campaigns_of(by).filter(pk=event.campaign_id).exists()
    ):
        raise UnfitEventError(_("There is no such campaign."))
    known = MaterialVersion.objects.filter(
        pk=event.version_id or 0, material__province=by.province_id
    )
    if event.version_id is not None and not known.exists():
        raise UnfitEventError(_("There is no such material in the library."))
