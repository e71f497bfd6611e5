"""Which bodies have said that they received a directive, and which still owe that word."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.models import Agency
from kt1.oversight.directives.models import Assignment, Directive, DirectiveReceipt, Progress
from kt1.oversight.directives.queries import assignments_seen_by
from kt1.oversight.directives.rules import Stage
from kt1.oversight.reminders.rules import Owed
from kt1.people.actor import Actor

RULE = "receipt"
_GENERAL = "CHUNG"


def bodies(directive: Directive, actor: Actor) -> QuerySet[Agency]:
    """The bodies it is for that the actor sees, each with `received_at` and `received_paper`."""
    seen = assignments_seen_by(actor).filter(task__directive=directive)
    said = DirectiveReceipt.objects.filter(directive=directive, agency=OuterRef("pk"))
    return Agency.objects.filter(pk__in=seen.order_by().values("agency")).annotate(
        received_at=Subquery(said.values("at")), received_paper=Subquery(said.values("paper"))
    )


def owed(*, province_id: int, on: date) -> tuple[Owed, ...]:
    """Bodies that have said nothing at all of a directive being carried out. Two queries.

    Whoever reports on a task of it has received it, and whoever is not concerned owes nothing.

    Raises:
        UnsetNormError: nobody has set within how many days a body says so.
    """
    days = norms(_GENERAL, on).count(Key.RECEIPT_DUE_DAYS)
    of_body = {"agency": OuterRef("agency"), "directive": OuterRef("task__directive")}
    heard = Progress.objects.filter(
        assignment__agency=OuterRef("agency"),
        assignment__task__directive=OuterRef("task__directive"),
    )
    rows = (
        Assignment.objects.filter(
            Q(agency__valid_to=None) | Q(agency__valid_to__gte=on),
            ~Exists(DirectiveReceipt.objects.filter(**of_body)),
            ~Exists(heard),
            task__directive__stage=Stage.ISSUED,
            agency__province=province_id,
        )
        .annotate(directive=F("task__directive"), code=F("agency__code"))
        .values_list("directive", "agency", "code", "given_at")
    )
    given: dict[tuple[int, int], tuple[str, date]] = {}
    for directive, agency, code, at in rows.order_by("given_at", "pk"):
        given.setdefault((directive, agency), (code, at.astimezone(VIETNAM).date()))
    return tuple(
        Owed(
            rule=RULE,
            subject=f"directive:{directive}/agency:{code}",
            agency_id=agency,
            province_id=province_id,
            due=day + timedelta(days=days),
        )
        for (directive, agency), (code, day) in given.items()
    )
