"""Reviews, internal rules and reports as an actor may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.reminders.rules import Owed, Rule
from kt1.oversight.reviews.models import (
    InternalRule,
    OutsideReport,
    Questionnaire,
    Review,
    ReviewAnswer,
    ReviewQuestion,
    ReviewRound,
)
from kt1.oversight.reviews.permissions import ROUND_READERS
from kt1.oversight.reviews.rules import (
    DONE,
    OPENERS,
    Ask,
    Asked,
    RuleKind,
    RuleStage,
    Said,
    State,
    Tally,
    tally,
)
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import reminded_by


def bodies_under(actor: Actor, on: date) -> QuerySet[Agency]:
    """The bodies whose line this actor's office reminds: they may be asked, nobody else (W7)."""
    if actor.role not in OPENERS:
        return Agency.objects.none()
    lines = sorted(reminded_by(actor.role))
    return in_force(on).filter(province=actor.province_id or 0, line__in=lines)


def on_paper_under(actor: Actor, on: date) -> QuerySet[Agency]:
    """Of these, the bodies that work on paper: their signed papers are entered for them."""
    return bodies_under(actor, on).filter(works_on_paper=True).order_by("sort_key", "pk")


def families_under(actor: Actor, on: date) -> dict[Family, int]:
    """How many bodies of each family could be asked, in the order of the families."""
    rows = bodies_under(actor, on).order_by().values_list("family").annotate(n=Count("pk"))
    found = dict(rows)
    return {family: found[family] for family in Family if family in found}


def versions_seen_by(actor: Actor) -> QuerySet[Questionnaire]:
    """Those of the province, the newest first; the Party office may ask the Department's too."""
    if actor.role not in ROUND_READERS:
        return Questionnaire.objects.none()
    rows = Questionnaire.objects.filter(province=actor.province_id or 0).order_by("-n", "keeper")
    if actor.role is Role.PARTY_OFFICE:
        return rows
    return rows.filter(keeper=Body.SCIENCE_DEPARTMENT)


def rounds_seen_by(actor: Actor, on: date | None = None) -> QuerySet[ReviewRound]:
    """Rounds of one's own line; the leaders of the province read the Department's.

    `on`: who ended before that day and had not answered is not counted as asked.
    """
    role = Role.REGULATOR if actor.role is Role.PROVINCE_LEADER else actor.role
    if actor.role not in ROUND_READERS:
        return ReviewRound.objects.none()
    return (
        ReviewRound.objects.select_related("questionnaire")
        .filter(province=actor.province_id or 0, asked_by_role=role.value)
        .annotate(
            asked=Count("reviews", filter=~let_go(on, "reviews__") if on else None),
            done=Count("reviews", filter=Q(reviews__state__in=sorted(DONE))),
        )
    )


def seen_by(actor: Actor) -> QuerySet[Review]:
    """A body sees its own and those of bodies it came from; who asks, of the rounds it opened."""
    found = Review.objects.select_related("round", "agency")
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return found.filter(agency__in=bodies_behind(actor.agency_id))
    if actor.role in OPENERS:
        return found.filter(
            round__province=actor.province_id or 0, round__asked_by_role=actor.role.value
        )
    return found.none()


def let_go(on: date, to: str = "") -> Q:
    """Of bodies that ended before they answered: nobody waits for these any more.

    `to`: how the review is reached, as "reviews__".
    """
    ended = Q(**{f"{to}agency__valid_to__isnull": False, f"{to}agency__valid_to__lt": on})
    return ended & ~Q(**{f"{to}state__in": sorted(DONE)})


def to_answer(rows: QuerySet[Review], on: date) -> QuerySet[Review]:
    """Open ones that the head has not answered for, of bodies that are there on a day."""
    alive = Q(agency__valid_to=None) | Q(agency__valid_to__gte=on)
    return rows.filter(alive, round__closed_at=None).exclude(state__in=sorted(DONE))


def overdue(rows: QuerySet[Review], on: date) -> QuerySet[Review]:
    return to_answer(rows, on).filter(round__due__lt=on)


