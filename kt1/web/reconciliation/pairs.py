"""Rows of a month as both books tell of them: what is read with a page of a list, and its words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kt1.assurance.books.models import Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation.models import (
    CLASS_LABELS,
    FIELD_LABELS,
    REASON_LABELS,
    RULE_LABELS,
)
from kt1.assurance.reconciliation.reads import Pair
from kt1.assurance.reconciliation.rules import Class, Field, Reason, Rule
from kt1.custody.deliveries.models import Delivery
from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Scope, Urgency
from kt1.network.models import Agency
from kt1.web.words import Words

Kind = TypeVar("Kind", bound=Model)


@dataclass(frozen=True, slots=True)
class Said:
    """One book's line in words."""

    line: Line | None
    other: str
    service: str


NOTHING = Said(None, "", "")


@dataclass(frozen=True, slots=True)
class Row:
    pair: Pair
    sender: Said
    post: Said
    receiver: Said
    delivered: datetime | None
    word: Words
    fields: Sequence[Words]
    rule: Words
    reason: Words

    @property
    def code(self) -> str:
        line = self.pair.post or self.pair.agency
        return line.code if line else ""


def rows_of(pairs: Sequence[Pair]) -> list[Row]:
    """Two queries, however many rows."""
    ids = {line.other for pair in pairs for line in (pair.post, pair.agency) if line and line.other}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
    units = {pair.post.unit for pair in pairs if pair.post and pair.post.unit}
    delivered = dict(Delivery.objects.filter(unit__in=units).values_list("unit_id", "at"))
    return [_row(pair, names, delivered) for pair in pairs]


def _row(pair: Pair, names: Mapping[int, str], delivered: Mapping[int, datetime]) -> Row:
    one, agency = pair.difference, _said(pair.agency, names)
    received = pair.agency is not None and pair.agency.side == Side.RECEIVER
    return Row(
        pair=pair,
        sender=NOTHING if received else agency,
        post=_said(pair.post, names),
        receiver=agency if received else NOTHING,
        delivered=delivered.get(pair.post.unit or 0) if pair.post else None,
        word=CLASS_LABELS[Class(one.kind)] if one else _("agrees"),
        fields=[FIELD_LABELS[Field(field)] for field in one.fields] if one else [],
        rule=RULE_LABELS[Rule(one.rule)] if one and one.rule not in {"", Rule.CODE} else "",
        reason=REASON_LABELS[Reason(one.reason)] if one and one.reason else "",
    )


def _said(line: Line | None, names: Mapping[int, str]) -> Said:
    if line is None:
        return NOTHING
    urgency = URGENCY_NAMES[Urgency(line.urgency)] if line.urgency else ""
    scope = SCOPE_NAMES[Scope(line.scope)] if line.scope else ""
    service = ", ".join(part for part in (urgency, scope) if part)
    return Said(line, names.get(line.other or 0, ""), service)


class Told(QuerySet[Kind]):
    """Rows that come with both books' words, read for a page or a part of a file at once.

    Set `pairs` once: what makes pairs of found objects. Each object then bears `row`.
    """

    pairs: Callable[[Sequence[Any]], Sequence[Pair]]

    def told_by(self, pairs: Callable[[Sequence[Any]], Sequence[Pair]]) -> "Told[Kind]":
        self.pairs = pairs
        return self

    def _clone(self) -> "Told[Kind]":
        made: Told[Kind] = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        made.pairs = self.pairs
        return made

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh:
            self._tell(self._result_cache or [])

    def iterator(self, chunk_size: int | None = None) -> Iterator[Kind]:
        found = super().iterator(chunk_size)
        while part := list(islice(found, chunk_size or 2_000)):
            self._tell(part)
            yield from part

    def _tell(self, found: Sequence[Any]) -> None:
        for one, row in zip(found, rows_of(self.pairs(found)), strict=True):
            one.row = row
