"""Who does what with a budget. Each answer is a reason why not, or None."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import Body
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.rules import Stage, may_follow
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

#: Who reads budgets of their province whole, and as which body their lines are shown.
READERS: Mapping[Role, Body] = {
    Role.REGULATOR: Body.SCIENCE_DEPARTMENT,
    Role.FINANCE: Body.FINANCE_DEPARTMENT,
    Role.PROVINCE_LEADER: Body.PROVINCE,
    Role.PARTY_OFFICE: Body.PARTY_OFFICE,
}
#: Who reads the line of their own body.
PAYERS = frozenset({Role.ACCOUNTANT, Role.HEAD})


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS and actor.province_id is not None:
        return None
    if actor.role in PAYERS and actor.agency_id is not None:
        return None
    return _("The budget is read by the two departments, the province, and each body for itself.")


def why_not_estimate(actor: Actor, last: BudgetVersion | None) -> str | None:
    if actor.role is not Role.REGULATOR or actor.province_id is None:
        return _("The Department of Science and Technology makes the estimate.")
    if last is not None and last.stage == Stage.ESTIMATE and _under_review(last):
        return _("The estimate lies with the Department of Finance: wait for its answer.")
    if not may_follow(Stage(last.stage) if last else None, Stage.ESTIMATE):
        return _(
            "The budget of this year is appraised already: it can be adjusted, not begun again."
        )
    return None


def why_not_send(actor: Actor, version: BudgetVersion) -> str | None:
    if actor.role is not Role.REGULATOR or not actor.is_in(version.budget.province_id):
        return _("The Department of Science and Technology makes the estimate.")
    if version.stage != Stage.ESTIMATE or version.sent_at is not None:
        return _("Only an estimate that was not sent yet is sent.")
    return None


def why_not_review(actor: Actor, version: BudgetVersion) -> str | None:
    """To answer an estimate: appraise it, or send it back."""
    if actor.role is not Role.FINANCE or not actor.is_in(version.budget.province_id):
        return _("The Department of Finance reviews, allocates, adjusts and settles.")
    if version.stage != Stage.ESTIMATE or not _under_review(version):
        return _("No estimate waits for review.")
    return None


def why_not_decide(actor: Actor, last: BudgetVersion, stage: Stage) -> str | None:
    """To make the next version: allocate, adjust or settle."""
    if actor.role is not Role.FINANCE or not actor.is_in(last.budget.province_id):
        return _("The Department of Finance reviews, allocates, adjusts and settles.")
    if stage is Stage.APPRAISED:
        return why_not_review(actor, last)
    if not may_follow(Stage(last.stage), stage):
        return _("This does not follow the version that stands now.")
    return None


def _under_review(version: BudgetVersion) -> bool:
    return version.sent_at is not None and version.returned_at is None
