"""Who may do what with a complaint. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.assurance.complaints.models import STATE_LABELS, Complaint
from kt1.assurance.complaints.rules import Matter, Outcome, State, may_follow
from kt1.custody.items.models import Item
from kt1.network.agencies.models import Agency
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor, NotAllowedError

COMPLAINANTS = frozenset({Role.CLERK, Role.HEAD})
ANSWERERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})
#: To whom it rises when the post is late: the Sở, and the Party's office for its own line (W7).
WATCHERS = frozenset({Role.REGULATOR, Role.PARTY_OFFICE})
READERS = AGENCY_ROLES | ANSWERERS | {Role.COUNTER} | WATCHERS


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS:
        return None
    return _("Complaints are read by the agency, the post and whom a late answer rises to.")


def why_not_file_any(actor: Actor) -> str | None:
    if actor.role in COMPLAINANTS and actor.agency_id is not None:
        return None
    if enters_papers(actor):
        return None
    return _("The records clerk or the head of the agency files a complaint.")


def enters_papers(actor: Actor) -> bool:
    """Whether they enter the signed complaints of bodies that work on paper (W7)."""
    return actor.role in ANSWERERS and actor.province_id is not None


def why_not_file(actor: Actor, item: Item, body: Agency | None) -> str | None:
    """Sender or receiver, of an item that the post has accepted; for `body` the post enters it."""
    if reason := why_not_file_any(actor):
        return reason
    if enters_papers(actor):
        return _why_not_on_paper(actor, item, body)
    bodies = bodies_behind(actor.agency_id)
    if item.sender_id not in bodies and item.receiver_id not in bodies:
        return _("Only the sender or the receiver complains of an item.")
    return None


class NotOnPaperError(NotAllowedError):
    """The paper is of a body whose papers are not entered by the post, or not of this item."""


def _why_not_on_paper(actor: Actor, item: Item, body: Agency | None) -> str | None:
    if body is None or body.pk not in {item.sender_id, item.receiver_id}:
        return _("Only the sender or the receiver complains of an item.")
    return _why_not_for(actor, body)


def _why_not_for(actor: Actor, body: Agency) -> str | None:
    if body.works_on_paper and actor.is_in(body.province_id):
        return None
    return _("Only for an agency of the province that works on paper its signed paper is entered.")


def why_not_decide(actor: Actor, complaint: Complaint, after: State) -> str | None:
    """Withdraw, agree to the answer, or not: the body that complained, or its signed paper."""
    mine = actor.role in COMPLAINANTS and actor.is_of(complaint.agency_id)
    by_paper = enters_papers(actor) and _why_not_for(actor, complaint.agency) is None
    if not mine and not by_paper:
        return _("Only the agency that complained decides this.")
    if complaint.state == State.LIABLE:
        return _("It closes when the compensation is paid.")
    return _why_not_now(complaint, after)


def why_not_answer(actor: Actor, complaint: Complaint) -> str | None:
    if actor.role not in ANSWERERS or not actor.is_in(complaint.province_id):
        return _("The controller or the dispatcher of the post in the province answers.")
    return _why_not_now(complaint, State.ANSWERED)


def why_not_record_liability(actor: Actor, complaint: Complaint) -> str | None:
    if reason := _why_not_settle(actor, complaint):
        return reason
    last = complaint.answers.order_by("-n").first()
    if last is None or last.outcome == Outcome.REJECTED:
        return _("Only a complaint that the answer found right leads to compensation.")
    return _why_not_now(complaint, State.LIABLE)


def why_not_pay(actor: Actor, complaint: Complaint) -> str | None:
    if reason := _why_not_settle(actor, complaint):
        return reason
    if complaint.state != State.LIABLE:
        return _("There is no record of liability that waits to be paid.")
    return None


def why_not_record_found(actor: Actor, complaint: Complaint) -> str | None:
    """A lost item came to light after its compensation was paid."""
    if reason := _why_not_settle(actor, complaint):
        return reason
    record = getattr(complaint, "liability", None)
    if complaint.matter != Matter.LOSS or record is None or record.paid_on is None:
        return _("Only a lost item that was compensated can be found later.")
    if record.found_on is not None:
        return _("It is entered already that the item was found.")
    return None


def _why_not_settle(actor: Actor, complaint: Complaint) -> str | None:
    if actor.role is Role.DISPATCHER and actor.is_in(complaint.province_id):
        return None
    return _("The dispatcher of the post in the province settles compensation.")


def _why_not_now(complaint: Complaint, after: State) -> str | None:
    if may_follow(State(complaint.state), after):
        return None
    return _("Not while it is: %(state)s.") % {"state": STATE_LABELS[State(complaint.state)]}
