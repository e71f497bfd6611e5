"""A demonstration's self-review, internal rules, reports of covers, and security of the post."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from kt1.assurance.assessments import actions as assessing
from kt1.assurance.assessments import connecting, measuring, queries, registers, standard
from kt1.assurance.assessments.rules import (
    Exchange,
    Nature,
    PlanKind,
    Purpose,
    SiteUse,
    Topic,
    Verdict,
    Visitors,
)
from kt1.config.simulation.service import acting, actor_of
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append_many
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.rules import rows_of
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Family
from kt1.oversight.reviews import actions, questions, stating
from kt1.oversight.reviews.models import (
    InternalRule,
    Review,
    ReviewAnswer,
    ReviewQuestion,
    ReviewRound,
)
from kt1.oversight.reviews.rules import Ask, Carrier, RuleKind, RuleStage, Said, State
from kt1.oversight.reviews.steps import subject_of
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("6c1e47c0-5a2d-5f3b-8d41-7e9a4c2b1f08")
ASKED = (Family.COMMUNE_UBND, Family.DEPARTMENT)
#: Of a hundred bodies with a clerk: so many signed, agreed to, only answered; the rest not yet.
_STAMPED, _APPROVED, _FILLED = 35, 60, 72
_HUNDRED, _STRIDE = 100, 37
_BANDS = (Said.ZERO, Said.FEW, Said.SOME, Said.MANY)
SITES_MOST = 4


def review(provinces: Sequence[str], at: datetime) -> None:
    """One round in each province, rules, one report; the post's assessments and registers."""
    for code in provinces:
        _round(code, at)
        _rules(code, at)
        _came(code, at)
        _secure(code, at)


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _draw(n: int) -> int:
    return n * _STRIDE % _HUNDRED


def _round(code: str, at: datetime) -> None:
    by, since = actor_of(code, Role.REGULATOR), at - timedelta(days=25)
    version = questions.draft(
        name="Tự rà soát việc gửi, nhận bưu gửi KT1", by=by, at=since, once=_once("draft", code)
    )
    questions.issue(questionnaire_id=version, by=by, at=since, once=_once("issue", code))
    opening = actions.Opening(
        questionnaire_id=version,
        name="Tự rà soát 6 tháng cuối năm 2025",
        first=date(2025, 7, 1),
        last=date(2025, 12, 31),
        due=_day(at) - timedelta(days=3),
        families=ASKED,
    )
    made = actions.open_round(opening=opening, by=by, at=since, once=_once("round", code))
    answered(made, at - timedelta(days=9))


def _clerks(bodies: Sequence[int]) -> Mapping[int, Actor]:
    duties = Duty.objects.select_related("user", "agency").filter(
        role=Role.CLERK, agency__in=bodies, valid_to=None
    )
    return {duty.agency_id: acting(duty) for duty in duties.order_by("-pk") if duty.agency_id}


def answered(round_id: int, at: datetime) -> None:
    """What bodies answered, written as sets; each with its entry."""
    rows = list(
        Review.objects.select_related("agency", "round").filter(round=round_id).order_by("pk")
    )
    version = ReviewRound.objects.get(pk=round_id).questionnaire_id
    asked = list(ReviewQuestion.objects.filter(questionnaire=version).order_by("n"))
    clerks = _clerks([row.agency_id for row in rows])
    heads = dict(
        Duty.objects.filter(role=Role.HEAD, agency__in=clerks, valid_to=None)
        .order_by("-pk")
        .values_list("agency_id", "user_id")
    )
    answers, entries, moved = [], [], []
    for row in rows:
        draw, clerk = _draw(row.pk), clerks.get(row.agency_id)
        if clerk is None or draw >= _FILLED:
            continue
        said = {one.code: _said(one, row.pk) for one in asked}
        answers += [ReviewAnswer(review=row, question=one, value=said[one.code]) for one in asked]
        _move(row, draw, clerk, heads.get(row.agency_id), at)
        moved.append(row)
        body: dict[str, JSON] = {"said": dict(said), "state": State.FILLED.value}
        entries.append(
            rows_of(
                kind="review.answered", subject=subject_of(row), actor=str(clerk), at=at, body=body
            )
        )
    ReviewAnswer.objects.bulk_create(answers)
    Review.objects.bulk_update(
        moved,
        ["state", "filled_at", "filled_by", "approved_at", "approved_by", "paper_number",
         "paper_date", "paper_kept_at"],
    )  # fmt: skip
    append_many(entries)


