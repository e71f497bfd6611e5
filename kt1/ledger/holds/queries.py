"""What is held. The ledger knows subjects, not what they mean."""

from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import lines_of
from kt1.ledger.holds.models import Hold
from kt1.ledger.holds.rules import named_by


def holders_of(entry: Entry) -> list[str]:
    """The open matters that hold what this entry is about, itself or by one of its lines."""
    about = {entry.subject, *named_by(lines_of(entry))}
    found = Hold.objects.filter(held__in=about, ended_at=None).values_list("holder", flat=True)
    return sorted(set(found))
