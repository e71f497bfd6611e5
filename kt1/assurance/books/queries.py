"""What a brought book is read against."""

from kt1.assurance.books.models import Account, Mapping
from kt1.assurance.books.reading import Asked
from kt1.assurance.books.rules import Period, Side
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import MARKS_IN_MODE, Scope
from kt1.network.models import Agency
from kt1.network.names.rules import spelling


def asked(account: Account, side: Side) -> Asked:
    """Bodies by code and by name; a name that two bodies bear names neither."""
    bodies: dict[str, tuple[int, str]] = {}
    twice: set[str] = set()
    rows = Agency.objects.values_list("pk", "code", "name", "province_id")
    for key, code, name, province in rows:
        scope = Scope.WITHIN if province == account.province_id else Scope.BETWEEN
        for said in {spelling(code), spelling(name)}:
            if said in bodies:
                twice.add(said)
            bodies[said] = (key, scope.value)
    return Asked(
        side=side,
        period=Period(account.starts, account.ends),
        marks=frozenset(mark.value for mark in MARKS_IN_MODE[current_mode()]),
        bodies={said: body for said, body in bodies.items() if said not in twice},
    )


def remembered(account: Account, side: Side, headings: str) -> dict[str, int] | None:
    """The columns as they were said last time for files with these headings."""
    found = Mapping.objects.filter(
        agency=account.agency_id, side=side, headings=headings
    ).values_list("columns", flat=True)
    return found.first()
