"""What bodies have not done by its day: tasks, self-reviews, months, sheets of quality.

A body that was not asked, or not addressed, is in none of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, QuerySet

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State as AccountState
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SETTLED
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import TO_DO, Part, Stage
from kt1.oversight.reviews.models import Review
from kt1.oversight.reviews.queries import overdue as late_reviews


class Owing(StrEnum):
    """What is owed."""

    TASK = "task"
    REVIEW = "review"
    MONTH = "month"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Overdue:
    """By body, how many of each kind are past their day."""

    by_kind: Mapping[Owing, Mapping[int, int]]

    def of(self, body: int) -> int:
        return sum(found.get(body, 0) for found in self.by_kind.values())

    def among(self, bodies: Iterable[int]) -> "Overdue":
        """Of these bodies alone."""
        kept = set(bodies)
        return Overdue(
            {
                kind: {body: n for body, n in found.items() if body in kept}
                for kind, found in self.by_kind.items()
            }
        )

    @property
    def sums(self) -> dict[Owing, int]:
        return {kind: sum(found.values()) for kind, found in self.by_kind.items()}


def overdue(province_id: int, on: date) -> Overdue:
    """Four statements, whatever the number of bodies."""
    tasks = Assignment.objects.filter(
        agency__province=province_id,
        part=Part.LEAD,
        state__in=TO_DO,
        due__lt=on,
        task__directive__stage=Stage.ISSUED,
    )
    reviews = late_reviews(Review.objects.filter(round__province=province_id), on)
    months = Account.objects.filter(province=province_id, state=AccountState.FROZEN, due__lt=on)
    sheets = QualitySheet.objects.filter(province=province_id, due__lt=on).exclude(
        state__in=SETTLED
    )
    return Overdue(
        {
            Owing.TASK: _counted(tasks),
            Owing.REVIEW: _counted(reviews),
            Owing.MONTH: _counted(months),
            Owing.SHEET: _counted(sheets),
        }
    )


def _counted(rows: QuerySet[Assignment] | QuerySet[Review] | QuerySet[Account]
             | QuerySet[QualitySheet]) -> Counter[int]:  # fmt: skip
    counted = rows.order_by().values_list("agency_id").annotate(n=Count("pk"))
    return Counter(dict(counted))
