"""Telling the post who receives, the post's acknowledgement, and counted copies of the list.

The other writer of this capability.
"""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.rules import Bloc
from kt1.network.models import AdminUnit, Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import permissions, telling
from kt1.people.focal_points.models import FocalPoint, IssuedList, Notice

_PAPER_NUMBER = re.compile(r"[\w./-]{1,40}")
COPIES_MOST = 20


class UnfitNoticeError(Exception):
    """The notice or list cannot be made. The sentence says why."""


@transaction.atomic(durable=True)
def tell_post(
    *, agency_id: int, paper: str = "", by: Actor, at: datetime, once: RequestKey
) -> Notice:
    """Send the post a numbered notice of all who receive for the agency, now or later.

    Args:
        paper: number of the signed letter, where another enters it for the agency.

    Raises:
        Agency.DoesNotExist
        NotAllowedError: `by` does not speak for the agency.
        UnfitNoticeError: nobody is named yet, or the paper has no number.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Notice.objects.get(pk=done["notice"])
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    if reason := permissions.why_not_name(by, agency):
        raise NotAllowedError(reason)
    rows = sorted(telling.standing(agency_id, at))
    if sentence := _why_unfit(rows, paper, from_paper=not by.is_of(agency_id)):
        raise UnfitNoticeError(sentence)
    year = at.astimezone(VIETNAM).year
    last = Notice.objects.filter(agency=agency, year=year).aggregate(n=Max("n"))["n"] or 0
    notice = Notice.objects.create(
        agency=agency,
        year=year,
        n=last + 1,
        at=at,
        by_id=by.user_id,
        paper=paper.strip(),
        focal_points=rows,
    )
    append(
        kind="focal_point.told",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body={"notice": notice.number, "paper": notice.paper, "rows": len(rows)},
        lines=[{"id": row} for row in rows],
    )
    finish(once, actor=str(by), answer={"notice": notice.pk})
    return notice


def _why_unfit(rows: list[int], paper: str, *, from_paper: bool) -> str | None:
    if not rows:
        return _("Nobody is named yet: name who receives, then tell the post.")
    if from_paper and not paper.strip():
        return _("Say the number of the signed letter.")
    if paper.strip() and not _PAPER_NUMBER.fullmatch(paper.strip()):
        return _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
    return None


@transaction.atomic(durable=True)
def acknowledge(*, notice_id: int, by: Actor, at: datetime, once: RequestKey) -> Notice:
    """The post has taken note; again changes nothing.

    Raises:
        Notice.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` does not answer for the post of that province.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Notice.objects.get(pk=done["notice"])
    found = telling.notices_seen_by(by).select_for_update(of=("self",)).get(pk=notice_id)
    if reason := permissions.why_not_acknowledge(by, found.agency):
        raise NotAllowedError(reason)
    if found.acknowledged_at is None:
        found.acknowledged_at = at
        found.acknowledged_by_id = by.user_id
        found.save(update_fields=["acknowledged_at", "acknowledged_by"])
        append(
            kind="focal_point.acknowledged",
            subject=f"agency:{found.agency.code}",
            actor=str(by),
            at=at,
            body={"notice": found.number},
        )
    finish(once, actor=str(by), answer={"notice": found.pk})
    return found


@transaction.atomic(durable=True)
def issue_list(*, copies: int, by: Actor, at: datetime, once: RequestKey) -> IssuedList:
    """Number so many copies of the list of focal points that `by` may see, as it stands now.

    Raises:
        NotAllowedError: `by` hands out no list.
        UnfitNoticeError: not between one and twenty copies.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return IssuedList.objects.get(pk=done["list"])
    reason = permissions.why_not_issue_list(by)
    if reason or by.province_id is None:
        raise NotAllowedError(reason or _("You act in no province."))
    if not 1 <= copies <= COPIES_MOST:
        raise UnfitNoticeError(_("Between one and twenty copies."))
    year = at.astimezone(VIETNAM).year
    # One writer at a time, also for the first list of a year.
    AdminUnit.objects.select_for_update().get(pk=by.province_id)
    of_year = IssuedList.objects.filter(province=by.province_id, year=year)
    last = of_year.aggregate(n=Max("n"))["n"] or 0
    made = IssuedList.objects.create(
        province_id=by.province_id,
        agency_id=by.agency_id if by.is_agency else None,
        bloc=Bloc.PARTY.value if by.role is Role.PARTY_OFFICE else "",
        year=year,
        n=last + 1,
        copies=copies,
        at=at,
        by_id=by.user_id,
    )
    append(
        kind="focal_list.issued",
        subject=f"focal_list:{made.pk}",
        actor=str(by),
        at=at,
        body={"list": made.number, "copies": copies, "agency": made.agency_id, "bloc": made.bloc},
    )
    finish(once, actor=str(by), answer={"list": made.pk})
    return made


def rows_of(notice: Notice) -> list[FocalPoint]:
    """What the notice told, in the order of the list."""
    rows = FocalPoint.objects.filter(pk__in=notice.focal_points).select_related("point")
    return list(rows.order_by("point__sort_key", "rank", "from_time", "pk"))
