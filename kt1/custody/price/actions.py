"""Entering what marks cost in a month, from the paper where the letters stay (flag mode)."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kt1.custody.price.models import PaperSurcharge
from kt1.custody.price.permissions import why_not_enter_surcharge
from kt1.custody.price.rules import AMOUNT_MAX_VND
from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.people.actor import Actor, NotAllowedError


class WrongSurchargeError(ValueError):
    """The amount or the paper cannot be taken. The sentence says why."""


@transaction.atomic(durable=True)
def enter_surcharge(
    *,
    agency_id: int,
    month: date,
    amount_vnd: int,
    paper: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> PaperSurcharge:
    """Enter one amount, before tax, for all marked items of a body in a month.

    Entered again it replaces the amount and keeps the earlier ones.

    Raises:
        Agency.DoesNotExist, NotAllowedError.
        WrongSurchargeError: no whole month, an amount out of bounds, no paper.
        RefusedTextError: the name of the paper is not a text that may be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return PaperSurcharge.objects.get(pk=str(done["surcharge"]))
    agency = Agency.objects.select_for_update(of=["self"], no_key=True).get(pk=agency_id)
    if reason := why_not_enter_surcharge(by, agency, month, at.astimezone(VIETNAM).date()):
        raise NotAllowedError(reason)
    if month.day != 1 or not 0 <= amount_vnd <= AMOUNT_MAX_VND:
        raise WrongSurchargeError(_("A whole amount in đồng, at most 10 billion."))
    if not paper.strip():
        raise WrongSurchargeError(_("Number and date of the signed list."))
    rows = PaperSurcharge.objects.filter(agency=agency, month=month)
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    made = PaperSurcharge.objects.create(
        id=uuid4(),
        agency=agency,
        month=month,
        version=version,
        amount_vnd=amount_vnd,
        paper=passed(paper.strip(), names_a_paper=True),
        entered_by_id=by.user_id,
        entered_at=at,
    )
    append(
        kind="price.surcharge_entered",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body={"month": f"{month:%Y-%m}", "version": version, "amount_vnd": amount_vnd},
        notes={"paper": made.paper},
    )
    finish(once, actor=str(by), answer={"surcharge": str(made.pk)})
    return made
