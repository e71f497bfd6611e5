"""What is behind each cell of the board, as far as the reader may go."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kt1.assurance.adoption.rules import Span
from kt1.oversight.figures.board import Duties, Lack
from kt1.oversight.reminders.rules import Rule
from kt1.oversight.reviews.permissions import why_not_read_rules
from kt1.people.actor import Actor
from kt1.web.figures.asking import BODY, BY, SINCE, UNTIL
from kt1.web.tariff.forms import month_text


@dataclass(frozen=True, slots=True)
class Doors:
    """The address behind each duty of one body."""

    actor: Actor
    span: Span

    def mail(self, line: Duties) -> str:
        """Its months in numbers."""
        asked = {
            BY: "thang",
            BODY: line.agency.code,
            SINCE: month_text(self.span.first),
            UNTIL: month_text(self.span.last),
        }
        return f"{reverse('figures')}?{urlencode(asked)}"

    def agency(self, line: Duties) -> str:
        """The page of the body: its receivers with their paper, its contract."""
        return reverse("agency", args=[line.agency.code])

    def gaps(self, line: Duties) -> str:
        """Its doors and the times at which nobody may sign there."""
        return reverse("coverage_body", args=[line.agency.code])

    def rules(self, line: Duties) -> str:
        if why_not_read_rules(self.actor) is not None:
            return ""
        return reverse("internal_rules_of", args=[line.agency.code])

    def review(self, line: Duties) -> str:
        return reverse("review", args=[line.review.pk]) if line.review else ""

    def month(self, line: Duties) -> str:
        """What it owes of a month, or its months where it owes none."""
        return self._owed(line, Rule.MONTH) if Lack.MONTH in line.lacks else self.mail(line)

    def sheet(self, line: Duties) -> str:
        return self._owed(line, Rule.QUALITY) if Lack.QUALITY in line.lacks else self.mail(line)

    def owed(self, line: Duties) -> str:
        """Each thing that is near or past its day, with when it was reminded of."""
        return self._owed(line) if line.overdue else ""

    def _owed(self, line: Duties, rule: Rule | None = None) -> str:
        asked = {"q": line.agency.code} | ({"viec": rule.value} if rule else {})
        return f"{reverse('owed')}?{urlencode(asked)}"
