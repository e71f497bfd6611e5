"""Who may do what to the account of a month. Each answer is a reason why not, or None."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation.rules import Party, Step
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

POST_SIDE = frozenset({Role.CONTROLLER, Role.DISPATCHER})
#: Who takes which step; on the post's side the manager stands for money and for the head.
SIGNERS: Mapping[tuple[Party, Step], frozenset[Role]] = {
    (Party.AGENCY, Step.PREPARED): frozenset({Role.CLERK}),
    (Party.AGENCY, Step.CHECKED): frozenset({Role.ACCOUNTANT}),
    (Party.AGENCY, Step.APPROVED): frozenset({Role.HEAD}),
    (Party.POST, Step.PREPARED): POST_SIDE,
    (Party.POST, Step.CHECKED): frozenset({Role.DISPATCHER}),
    (Party.POST, Step.APPROVED): frozenset({Role.DISPATCHER}),
}


def party_of(actor: Actor, account: Account) -> Party | None:
    """On which side of this account the person stands; None for everybody else."""
    if actor.role in AGENCY_ROLES and actor.is_of(account.agency_id):
        return Party.AGENCY
    if actor.role in POST_SIDE and actor.is_in(account.province_id):
        return Party.POST
    return None


def why_not_freeze(actor: Actor, province_id: int, ends: date, on: date) -> str | None:
    """The post freezes, once the last day of the period is over."""
    mine = actor.role is Role.DISPATCHER and actor.is_in(province_id)
    console = actor.role is Role.ADMIN and not actor.user_id
    if not mine and not console:
        return _("Only the post's dispatcher of the province freezes a period.")
    if on <= ends:
        return _("The period is not over. Freeze it when its last day has passed.")
    return None


def why_not_open_received(actor: Actor, ends: date, on: date) -> str | None:
    """A body that only received opens its own account, once the period is over."""
    if actor.role is not Role.CLERK or actor.agency_id is None:
        return _("Only the records clerk of the agency opens the account of what it received.")
    if on <= ends:
        return _("The period is not over. Freeze it when its last day has passed.")
    return None


def nothing_received_alone() -> str:
    return _(
        "In this period the agency received nothing, or it also sent: then the post freezes the"
        " period and the account is there."
    )


def why_not_bring(actor: Actor, account: Account) -> str | None:
    """Only the body itself brings its book, until both sides have agreed."""
    if actor.role is not Role.CLERK or not actor.is_of(account.agency_id):
        return _("Only the records clerk of this agency brings its book.")
    return _why_closed(account) or _why_signed(account)


def why_not_resolve(actor: Actor, account: Account) -> str | None:
    party = party_of(actor, account)
    if party is None or actor.role in {Role.ACCOUNTANT, Role.HEAD}:
        return _("Differences are resolved by the two clerks: of the agency and of the post.")
    return _why_closed(account) or _why_signed(account)


def why_not_remark(actor: Actor, account: Account) -> str | None:
    if party_of(actor, account) is None:
        return _("Only the agency and the post write here.")
    return None


def why_not_sign(actor: Actor, account: Account, step: Step) -> str | None:
    """Văn thư, kế toán, thủ trưởng: in this order, each by their own duty."""
    party = party_of(actor, account)
    if party is None:
        return _("Only the agency and the post sign this account.")
    if closed := _why_closed(account):
        return closed
    if _differs(account):
        return _("Resolve every difference first.")
    if actor.role in _signers(party, step, account):
        return _why_same_person(actor, account, party, step)
    return _WRONG_ROLE[step]()


def _signers(party: Party, step: Step, account: Account) -> frozenset[Role]:
    roles = SIGNERS[party, step]
    if roles == {Role.ACCOUNTANT} and not _has_accountant(account):
        return frozenset({Role.HEAD})
    return roles


def _has_accountant(account: Account) -> bool:
    held = Duty.objects.filter(agency=account.agency_id, role=Role.ACCOUNTANT, valid_to=None)
    return held.exists()


def _why_same_person(actor: Actor, account: Account, party: Party, step: Step) -> str | None:
    """Who approves did not prepare."""
    prepared = account.signatures.filter(party=party, step=Step.PREPARED, by=actor.user_id)
    if step is Step.APPROVED and prepared.exists():
        return _("Whoever prepared the account does not approve it.")
    return None


_WRONG_ROLE = {
    Step.PREPARED: lambda: _("The records clerk, or the post's controller, prepares."),
    Step.CHECKED: lambda: _("The accountant, or the post's manager, checks the money."),
    Step.APPROVED: lambda: _("The head of the agency, or the post's manager, approves."),
}


def why_not_send_back(actor: Actor, account: Account) -> str | None:
    if party_of(actor, account) is None:
        return _("Only the agency and the post sign this account.")
    return _why_closed(account)


def why_not_record_paper(actor: Actor, account: Account) -> str | None:
    """The paper stays with both; either enters number and date, once both agreed here.

    A body that works on paper agrees by its paper; the post still signs every step here first, so
    that differences are settled and the surcharge of marked covers is in what the paper states.
    """
    if actor.role not in {Role.CLERK, Role.DISPATCHER} or party_of(actor, account) is None:
        return _("The records clerk or the post's manager enters the signed paper.")
    if account.state == State.SIGNED:
        return _("The signed paper is entered already.")
    if account.state == State.AGREED:
        return None
    if not account.agency.works_on_paper:
        return _("Both sides agree in the system first; then the paper is signed and entered.")
    return _why_not_by_paper_alone(account)


def _why_not_by_paper_alone(account: Account) -> str | None:
    if _differs(account):
        return _("Resolve every difference first.")
    if account.surcharge is None or _steps_of(account, Party.POST) != frozenset(Step):
        return _(
            "The post prepares, checks and approves the account here first; then its paper is"
            " signed with the agency and entered."
        )
    return None


def _steps_of(account: Account, party: Party) -> frozenset[str]:
    return frozenset(one.step for one in account.signatures.all() if one.party == party)


def _differs(account: Account) -> bool:
    return account.differences.filter(resolved_at=None).exists()


def why_not_adjust(actor: Actor, account: Account) -> str | None:
    if actor.role is not Role.DISPATCHER or party_of(actor, account) is None:
        return _("The post's manager enters an adjustment; the agency signs it with the period.")
    if account.state == State.FROZEN:
        return _("This period is still open: resolve the difference in it.")
    return None


def _why_closed(account: Account) -> str | None:
    if account.state == State.FROZEN:
        return None
    return _("Both sides have agreed. What is to be corrected enters the next period.")


def _why_signed(account: Account) -> str | None:
    if account.signatures.exists():
        return _("The account is being signed. Send it back first.")
    return None
