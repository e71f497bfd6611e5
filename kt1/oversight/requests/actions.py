"""Asking one body or many, answering, going on, closing, and the contact of record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.queries import calendar
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.requests import permissions, queries
from kt1.oversight.requests.models import AgencyContact, Inquiry, InquiryMessage
from kt1.oversight.requests.rules import BODIES_MAX, Matter, Side, State, other
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of

_GENERAL = "CHUNG"


class UnfitInquiryError(ValueError):
    """It cannot be asked or said so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said: a text and the number and date of a public paper, either may be empty."""

    text: str = ""
    paper: str = ""


@transaction.atomic(durable=True)
def ask(
    *,
    agency_ids: Collection[int],
    matter: Matter,
    words: Words,
    due: date | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> list[int]:
    """Ask bodies of one's lines, or for one's own body whoever follows it. Returns the ids.

    Args:
        due: the day of the answer; without one, so many working days as the norm has.

    Raises:
        Agency.DoesNotExist, NotAllowedError, UnfitInquiryError, RefusedTextError.
        NoCalendarError: the day of the answer cannot be counted.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return list(done["inquiries"])
    agencies = list(Agency.objects.filter(pk__in=agency_ids).order_by("sort_key", "pk"))
    if len(agencies) != len(set(agency_ids)):
        raise Agency.DoesNotExist
    for agency in agencies:
        if reason := permissions.why_not_ask(by, agency):
            raise NotAllowedError(reason)
    by_when = due or _due(day_of(at))
    _must_be_fit(agencies, words, by_when, at)
    batch = uuid4()
    rows = []
    for agency in agencies:
        side = permissions.side_of(by, agency) or Side.BODY
        rows.append(
            Inquiry(
                province_id=agency.province_id,
                agency=agency,
                asked_by=side,
                matter=matter,
                due=by_when,
                waits_for=other(side),
                batch=batch,
                at=at,
            )
        )
    Inquiry.objects.bulk_create(rows)
    entry = _say("inquiry.asked", rows, words, {"matter": matter.value}, by=by, at=at)
    _put(rows, words, entry, by=by, at=at, numbers={})
    finish(once, actor=str(by), answer={"inquiries": [row.pk for row in rows]})
    return [row.pk for row in rows]


