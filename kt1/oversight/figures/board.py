"""Bảng tổng hợp tình hình thực hiện: every body, every duty, with number and day (practice §C.4).

Public facts of papers and states of work; of mail only whether there was any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, QuerySet

from kt1.assurance.adoption.queries import use
from kt1.assurance.adoption.rules import Span, Use
from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State as AccountState
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SETTLED
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency
from kt1.oversight.figures.overdue import Overdue, overdue
from kt1.oversight.reviews.models import InternalRule, Review
from kt1.oversight.reviews.rules import DONE, RuleStage
from kt1.people.coverage.frames import Frame, with_frames
from kt1.people.focal_points.models import FocalPoint


class Lack(StrEnum):
    """A duty of the board that a body has not done; by these the board is filtered."""

    FOCAL = "focal"
    OFF_HOURS = "off_hours"
    RULES = "rules"
    CONTRACT = "contract"
    REVIEW = "review"
    MONTH = "month"
    QUALITY = "quality"
    USE = "use"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """One line of the board: a body and how far it has come with each duty."""

    agency: Agency
    paper: str = ""  # number of the newest paper that names receivers
    paper_on: date | None = None
    missing: tuple[Frame, ...] = ()
    rules: tuple[InternalRule, ...] = ()
    review: Review | None = None
    month: date | None = None  # reconciled up to and with this month
    sheet: date | None = None  # quality confirmed up to and with this month
    frozen: date | None = None  # the newest month there is to reconcile
    used: bool = False
    overdue: int = 0

    @property
    def ruled(self) -> bool:
        """It has a rule that speaks of KT1, or none is asked of it."""
        return any(rule.stage == RuleStage.NOT_CONCERNED or rule.has_clause for rule in self.rules)

    @property
    def reviewed(self) -> bool | None:
        """None where no review was asked of it."""
        return None if self.review is None else self.review.state in DONE

    @property
    def lacks(self) -> frozenset[Lack]:
        found = {
            Lack.FOCAL: not self.paper,
            Lack.OFF_HOURS: bool(self.missing),
            Lack.RULES: not self.ruled,
            Lack.CONTRACT: not self.agency.contract_no,
            Lack.REVIEW: self.reviewed is False,
            Lack.MONTH: self.frozen is not None and (self.month or date.min) < self.frozen,
            Lack.QUALITY: self.frozen is not None and (self.sheet or date.min) < self.frozen,
            Lack.USE: not self.used,
            Lack.OVERDUE: bool(self.overdue),
        }
        return frozenset(lack for lack, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the tables say, by body."""

    papers: Mapping[int, tuple[str, date]]
    rules: Mapping[int, list[InternalRule]]
    reviews: Mapping[int, Review]
    months: Mapping[int, date]
    sheets: Mapping[int, date]
    frozen: Mapping[int, date]
    used: Mapping[int, Use]
    late: Overdue
    nothing: Use = field(default_factory=Use)


def board(rows: QuerySet[Agency], province_id: int, span: Span, *, at: datetime) -> list[Duties]:
    """The lines of these bodies, in their order. Twelve statements, however many bodies.

    Args:
        span: whether there was mail is asked of these days.
    """
    listed = list(with_frames(rows, at))
    read = _read([body.pk for body in listed], province_id, span, at)
    return [_line(body, read) for body in listed]


def _line(body: Agency, read: _Read) -> Duties:
    paper, paper_on = read.papers.get(body.pk, ("", None))
    return Duties(
        agency=body,
        paper=paper,
        paper_on=paper_on,
        missing=tuple(frame for frame in Frame if not getattr(body, f"has_{frame}")),
        rules=tuple(read.rules.get(body.pk, ())),
        review=read.reviews.get(body.pk),
        month=read.months.get(body.pk),
        sheet=read.sheets.get(body.pk),
        frozen=read.frozen.get(body.pk),
        used=read.used.get(body.pk, read.nothing).used,
        overdue=read.late.of(body.pk),
    )


def _read(ids: Collection[int], province_id: int, span: Span, at: datetime) -> _Read:
    accounts = Account.objects.filter(agency__in=ids)
    agreed = accounts.exclude(state=AccountState.FROZEN)
    sheets = QualitySheet.objects.filter(agency__in=ids, state__in=SETTLED)
    rules: dict[int, list[InternalRule]] = {}
    for rule in InternalRule.objects.filter(agency__in=ids).order_by("kind"):
        rules.setdefault(rule.agency_id, []).append(rule)
    return _Read(
        papers=_papers(ids, at),
        rules=rules,
        reviews=_reviews(ids),
        months=_newest(agreed),
        sheets=_newest(sheets),
        frozen=_newest(accounts),
        used=use(province_id=province_id, span=span, before=span.before),
        late=overdue(province_id, at.astimezone(VIETNAM).date()),
    )


def _papers(ids: Collection[int], at: datetime) -> dict[int, tuple[str, date]]:
    """The newest paper of each that names somebody who receives now."""
    rows = (
        FocalPoint.objects.filter(agency__in=ids, valid_from__lte=at)
        .exclude(valid_to__lte=at)
        .order_by("agency_id", "-authority_date", "-pk")
        .distinct("agency_id")
    )
    found = rows.values_list("agency_id", "authority_doc", "authority_date")
    return {body: (paper, on) for body, paper, on in found}


def _reviews(ids: Collection[int]) -> dict[int, Review]:
    """The newest round of each."""
    rows = (
        Review.objects.filter(agency__in=ids)
        .select_related("round")
        .order_by("agency_id", "-round__last", "-pk")
        .distinct("agency_id")
    )
    return {row.agency_id: row for row in rows}


def _newest(rows: QuerySet[Account] | QuerySet[QualitySheet]) -> dict[int, date]:
    return dict(rows.order_by().values_list("agency_id").annotate(last=Max("ends")))