def _said(question: ReviewQuestion, n: int) -> str:
    """Mostly as hoped for; a few not."""
    draw = _draw(n + question.n * 13)
    if question.ask == Ask.BAND:
        return _BANDS[draw % len(_BANDS)].value
    many, some = 82, 94
    if draw < many:
        return question.wanted or Said.YES.value
    if draw < some:
        return Said.NO.value if question.wanted != Said.NO.value else Said.YES.value
    return Said.NOT_CONCERNED.value


def _move(row: Review, draw: int, clerk: Actor, head: int | None, at: datetime) -> None:
    row.state, row.filled_at, row.filled_by_id = State.FILLED, at, clerk.user_id
    if draw < _APPROVED and head is not None:
        row.state, row.approved_at, row.approved_by_id = State.APPROVED, at, head
    if draw < _STAMPED:
        row.state, row.paper_number = State.STAMPED, f"MH-{row.pk}/BC"
        row.paper_date, row.paper_kept_at = _day(at), "hồ sơ minh họa"


def _rules(code: str, at: datetime) -> None:
    """How the rules of the bodies with a clerk stand."""
    bodies = list(
        Review.objects.filter(round__province__code=code).values_list("agency_id", flat=True)
    )
    rows = []
    for body, clerk in sorted(_clerks(bodies).items()):
        draw = _draw(body)
        issued, clause, drafting = 70, 45, 88
        if draw >= drafting:
            continue
        fact = draw < issued
        rows.append(
            InternalRule(
                agency_id=body,
                kind=RuleKind.HOUSE_RULES,
                stage=RuleStage.ISSUED if fact else RuleStage.DRAFTING,
                number=f"MH-{body}/QĐ" if fact else "",
                dated=_day(at) - timedelta(days=60 + draw) if fact else None,
                has_clause=draw < clause if fact else None,
                stated_at=at - timedelta(days=8),
                stated_by_id=clerk.user_id,
            )
        )
    InternalRule.objects.bulk_create(rows)


def _came(code: str, at: datetime) -> None:
    """Two communes report a cover; W14: from a department, no letter anywhere."""
    reviews = Review.objects.select_related("agency").filter(round__province__code=code)
    communes = [one.agency_id for one in reviews.filter(agency__family=Family.COMMUNE_UBND)]
    senders = reviews.filter(agency__family=Family.DEPARTMENT).order_by("agency__code")
    clerks = [by for _body, by in sorted(_clerks(communes).items())]
    for n, (by, sender) in enumerate(zip(clerks[:2], senders[1:3], strict=False)):
        when = at - timedelta(days=2 + 4 * n)
        came = stating.Came(
            received_on=_day(when) - timedelta(days=1),
            carrier=(Carrier.EXPRESS, Carrier.ORDINARY_POST)[n],
            sender_code=sender.agency.code,
        )
        stating.report(came=came, by=by, at=when, once=_once(f"came-{n}", code))


def _secure(code: str, at: datetime) -> None:
    by = actor_of(code, Role.DISPATCHER)
    since = at - timedelta(days=200)
    for topic in Topic:
        assessing.write_checklist(
            topic=topic, typed=standard.CHECKLISTS[topic], by=by, at=since,
            once=_once(f"list-{topic}", code),
        )  # fmt: skip
    sites = list(queries.places_for(by.province_id or 0, Topic.SITE, _day(at))[:SITES_MOST])
    vehicles = list(queries.places_for(by.province_id or 0, Topic.VEHICLE, _day(at))[:2])
    seen = [(Topic.SITE, one.code) for one in sites] + [(Topic.PEOPLE, "")]
    seen += [(Topic.VEHICLE, one.code) for one in vehicles]
    last = 0
    for n, (topic, place) in enumerate(seen):
        for k, ago in enumerate((195, 20 + n)):
            last = _assess(by, topic, place, at - timedelta(days=ago), code, unmet=3 - 2 * k)
    _registers(by, sites[0].code if sites else "", last, at, code)


