"""Which bodies have read a version of the library, of those it is for."""

from datetime import date

from django.db.models import Min, OuterRef, QuerySet, Subquery

from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.oversight.outreach.models import MaterialReceipt, MaterialVersion
from kt1.oversight.outreach.queries import watched
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import reminded_by


def asked(version: MaterialVersion, actor: Actor, on: date) -> QuerySet[Agency]:
    """Bodies the actor watches that are to read it, each with `read_at` and `read_paper`.

    What the Party office publishes is for the bodies that it reminds.
    """
    rows = watched(actor, on)
    if version.material.keeper == Body.PARTY_OFFICE:
        rows = rows.filter(line__in=sorted(reminded_by(Role.PARTY_OFFICE)))
    said = MaterialReceipt.objects.filter(version=version, agency=OuterRef("pk"))
    first = said.order_by().values("agency").annotate(first=Min("read_at")).values("first")
    paper = said.exclude(paper="").order_by("pk").values("paper")[:1]
    return rows.annotate(read_at=Subquery(first), read_paper=Subquery(paper))
