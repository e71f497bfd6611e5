"""What kind of database this is, as the frame must say it on every page and print."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kt1.web.papers.rules import Band
from kt1.web.words import Words

DEMONSTRATION, DRILL = "demonstration", "drill"

BANDS: dict[str, Words] = {
    DEMONSTRATION: _("ILLUSTRATIVE DATA"),
    DRILL: _("DRILL"),
}


def kind() -> str:
    """One short query of the one-row table that only the owner of the database writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM kt1_installation")
        row = cursor.fetchone()
    return row[0] if row else "new"


def band() -> Band:
    """The same word as papers and files carry it."""
    return Band.of(kind())


def bands(of: str) -> tuple[Words, ...]:
    """What stands over every page of a database of this kind."""
    return (BANDS[of],) if of in BANDS else ()
