"""Inspections of a demonstration: a plan, one at work, one concluded, violations at each stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kt1.assurance.incidents import queries as incidents
from kt1.config.simulation.service import actor_of
from kt1.custody.items.models import Item
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.oversight.inspections import (
    actions,
    answering,
    drafting,
    drawing,
    ending,
    planning,
    visiting,
    watching,
)
from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.population import population, weights_on
from kt1.oversight.inspections.rules import (
    Evidence,
    Ground,
    Manner,
    Opinion,
    Part,
    Side,
    Verdict,
)
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.inspections.watch import Channel, Measure
from kt1.oversight.violations import actions as violations
from kt1.oversight.violations import deciding
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.rules import Addressee, Area, Origin, Outcome
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("8e0b6b2e-0a4c-5e0f-9b59-4b4d7a5f2c31")
PLANNED = 8
#: Days before the end of the scene.
AGO_FIRST, AGO_POST, AGO_NOW = 90, 30, 1
PERIOD = timedelta(days=60)
SAMPLED = 12


@dataclass(frozen=True, slots=True)
class Stage:
    """One province of the scene and who acts in it."""

    code: str
    at: datetime
    by: Actor
    acts: Iterator[int] = field(default_factory=count)

    def then(self, moment: datetime) -> datetime:
        """A minute after the act before: what is done on one day is read in its order."""
        return moment - timedelta(minutes=90 - next(self.acts))

    def does(self, moment: datetime, what: str) -> dict[str, Any]:
        """Who acts, when, and the request, of the next act of a day."""
        return {"by": self.by, "at": self.then(moment), "once": self.once(what)}

    def once(self, what: str) -> RequestKey:
        return RequestKey.of(uuid5(_NAMESPACE, f"{what}:{self.code}"), {"demonstration": what})

    def before(self, days: int) -> datetime:
        return self.at - timedelta(days=days)


def inspect(provinces: Sequence[str], at: datetime) -> int:
    """Play them through the actions, as the Sở would. Returns how many inspections."""
    number = 0
    for code in provinces:
        stage = Stage(code, at, actor_of(code, Role.REGULATOR))
        bodies = _bodies(code)
        post = Agency.objects.filter(province__code=code, family=Family.POST, valid_to=None).first()
        if len(bodies) < 2 or post is None:  # noqa: PLR2004 - one closed, one at work
            continue
        _plan(stage, bodies, post)
        _first(stage, bodies[0])
        _of_post(stage, post)
        _from_incident(stage, post)
        _now(stage, bodies[1])
        _reminded(stage, bodies[2:5])
        _checklist(stage)
        number += 3
    return number


def _bodies(code: str) -> list[Agency]:
    """Communes of the province, those that send most first."""
    sent = Item.objects.filter(sender=OuterRef("pk")).order_by().values("sender")
    number = Coalesce(Subquery(sent.annotate(n=Count("pk")).values("n")), 0)
    rows = Agency.objects.filter(province__code=code, family=Family.COMMUNE_UBND, valid_to=None)
    return list(rows.annotate(number=number).order_by("-number", "code")[:PLANNED])


def _plan(stage: Stage, bodies: Sequence[Agency], post: Agency) -> None:
    when = stage.before(20)
    for n, body in enumerate([post, *bodies]):
        planning.add_line(
            year=when.year,
            agency_id=body.pk,
            side=Side.PROVIDER if body == post else Side.USER,
            manner=Manner.ON_SITE if n % 3 else Manner.ON_DATA,
            month=3 + n,
            by=stage.by,
            at=when,
            once=stage.once(f"line-{n}"),
        )
    planning.approve(
        year=when.year, number="MH-05/KH-SKHCN", dated=day_of(when), by=stage.by, at=when,
        once=stage.once("plan"),
    )  # fmt: skip


def _checklist(stage: Stage) -> None:
    """The next version for those who use the service, written and not published yet."""
    when = stage.before(2)
    code = drafting.draft(side=Side.USER, by=stage.by, at=when, once=stage.once("checklist"))
    worded = drafting.Worded(
        section="Đầu mối tiếp nhận",
        area=Area.RECEIVING,
        words="Sơ đồ đường đi đến phòng trực đã gửi Bưu điện và còn đúng",
        provision="Công văn UBND tỉnh, mục cơ quan sử dụng",
    )
    drafting.put(
        code=code, key="", worded=worded, by=stage.by, at=when, once=stage.once("question")
    )


def _begun(stage: Stage, body: Agency, side: Side, days: int, name: str) -> int:
    """An ad hoc inspection up to its visit."""
    when = stage.before(days)
    on = day_of(when)
    wanted = actions.Prepared(
        agency_id=body.pk, side=side, ground=Ground.WATCH, manner=Manner.ON_SITE,
        period_from=on - PERIOD, period_to=on, visit_from=on, visit_to=on + timedelta(days=2),
    )  # fmt: skip
    one = actions.prepare(wanted=wanted, **stage.does(when, f"{name}-new"))
    actions.put_member(
        inspection_id=one, duty_id=stage.by.duty_id, office="", position="", part=Part.LEAD,
        **stage.does(when, f"{name}-lead"),
    )  # fmt: skip
    actions.put_member(
        inspection_id=one, duty_id=None, office="Công an tỉnh", position="Cán bộ PA03",
        part=Part.MEMBER, **stage.does(when, f"{name}-pa03"),
    )  # fmt: skip
    actions.decide(
        inspection_id=one, number=f"MH-{name}/QĐ-SKHCN", dated=on, notified_on=on,
        **stage.does(when, f"{name}-decision"),
    )  # fmt: skip
    visiting.start(inspection_id=one, **stage.does(when, f"{name}-start"))
    if population(Inspection.objects.get(pk=one), when, weights_on(when)):
        drawing.draw(
            inspection_id=one, wanted=drawing.Wanted(size=SAMPLED),
            **stage.does(when, f"{name}-draw"),
        )  # fmt: skip
    return one


def _answered(stage: Stage, one: int, when: datetime, bad: Sequence[str], share: int) -> None:
    """The first `share` per cent of the questions; a finding for each that is not met."""
    row = Inspection.objects.get(pk=one)
    keys = [question.key for question in checklists()[row.checklist].questions]
    some = keys[: len(keys) * share // 100]
    visiting.answer(
        inspection_id=one,
        verdicts={key: Verdict.MET for key in some if key not in bad},
        **stage.does(when, f"answers-{one}"),
    )
    for key in bad:
        said = visiting.Found(question=key, evidence=Evidence.DOCUMENT)
        visiting.find(
            inspection_id=one,
            said=said,
            **stage.does(when, f"{one}-{key}"),
        )


def _concluded(stage: Stage, one: int, when: datetime, name: str) -> list[Violation]:
    on = day_of(when)
    minutes = visiting.Minutes(
        number=f"MH-{name}/BB-ĐKT", dated=on, copies=2, stamped=True, opinion=Opinion.AGREES
    )
    visiting.minute(
        inspection_id=one,
        said=minutes,
        **stage.does(when, f"{name}-minutes"),
    )
    ending.conclude(
        inspection_id=one, number=f"MH-{name}/TB-SKHCN", dated=on,
        **stage.does(when, f"{name}-end"),
    )  # fmt: skip
    return list(Violation.objects.filter(finding__inspection=one).order_by("pk"))


def _first(stage: Stage, body: Agency) -> None:
    """Closed long ago: one violation set right, one overdue."""
    when = stage.before(AGO_FIRST)
    one = _begun(stage, body, Side.USER, AGO_FIRST, "01")
    _answered(stage, one, when, ("U02", "U11"), 100)
    done, open_one = _concluded(stage, one, when, "01")
    ending.close(
        inspection_id=one, kept_where="Kho lưu trữ của Sở", **stage.does(when, "01-close"),
    )  # fmt: skip
    for n, fault in enumerate((done, open_one)):
        violations.ask(
            violation_id=fault.pk, paper=f"MH-0{n}/SKHCN-BCVT", dated=day_of(when),
            due=day_of(when) + timedelta(days=30), **stage.does(when, f"ask-{n}"),
        )  # fmt: skip
    later = when + timedelta(days=20)
    violations.report(
        violation_id=done.pk, paper="MH-09/UBND", dated=day_of(later), note="",
        **stage.does(later, "report"),
    )  # fmt: skip
    violations.recheck(
        violation_id=done.pk, met=True, dated=day_of(later), note="",
        **stage.does(later, "recheck"),
    )  # fmt: skip
    said = deciding.Decided(kind=Outcome.REMIND, paper="MH-10/SKHCN-BCVT", dated=day_of(later))
    deciding.decide(
        violation_id=done.pk,
        said=said,
        **stage.does(later, "remind"),
    )
    result = deciding.Result(paper="MH-11/SKHCN-BCVT", dated=day_of(later))
    deciding.enter_result(
        violation_id=done.pk,
        said=result,
        **stage.does(later, "over"),
    )


def _of_post(stage: Stage, post: Agency) -> None:
    """Concluded: one violation reported as corrected, one referred to the province."""
    when = stage.before(AGO_POST)
    one = _begun(stage, post, Side.PROVIDER, AGO_POST, "02")
    dispatcher = actor_of(stage.code, Role.DISPATCHER)
    answering.acknowledge(
        inspection_id=one, by=dispatcher, at=stage.then(when), once=stage.once("02-read")
    )
    _answered(stage, one, when, ("P05", "P12"), 100)
    late, referred = _concluded(stage, one, when, "02")
    violations.ask(
        violation_id=late.pk, paper="MH-12/SKHCN-BCVT", dated=day_of(when),
        due=day_of(stage.at) + timedelta(days=10), **stage.does(when, "ask-post"),
    )  # fmt: skip
    later = when + timedelta(days=15)
    violations.report(
        violation_id=late.pk, paper="MH-13/BĐT", dated=day_of(later), note="", by=dispatcher,
        at=stage.then(later), once=stage.once("report-post"),
    )  # fmt: skip
    said = deciding.Decided(
        kind=Outcome.REFER, paper="MH-14/SKHCN-BCVT", dated=day_of(later),
        addressee=Addressee.PROVINCE,
    )  # fmt: skip
    deciding.decide(
        violation_id=referred.pk,
        said=said,
        **stage.does(later, "refer"),
    )


def _from_incident(stage: Stage, post: Agency) -> None:
    """What the Department was told of as an incident, followed as a violation of the post."""
    told = incidents.seen_by(stage.by, stage.at).filter(leak=False).order_by("found_at").first()
    if told is None:
        return
    stated = violations.Stated(
        agency_id=post.pk, origin=Origin.INCIDENT, source=told.code, area=Area.SECURITY,
        done_on=day_of(told.found_at),
    )  # fmt: skip
    once = stage.once("from-incident")
    violations.record(stated=stated, by=stage.by, at=stage.at, once=once)


def _now(stage: Stage, body: Agency) -> None:
    """The team is at work: half the questions are answered."""
    one = _begun(stage, body, Side.USER, AGO_NOW, "03")
    _answered(stage, one, stage.before(AGO_NOW), ("U01",), 50)


def _reminded(stage: Stage, bodies: Sequence[Agency]) -> None:
    when = stage.before(3)
    for n, body in enumerate(bodies):
        said = watching.Reminded(
            channel=Channel.LETTER if n == 0 else Channel.PHONE,
            on=day_of(when),
            measure=Measure.FRAMES_LACKING,
            paper="MH-15/SKHCN-BCVT" if n == 0 else "",
        )
        watching.remind(
            agency_id=body.pk, said=said, by=stage.by, at=when, once=stage.once(f"note-{n}")
        )