def _assess(by: Actor, topic: Topic, place: str, at: datetime, code: str, *, unmet: int) -> int:
    checklist = queries.checklist_in_force(by.province_id or 0, topic)
    if checklist is None:
        return 0
    lines = list(checklist.criteria.order_by("n").values_list("n", flat=True))
    gone = assessing.Gone(
        topic=topic,
        place_code=place,
        checklist_id=checklist.pk,
        verdicts={n: Verdict.UNMET if n > len(lines) - unmet else Verdict.MET for n in lines},
        done_on=_day(at),
        number=f"MH-{place or topic.value}/BB",
        kept_at="hồ sơ minh họa",
    )
    once = _once(f"assess-{topic}-{place}-{_day(at)}", code)
    return assessing.assess(gone=gone, by=by, at=at, once=once)


def _registers(by: Actor, place: str, assessment: int, at: datetime, code: str) -> None:
    """A few of each: measures, plans, one site with its entries, connections."""
    paper_date = _day(at) - timedelta(days=18)
    for n, days in enumerate((1, 9, 20)):
        wanted = measuring.Wanted(
            nature=(Nature.CORRECTIVE, Nature.PREVENTIVE)[n % 2],
            paper=f"MH-{code}/KL",
            paper_date=paper_date,
            item=n + 1,
            owner_id=by.user_id,
            due=paper_date + timedelta(days=days),
            assessment_id=assessment or None,
        )
        when = at - timedelta(days=18)
        measuring.set_measure(wanted=wanted, by=by, at=when, once=_once(f"measure-{n}", code))
    for n, kind in enumerate((PlanKind.PROTECTION, PlanKind.RESPONSE, PlanKind.HOLIDAY)):
        planned = registers.Planned(
            kind=kind,
            number=f"MH-{n + 1}/PA",
            dated=_day(at) - timedelta(days=150),
            drill_due=_day(at) + timedelta(days=20 * n - 10),
        )
        registers.register_plan(planned=planned, by=by, at=at, once=_once(f"plan-{n}", code))
    if not place:
        return
    secured = registers.Secured(
        place_code=place, use=SiteUse.HANDLING, number="MH-1/QĐ",
        dated=_day(at) - timedelta(days=150), guarded=True, entry_book=True,
    )  # fmt: skip
    site = registers.register_site(secured=secured, by=by, at=at, once=_once("site", code))
    for n, visitors in enumerate((Visitors.CONTRACTOR, Visitors.CENTRAL)):
        entered = registers.Entered(
            site_id=site, book="SRV-1", line=n + 1, visitors=visitors, people=2,
            purpose=(Purpose.MAINTENANCE, Purpose.EXCHANGE)[n],
            entered_at=at - timedelta(hours=5 - 3 * n), with_user_id=by.user_id,
        )  # fmt: skip
        made = registers.enter_site(entered=entered, by=by, at=at, once=_once(f"in-{n}", code))
        if n == 0:
            registers.leave_site(entry_id=made, by=by, at=at, once=_once("out", code))
    for n, exchange in enumerate(Exchange):
        connected = connecting.Connected(
            place_code=place, peer_code="", exchange=exchange, number=f"MH-{n + 1}/KN",
            dated=_day(at) - timedelta(days=300 + 100 * n), contact="Trực ca khai thác",
            phone=f"00000003{code}",
        )  # fmt: skip
        connecting.register_connection(
            connected=connected, by=by, at=at, once=_once(f"connection-{n}", code)
        )
