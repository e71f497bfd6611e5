"""The names of the figures of a report, which of them add up, and what hangs on what. Pure.

A name says what, of what and in which measure: `out.HT.items` is how many Hỏa tốc items went to
other provinces. Mail within the province is counted once, as sent and as received.
"""

from collections.abc import Iterator, Mapping, Sequence

from kt1.assurance.quality.rules import Group, Outcome
from kt1.law.services.rules import Scope, Urgency
from kt1.network.agencies.rules import Annex, Bloc, BudgetLevel
from kt1.people.accounts.rules import Role
from kt1.people.vetting.rules import StandingKind

WITHIN, OUT, IN = "within", "out", "in"
WAYS = (WITHIN, OUT, IN)
URGENCIES = (Urgency.NONE, Urgency.EXPRESS, Urgency.TIMED)
SCOPE_OF = {WITHIN: Scope.WITHIN, OUT: Scope.BETWEEN, IN: Scope.BETWEEN}
BLOCS = tuple(Bloc)
ANNEXES = (Annex.CENTRAL, Annex.LOCAL, Annex.ADMITTED)
WORKERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)
PAPERS = (StandingKind.VETTING, StandingKind.TRAINING, StandingKind.PLEDGE)
#: Bodies whose figures the Department is not shown by themselves are one line.
OTHER_LINES = "other_lines"
LEVELS = (*(level.value or "none" for level in BudgetLevel), OTHER_LINES)

SENT, RECEIVED, ALL = "sent.items", "received.items", "all.items"
POPULATION = "quality.population"
#: Measures of quality: every outcome, by its own name.
MEASURES = ("population", *(outcome.value for outcome in Outcome))


def volume(way: str, urgency: str, measure: str = "items") -> str:
    return f"{way}.{urgency}.{measure}"


def subtotal(way: str, measure: str = "items") -> str:
    return f"{way}.{measure}"


def quality(group: str, urgency: str, scope: str, measure: str) -> str:
    return f"quality.{group}.{urgency}.{scope}.{measure}"


def bloc(one: str, measure: str) -> str:
    return f"bloc.{one}.{measure}"


def quality_cells() -> Iterator[tuple[str, str, str]]:
    """Group, urgency and scope of each line of table 02."""
    for group in (Group.MAIN, Group.SPECIAL):
        for urgency in (Urgency.NONE, Urgency.EXPRESS):
            for scope in Scope:
                yield group.value, urgency.value, scope.value
    for scope in Scope:
        yield Group.TIMED.value, Urgency.TIMED.value, scope.value


def sums() -> list[tuple[str, ...]]:
    """Sets of cells that add up to one that is shared too; the total stands first."""
    return [
        *((subtotal(way), *(volume(way, one) for one in URGENCIES)) for way in WAYS),
        (SENT, subtotal(WITHIN), subtotal(OUT)),
        (RECEIVED, subtotal(WITHIN), subtotal(IN)),
        (ALL, *(subtotal(way) for way in WAYS)),
        (SENT, *(bloc(one, "sent") for one in BLOCS)),
        (RECEIVED, *(bloc(one, "received") for one in BLOCS)),
        (POPULATION, *(quality(*cell, "population") for cell in quality_cells())),
    ]


def dependents() -> Mapping[str, Sequence[str]]:
    """What must go with a cell that is not shared, because it tells as much.

    A line of quality tells nearly how many items there were of a kind, so it goes with them.
    """
    found: dict[str, list[str]] = {}
    for way in WAYS:
        for urgency in URGENCIES:
            lines = [
                quality(*cell, "population")
                for cell in quality_cells()
                if cell[1:] == (urgency.value, SCOPE_OF[way].value)
            ]
            found[volume(way, urgency)] = [volume(way, urgency, "weight_g"), *lines]
        found[subtotal(way)] = [subtotal(way, "weight_g")]
    for cell in quality_cells():
        head, *rest = (quality(*cell, measure) for measure in MEASURES)
        found[head] = rest
    return found
