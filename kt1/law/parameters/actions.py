"""What people do with norms: add a figure, confirm one, choose the set to go by.

A figure is never edited. Adding one for a later day closes the one before it on its last day.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.book.queries import parameter as read
from kt1.law.calendars.rules import VIETNAM
from kt1.law.instruments.models import Instrument
from kt1.law.parameters import permissions
from kt1.law.parameters.keys import FORMS, Evidence
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.rules import MalformedValueError, Parameter, is_well_formed
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


class LaterFigureError(Exception):
    """A figure of the same name already holds from that day or a later one."""


class NoPaperError(ValueError):
    """Anything but an assumption names the instrument it rests on."""


class GoneByBeforeError(Exception):
    """The set began before: another first day would lose by what the days since then went."""


class ActivationTooEarlyError(Exception):
    """A set that begins later, or on the same day, is active already."""


@transaction.atomic(durable=True)
def add_parameter(
    *, parameter: Parameter, by: Acting, at: datetime, once: RequestKey
) -> LegalParameter:
    """Enter a figure from its first day on, and close the one that held until then.

    Raises:
        NormSet.DoesNotExist, Instrument.DoesNotExist: it names one that is not there.
        NotAllowedError: `by` does not enter law.
        MalformedValueError: the value is not written as its key demands.
        NoPaperError: it is not an assumption and names no instrument.
        RefusedTextError: the note or the article is not a text that may be kept.
        LaterFigureError: the figure would begin before one that is there.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return LegalParameter.objects.get(pk=done["parameter"])
    norm_set = NormSet.objects.select_for_update().get(code=parameter.norm_set)
    require(permissions.why_not_add(by))
    if not is_well_formed(parameter):
        raise MalformedValueError(parameter.id)
    if parameter.evidence is not Evidence.ASSUMPTION and not parameter.instrument:
        raise NoPaperError(parameter.id)
    closed = _close_before(norm_set, parameter)
    made = LegalParameter.objects.create(
        norm_set=norm_set,
        key=parameter.key.value,
        scope=parameter.scope,
        value=parameter.value,
        unit=FORMS[parameter.key].unit,
        valid_from=parameter.valid_from,
        valid_to=parameter.valid_to,
        instrument=_instrument(parameter.instrument),
        article=passed(parameter.article, names_a_paper=True),
        evidence=parameter.evidence.value,
        note=passed(parameter.note, names_a_paper=True),
    )
    append(
        kind="law.parameter_added",
        subject=f"parameter:{parameter.id}",
        actor=str(by),
        at=at,
        body={
            "value": _plain(parameter),
            "evidence": parameter.evidence.value,
            "instrument": parameter.instrument,
            "article": parameter.article,
            "closed": closed,
        },
        notes={"note": parameter.note} if parameter.note else {},
    )
    finish(once, actor=str(by), answer={"parameter": made.pk})
    forget()
    return made


@transaction.atomic(durable=True)
def confirm_parameter(
    *, parameter_id: int, by: Acting, at: datetime, once: RequestKey, paper: str = ""
) -> LegalParameter:
    """Say that the figure was compared with its paper.

    Args:
        paper: number, date and page of what was read; needed where the figure names no
            instrument, as the decision by which the operator set it.

    Raises:
        LegalParameter.DoesNotExist, RefusedTextError.
        NotAllowedError: `by` may not, or entered it.
        NoPaperError: the figure rests on no instrument, and no paper is named.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return LegalParameter.objects.get(pk=parameter_id)
    row = LegalParameter.objects.select_for_update(of=["self"]).get(pk=parameter_id)
    require(permissions.why_not_confirm(by, row))
    if row.instrument_id is None and not paper.strip():
        raise NoPaperError(row.pk)
    said = passed(paper.strip(), names_a_paper=True)
    row.confirmed_by = str(by)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    append(
        kind="law.parameter_confirmed",
        subject=f"parameter:{read(row).id}",
        actor=str(by),
        at=at,
        body={"norm_set": row.norm_set.code, "key": row.key, "scope": row.scope},
        notes={"paper": said} if said else {},
    )
    finish(once, actor=str(by), answer={"parameter": row.pk})
    forget()
    return row


@transaction.atomic(durable=True)
def activate(*, code: str, since: date, by: Acting, at: datetime, once: RequestKey) -> NormSet:
    """Go by this norm set from a day on; the set gone by until then ends the day before.

    A set that is gone by may begin earlier, and one that has not begun on another day.

    Deadlines already given keep the set they were derived from.

    Raises:
        NormSet.DoesNotExist
        NotAllowedError: `by` may not, or the set is one that is only read beside others.
        GoneByBeforeError: the set began before, and would begin later.
        ActivationTooEarlyError: the set gone by now began on that day or later.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return NormSet.objects.get(code=code)
    sets = {card.code: card for card in NormSet.objects.select_for_update().order_by("pk")}
    chosen = sets.get(code)
    if chosen is None:
        raise NormSet.DoesNotExist(code)
    require(permissions.why_not_activate(by, code))
    had = chosen.active_from
    if had is not None and had <= min(since, at.astimezone(VIETNAM).date()):
        raise GoneByBeforeError(code)
    before = _making_way(chosen, since, sets.values())
    chosen.active_from = since
    changed = [*before, chosen] if had is None or since < had else [chosen, *before]
    for card in changed:  # in this order no two sets are gone by on one day in between
        card.save(update_fields=["active_from", "active_to"])
    append(
        kind="law.norms_activated",
        subject=f"norm_set:{code}",
        actor=str(by),
        at=at,
        body={"since": since.isoformat(), "before": before[0].code if before else ""},
    )
    finish(once, actor=str(by), answer={"norm_set": code})
    forget()
    return chosen


def _making_way(chosen: NormSet, since: date, sets: Iterable[NormSet]) -> list[NormSet]:
    """The set gone by until then, ended the day before; none where nothing was gone by.

    Raises:
        ActivationTooEarlyError: it began on that day or later.
    """
    day_before = since - timedelta(days=1)
    found = []
    for card in sets:
        if card == chosen or card.active_from is None:
            continue
        if chosen.active_to is not None and card.active_from > chosen.active_to:
            continue  # it follows the days of the chosen one, which only begin earlier
        follows = chosen.active_from is not None and card.active_to == (
            chosen.active_from - timedelta(days=1)
        )
        if card.active_to is None or card.active_to >= since or follows:
            if card.active_from >= since:
                raise ActivationTooEarlyError(card.code)
            card.active_to = day_before
            found.append(card)
    return found


def _close_before(norm_set: NormSet, parameter: Parameter) -> int | None:
    """End the figure that holds on the first day of the new one. Its id, or None."""
    named = LegalParameter.objects.select_for_update(of=["self"]).filter(
        norm_set=norm_set, key=parameter.key.value, scope=parameter.scope
    )
    if named.filter(valid_from__gte=parameter.valid_from).exists():
        raise LaterFigureError(parameter.id)
    held = named.filter(valid_to=None).first()
    if held is None:
        return None
    held.valid_to = parameter.valid_from - timedelta(days=1)
    held.save(update_fields=["valid_to"])
    return held.pk


def _instrument(code: str) -> Instrument | None:
    return Instrument.objects.get(code=code) if code else None


def _plain(parameter: Parameter) -> Any:
    """The value as the ledger takes it: text, whole number, boolean, spans or nothing."""
    return parameter.value
