"""Changing the mode where no item holds a letter that would have to be folded with it."""

from datetime import datetime

from django.db import transaction

from kt1.law.acting import Acting
from kt1.law.modes.models import InstallationMode
from kt1.law.modes.rules import Papers
from kt1.law.modes.steps import change_mode
from kt1.law.services.rules import Mode
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


@transaction.atomic(durable=True)
def set_mode(
    *,
    mode: Mode,
    by: Acting,
    at: datetime,
    once: RequestKey,
    papers: Papers | None = None,
    second: Acting | None = None,
) -> InstallationMode:
    """Run in another mode from now on. Raises as `change_mode`."""
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return InstallationMode.objects.get(pk=done["mode"])
    begun = change_mode(mode=mode, papers=papers or Papers(), by=by, second=second, at=at)
    finish(once, actor=str(by), answer={"mode": begun.pk})
    return begun
