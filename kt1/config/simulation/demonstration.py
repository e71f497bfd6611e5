"""Building a demonstration: network, people, norms, mode, and months of mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from kt1.config.simulation import (
    complaints,
    directives,
    figures,
    incidents,
    inspections,
    months,
    party,
    reminders,
    reports,
    reviews,
    run,
    service,
    settle,
)
from kt1.config.simulation.beside import Beside
from kt1.config.simulation.mail import HANOI
from kt1.config.simulation.reorganised import reorganised
from kt1.law.modes.actions import begin_letters
from kt1.law.modes.rules import Papers
from kt1.law.parameters.actions import activate, add_parameter
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Parameter
from kt1.law.parameters.wanted import GENERAL
from kt1.law.services.rules import Mode
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.requests.rules import RequestKey
from kt1.network.demonstration.actions import demo_network
from kt1.people.actor import console
from kt1.people.coverage.actions import check
from kt1.people.coverage.queries import steps_before
from kt1.people.demonstration.actions import demo_people

NORMS = "TT16-2017"
PROVINCES = ("24", "75")
#: Three communes in the hills, so that special areas can be seen; no paper names them.
SPECIAL = Parameter(
    norm_set=GENERAL,
    key=Key.SPECIAL_GEOGRAPHY,
    scope="24",
    value="07534 07616 07621",
    valid_from=date(2025, 7, 1),
    note="Dữ liệu minh họa, không phải danh mục của văn bản nào",
)
_NAMESPACE = UUID("6b0f5d0e-6f4b-5c4e-9a53-1f6f4f1d7a10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Which demonstration: from when, until when, how much mail, and from which seed."""

    first: date = date(2025, 7, 1)
    until: datetime = datetime(2026, 2, 16, 17, 0, tzinfo=HANOI)
    items_a_day: int = 50
    seed: int = 24_75
    letters: bool = True

    @property
    def plan(self) -> run.Plan:
        return run.Plan(
            provinces=PROVINCES,
            first=self.first,
            last=self.until.astimezone(HANOI).date(),
            until=self.until,
            items_a_day=self.items_a_day,
            seed=self.seed,
            letters=self.letters,
            evening=True,
        )


def build(scene: Scene, *, progress: Callable[[str], None]) -> run.Played:
    """The whole of it, in two processes wherever parts do not need each other."""
    ground(scene)
    with Beside(lambda: _without_mail(scene)):
        played = mail(scene, bulk=True, progress=progress, beside=True)
    progress("what follows from the mail")
    reorganised(scene.until)
    settle.happened(PROVINCES, scene.until)
    with Beside(lambda: _of_single_items(scene)):
        reconciled(scene)
    inspected(scene)
    urged(scene)
    reported(scene)
    return played


def _without_mail(scene: Scene) -> None:
    """What looks at no item and is looked at by none."""
    reminded(scene)
    aimed(scene)
    directed(scene)
    reviewed(scene)


def _of_single_items(scene: Scene) -> None:
    """What reads items and their entries alone, and nothing that is counted over them."""
    complained(scene)
    happened(scene)


def ground(scene: Scene) -> None:
    """Norms, mode, network and people, as they stood on the first day."""
    at = datetime.combine(scene.first, datetime.min.time(), HANOI)
    by = console()
    activate(code=NORMS, since=scene.first, by=by, at=at, once=_once("norms"))
    add_parameter(parameter=SPECIAL, by=by, at=at, once=_once("special"))
    if scene.letters:
        papers = Papers(
            opinion_number="MH-01",
            opinion_date=scene.first,
            level_number="MH-02",
            level_date=scene.first,
        )
        begin_letters(mode=Mode.LETTER, papers=papers, by=by, at=at, once=_once("mode"))
    demo_network(at=at, by=str(by))
    demo_people(at=at, by=str(by))
    service.say(PROVINCES, at)


def mail(
    scene: Scene, *, bulk: bool, progress: Callable[[str], None], beside: bool = False
) -> run.Played:
    """The mail of the scene, and its place in the ledger."""
    play = (run.beside if beside else run.in_bulk) if bulk else run.live
    played = play(scene.plan, progress=progress)
    service.guide(PROVINCES, scene.until)
    sequence_all()
    return played


def reminded(scene: Scene) -> None:
    """Gaps before Tết, looked for at each step as the worker does, and reminded of."""
    tet = datetime(2026, 2, 14, 7, 7, tzinfo=HANOI)
    for days in sorted(steps_before(tet.date()), reverse=True):
        if (at := tet - timedelta(days=days)) < scene.until:
            check(at=at)
    sequence_all()


def reconciled(scene: Scene) -> None:
    """The months that are over, compared; a few bodies brought books with slips in them.

    After `settle.happened`: force majeure counts in them.
    """
    own, others = PROVINCES[:1], PROVINCES[1:]
    with Beside(lambda: months.frozen(others, scene.until)):
        months.frozen(own, scene.until)
    months.brought(PROVINCES, scene.until, scene.seed)
    with Beside(lambda: settle.settled(others, scene.until)):
        settle.settled(own, scene.until)
    sequence_all()


def complained(scene: Scene) -> None:
    """Complaints at every stage, and a request of an authority."""
    complaints.complain(PROVINCES, scene.until)
    sequence_all()


def aimed(scene: Scene) -> None:
    """Targets of the year."""
    figures.aim(PROVINCES, scene.until)
    sequence_all()


def directed(scene: Scene) -> None:
    """The directives of the two provinces, requests, the library and its events."""
    directives.direct(PROVINCES, scene.until)
    sequence_all()


def reviewed(scene: Scene) -> None:
    """A round of self-review, internal rules, and how safe the post's sites are."""
    reviews.review(PROVINCES, scene.until)
    party.keep(PROVINCES, scene.until)
    sequence_all()


def urged(scene: Scene) -> None:
    """What bodies owe at the end, who was told of it, and what letters were written. The last."""
    reminders.remind(PROVINCES, scene.until)
    sequence_all()


def reported(scene: Scene) -> None:
    """Reports of the department: sent, corrected, late, asked for."""
    reports.report(PROVINCES, scene.until)
    party.report(PROVINCES, scene.until)
    sequence_all()


def inspected(scene: Scene) -> None:
    """A plan, inspections at work and concluded, violations at every stage."""
    inspections.inspect(PROVINCES, scene.until)
    sequence_all()


def happened(scene: Scene) -> None:
    """Incidents of the last days at every stage, and a drill."""
    incidents.happen(PROVINCES, scene.until)


def _once(what: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, what), {"demonstration": what})
