"""The two directives of a demonstration with how bodies stand, requests, the library, events.

Tasks are those of the papers; the days are the demonstration's own, for the papers name none.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from kt1.config.simulation.service import acting, actor_of
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import actions, issuing, templates
from kt1.oversight.directives.actions import Paper, Task
from kt1.oversight.directives.models import Assignment, Directive, DirectiveReceipt, Progress
from kt1.oversight.directives.rules import Part, State
from kt1.oversight.directives.steps import subject_of
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach import events
from kt1.oversight.outreach.events import Planned
from kt1.oversight.outreach.known import known as materials
from kt1.oversight.outreach.models import MaterialReceipt, MaterialVersion, QuizAttempt
from kt1.oversight.outreach.rules import EventKind, EventState
from kt1.oversight.requests import actions as requests
from kt1.oversight.requests.actions import Words
from kt1.oversight.requests.rules import Matter
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.coverage.rules import day_of

_NAMESPACE = UUID("2f8c0a8e-7d30-5c1b-9f6e-0a1d55f2c7b1")
PAPERS: Mapping[str, str] = {"24": "CV-BACNINH-2026", "75": "CV-DONGNAI-2026"}
#: Days from the demonstration's end, by duty; the others are standing duties.
DAYS: Mapping[str, int] = {
    "D1": 20, "D7": 30, "D10": -20, "D11": 4, "D12": 25, "D13": -10,
    "D20": 10, "D21": 10, "D23": -6, "D24": -3, "D32": 15,
}  # fmt: skip
BEFORE = timedelta(days=40)
#: Of a hundred tasks that have a day: so many done, reported, begun; the rest not begun.
_DONE, _REPORTED, _STARTED = 58, 72, 82
_HUNDRED, _STRIDE = 100, 37
_CAME, _READ, _TRIED, _RECEIVED = 4, 3, 5, 90
ASKED_MOST = 6


def direct(provinces: Sequence[str], at: datetime) -> int:
    """Register and issue the directive of each province; bodies stand variously. How many tasks."""
    return sum(_one(code, at) for code in provinces if code in PAPERS)


def _one(code: str, at: datetime) -> int:
    by, since = actor_of(code, Role.REGULATOR), at - BEFORE
    paper = templates.known()[PAPERS[code]]
    rows = Agency.objects.filter(province__code=code, valid_to=None, commune=None)
    bodies = dict(rows.values_list("code", "pk"))
    tasks = [
        Task(
            text=task.text,
            clause=task.clause,
            duty=task.duty,
            due=_day(at, DAYS[task.duty]) if task.duty in DAYS else None,
            targets=templates.targets(task, province=code, bodies=bodies),
        )
        for task in paper.tasks
    ]
    facts = Paper(
        direction=paper.direction,
        kind=paper.kind,
        issuer=paper.issuer,
        title=paper.title,
        arrived_on=day_of(since),
        instrument=paper.code,
    )
    pk = actions.register(paper=facts, tasks=tasks, by=by, at=since, once=_once("register", code))
    given = issuing.issue(directive_id=pk, by=by, at=since, once=_once("issue", code))
    _stand(Directive.objects.get(pk=pk), at)
    _ask(code, by, at)
    _teach(code, by, at)
    return given


def _day(at: datetime, days: int) -> date:
    return day_of(at) + timedelta(days=days)


def _clerks(bodies: Sequence[int]) -> dict[int, int]:
    rows = Duty.objects.filter(role=Role.CLERK, agency__in=bodies, valid_to=None).order_by("-pk")
    return {agency: user for agency, user in rows.values_list("agency_id", "user_id") if agency}


def _stand(directive: Directive, at: datetime) -> None:
    """Some bodies have received it, reported and done their tasks; written as sets."""
    rows = list(
        Assignment.objects.filter(task__directive=directive)
        .select_related("agency", "task")
        .order_by("pk")
    )
    clerks = _clerks([row.agency_id for row in rows])
    said_at = at - timedelta(days=12)
    named = {row.agency_id for row in rows} & clerks.keys()
    received = {body for body in named if _draw(body) < _RECEIVED}
    DirectiveReceipt.objects.bulk_create(
        DirectiveReceipt(directive=directive, agency_id=body, at=said_at, by_id=clerks[body])
        for body in sorted(received)
    )
    for state, low, high in (
        (State.DONE, 0, _DONE),
        (State.REPORTED, _DONE, _REPORTED),
        (State.STARTED, _REPORTED, _STARTED),
    ):
        these = [
            row
            for row in rows
            if row.due is not None
            and row.part == Part.LEAD
            and row.agency_id in received
            and low <= _draw(row.pk) < high
        ]
        _said(directive, these, state, clerks, said_at)


def _said(
    directive: Directive,
    rows: Sequence[Assignment],
    state: State,
    clerks: Mapping[int, int],
    at: datetime,
) -> None:
    if not rows:
        return
    entry = append(
        kind="directive.reported",
        subject=subject_of(directive.pk),
        actor="console",
        at=at,
        body={"state": state.value, "why": None, "due": None},
        lines=[{"task": row.task.n, "agency": row.agency.code} for row in rows],
    )
    paper = "" if state is State.STARTED else "MH/BC"
    Progress.objects.bulk_create(
        Progress(
            assignment=row, n=1, state=state, paper=paper, at=at,
            by_id=clerks[row.agency_id], entry=entry,
        )
        for row in rows
    )  # fmt: skip
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, paper=paper, changed_at=at
    )


def _draw(number: int) -> int:
    """A number from 0 to 99 that is always the same for the same row."""
    return number * _STRIDE % _HUNDRED


def _ask(code: str, by: Actor, at: datetime) -> None:
    """The Department asks a few communes; one has answered, one asks back."""
    held = (
        Duty.objects.filter(
            role=Role.CLERK, agency__province__code=code, agency__family=Family.COMMUNE_UBND,
            valid_to=None,
        )
        .select_related("user", "agency")
        .order_by("agency__code", "-pk")
    )  # fmt: skip
    duties = {duty.agency_id: duty for duty in held[: ASKED_MOST * 2]}
    asked = sorted(body for body in duties if body)[:ASKED_MOST]
    if len(asked) < 2:  # noqa: PLR2004 - one answers, another asks
        return
    when = at - timedelta(days=6)
    words = Words(text="Đề nghị cho biết phòng trực nhận bưu gửi KT1 trong dịp Tết")
    ids = requests.ask(
        agency_ids=asked, matter=Matter.FOCAL_POINTS, words=words, by=by, at=when,
        once=_once("ask", code),
    )  # fmt: skip
    first = acting(duties[asked[0]])
    requests.answer(
        inquiry_id=ids[0],
        words=Words(text="Phòng trực của UBND trực cả ngày nghỉ"),
        by=first,
        at=when + timedelta(days=1),
        once=_once("answer", code),
    )
    requests.set_contact(
        agency_id=asked[0], title="Văn thư", phone=f"000000{code}01", by=first, at=when,
        once=_once("contact", code),
    )  # fmt: skip
    requests.ask(
        agency_ids=[asked[1]],
        matter=Matter.GUIDANCE,
        words=Words(text="Cơ quan có hai trụ sở, khai đầu mối ở trụ sở nào"),
        by=acting(duties[asked[1]]),
        at=at - timedelta(days=1),
        once=_once("ask-back", code),
    )


def _teach(code: str, by: Actor, at: datetime) -> None:
    """The library, a training that was held, a broadcast, and one to come."""
    when = at - timedelta(days=30)
    for one in materials().values():
        library.publish(said=one, by=by, at=when, once=_once(one.code, code))
    communes = Agency.objects.filter(
        province__code=code, family=Family.COMMUNE_UBND, valid_to=None
    ).order_by("code")
    ids = list(communes.values_list("pk", flat=True))
    campaign = events.begin_campaign(
        title="Phổ biến dịch vụ bưu chính KT1", first=day_of(when), last=_day(at, 30),
        by=by, at=when, once=_once("campaign", code),
    )  # fmt: skip
    for kind, title, days in (
        (EventKind.TRAINING, "Tập huấn văn thư về bưu chính KT1", -20),
        (EventKind.BROADCAST, "Phát thanh quy định về bưu chính KT1", -9),
        (EventKind.MEETING, "Giao ban các cơ quan phối hợp", 9),
    ):
        begins = at.replace(hour=8, minute=0) + timedelta(days=days)
        plan = Planned(
            kind=kind, title=title, begins=begins, ends=begins + timedelta(hours=3),
            place="Hội trường Sở", partners="Công an tỉnh, Bưu điện tỉnh", campaign_id=campaign,
        )  # fmt: skip
        pk = events.plan(
            event=plan, agency_ids=ids, by=by, at=when, once=_once(f"plan-{kind}", code)
        )
        if days < 0:
            came = {body: 1 + n % 2 for n, body in enumerate(ids) if n % _CAME}
            events.settle(
                event_id=pk, after=EventState.HELD, came=came, by=by,
                at=begins + timedelta(hours=5), once=_once(f"held-{kind}", code),
            )  # fmt: skip
    _read(code, ids, at - timedelta(days=8))


def _read(code: str, ids: Sequence[int], at: datetime) -> None:
    """Clerks of some bodies have read the library, and some tried the quiz; written as sets."""
    clerks = _clerks(ids)
    versions = list(
        MaterialVersion.objects.filter(material__province__code=code, withdrawn_at=None)
    )
    readers = [body for n, body in enumerate(ids) if n % _READ and body in clerks]
    MaterialReceipt.objects.bulk_create(
        MaterialReceipt(version=version, agency_id=body, user_id=clerks[body], read_at=at)
        for version in versions
        for body in readers
    )
    asked = next(one for one in versions if one.questions.exists())
    of = asked.questions.count()
    tried = [body for n, body in enumerate(readers) if n % _TRIED]
    QuizAttempt.objects.bulk_create(
        QuizAttempt(
            version=asked, agency_id=body, user_id=clerks[body], of=of,
            right=of - n % 2, passed=n % 2 == 0, at=at,
        )
        for n, body in enumerate(tried)
    )  # fmt: skip
    append(
        kind="material.read",
        subject="library",
        actor="console",
        at=at,
        body={"agency": None},
        lines=[{"material": one.material_id, "version": one.n} for one in versions],
    )


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
