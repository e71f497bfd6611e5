"""Who asks, who answers, who signs. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.agencies.models import Agency
from kt1.oversight.papers import enters_for
from kt1.oversight.reviews.models import (
    STATE_LABELS,
    OutsideReport,
    Questionnaire,
    Review,
    ReviewRound,
)
from kt1.oversight.reviews.rules import DONE, OPENERS, WRITABLE, State, may_follow
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS

ANSWERERS = frozenset({Role.CLERK, Role.HEAD})
ROUND_READERS = OPENERS | {Role.PROVINCE_LEADER}
READERS = ROUND_READERS | AGENCY_ROLES
RULE_READERS = OPENERS | AGENCY_ROLES
REPORT_READERS = OPENERS | {Role.POLICE_PA03} | AGENCY_ROLES


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS:
        return None
    return _("Self-reviews are read by the agency and whom its line reports to.")


def why_not_read_questions(actor: Actor) -> str | None:
    if actor.role in OPENERS and actor.province_id is not None:
        return None
    return _("Who opens rounds reads the questions.")


def why_not_edit_questions(actor: Actor) -> str | None:
    if actor.role in KEEPERS and actor.province_id is not None:
        return None
    return _("The Department writes the questions; for the Party's bodies their office does.")


def why_not_change(actor: Actor, version: Questionnaire) -> str | None:
    if reason := why_not_edit_questions(actor):
        return reason
    if not actor.is_in(version.province_id):
        return _("This questionnaire is of another province.")
    if KEEPERS[actor.role] != version.keeper:
        return _("This questionnaire is of another office.")
    if version.issued_at is not None:
        return _("An issued version does not change. Make a new one.")
    return None


def why_not_open(actor: Actor) -> str | None:
    if actor.role in OPENERS and actor.province_id is not None:
        return None
    return _("The Department opens a round; for the Party's bodies their office does.")


def why_not_close(actor: Actor, found: ReviewRound) -> str | None:
    if not _asks(actor, found):
        return _("Only who opened the round closes it.")
    if found.closed_at is not None:
        return _("This round is closed.")
    return None


def _asks(actor: Actor, found: ReviewRound) -> bool:
    return actor.role.value == found.asked_by_role and actor.is_in(found.province_id)


def why_not_fill(actor: Actor, review: Review) -> str | None:
    """The agency itself; for one that works on paper, who asks enters its signed paper."""
    if review.round.closed_at is not None:
        return _("This round is closed.")
    if actor.role in ANSWERERS and actor.is_of(review.agency_id):
        return None if State(review.state) in WRITABLE else _not_while(review)
    if not _asks(actor, review.round):
        return _("The records clerk or the head of the agency answers.")
    if not review.agency.works_on_paper:
        return _("This agency answers by itself.")
    if State(review.state) not in {State.OPEN, State.RETURNED}:
        return _not_while(review)
    return None


def needs_paper(actor: Actor, review: Review) -> bool:
    """Whether these answers are copied from a signed paper of somebody else."""
    return not actor.is_of(review.agency_id)


def why_not_approve(actor: Actor, review: Review) -> str | None:
    if actor.role is not Role.HEAD or not actor.is_of(review.agency_id):
        return _("Only the head of the agency signs off.")
    return _why_not_move(review, State.APPROVED)


def why_not_return(actor: Actor, review: Review) -> str | None:
    """The head before signing, who asked for it afterwards."""
    state = State(review.state)
    if actor.role is Role.HEAD and actor.is_of(review.agency_id):
        return (
            _why_not_move(review, State.RETURNED) if state is State.FILLED else _not_while(review)
        )
    if _asks(actor, review.round):
        return _why_not_move(review, State.RETURNED) if state in DONE else _not_while(review)
    return _("Only the head, or who asked for the review, sends it back.")


def why_not_enter_paper(actor: Actor, review: Review) -> str | None:
    if actor.role not in ANSWERERS or not actor.is_of(review.agency_id):
        return _("The records clerk or the head of the agency enters its signed paper.")
    if review.filled_at is None or State(review.state) is State.RETURNED:
        return _not_while(review)
    return _why_not_move(review, State.STAMPED)


def _why_not_move(review: Review, after: State) -> str | None:
    if review.round.closed_at is not None:
        return _("This round is closed.")
    return None if may_follow(State(review.state), after) else _not_while(review)


def _not_while(review: Review) -> str:
    return _("Not while it is: %(state)s.") % {"state": STATE_LABELS[State(review.state)]}


def why_not_read_rules(actor: Actor) -> str | None:
    if actor.role in RULE_READERS:
        return None
    return _("Internal rules are followed by the agency and whom its line reports to.")


def why_not_state_rule(actor: Actor, agency: Agency) -> str | None:
    if actor.role in ANSWERERS and actor.is_of(agency.pk):
        return None
    if enters_for(actor, agency):
        return None
    return _("The records clerk or the head of the agency says how its rules stand.")


def why_not_read_reports(actor: Actor) -> str | None:
    if actor.role in REPORT_READERS:
        return None
    return _("Read by the agency that reported, the police and whom the sender's line reports to.")


def why_not_report(actor: Actor) -> str | None:
    if actor.role in ANSWERERS | {Role.PARTY_OFFICE} and actor.agency_id is not None:
        return None
    return _("The agency that received the cover reports it.")


def why_not_report_for(actor: Actor, agency: Agency) -> str | None:
    """To enter the signed paper by which a body that works on paper reports a cover."""
    if enters_for(actor, agency):
        return None
    return _("Whoever follows its line enters the paper of a body that works on paper.")


def why_not_enter_reports(actor: Actor) -> str | None:
    """To be asked for such papers at all; which bodies' is said by each."""
    if actor.role in OPENERS and actor.province_id is not None:
        return None
    return _("Whoever follows its line enters the paper of a body that works on paper.")


def entered(actor: Actor, report: OutsideReport) -> bool:
    """Whether this person entered it from a paper."""
    return bool(report.paper) and report.filed_by_id == actor.user_id


def why_not_withdraw(actor: Actor, report: OutsideReport) -> str | None:
    own = why_not_report(actor) is None and actor.is_of(report.agency_id)
    if not own and not (entered(actor, report) and enters_for(actor, report.agency)):
        return _("Only the agency that reported withdraws it.")
    if report.withdrawn_at is not None:
        return _("It is withdrawn already.")
    return None
