"""Reports that the access matrix is walked with."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from kt1.oversight.reports import figures
from kt1.oversight.reports.figures import Frozen
from kt1.oversight.reports.models import (
    Report,
    ReportDefinition,
    ReportSubmission,
    ReportVersion,
)
from kt1.oversight.reports.rules import SUPERIORS, Recipient, Span, State
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World

OWN, FAR = "own", "far"
Maker = Callable[[Any, Actor | None], dict[str, Any]]
#: Each knock finds a report of its own.
_PERIODS = count(1)
_ROOT = "0" * 64
HALF = "kt1-half-year"


def _report(relation: str, state: State, *, to: str = "", **more: Any) -> Maker:
    """A report of the sender's province, whose head is its leader, or of the other one.

    `to`: that it was sent, and its submission to whom is named in the address.
    """

    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        world: World = scene.world
        body = world.sender if relation == OWN else world.far
        report = Report.objects.create(
            province=body.province, agency=body, code=HALF, period=str(next(_PERIODS)),
            definition=ReportDefinition.objects.get(province=None, code=HALF), title="Báo cáo thử",
            first=date(2025, 7, 1), last=date(2025, 12, 31), due=date(2026, 1, 19),
            recipients=list(SUPERIORS), made_by_id=world.dispatcher.user_id, made_at=make.MORNING,
        )  # fmt: skip
        version = _version(world, report, state)
        sent = {
            one: ReportSubmission.objects.create(
                version=version, recipient=one, way="system", sent_on=date(2026, 1, 14),
                by_id=world.dispatcher.user_id, at=make.MORNING,
            ).pk
            for one in (SUPERIORS if to else ())
        }  # fmt: skip
        named = (
            {"submission": sent[Recipient(to)]} if to and "n" not in more and to != "all" else {}
        )
        return {"pk": report.pk, **named, **more}

    return made


def _version(world: World, report: Report, state: State) -> ReportVersion:
    frozen = Frozen(
        span=Span(report.first, report.last), counted_at=make.MORNING, ledger_size=0,
        ledger_root=_ROOT, least=5, values={},
    )  # fmt: skip
    said = figures.to_json(frozen)
    by = world.dispatcher.user_id
    facts: dict[str, Any] = {"state": state}
    if state is not State.DRAFT:
        facts |= {"presented_by_id": by, "presented_at": make.MORNING}
    if state in {State.APPROVED, State.ISSUED}:
        facts |= {
            "decided_by_id": world.counter.user_id,
            "decided_at": make.MORNING + timedelta(minutes=1),
        }
    if state is State.ISSUED:
        facts |= {
            "number": "01/BC-SKHCN", "dated": date(2026, 1, 14), "leader_title": "GIÁM ĐỐC",
            "leader": "Giám đốc thử", "issued_at": make.MORNING + timedelta(hours=1),
        }  # fmt: skip
    return ReportVersion.objects.create(
        report=report, n=1, cause="first", figures=said, sha256=figures.digest(said),
        ledger_size=0, ledger_root=_ROOT, counted_at=make.MORNING, made_by_id=by, **facts,
    )  # fmt: skip


def _both(state: State, **more: Any) -> dict[str, Maker]:
    return {relation: _report(relation, state, **more) for relation in (OWN, FAR)}


def _own_definition(scene: Any, _person: Actor | None) -> dict[str, Any]:
    """A report that the sender's province alone asks for."""
    shipped = ReportDefinition.objects.get(province=None, code=HALF)
    code = f"own-{next(_PERIODS)}"
    shipped.pk, shipped.code, shipped.province = None, code, scene.world.sender.province
    shipped.valid_from = date(2025, 1, 1)
    shipped.save()
    return {"code": code}


def _once(_scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"once": str(uuid4())}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    "make_report": {"-": lambda _scene, _person: {"code": HALF, "period": "2025H2"}},
    "define_report": {"-": lambda _scene, _person: {"code": HALF}},
    "end_definition": {"-": _own_definition},
    "report": _both(State.ISSUED, to="all"),
    "report_compare": _both(State.ISSUED, to="all"),
    "report_file": _both(State.ISSUED, to="all", n=1, form="json"),
    "write_report": _both(State.DRAFT),
    "present_report": _both(State.DRAFT),
    "decide_report": _both(State.PRESENTED),
    "return_report": _both(State.PRESENTED),
    "issue_report": _both(State.APPROVED),
    "send_report": _both(State.ISSUED),
    "count_report": _both(State.ISSUED),
    "receive_report": _both(State.ISSUED, to=Recipient.PROVINCE.value),
}
PAYLOADS: dict[str, Maker] = dict.fromkeys(
    ("make_report", "present_report", "decide_report", "receive_report"), _once
)
PAYLOADS["count_report"] = lambda scene, person: {**_once(scene, person), "cause": "correction"}
