"""Beginning to store letters. The way back is custody's: it folds the letters of open items."""

from datetime import datetime

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.modes import permissions
from kt1.law.modes.models import InstallationMode
from kt1.law.modes.rules import Papers
from kt1.law.modes.steps import change_mode
from kt1.law.services.rules import Mode
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


@transaction.atomic(durable=True)
def begin_letters(
    *, mode: Mode, papers: Papers, by: Acting, at: datetime, once: RequestKey
) -> InstallationMode:
    """Run in a mode that stores letters from now on: letter or LAN.

    Raises:
        NotAllowedError: `by` may not, a paper is missing, nothing would change, or the mode is
            the flag (`kt1.custody.units.folding` goes back to it).
        RefusedTextError: a number is not one that may be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return InstallationMode.objects.get(pk=done["mode"])
    require(permissions.why_not_begin_letters(mode))
    begun = change_mode(mode=mode, papers=papers, by=by, second=None, at=at)
    finish(once, actor=str(by), answer={"mode": begun.pk})
    return begun
