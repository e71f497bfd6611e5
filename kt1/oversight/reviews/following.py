"""Open rounds after a reorganisation: nobody waits for a body that ended, its heir is asked.

The sheet of the body that ended stays as it was: what it answered counts, what it did not is
history. The heir whose line the asker reminds gets a sheet of its own, unless it has one already.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.successions.lineage import lineage
from kt1.oversight.reviews import queries
from kt1.oversight.reviews.models import Review
from kt1.people.accounts.rules import Role
from kt1.people.reminders.rules import reminded_by


def follow(*, at: datetime) -> int:
    """Ask the heirs of bodies that ended before they answered. Returns how many.

    Done again it asks nobody twice. Two queries while no open round waits for such a body.
    """
    on = at.astimezone(VIETNAM).date()
    if not _left(on).exists():
        return 0
    with transaction.atomic(durable=True):
        return _asked(on, at)


def _left(on: date) -> QuerySet[Review]:
    """Sheets of open rounds that nobody will answer, of bodies that have an heir."""
    rows = Review.objects.filter(queries.let_go(on), round__closed_at=None)
    return rows.filter(agency__in=lineage().heirs)


def _asked(on: date, at: datetime) -> int:
    left = list(_left(on).select_related("round", "agency").select_for_update(of=("self",)))
    heirs = lineage().heirs
    alive = {one.pk: one for one in in_force(on).filter(pk__in={heirs[r.agency_id] for r in left})}
    known = set(
        Review.objects.filter(round__in={one.round_id for one in left}).values_list(
            "round_id", "agency_id"
        )
    )
    made: dict[int, list[JSON]] = {}
    fresh: list[Review] = []
    for one in left:
        heir = alive.get(heirs[one.agency_id])
        if heir is None or (one.round_id, heir.pk) in known or not _may_be_asked(one, heir):
            continue
        known.add((one.round_id, heir.pk))
        fresh.append(Review(round=one.round, agency=heir))
        made.setdefault(one.round_id, []).append({"from": one.agency.code, "to": heir.code})
    Review.objects.bulk_create(fresh)
    for number, bodies in made.items():
        append(
            kind="review.followed",
            subject=f"review:{number}",
            actor="system",
            at=at,
            body={"bodies": bodies},
        )
    return len(fresh)


def _may_be_asked(one: Review, heir: Agency) -> bool:
    """W7: whoever opened the round may still ask this body."""
    lines = reminded_by(Role(one.round.asked_by_role))
    return heir.line in lines and heir.province_id == one.round.province_id
