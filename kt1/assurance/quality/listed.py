"""The items behind a figure, as a list reads them: some lines at a time, however many there are.

What the tables say by themselves narrows the list; the outcome is told only of what is shown, or
of what is left where it is asked for.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, CharField, F, Field, Func, Q, QuerySet

from kt1.assurance.quality import areas
from kt1.assurance.quality.confirming.models import QualityRuling
from kt1.assurance.quality.counting import ITEMS
from kt1.assurance.quality.models import QualityFact
from kt1.assurance.quality.permissions import OF_BODY, OF_PROVINCE
from kt1.assurance.quality.queries import (
    GROUP,
    HARMED_KINDS,
    HARMED_ONLY,
    OUTCOME,
    Asked,
    moments,
)
from kt1.assurance.quality.rules import FactKind, Group, Outcome
from kt1.assurance.quality.telling import telling
from kt1.custody.deliveries.models import Attempt, Irregularity
from kt1.custody.items.listed import seen_by as items_seen_by
from kt1.custody.items.models import Item
from kt1.law.services.rules import Urgency
from kt1.network.agencies.models import AgencyPoint
from kt1.people.actor import Actor

#: What became of these says a fact of the ledger.
_BY_FACT = {
    Outcome.RECALLED: FactKind.RECALLED,
    Outcome.LATE_RECEIVER: FactKind.NOBODY_NAMED,
}


#: Looked up for one item: no plan makes a join of it.
_LOOKED_UP = """(SELECT {said} FROM custody_clock c JOIN custody_item it USING (unit_id)
    JOIN network_agency r ON r.id = it.receiver_id WHERE c.unit_id = {unit})"""


class _Told(Func):
    """An expression of `queries` over an item: SQL with `{unit}` where its number stands."""

    def __init__(self, sql: str, params: Sequence[Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(F("pk"), output_field=output_field)
        self.sql, self.params = sql, tuple(params)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """The expression; `connection` is Django's own argument."""
        del connection
        unit, params = compiler.compile(self.source_expressions[0])
        return self.sql.format(unit=unit), [*self.params, *params]


def _looked_up(said: str, params: Sequence[Any], output_field: "Field[Any, Any]") -> _Told:
    return _Told(_LOOKED_UP.format(said=said, unit="{unit}"), params, output_field)


def items(actor: Actor, asked: Asked) -> QuerySet[Item]:
    """The items behind a figure that the actor may know of; `outcome`: what each counted as."""
    reads = (actor.role in OF_PROVINCE and actor.province_id is not None) or (
        actor.role in OF_BODY and actor.agency_id is not None
    )
    first, after = moments(asked)
    found = (items_seen_by(actor) if reads else Item.objects.none()).filter(
        unit__clock__started_at__gte=first,
        unit__clock__started_at__lt=after,
        unit__clock__deadline__lt=asked.as_of,
    )
    for narrowed in (_of_bodies(asked), _at_points(asked), _only(asked)):
        found = found.filter(narrowed)
    found = _of_outcomes(_of_group(found, asked), asked)
    return found.select_related("unit", "unit__clock", "sender", "receiver").annotate(
        outcome=_looked_up(OUTCOME, (), CharField())
    )


