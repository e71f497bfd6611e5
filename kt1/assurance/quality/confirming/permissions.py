"""Who fills in, signs, answers and decides a sheet of quality. Each answer is a reason, or None."""

from django.utils.translation import gettext as _

from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

OF_BODY = frozenset({Role.CLERK, Role.HEAD})
#: To whom a body's matters rise: the Party's office for its bloc, the Department for all others.
DECIDERS = frozenset({Role.REGULATOR, Role.PARTY_OFFICE})
READERS = OF_BODY | DECIDERS | {Role.DISPATCHER}


def is_body(actor: Actor, sheet: QualitySheet) -> bool:
    return actor.role in OF_BODY and actor.is_of(sheet.agency_id)


def is_post(actor: Actor, sheet: QualitySheet) -> bool:
    return actor.role is Role.DISPATCHER and actor.is_in(sheet.province_id)


def decides(actor: Actor, sheet: QualitySheet) -> bool:
    """Whether disagreements of this body rise to the actor (W7)."""
    if not actor.is_in(sheet.province_id):
        return False
    role = Role.PARTY_OFFICE if sheet.agency.bloc == Bloc.PARTY else Role.REGULATOR
    return actor.role is role


def may_see_items(actor: Actor, sheet: QualitySheet) -> bool:
    """Both sides always; whoever decides, the items in dispute and only those."""
    disputed = sheet.state in {SheetState.DISPUTED, SheetState.DECIDED}
    return is_body(actor, sheet) or is_post(actor, sheet) or (decides(actor, sheet) and disputed)


def why_not_fill_in(actor: Actor, sheet: QualitySheet) -> str | None:
    if actor.role is not Role.CLERK or not is_body(actor, sheet):
        return _("The records clerk of the agency fills in the sheet of quality.")
    if sheet.state == SheetState.PREPARED:
        return _("The sheet lies with the head. It can be sent back to you.")
    return _why_over(sheet) if sheet.state != SheetState.OPEN else None


def why_not_sign(actor: Actor, sheet: QualitySheet) -> str | None:
    if actor.role is not Role.HEAD or not is_body(actor, sheet):
        return _("The head of the agency signs the sheet of quality.")
    if sheet.state == SheetState.OPEN:
        return _("The records clerk has not prepared the sheet yet.")
    if sheet.state != SheetState.PREPARED:
        return _why_over(sheet)
    if sheet.prepared_by_id == actor.user_id:
        return _("Whoever prepared the sheet does not sign it.")
    return None


def why_not_confirm(actor: Actor, sheet: QualitySheet) -> str | None:
    if not is_post(actor, sheet):
        return _("The post's dispatcher confirms for the post.")
    if sheet.state != SheetState.SIGNED:
        return _("Only what the agency has signed without objection is confirmed.")
    return None


def why_not_reply(actor: Actor, sheet: QualitySheet) -> str | None:
    if not is_post(actor, sheet):
        return _("The post's dispatcher answers objections.")
    if sheet.state != SheetState.OBJECTED:
        return _("No objection waits for an answer.")
    return None


def why_not_decide(actor: Actor, sheet: QualitySheet) -> str | None:
    if not decides(actor, sheet):
        return _("This is decided by whom the agency's matters rise to.")
    if sheet.state != SheetState.DISPUTED:
        return _("Nothing here waits for a decision.")
    return None


def why_not_renew(actor: Actor, sheet: QualitySheet) -> str | None:
    """The post brings figures up to date until the body has said its word."""
    if not is_post(actor, sheet):
        return _("The post's dispatcher brings the figures up to date.")
    if sheet.state != SheetState.OPEN:
        return _("The figures stand: the agency has prepared the sheet.")
    return None


def why_not_record_paper(actor: Actor, sheet: QualitySheet) -> str | None:
    if not (is_post(actor, sheet) or (actor.role is Role.CLERK and is_body(actor, sheet))):
        return _("The records clerk or the post's dispatcher enters the signed paper.")
    if not sheet.agency.works_on_paper:
        return _("The agency confirms here; a paper takes its place only where it works on paper.")
    return _why_over(sheet) if sheet.state != SheetState.OPEN else None


def _why_over(_sheet: QualitySheet) -> str:
    return _("The agency has signed this sheet.")
