"""Changing the name and days of a campaign, and ending it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.outreach import campaigns, permissions
from kt1.oversight.outreach.events import UnfitEventError
from kt1.oversight.outreach.models import Campaign
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of


@transaction.atomic(durable=True)
def change_campaign(
    *, campaign_id: int, title: str, first: date, last: date, by: Actor, at: datetime,
    once: RequestKey,
) -> None:  # fmt: skip
    """Give a campaign that is not over another name or other days.

    Raises:
        Campaign.DoesNotExist, NotAllowedError, UnfitEventError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _locked(campaign_id, by, at)
    name = passed(title.strip(), names_a_paper=True)
    if not name or last < first:
        raise UnfitEventError(_("A campaign has a name and ends after it begins."))
    same = Campaign.objects.filter(province=row.province_id, keeper=row.keeper, title=name)
    if same.exclude(pk=row.pk).exists():
        raise UnfitEventError(_("There is a campaign of this name."))
    row.title, row.first, row.last = name, first, last
    _written("campaign.changed", row, by=by, at=at)
    finish(once, actor=str(by), answer={"campaign": row.pk})


@transaction.atomic(durable=True)
def end_campaign(*, campaign_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """End a campaign with this day: nothing of later days counts for it.

    Raises:
        Campaign.DoesNotExist, NotAllowedError.
        UnfitEventError: it has not begun.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _locked(campaign_id, by, at)
    if row.first > day_of(at):
        raise UnfitEventError(_("It has not begun: change its days instead."))
    row.last = day_of(at)
    _written("campaign.ended", row, by=by, at=at)
    finish(once, actor=str(by), answer={"campaign": row.pk})


def _locked(campaign_id: int, by: Actor, at: datetime) -> Campaign:
    row = campaigns.seen_by(by).select_for_update(of=("self",)).get(pk=campaign_id)
    if reason := permissions.why_not_change_campaign(by, row, day_of(at)):
        raise NotAllowedError(reason)
    return row


def _written(kind: str, row: Campaign, *, by: Actor, at: datetime) -> None:
    row.save(update_fields=["title", "first", "last"])
    append(
        kind=kind,
        subject=f"campaign:{row.pk}",
        actor=str(by),
        at=at,
        body={"first": row.first.isoformat(), "last": row.last.isoformat()},
        notes={"title": row.title},
    )
