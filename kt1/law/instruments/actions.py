"""What people do with instruments: register one, say that it ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.instruments import permissions
from kt1.law.instruments.models import Instrument
from kt1.law.instruments.rules import InstrumentKind, InstrumentStatus, TextSeen
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.levels import names_a_level
from kt1.law.screening.rules import Refusal, RefusedTextError, passed
from kt1.law.screening.words import read
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInstrument:
    """A public paper. The number stays blank while the copy at hand has none."""

    code: str
    kind: InstrumentKind
    title: str
    issuer: str
    number: str = ""
    issued: date | None = None
    in_force_from: date | None = None
    status: InstrumentStatus = InstrumentStatus.IN_FORCE
    text_seen: TextSeen = TextSeen.NUMBER
    evidence: Evidence = Evidence.PRESS
    replaces: str = ""
    implements: str = ""
    source: str = ""


@transaction.atomic(durable=True)
def register(
    *, instrument: NewInstrument, by: Acting, at: datetime, once: RequestKey
) -> Instrument:
    """Register a paper, so that figures and days can rest on it.

    Raises:
        NotAllowedError: `by` does not enter law.
        Instrument.DoesNotExist: it replaces or implements one that is not registered.
        RefusedTextError: a text holds a word of a level of secrecy.
        IntegrityError: the code is taken.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return Instrument.objects.get(pk=done["instrument"])
    require(permissions.why_not_register(by))
    # The title of a public paper says what it is about; that is no abstract of a secret.
    if any(names_a_level(read(text)) for text in (instrument.title, instrument.issuer)):
        raise RefusedTextError(Refusal.SECRECY_LEVEL)
    made = Instrument.objects.create(
        code=instrument.code,
        kind=instrument.kind.value,
        number=passed(instrument.number, names_a_paper=True),
        title=instrument.title,
        issuer=instrument.issuer,
        issued=instrument.issued,
        in_force_from=instrument.in_force_from,
        status=instrument.status.value,
        text_seen=instrument.text_seen.value,
        evidence=instrument.evidence.value,
        replaces=_named(instrument.replaces),
        implements=_named(instrument.implements),
        source=passed(instrument.source, names_a_paper=True),
    )
    append(
        kind="law.instrument_registered",
        subject=f"instrument:{made.code}",
        actor=str(by),
        at=at,
        body={"kind": made.kind, "number": made.number, "replaces": instrument.replaces},
        notes={"title": made.title},
    )
    finish(once, actor=str(by), answer={"instrument": made.pk})
    forget()
    return made


@transaction.atomic(durable=True)
def end(
    *,
    code: str,
    last_day: date,
    status: InstrumentStatus,
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> Instrument:
    """Say on which day the paper was last in force, and how it ended.

    Raises:
        Instrument.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return Instrument.objects.get(code=code)
    row = Instrument.objects.select_for_update(of=["self"]).get(code=code)
    require(permissions.why_not_end(by))
    row.in_force_to = last_day
    row.status = status.value
    row.save(update_fields=["in_force_to", "status"])
    append(
        kind="law.instrument_ended",
        subject=f"instrument:{code}",
        actor=str(by),
        at=at,
        body={"last_day": last_day.isoformat(), "status": status.value},
    )
    finish(once, actor=str(by), answer={"instrument": row.pk})
    forget()
    return row


def _named(code: str) -> Instrument | None:
    return Instrument.objects.get(code=code) if code else None
