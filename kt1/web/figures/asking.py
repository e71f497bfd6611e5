"""What the address of a page of figures asks for; what cannot be read is said and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.forms import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from kt1.assurance.adoption.rules import Span
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.rules import Bloc
from kt1.oversight.figures.permissions import OF_LINES
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.moments import ZONE
from kt1.web.tariff.forms import month_text, read_month

SINCE, UNTIL, BY = "tu", "den", "theo"
COMMUNE, BLOC, ROUTE, BODY, PROVINCE = "xa", "khoi", "tuyen", "cq", "tinh"
MONTHS_MOST = 36
#: The set that every other builds on.
GENERAL = "CHUNG"
#: Bodies that govern no commune, as the address calls them.
AT_PROVINCE = "tinh"
#: No delivery route stops at a door of theirs.
NO_ROUTE = "-"

OF_PROVINCE = ("xa", "tuyen", "khoi", "co-quan", "dich-vu", "thang")
OF_COUNTRY = ("tinh", "khoi", "dich-vu", "thang")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The question, the same in words of the form, and what could not be read."""

    span: Span
    by: str
    commune: str = ""
    bloc: str = ""
    route: str = ""
    body: str = ""
    province: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def address(self, **changed: str) -> str:
        """The same question with other answers to some of it."""
        said = {**self.typed, BY: self.by, COMMUNE: self.commune, BLOC: self.bloc,
                ROUTE: self.route, BODY: self.body, PROVINCE: self.province}  # fmt: skip
        said.update(changed)
        return f"?{urlencode({key: value for key, value in said.items() if value})}"

    @property
    def months(self) -> str:
        return f"{self.typed[SINCE]} – {self.typed[UNTIL]}"


def asking(said: QueryDict, actor: Actor, at: datetime) -> Asking:
    faults: dict[str, str] = {}
    span = span_of(said, at, faults)
    offered = dimensions(actor, said)
    by = said.get(BY, "")
    return Asking(
        span=span,
        by=by if by in offered else offered[0],
        commune=_short(said, COMMUNE),
        bloc=said.get(BLOC, "") if said.get(BLOC) in set(Bloc) else "",
        route=_short(said, ROUTE).upper(),
        body=_short(said, BODY).upper(),
        province=_short(said, PROVINCE) if actor.role is Role.MINISTRY else "",
        typed={
            SINCE: said.get(SINCE, "") if SINCE in faults else month_text(span.first),
            UNTIL: said.get(UNTIL, "") if UNTIL in faults else month_text(span.last),
        },
        faults=faults,
    )


def dimensions(actor: Actor, said: QueryDict) -> tuple[str, ...]:
    """What a table may be broken down by.

    The ministry chooses a province first. The six cells are counted of a whole province only.
    """
    if actor.role is Role.MINISTRY:
        return OF_COUNTRY if _short(said, PROVINCE) else OF_COUNTRY[:1]
    part = actor.role in OF_LINES or any(_short(said, key) for key in (COMMUNE, BLOC, ROUTE, BODY))
    return tuple(by for by in OF_PROVINCE if not (part and by == "dich-vu"))


def _short(said: QueryDict, key: str) -> str:
    return said.get(key, "").replace("\x00", "").strip()[:32]


def usual_span(at: datetime) -> Span:
    """The months that are looked back on where none are said."""
    return span_of(QueryDict(), at, {})


def span_of(said: QueryDict, at: datetime, faults: dict[str, str]) -> Span:
    """Whole months; those the parameter looks back on where none is said."""
    now = at.astimezone(ZONE).date().replace(day=1)
    last = _month(said, UNTIL, now, faults)
    back = norms(GENERAL, at.astimezone(ZONE).date()).count(Key.ADOPTION_MONTHS)
    first = _month(said, SINCE, months_before(last, back - 1), faults)
    if first > last:
        faults[UNTIL] = _("The last month comes before the first.")
        first = last
    elif first < months_before(last, MONTHS_MOST - 1):
        faults[SINCE] = _("At most %(n)s months at once.") % {"n": MONTHS_MOST}
        first = months_before(last, MONTHS_MOST - 1)
    return Span(first, months_before(last, -1) - timedelta(days=1))


def _month(said: QueryDict, key: str, default: date, faults: dict[str, str]) -> date:
    if not (raw := said.get(key, "").strip()):
        return default
    try:
        return read_month(raw)
    except ValidationError as fault:
        faults[key] = " ".join(fault.messages)
        return default


def months_before(month: date, number: int) -> date:
    """The first day of the month so many months before; after it where below nought."""
    n = month.year * 12 + month.month - 1 - number
    return date(n // 12, n % 12 + 1, 1)


def least(at: datetime) -> int:
    """A cell of fewer items is not shared."""
    return norms(GENERAL, at.astimezone(ZONE).date()).count(Key.SMALL_CELL_MIN)