@contextmanager
def for_these_months() -> Iterator[None]:
    """Plans inside are made for the months asked for: one for any at all sorts every item."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        yield


def _of_bodies(asked: Asked) -> Q:
    narrowed = Q()
    if asked.bodies is not None:
        narrowed &= Q(sender__in=asked.bodies) | Q(receiver__in=asked.bodies)
    for column, value in (
        ("urgency", asked.urgency or None),
        ("scope", asked.scope or None),
        ("sender", asked.sender),
        ("receiver", asked.receiver),
    ):
        if value is not None:
            narrowed &= Q(**{column: value})
    return narrowed


def _at_points(asked: Asked) -> Q:
    """Asked for there, tried there, or open and the receiver has its mail brought there."""
    if asked.points is None:
        return Q()
    tried = Attempt.objects.filter(corrected_at=None, point__in=asked.points)
    open_ = Q(unit__clock__stopped_at=None, point=None)
    there = AgencyPoint.objects.filter(point__in=asked.points)
    return (
        Q(point__in=asked.points)
        | Q(pk__in=tried.values("unit"))
        | open_ & Q(receiver__in=there.values("agency"))
    )


def _only(asked: Asked) -> Q:
    if not asked.only:
        return Q()
    if asked.only == HARMED_ONLY:
        few = Irregularity.objects.filter(kind__in=HARMED_KINDS, unit__isnull=False)
        return Q(pk__in=few.values("unit"))
    return Q(pk__in=QualityFact.objects.filter(kind=FactKind.ENTERED_LATE).values("unit"))


def _of_group(rows: QuerySet[Item], asked: Asked) -> QuerySet[Item]:
    """Only what goes to the few special communes is asked on which day it was accepted."""
    if asked.group is None:
        return rows
    timed = Q(urgency=Urgency.TIMED)
    if asked.group is Group.TIMED:
        return rows.filter(timed)
    communes, *spans = areas.given(areas.spans())
    island = Q(receiver__commune__in=communes)
    rows = rows.filter(~timed)
    if not communes:
        return rows.none() if asked.group is Group.SPECIAL else rows
    told = _looked_up(f"{GROUP} = %s", (communes, *spans, asked.group.value), BooleanField())
    if asked.group is Group.SPECIAL:
        return rows.filter(island).filter(told)
    return rows.filter(~island | Q(told))


def _of_outcomes(rows: QuerySet[Item], asked: Asked) -> QuerySet[Item]:
    if not asked.outcomes:
        return rows
    wanted = frozenset(asked.outcomes)
    in_time = Q(unit__clock__stopped_at__lte=F("unit__clock__deadline"))
    ruled = Q(pk__in=QualityRuling.objects.values("unit"))
    if wanted == {Outcome.ON_TIME}:
        return rows.filter(in_time & ~ruled)
    if Outcome.ON_TIME not in wanted:
        late = Q(unit__clock__stopped_at=None) | Q(
            unit__clock__stopped_at__gt=F("unit__clock__deadline")
        )
        rows = rows.filter(late | ruled)
    if wanted <= _BY_FACT.keys():
        facts = QualityFact.objects.filter(kind__in=[_BY_FACT[one] for one in wanted])
        rows = rows.filter(pk__in=facts.values("unit"))
    if wanted == {Outcome.FORCE_MAJEURE}:
        return rows.filter(_excused(asked))
    return rows.filter(_Counted(asked))


def _excused(asked: Asked) -> _Told:
    """Few of what is late: found in one go, where a look at each would go on and on."""
    first, after = moments(asked)
    told = telling(first, asked.as_of)
    joins, joined = told.joins()
    sql = (
        f"{{unit}} IN (SELECT c.unit_id {ITEMS}{joins} WHERE c.started_at >= %s"
        f" AND c.started_at < %s AND c.deadline < %s AND {told.outcome} = %s)"
    )
    params = (*joined, first, after, asked.as_of, *told.said, Outcome.FORCE_MAJEURE.value)
    return _Told(sql, params, BooleanField())


#: What `telling` calls the columns of a clock and its item.
_COLUMNS = {
    "c.unit_id": "pk",
    "c.started_at": "unit__clock__started_at",
    "c.deadline": "unit__clock__deadline",
    "c.stopped_at": "unit__clock__stopped_at",
    "it.from_province_id": "from_province",
    "it.to_province_id": "to_province",
    "it.sender_id": "sender",
    "it.receiver_id": "receiver",
}
_NAMED = re.compile("|".join(re.escape(name) for name in _COLUMNS))


class _Counted(Func):
    """Whether an item counted as one of these outcomes: told of very many without a look-up."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(*(F(name) for name in _COLUMNS.values()), output_field=BooleanField())
        self.told = telling(moments(asked)[0], asked.as_of)
        self.wanted = [one.value for one in asked.outcomes]

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """The expression; `connection` is Django's own argument."""
        del connection
        columns = [compiler.compile(one)[0] for one in self.source_expressions]
        said = dict(zip(_COLUMNS, columns, strict=True))
        sql = _NAMED.sub(lambda found: said[found[0]], self.told.alone)
        return f"{sql} = ANY(%s)", [*self.told.said, self.wanted]
