"""What of monthly accounts waits for a person."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation import queries, reads, receiving
from kt1.assurance.reconciliation.models import Difference, Signature
from kt1.assurance.reconciliation.rules import Party, Step
from kt1.network.names.rules import fold
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE
from kt1.web.reconciliation.periods import last_period

#: The last step that a role takes on its side.
STEPS = {
    Role.CLERK: (Party.AGENCY, Step.PREPARED),
    Role.ACCOUNTANT: (Party.AGENCY, Step.CHECKED),
    Role.HEAD: (Party.AGENCY, Step.APPROVED),
    Role.CONTROLLER: (Party.POST, Step.PREPARED),
    Role.DISPATCHER: (Party.POST, Step.APPROVED),
}
NAME, NAME_MIN = "đối soát sản lượng", 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role in {Role.REGULATOR, Role.PARTY_OFFICE}:
        return _past(actor, at)
    if actor.role not in STEPS:
        return []
    seen = queries.seen_by(actor).order_by()
    lines = [_to_sign(seen, actor.role, at)]
    if actor.role in {Role.CLERK, Role.DISPATCHER}:
        lines.append(_to_stamp(seen))
    if actor.role is Role.CLERK:
        lines.append(_received_alone(actor, at))
    if actor.role is Role.DISPATCHER:
        lines.append(_to_freeze(actor, at))
    return [line for line in lines if line.count]


def _past(actor: Actor, at: datetime) -> list[Waiting]:
    """What rose to the Sở or the Party's office because its date passed."""
    late = queries.overdue(actor, at.astimezone(ZONE).date()).count()
    line = Waiting(
        title=_("Agencies that have not agreed to their account in time"),
        url=reverse("reconciliations_overdue"),
        count=late,
        urgency=Urgency.LATER,
        watch=True,
        bundle=Bundle.OVERDUE,
    )
    return [line] if late else []


def _to_sign(seen: QuerySet[Account], role: Role, at: datetime) -> Waiting:
    party, step = STEPS[role]
    rows = _turn_of(seen.filter(~_signed(party, step), state=State.FROZEN), role)
    found = rows.aggregate(n=Count("pk"), due=Min("due"))
    due = found["due"]
    ends = datetime.combine(due + timedelta(days=1), time.min, ZONE) if due else None
    open_ = Difference.objects.filter(account__in=rows.values("pk"), resolved_at=None)
    return Waiting(
        title=_("Accounts to reconcile and sign"),
        bundle=Bundle.ACCOUNTS,
        url=f"{reverse('reconciliations')}?tt=frozen",
        count=found["n"],
        due=ends,
        urgency=Urgency.LATE if ends and ends < at else Urgency.LATER,
        detail=_("%(n)d differences are open.") % {"n": open_.count()} if found["n"] else "",
    )


def _signed(party: Party, step: Step) -> Exists:
    return Exists(Signature.objects.filter(account=OuterRef("pk"), party=party, step=step))


def _turn_of(rows: QuerySet[Account], role: Role) -> QuerySet[Account]:
    """Those whose next step on the side of this role is theirs.

    The post's manager checks the money and approves; where a body has no accountant its head
    does both.
    """
    if role is Role.DISPATCHER:
        return rows.filter(_signed(Party.POST, Step.PREPARED))
    if role is Role.ACCOUNTANT:
        return rows.filter(_signed(Party.AGENCY, Step.PREPARED))
    if role is Role.HEAD:
        accountant = Duty.objects.filter(
            agency=OuterRef("agency"), role=Role.ACCOUNTANT, valid_to=None
        )
        return rows.filter(
            Q(_signed(Party.AGENCY, Step.CHECKED))
            | Q(_signed(Party.AGENCY, Step.PREPARED)) & ~Exists(accountant)
        )
    return rows


def _to_freeze(actor: Actor, at: datetime) -> Waiting:
    """The last period is over, mail was accepted in it, and nobody froze it."""
    return Waiting(
        title=_("A period is over and waits to be frozen"),
        bundle=Bundle.ACCOUNTS,
        url=reverse("reconciliations"),
        count=int(queries.waits_to_be_frozen(actor, last_period(at))),
        urgency=Urgency.LATER,
    )


def _received_alone(actor: Actor, at: datetime) -> Waiting:
    """The body received and sent nothing: it may open the last period and bring its book."""
    found = receiving.received_alone(actor.agency_id or 0, [last_period(at)])
    return Waiting(
        title=_("Mail was only received: the book of what was received can be compared"),
        url=reverse("reconciliations"),
        count=len(found),
        urgency=Urgency.LATER,
    )


def _to_stamp(seen: QuerySet[Account]) -> Waiting:
    return Waiting(
        title=_("Agreed in the system, the paper to be signed and stamped"),
        bundle=Bundle.ACCOUNTS,
        url=f"{reverse('reconciliations')}?giay=1",
        count=reads.to_be_stamped(seen).count(),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role in {Role.ACCOUNTANT, Role.HEAD}:
        return [Act(label=_("Reconciliation of volumes"), url=reverse("reconciliations"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The list by its own name: it is not in everybody's menu."""
    del at
    wanted = fold(text)
    if actor.role not in STEPS or len(wanted) < NAME_MIN or wanted not in fold(NAME):
        return []
    title = _("Reconciliation of volumes")
    return [Found(title=title, url=reverse("reconciliations"), kind=_("page"))]
