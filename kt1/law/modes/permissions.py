"""Who may change the mode. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law.acting import MODE_SETTERS, Acting
from kt1.law.modes.rules import LETTERED, Papers
from kt1.law.services.rules import Mode


def why_not_set_mode(
    actor: Acting, *, now: Mode, mode: Mode, papers: Papers, second: Acting | None
) -> str | None:
    if actor.role not in MODE_SETTERS:
        return _("Only the administrator or the manager changes the mode.")
    if mode is now:
        return _("The installation already runs in this mode.")
    if mode in LETTERED and not papers.are_complete:
        return _(
            "Letters need number and date of the police's opinion and of the approved"
            " security level."
        )
    if mode is Mode.FLAG:
        return why_not_second(actor, second)
    return None


def why_not_begin_letters(mode: Mode) -> str | None:
    """Custody alone goes back: the letters of open items fold in the same commit."""
    if mode is Mode.FLAG:
        return _("Going back to the flag takes a second person.")
    return None


def why_not_second(actor: Acting, second: Acting | None) -> str | None:
    if second is None or second.user_id == actor.user_id:
        return _("Going back to the flag takes a second person.")
    if second.role not in MODE_SETTERS:
        return _("The second person is an administrator or a manager too.")
    return None