def who_said(rows: QuerySet[Review], question_id: int, value: Said) -> QuerySet[Review]:
    """Those whose answer to one question is this one."""
    same = ReviewAnswer.objects.filter(question=question_id, value=value).values("review")
    return rows.filter(pk__in=same, state__in=sorted(DONE))


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a round with what was said to it."""

    question: ReviewQuestion
    tally: Tally


@dataclass(frozen=True, slots=True)
class RollUp:
    """A round at a glance. Answers count once the head has answered for them.

    `let_go`: bodies that ended before they answered; they are in none of the other figures.
    """

    states: Mapping[str, int]
    let_go: int
    overdue: int
    lines: tuple[Line, ...]


def roll_up(found: ReviewRound, on: date, family: str = "") -> RollUp:
    """Three queries, whatever the number of agencies."""
    rows = Review.objects.filter(round=found)
    if family:
        rows = rows.filter(agency__family=family)
    gone = let_go(on)
    counted = (
        rows.order_by()
        .values_list("state")
        .annotate(n=Count("pk", filter=~gone), gone=Count("pk", filter=gone))
    )
    left = {state: (n, gone) for state, n, gone in counted}
    states = {state: n for state, (n, _gone) in left.items()}
    late = 0
    if found.due < on:
        late = sum(n for state, n in states.items() if State(state) not in DONE)
    given = ReviewAnswer.objects.filter(review__in=rows.filter(state__in=sorted(DONE)))
    counts: dict[int, dict[str, int]] = {}
    for question, value, n in (
        given.order_by().values_list("question", "value").annotate(n=Count("pk"))
    ):
        counts.setdefault(question, {})[value] = n
    questions = found.questionnaire.questions.order_by("n", "pk")
    return RollUp(
        states={state.value: states.get(state.value, 0) for state in State},
        let_go=sum(gone for _n, gone in left.values()),
        overdue=late,
        lines=tuple(Line(one, tally(asked(one), counts.get(one.pk, {}))) for one in questions),
    )


def asked(question: ReviewQuestion) -> Asked:
    return Asked(code=question.code, ask=Ask(question.ask), wanted=question.wanted)


def rules_seen_by(actor: Actor, on: date) -> QuerySet[Agency]:
    """The bodies whose internal rules an actor follows: its own, or those of its line."""
    if actor.role in AGENCY_ROLES:
        return in_force(on).filter(pk=actor.agency_id or 0)
    return bodies_under(actor, on)


def rules_of(agency_ids: list[int]) -> dict[tuple[int, str], InternalRule]:
    """By agency and kind."""
    rows = InternalRule.objects.filter(agency__in=agency_ids)
    return {(one.agency_id, one.kind): one for one in rows}


def owes_rules(agency_id: int) -> bool:
    """Whether a body that was asked to review itself has no paper that speaks of KT1 yet."""
    return _owing_rules(Review.objects.filter(agency=agency_id)).exists()


def without_clause(province_id: int) -> set[int]:
    """Bodies of a province that were asked to review themselves and have no clause in force."""
    rows = _owing_rules(Review.objects.filter(round__province=province_id))
    return set(rows.order_by().values_list("agency_id", flat=True).distinct())


def _owing_rules(rows: QuerySet[Review]) -> QuerySet[Review]:
    """Of bodies without a clause in an issued paper, save those that neither paper concerns."""
    clause = InternalRule.objects.filter(stage=RuleStage.ISSUED, has_clause=True)
    neither = InternalRule.objects.filter(stage=RuleStage.NOT_CONCERNED).values("agency")
    out = neither.annotate(n=Count("pk")).filter(n=len(RuleKind)).values("agency")
    return rows.exclude(agency__in=clause.values("agency")).exclude(agency__in=out)


def reports_seen_by(actor: Actor) -> QuerySet[OutsideReport]:
    """Who reported sees its own; the police of its province all; a line that of its senders."""
    found = OutsideReport.objects.select_related("agency", "sender")
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return found.filter(agency=actor.agency_id)
    here = found.filter(agency__province=actor.province_id or 0)
    if actor.role is Role.POLICE_PA03:
        return here
    if actor.role in OPENERS:
        lines = sorted(reminded_by(actor.role))
        theirs = Q(sender__line__in=lines, withdrawn_at=None)
        entered = entered_by(actor)
        own = Q(agency=actor.agency_id) if actor.role is Role.PARTY_OFFICE else Q()
        return here.filter(theirs | entered | own if own else theirs | entered)
    return found.none()


def entered_by(actor: Actor) -> Q:
    """Reports that this person entered from the papers of bodies."""
    return Q(filed_by=actor.user_id) & ~Q(paper="")


def outside_counts(*, province_id: int, first: date, last: date) -> dict[int, int]:
    """By sending body of the province: covers that were reported to have come another way."""
    rows = OutsideReport.objects.filter(
        sender__province=province_id, received_on__range=(first, last), withdrawn_at=None
    )
    return dict(rows.order_by().values_list("sender").annotate(n=Count("pk")))


def owed(*, province_id: int, on: date) -> tuple[Owed, ...]:
    """What bodies have not done, as the reminders read it: reviews, and word of their rules.

    Only bodies that a round addressed are in it. Word of the rules is owed since the newest round.
    """
    alive = Q(agency__valid_to=None) | Q(agency__valid_to__gte=on)
    rows = Review.objects.filter(alive, round__province=province_id)
    reviews = to_answer(rows, on).values_list("round", "round__due", "agency", "agency__code")
    rules = (
        _owing_rules(rows)
        .order_by()
        .values_list("agency", "agency__code")
        .annotate(due=Max("round__due"))
    )
    return tuple(
        Owed(
            rule=Rule.REVIEW,
            subject=f"review:{number}/agency:{code}",
            agency_id=agency,
            province_id=province_id,
            due=due,
        )
        for number, due, agency, code in reviews
    ) + tuple(
        Owed(
            rule=Rule.RULES,
            subject=f"internal-rules/agency:{code}",
            agency_id=agency,
            province_id=province_id,
            due=due,
        )
        for agency, code, due in rules
    )
