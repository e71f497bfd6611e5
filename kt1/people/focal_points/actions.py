"""Naming who receives for an agency, and ending it. The only code that writes focal points."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import Refusal, screen
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import Agency, AgencyPoint, Place
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import permissions, queries
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind

_PAPER_NUMBER = re.compile(r"[\w./-]{1,40}")
_PHONE = re.compile(r"(\+?[0-9]{3,15})?")
_PHONE_NOISE = str.maketrans("", "", " .-()")


class UnfitReceiverError(Exception):
    """What was said about the receiver cannot be kept. The sentence says why, not what."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hours on kinds of days; ending at or before its beginning it ends on the next day."""

    days: AbstractSet[DayOfDuty]
    from_time: time
    to_time: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Whom a paper names. A name only for a person; a duty room is called by its title."""

    kind: ReceiverKind
    rank: Rank
    title: str
    name: str = ""
    phone: str = ""
    user_id: int | None = None
    authority_doc: str
    authority_date: date
    valid_from: datetime
    valid_to: datetime | None = None


@transaction.atomic(durable=True)
def name_receiver(
    *,
    point_id: int,
    agency_id: int,
    naming: Naming,
    windows: Sequence[Window],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> list[int]:
    """Name one receiver for an agency at a point, in one or more windows of hours.

    Returns the ids of the register's rows, one a window.

    Raises:
        Agency.DoesNotExist, Place.DoesNotExist
        NotAllowedError: `by` does not speak for the agency.
        UnfitReceiverError: the agency is not reached at this point, or a text was refused.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return list(done["focal_points"])
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    point = Place.objects.get(pk=point_id)
    if reason := permissions.why_not_name(by, agency):
        raise NotAllowedError(reason)
    if reason := _why_unfit(agency, point, naming, windows):
        raise UnfitReceiverError(reason)
    rows = FocalPoint.objects.bulk_create(
        [_row(point, agency, naming, window) for window in windows]
    )
    entry = append(
        kind="focal_point.named",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body=_body(point, naming, by=by, agency=agency),
        lines=[_line(row) for row in rows],
        notes=_notes(naming),
    )
    ids = [row.pk for row in rows]
    FocalPoint.objects.filter(pk__in=ids).update(entry=entry)
    finish(once, actor=str(by), answer={"focal_points": ids})
    return ids


@transaction.atomic(durable=True)
def end_receivers(
    *, focal_point_ids: Sequence[int], ends_at: datetime, by: Actor, at: datetime, once: RequestKey
) -> int:
    """From `ends_at` on these rows of the register no longer hold. Returns how many changed.

    Raises:
        FocalPoint.DoesNotExist: not all of them are known to `by`.
        NotAllowedError: `by` does not speak for an agency among them.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["ended"])
    found = queries.seen_by(by).filter(pk__in=focal_point_ids)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(set(focal_point_ids)):
        raise FocalPoint.DoesNotExist
    for agency in {row.agency_id: row.agency for row in rows}.values():
        if reason := permissions.why_not_name(by, agency):
            raise NotAllowedError(reason)
    ended = [row for row in rows if row.valid_to is None or row.valid_to > ends_at]
    for row in ended:
        row.valid_to = max(ends_at, row.valid_from)
    FocalPoint.objects.bulk_update(ended, ["valid_to"])
    for code in sorted({row.agency.code for row in ended}):
        append(
            kind="focal_point.ended",
            subject=f"agency:{code}",
            actor=str(by),
            at=at,
            body={"ends_at": ends_at.isoformat()},
            lines=[{"id": row.pk} for row in ended if row.agency.code == code],
        )
    finish(once, actor=str(by), answer={"ended": len(ended)})
    return len(ended)


def _why_unfit(
    agency: Agency, point: Place, naming: Naming, windows: Sequence[Window]
) -> str | None:
    reached = AgencyPoint.objects.filter(agency=agency, point=point).exists()
    hours_said = bool(windows) and all(window.days for window in windows)
    refused = any(screen(text) for text in (naming.name, naming.title)) or _is_foreign(naming)
    named = bool(naming.name.strip())
    until = naming.valid_to
    faults = (
        (not reached, _("This agency does not receive at this delivery point.")),
        (not hours_said, _("Say at least one kind of day and its hours.")),
        (refused, _("A field holds words that this system must not keep. Nothing was saved.")),
        (
            (naming.kind is ReceiverKind.PERSON) != named,
            _("A person has a name; a duty post or a duty room has only a title."),
        ),
        (not naming.title.strip(), _("Say the title of the receiver.")),
        (
            naming.kind is ReceiverKind.DUTY_ROOM and not naming.phone,
            _("A duty room needs a telephone."),
        ),
        (
            not _PAPER_NUMBER.fullmatch(naming.authority_doc.strip()),
            _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND."),
        ),
        (not _PHONE.fullmatch(phone_of(naming.phone)), _("A telephone number has 3 to 15 digits.")),
        (
            naming.rank is Rank.NAMED and until is None,
            _("A person named in writing is named for a span: say when it ends."),
        ),
        (
            until is not None and until <= naming.valid_from,
            _("The end must be later than the beginning."),
        ),
    )
    return next((sentence for bad, sentence in faults if bad), None)


def _is_foreign(naming: Naming) -> bool:
    """The number of the naming paper is asked for, so that it is a number refuses nothing."""
    return screen(naming.authority_doc) not in {None, Refusal.DOCUMENT_NUMBER}


def _row(point: Place, agency: Agency, naming: Naming, window: Window) -> FocalPoint:
    return FocalPoint(
        point=point,
        agency=agency,
        kind=naming.kind,
        name=naming.name.strip(),
        title=naming.title.strip(),
        phone=phone_of(naming.phone),
        user_id=naming.user_id,
        rank=naming.rank,
        day_kinds=[day for day in DayOfDuty if day in window.days],
        from_time=window.from_time,
        to_time=window.to_time,
        authority_doc=naming.authority_doc.strip(),
        authority_date=naming.authority_date,
        valid_from=naming.valid_from,
        valid_to=naming.valid_to,
    )


def phone_of(typed: str) -> str:
    """Digits, however a person wrote them."""
    return typed.strip().translate(_PHONE_NOISE)


def _body(
    point: Place, naming: Naming, *, by: Actor, agency: Agency
) -> dict[str, str | bool | None]:
    return {
        "point": point.code,
        "kind": naming.kind.value,
        "rank": naming.rank.value,
        "from_paper": not by.is_of(agency.pk),
        "authority_date": naming.authority_date.isoformat(),
        "valid_from": naming.valid_from.isoformat(),
        "valid_to": naming.valid_to.isoformat() if naming.valid_to else None,
    }


def _line(row: FocalPoint) -> dict[str, str | int | list[str]]:
    return {
        "id": row.pk,
        "days": [str(day) for day in row.day_kinds],
        "from": f"{row.from_time:%H:%M}",
        "to": f"{row.to_time:%H:%M}",
    }


def _notes(naming: Naming) -> dict[str, str]:
    texts = {
        "name": naming.name.strip(),
        "title": naming.title.strip(),
        "phone": phone_of(naming.phone),
        "authority": naming.authority_doc.strip(),
    }
    return {field: text for field, text in texts.items() if text}
