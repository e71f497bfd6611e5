"""Recording guidance, for one body or many at once, and that it was read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import screen
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import Agency
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.guidance import permissions, queries
from kt1.people.guidance.models import Guidance, GuidanceReceipt
from kt1.people.guidance.rules import AGENCIES_MAX, Channel, Matter, Told

_PAPER = re.compile(r".{0,80}")


class UnfitGuidanceError(Exception):
    """What was said cannot be kept. The sentence says why, not what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was explained, to whom, how and when. `note` is a remark, screened."""

    matter: Matter
    channel: Channel
    told: Told
    given_at: datetime
    note: str = ""
    paper: str = ""


@transaction.atomic(durable=True)
def give(
    *,
    agency_ids: Collection[int],
    said: Said,
    by: Actor,
    at: datetime,
    once: RequestKey,
    corrects: int | None = None,
) -> list[int]:
    """Record one guidance given to these bodies. Returns the ids of the log's rows.

    Raises:
        Agency.DoesNotExist: not all of them are there.
        Guidance.DoesNotExist: what it corrects is not known to `by`.
        NotAllowedError: `by` gives no guidance, or not to one of them.
        UnfitGuidanceError: nobody is named, a text is refused, or it lies in the future.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return list(done["guidance"])
    agencies = list(Agency.objects.filter(pk__in=agency_ids).order_by("sort_key", "pk"))
    if len(agencies) != len(set(agency_ids)):
        raise Agency.DoesNotExist
    for agency in agencies:
        if reason := permissions.why_not_give(by, agency):
            raise NotAllowedError(reason)
    if reason := _why_unfit(agencies, said, at):
        raise UnfitGuidanceError(reason)
    earlier = _corrected(corrects, agencies, by)
    entry = _record(agencies, said, earlier, by=by, at=at)
    rows = Guidance.objects.bulk_create(
        [_row(agency, said, earlier, entry, by=by, at=at) for agency in agencies]
    )
    ids = [row.pk for row in rows]
    finish(once, actor=str(by), answer={"guidance": ids})
    return ids


@transaction.atomic(durable=True)
def acknowledge(*, guidance_ids: Collection[int], by: Actor, at: datetime, once: RequestKey) -> int:
    """Say that `by` has read these. Returns how many were not said to be read before.

    Raises:
        Guidance.DoesNotExist: not all of them are known to `by`.
        NotAllowedError: `by` is not of the body they were given to.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["read"])
    rows = list(queries.seen_by(by).filter(pk__in=guidance_ids))
    if len(rows) != len(set(guidance_ids)):
        raise Guidance.DoesNotExist
    for row in rows:
        if reason := permissions.why_not_acknowledge(by, row):
            raise NotAllowedError(reason)
    known = set(
        GuidanceReceipt.objects.filter(guidance__in=rows, user=by.user_id).values_list(
            "guidance_id", flat=True
        )
    )
    fresh = [row for row in rows if row.pk not in known]
    GuidanceReceipt.objects.bulk_create(
        [GuidanceReceipt(guidance=row, user_id=by.user_id, read_at=at) for row in fresh],
        ignore_conflicts=True,  # pressed twice at one moment is read once
    )
    if fresh:
        append(
            kind="guidance.read",
            subject=f"agency:{fresh[0].agency.code}",
            actor=str(by),
            at=at,
            body={"role": by.role.value},
            lines=[{"guidance": row.pk} for row in fresh],
        )
    finish(once, actor=str(by), answer={"read": len(fresh)})
    return len(fresh)


def _why_unfit(agencies: Collection[Agency], said: Said, at: datetime) -> str | None:
    faults = (
        (not agencies, _("Choose at least one agency.")),
        (
            len(agencies) > AGENCIES_MAX,
            _("At most %(n)d agencies at once.") % {"n": AGENCIES_MAX},
        ),
        (said.given_at > at, _("It cannot have been given in the future.")),
        (
            screen(said.note) is not None
            or screen(said.paper, names_a_paper=True) is not None
            or not _PAPER.fullmatch(said.paper),
            _("A field holds words that this system must not keep. Nothing was saved."),
        ),
        (
            said.channel is Channel.LETTER and not said.paper.strip(),
            _("Guidance in writing has the number and date of its letter."),
        ),
    )
    return next((sentence for bad, sentence in faults if bad), None)


def _corrected(pk: int | None, agencies: Collection[Agency], by: Actor) -> Guidance | None:
    if pk is None:
        return None
    found = queries.seen_by(by).select_for_update(of=("self",)).get(pk=pk)
    if reason := permissions.why_not_correct(by, found):
        raise NotAllowedError(reason)
    if [agency.pk for agency in agencies] != [found.agency_id]:
        raise UnfitGuidanceError(_("A correction is for the same agency, and for it alone."))
    return found


def _record(
    agencies: Collection[Agency], said: Said, earlier: Guidance | None, *, by: Actor, at: datetime
) -> UUID:
    texts = {"note": said.note.strip(), "paper": said.paper.strip()}
    return append(
        kind="guidance.given",
        subject="guidance",
        actor=str(by),
        at=at,
        body={
            "giver": permissions.GIVERS[by.role].value,
            "matter": said.matter.value,
            "channel": said.channel.value,
            "told": said.told.value,
            "given_at": said.given_at.isoformat(),
            "corrects": earlier.pk if earlier else None,
        },
        lines=[{"agency": agency.code} for agency in agencies],
        notes={field: text for field, text in texts.items() if text},
    )


def _row(
    agency: Agency,
    said: Said,
    earlier: Guidance | None,
    entry: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Guidance:
    return Guidance(
        agency=agency,
        giver=permissions.GIVERS[by.role],
        given_by_id=by.user_id,
        matter=said.matter,
        channel=said.channel,
        told=said.told,
        given_at=said.given_at,
        recorded_at=at,
        paper=said.paper.strip(),
        entry=entry,
        corrects=earlier,
    )