@transaction.atomic(durable=True)
def answer(*, inquiry_id: int, words: Words, by: Actor, at: datetime, once: RequestKey) -> None:
    """Answer what waits for one's side; or enter the signed answer of a body, by its paper.

    Raises:
        Inquiry.DoesNotExist, NotAllowedError, UnfitInquiryError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _locked(inquiry_id, by)
    if reason := permissions.why_not_answer(by, row, words.paper.strip()):
        raise NotAllowedError(reason)
    _must_say_something(words)
    for_the_body = row.waits_for == Side.BODY and permissions.follows(by, row.agency)
    _go_on(row, State.ANSWERED, words, "inquiry.answered", by=by, at=at, for_the_body=for_the_body)
    finish(once, actor=str(by), answer={"inquiry": row.pk})


@transaction.atomic(durable=True)
def go_on(
    *, inquiry_id: int, after: State, words: Words, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Ask once more, or close: whoever asked.

    Raises:
        Inquiry.DoesNotExist, NotAllowedError, UnfitInquiryError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _locked(inquiry_id, by)
    if reason := permissions.why_not_go_on(by, row, after):
        raise NotAllowedError(reason)
    if after is State.WAITING:
        _must_say_something(words)
        row.due = _due(day_of(at))
    kind = "inquiry.closed" if after is State.CLOSED else "inquiry.asked_again"
    _go_on(row, after, words, kind, by=by, at=at)
    finish(once, actor=str(by), answer={"inquiry": row.pk})


@transaction.atomic(durable=True)
def set_contact(
    *, agency_id: int, title: str, phone: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Name the contact of record: a duty and a public telephone. The one before ends.

    Raises:
        Agency.DoesNotExist, NotAllowedError, UnfitInquiryError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    agency = Agency.objects.get(pk=agency_id)
    if reason := permissions.why_not_set_contact(by, agency):
        raise NotAllowedError(reason)
    digits = "".join(sign for sign in phone if sign.isdigit())
    if not title.strip() or not 8 <= len(digits) <= 15:  # noqa: PLR2004 - as the table has it
        raise UnfitInquiryError(_("Say the duty, and a telephone number of 8 to 15 digits."))
    AgencyContact.objects.filter(agency=agency, valid_to=None).update(valid_to=at)
    AgencyContact.objects.create(
        agency=agency,
        title=passed(title.strip()),
        phone=digits,
        valid_from=at,
        set_by_id=by.user_id,
    )
    append(
        kind="contact.named",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body={"agency": agency.code},
        notes={"title": title.strip(), "phone": digits},
    )
    finish(once, actor=str(by), answer={"agency": agency.pk})


def _due(today: date) -> date:
    return calendar().add_working_days(today, norms(_GENERAL, today).count(Key.INQUIRY_ANSWER_DAYS))


def _locked(inquiry_id: int, by: Actor) -> Inquiry:
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=inquiry_id)


def _go_on(
    row: Inquiry,
    after: State,
    words: Words,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    for_the_body: bool = False,
) -> None:
    entry = _say(kind, [row], words, {"by_paper": int(for_the_body)}, by=by, at=at)
    side = Side(row.waits_for) if for_the_body else permissions.side_of(by, row.agency)
    if words.text.strip() or words.paper.strip():
        _put([row], words, entry, by=by, at=at, numbers={row.pk: row.messages.count()},
             side=side, for_the_body=for_the_body)  # fmt: skip
    row.state = after
    row.closed_at = at if after is State.CLOSED else None
    row.waits_for = other(Side(row.asked_by))
    row.save(update_fields=["state", "closed_at", "waits_for", "due"])


def _say(
    kind: str,
    rows: Collection[Inquiry],
    words: Words,
    body: dict[str, str | int],
    *,
    by: Actor,
    at: datetime,
) -> UUID:
    texts = {
        "words": passed(words.text.strip()),
        "paper": passed(words.paper.strip(), names_a_paper=True),
    }
    one = next(iter(rows))
    return append(
        kind=kind,
        subject=f"inquiry:{one.pk}" if len(rows) == 1 else "inquiries",
        actor=str(by),
        at=at,
        body={**body, "due": one.due.isoformat()},
        lines=[{"inquiry": row.pk, "agency": row.agency.code} for row in rows],
        notes={field: text for field, text in texts.items() if text},
    )


def _put(
    rows: Collection[Inquiry],
    words: Words,
    entry: UUID,
    *,
    by: Actor,
    at: datetime,
    numbers: dict[int, int],
    side: Side | None = None,
    for_the_body: bool = False,
) -> None:
    InquiryMessage.objects.bulk_create(
        InquiryMessage(
            inquiry=row,
            n=numbers.get(row.pk, 0) + 1,
            side=side or row.asked_by,
            paper=words.paper.strip(),
            for_the_body=for_the_body,
            by_id=by.user_id,
            at=at,
            entry=entry,
        )
        for row in rows
    )


def _must_say_something(words: Words) -> None:
    if not words.text.strip() and not words.paper.strip():
        raise UnfitInquiryError(_("Write a sentence, or name the paper."))


def _must_be_fit(agencies: Collection[Agency], words: Words, due: date, at: datetime) -> None:
    if not agencies:
        raise UnfitInquiryError(_("Choose at least one agency."))
    if len(agencies) > BODIES_MAX:
        raise UnfitInquiryError(_("At most %(n)d agencies at once.") % {"n": BODIES_MAX})
    if due < day_of(at):
        raise UnfitInquiryError(_("The day of the answer lies in the past."))
    _must_say_something(words)
