"""Publishing what is said of the service, ending it, confirming it against its paper."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.catalogue import permissions
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import OF_A_PROVINCE, Statement, Topic, Unfit, unfit
from kt1.law.instruments.models import Instrument
from kt1.law.screening.levels import names_a_level
from kt1.law.screening.rules import LENGTH_MAX, Refusal, RefusedTextError, screen
from kt1.law.screening.words import is_unreadable, read
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


class UnfitStatementError(ValueError):
    """The statement cannot be kept as it is; `unfit` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.unfit = why


class LaterVersionError(Exception):
    """A version of the same statement begins on that day or a later one."""


class AlreadyEndedError(Exception):
    """The version has ended already, or would end before it began."""


@transaction.atomic(durable=True)
def publish(
    *, statement: Statement, within: str | None, by: Acting, at: datetime, once: RequestKey
) -> ServiceInformation:
    """Enter the next version of a statement; the one before it ends the day before.

    `within` is the code of the only province whose statements `by` keeps; None for all.

    Raises:
        NotAllowedError: `by` does not say this, or not for that province.
        UnfitStatementError: a figure, number or date does not fit its topic.
        RefusedTextError: a text holds what may not be kept.
        Instrument.DoesNotExist: it names a paper that is not registered.
        LaterVersionError: it would begin before one that is there.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ServiceInformation.objects.get(pk=done["information"])
    require(
        permissions.why_not_publish(by, statement.topic, province=statement.province, within=within)
    )
    if (why := unfit(statement)) is not None:
        raise UnfitStatementError(why)
    _screened(statement)
    version, closed = _close_before(statement)
    made = ServiceInformation.objects.create(
        topic=statement.topic.value,
        key=statement.key,
        province=statement.province,
        version=version,
        title=statement.title.strip(),
        text=statement.text.strip(),
        phone=statement.phone,
        amount_min=statement.amount_min,
        amount_max=statement.amount_max,
        grams_from=statement.grams_from,
        grams_to=statement.grams_to,
        with_tax=statement.with_tax,
        valid_from=statement.valid_from,
        valid_to=statement.valid_to,
        instrument=_instrument(statement.instrument),
        article=statement.article,
        paper=statement.paper.strip(),
        evidence=statement.evidence.value,
        note=statement.note.strip(),
        entered_by=str(by),
    )
    _record_published(made, closed, by=by, at=at)
    finish(once, actor=str(by), answer={"information": made.pk})
    forget()
    return made


@transaction.atomic(durable=True)
def end(
    *,
    information_id: int,
    last_day: date,
    within: str | None,
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> ServiceInformation:
    """Say on which day a version holds for the last time, with no other in its place.

    Raises:
        ServiceInformation.DoesNotExist, NotAllowedError, AlreadyEndedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ServiceInformation.objects.get(pk=information_id)
    row = _locked(information_id)
    require(permissions.why_not_publish(by, Topic(row.topic), province=row.province, within=within))
    if row.valid_to is not None or last_day < row.valid_from:
        raise AlreadyEndedError(str(row.pk))
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    append(
        kind="law.information_ended",
        subject=_subject(row),
        actor=str(by),
        at=at,
        body={"version": row.version, "last_day": last_day.isoformat()},
    )
    finish(once, actor=str(by), answer={"information": row.pk})
    forget()
    return row


@transaction.atomic(durable=True)
def confirm(
    *, information_id: int, within: str | None, by: Acting, at: datetime, once: RequestKey
) -> ServiceInformation:
    """Say that a version was compared with its paper, or tried: the number answers.

    Raises:
        ServiceInformation.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ServiceInformation.objects.get(pk=information_id)
    row = _locked(information_id)
    require(permissions.why_not_confirm(by, row, within=within))
    row.confirmed_by = str(by)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    append(
        kind="law.information_confirmed",
        subject=_subject(row),
        actor=str(by),
        at=at,
        body={"version": row.version},
    )
    finish(once, actor=str(by), answer={"information": row.pk})
    forget()
    return row


def _locked(pk: int) -> ServiceInformation:
    return ServiceInformation.objects.select_for_update(of=["self"]).get(pk=pk)


def _subject(row: ServiceInformation) -> str:
    return f"information:{row.topic}/{row.province or '-'}/{row.key}"


def _screened(statement: Statement) -> None:
    """What rests on law may cite it; what a province writes is a remark like any other.

    Raises:
        RefusedTextError: a text may not be kept.
    """
    texts = (statement.title, statement.text, statement.note)
    for text in texts:
        refusal = _refused(text, public_law=statement.topic not in OF_A_PROVINCE)
        if refusal is not None:
            raise RefusedTextError(refusal)
    refusal = screen(statement.paper, names_a_paper=True)
    if refusal is not None:
        raise RefusedTextError(refusal)


def _refused(text: str, *, public_law: bool) -> str | None:
    if not public_law:
        return screen(text)
    if len(text) > LENGTH_MAX:
        return Refusal.TOO_LONG
    if is_unreadable(text):
        return Refusal.UNREADABLE
    return Refusal.SECRECY_LEVEL if names_a_level(read(text)) else None


def _close_before(statement: Statement) -> tuple[int, int | None]:
    """End the version that holds on the first day of the new one. The next number, and its id."""
    named = ServiceInformation.objects.select_for_update(of=["self"]).filter(
        topic=statement.topic.value, key=statement.key, province=statement.province
    )
    rows = list(named.order_by("version"))
    if not rows:
        return 1, None
    if any(row.valid_from >= statement.valid_from for row in rows):
        raise LaterVersionError(statement.key)
    held = next((row for row in rows if _reaches(row.valid_to, statement.valid_from)), None)
    if held is not None:
        if held.valid_to is not None:
            raise LaterVersionError(statement.key)
        held.valid_to = statement.valid_from - timedelta(days=1)
        held.save(update_fields=["valid_to"])
    return rows[-1].version + 1, held.pk if held else None


def _reaches(last: date | None, first: date) -> bool:
    return last is None or last >= first


def _instrument(code: str) -> Instrument | None:
    return Instrument.objects.get(code=code) if code else None


def _record_published(
    row: ServiceInformation, closed: int | None, *, by: Acting, at: datetime
) -> None:
    texts = {"title": row.title, "text": row.text, "phone": row.phone, "paper": row.paper}
    append(
        kind="law.information_published",
        subject=_subject(row),
        actor=str(by),
        at=at,
        body={
            "version": row.version,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "amounts": [row.amount_min, row.amount_max],
            "grams": [row.grams_from, row.grams_to],
            "instrument": row.instrument.code if row.instrument else "",
            "article": row.article,
            "evidence": row.evidence,
            "closed": closed,
        },
        notes={name: text for name, text in texts.items() if text},
    )
