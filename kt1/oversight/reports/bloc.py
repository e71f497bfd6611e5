"""The figures of the Party office's report: of the bodies of its lines, and of nobody else (W7).

What the post does for all is the Department's to report; what other lines send is not theirs.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from kt1.assurance.adoption.permissions import lines_shown
from kt1.assurance.adoption.rules import Span as Days
from kt1.assurance.books.rules import State
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.ledger.checkpoints.queries import head
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import memberships_on
from kt1.network.agencies.rules import Bloc
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.queries import owing
from kt1.oversight.figures.counting import of_bodies, served
from kt1.oversight.figures.lines import Facts, total_of
from kt1.oversight.reports import gathering, keys, neighbours, standing
from kt1.oversight.reports.counting import Counts, moments
from kt1.oversight.reports.figures import Frozen, Pair, hidden
from kt1.oversight.reports.rules import Span
from kt1.people.accounts.rules import Role

#: The blocs to which bodies of these lines belong.
BLOCS = (Bloc.PARTY, Bloc.FRONT)
_INSTANT = timedelta(microseconds=1)


def frozen(province_id: int, span: Span, at: datetime) -> Frozen:
    """Count everything now. The ledger is read first: what it held then is in the figures.

    Raises:
        UnsetNormError: the installation goes by no set of norms yet.
    """
    ledger = head()
    norms = active_norms(at.astimezone(VIETNAM).date())
    least = norms.count(Key.SMALL_CELL_MIN)
    on = min(span.last, at.astimezone(VIETNAM).date())
    lines = lines_shown(Role.PARTY_OFFICE)
    theirs = [body for body in served(province_id, on) if body.line in lines]
    facts = of_bodies(theirs, province_id, Days(span.first, span.last), at=at, followed=lines)
    known = gathering.kept(span.year_before)
    values = _mail(theirs, facts, known=known) | _subjects(theirs, on)
    now = _beside(province_id, span, at, theirs)
    last = _done(province_id, span.year_before) if known else {}
    values |= {key: (number, last.get(key)) for key, number in now.items()}
    used = {pk for pk, one in facts.items() if one.using}
    return Frozen(
        span=span,
        counted_at=at,
        ledger_size=ledger.size,
        ledger_root=ledger.root.hex(),
        least=least,
        values=values,
        lacking=gathering.lacking(province_id, span, at, used, Role.PARTY_OFFICE),
        basis=norms.banner,
        hidden=hidden(values, _sums(), _dependents(), least),
    )


def _mail(
    theirs: Collection[Agency], facts: Mapping[int, Facts], *, known: bool
) -> dict[str, Pair]:
    """Sent, received and on time of the bodies, by bloc and together."""
    found: dict[str, Pair] = {}
    for one in BLOCS:
        sum_ = total_of(facts[body.pk] for body in theirs if body.bloc == one)
        found |= _of(sum_, keys.bloc(one, "sent"), keys.bloc(one, "received"), known=known)
        found[keys.bloc(one, "bodies")] = (sum_.using, None)
    # A body of these lines may be entered under another bloc: it is in the sum alone.
    whole = total_of(facts.values())
    found |= _of(whole, keys.SENT, keys.RECEIVED, known=known)
    found[keys.POPULATION] = (whole.due, whole.due_before if known else None)
    found["quality.on_time"] = (whole.on_time, whole.on_time_before if known else None)
    found["quality.harmed"] = (whole.harmed, None)
    found["active.sent"] = (sum(1 for one in facts.values() if one.sent), None)
    found["active.received"] = (sum(1 for one in facts.values() if one.received), None)
    return found


def _subjects(theirs: Collection[Agency], on: date) -> dict[str, Pair]:
    """How many of these bodies the annexes name, by bloc and together."""
    rows = memberships_on(on).filter(agency__in=[body.pk for body in theirs])
    named = set(rows.values_list("agency_id", flat=True))
    blocs = [body.bloc for body in theirs if body.pk in named]
    found: dict[str, Pair] = {keys.bloc(one, "subjects"): (blocs.count(one), None) for one in BLOCS}
    return {**found, "subjects.total": (len(named), None)}


def _of(sum_: Facts, sent: str, received: str, *, known: bool) -> dict[str, Pair]:
    return {
        sent: (sum_.sent, sum_.sent_before if known else None),
        received: (sum_.received, sum_.received_before if known else None),
    }


def _beside(province_id: int, span: Span, at: datetime, theirs: Collection[Agency]) -> Counts:
    """What stands at the end of the days, and what the office and the bodies did in them."""
    ids = [body.pk for body in theirs]
    on = min(span.last, at.astimezone(VIETNAM).date())
    months = standing.months(province_id, span)
    states = [one.state for one in months.accounts if one.agency_id in set(ids)]
    overdue = Assignment.objects.filter(
        owing(on), task__directive__keeper=Body.PARTY_OFFICE, agency__in=ids
    )
    return {
        **_done(province_id, span),
        **standing.receivers(province_id, min(moments(span)[1] - _INSTANT, at), on, ids),
        "subjects.contracts": _contracts(ids, on),
        "directives.overdue": overdue.count(),
        **{f"months.{state}": states.count(state) for state in State},
    }


def _done(province_id: int, span: Span) -> Counts:
    since, until = moments(span)
    return {
        **neighbours.directives(province_id, Body.PARTY_OFFICE, since, until),
        **neighbours.outreach(province_id, Body.PARTY_OFFICE, since, until),
    }


def _contracts(ids: Collection[int], on: date) -> int:
    rows = memberships_on(on).filter(agency__in=ids).exclude(agency__contract_no="")
    return rows.values("agency").distinct().count()


def _sums() -> list[tuple[str, ...]]:
    return [
        (keys.SENT, *(keys.bloc(one, "sent") for one in BLOCS)),
        (keys.RECEIVED, *(keys.bloc(one, "received") for one in BLOCS)),
        (keys.POPULATION,),
    ]


def _dependents() -> dict[str, tuple[str, ...]]:
    """Rates and harm of a few items would tell of single ones."""
    return {
        keys.RECEIVED: ("quality.harmed", keys.POPULATION),
        keys.POPULATION: ("quality.on_time", "quality.harmed"),
    }
