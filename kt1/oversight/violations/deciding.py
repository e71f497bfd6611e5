"""The three outcomes: chấn chỉnh, xử lý, kiến nghị xử lý; and what came of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.rules import Family
from kt1.oversight.violations import permissions, steps
from kt1.oversight.violations.models import Decision, Violation
from kt1.oversight.violations.reference import conducts, own_competence
from kt1.oversight.violations.rules import Act, Addressee, Area, Outcome, State
from kt1.oversight.violations.steps import UnfitViolationError
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The outcome and its paper: công văn, biên bản vi phạm hành chính, or văn bản kiến nghị.

    `outside_duty`: the answer to Đ.2.2.k, asked of a state body before any sanction.
    """

    kind: Outcome
    paper: str
    dated: date
    addressee: Addressee | None = None
    outside_duty: bool | None = None


@transaction.atomic(durable=True)
def decide(*, violation_id: int, said: Decided, by: Actor, at: datetime, once: RequestKey) -> int:
    """Decide how it ends. Returns the number of the decision.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitViolationError: this outcome is not open to this matter; the sentence says why.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    found = steps.locked(violation_id, by)
    if reason := permissions.why_not_move(by, found, State.DECIDED):
        raise NotAllowedError(reason)
    text = steps.paper(said.paper, said.dated, since=found.done_on, at=at)
    if fault := why_unfit(found, said):
        raise UnfitViolationError(fault)
    own = own_competence(conducts()[found.conduct]) if found.conduct else None
    fined = said.kind is Outcome.SANCTION
    made = Decision.objects.create(
        violation=found,
        n=found.decisions.count() + 1,
        kind=said.kind,
        paper=text,
        dated=said.dated,
        addressee=said.addressee or "",
        competence=own.code if fined and own else "",
        outside_duty=said.outside_duty if fined else None,
        at=at,
        by_id=by.user_id,
    )
    steps.move(found, State.DECIDED, at=at)
    body: dict[str, JSON] = {
        "n": made.n,
        "kind": made.kind,
        "dated": said.dated.isoformat(),
        "addressee": made.addressee,
        "outside_duty": made.outside_duty,
    }
    steps.told(found, "decided", body, by=by, at=at, paper=text)
    finish(once, actor=str(by), answer={"n": made.n})
    return made.n


def why_unfit(found: Violation, said: Decided) -> str | None:
    """Why this outcome is not open to this matter."""
    if found.area == Area.SECRECY and said.addressee is not Addressee.POLICE:
        return _("A matter of secrecy is referred to the police, and to nobody else.")
    if (said.kind is Outcome.REFER) != (said.addressee is not None):
        return _("A referral says to whom; no other outcome does.")
    if said.kind is Outcome.REMIND and found.state == State.FOUND:
        return _("Ask for the correction first: what is set right is checked again.")
    if said.kind is Outcome.SANCTION:
        return why_no_sanction(found, said.outside_duty, said.dated)
    return None


def is_state_body(found: Violation) -> bool:
    """Everybody but the post: Đ.2.2.k is asked of them."""
    return found.agency.family != Family.POST


def why_no_sanction(found: Violation, outside_duty: bool | None, on: date) -> str | None:  # noqa: FBT001 - the answer to one question
    """Why the Sở cannot fine: no conduct or frame, too late, a state body, beyond competence."""
    if not found.conduct:
        return _("No conduct of the table is named: there is nothing to fine.")
    conduct = conducts()[found.conduct]
    if not conduct.has_frame:
        return _("The frame of the fine for this conduct is not known yet.")
    if reason := _why_too_late(found, on):
        return reason
    if own_competence(conduct) is None:
        return _("The fine is beyond the Department's competence: refer it to who is competent.")
    if is_state_body(found) and outside_duty is not True:
        return _(
            "A state body is fined only for what is no duty of state management given to it"
            " (Đ.2.2.k): otherwise refer it."
        )
    return None


def _why_too_late(found: Violation, on: date) -> str | None:
    if found.limit_on is None:
        return _("No norm says until when it may be sanctioned.")
    if on > found.limit_on:
        last = f"{found.limit_on:%d/%m/%Y}"
        return _("The time for a sanction ended on %(day)s.") % {"day": last}
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The paper that ends it. `amount_vnd`: of a sanction; None where it was not fined."""

    paper: str
    dated: date
    amount_vnd: int | None = None


@transaction.atomic(durable=True)
def enter_result(
    *, violation_id: int, said: Result, by: Actor, at: datetime, once: RequestKey
) -> str:
    """What came of the last outcome; the violation is closed. Returns the state.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitViolationError: before the outcome, an amount outside its frame or competence.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(violation_id, by)
    if reason := permissions.why_not_enter_result(by, found):
        raise NotAllowedError(reason)
    last = found.decisions.order_by("-n")[0]
    text = steps.paper(said.paper, said.dated, since=last.dated, at=at)
    if fault := _why_not_over(found, last) or _why_no_amount(found, last, said.amount_vnd):
        raise UnfitViolationError(fault)
    last.result_paper, last.result_on, last.amount_vnd = text, said.dated, said.amount_vnd
    last.save(update_fields=["result_paper", "result_on", "amount_vnd"])
    steps.move(found, State.CLOSED, at=at)
    body: dict[str, JSON] = {
        "n": last.n,
        "dated": said.dated.isoformat(),
        "amount_vnd": said.amount_vnd,
    }
    steps.told(found, "closed", body, by=by, at=at, paper=text)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


def _why_not_over(found: Violation, last: Decision) -> str | None:
    """What is only set right ends when a re-check found it corrected."""
    if last.kind != Outcome.REMIND:
        return None
    checked = found.steps.filter(kind=Act.RECHECKED).order_by("-n").first()
    if checked is not None and checked.met:
        return None
    return _("It is not corrected: ask again with a new day, or decide otherwise.")


def _why_no_amount(found: Violation, last: Decision, amount: int | None) -> str | None:
    if last.kind != Outcome.SANCTION:
        return _("Only a sanction has an amount.") if amount is not None else None
    if amount is None:
        return None
    conduct = conducts()[found.conduct]
    if not (conduct.least_vnd or 0) <= amount <= (conduct.most_vnd or 0):
        return _("The fine lies between %(least)s and %(most)s đồng for an organisation.") % {
            "least": _grouped(conduct.least_vnd or 0),
            "most": _grouped(conduct.most_vnd or 0),
        }
    return None


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
