"""Changing the mode, inside the transaction of whoever does it. Opens none.

Going back to the flag folds the letters of open items; that is custody's, and it does both in
one transaction by calling this.
"""

from datetime import datetime

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.modes import permissions
from kt1.law.modes.models import InstallationMode
from kt1.law.modes.rules import Papers, folds_letters
from kt1.law.screening.rules import passed
from kt1.law.services.rules import Mode
from kt1.ledger.entries.actions import append


def change_mode(
    *, mode: Mode, papers: Papers, by: Acting, second: Acting | None, at: datetime
) -> InstallationMode:
    """End the mode now and begin another.

    Raises:
        NotAllowedError: one of the persons may not, a paper is missing, or nothing would change.
        RefusedTextError: a number is not one that may be kept.
    """
    ending = InstallationMode.objects.select_for_update().get(valid_to=None)
    now = Mode(ending.mode)
    require(permissions.why_not_set_mode(by, now=now, mode=mode, papers=papers, second=second))
    ending.valid_to = at
    ending.save(update_fields=["valid_to"])
    begun = InstallationMode.objects.create(
        mode=mode.value,
        valid_from=at,
        opinion_number=passed(papers.opinion_number, names_a_paper=True),
        opinion_date=papers.opinion_date,
        level_number=passed(papers.level_number, names_a_paper=True),
        level_date=papers.level_date,
        set_by=str(by),
        seconded_by=str(second) if second is not None else "",
    )
    append(
        kind="law.mode_changed",
        subject="installation",
        actor=str(by),
        at=at,
        body={
            "from": now.value,
            "to": mode.value,
            "second": begun.seconded_by,
            "folds_letters": folds_letters(now, mode),
        },
    )
    forget()
    return begun
