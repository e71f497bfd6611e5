"""Reads of what workers hold. `why_not_take` is the one question every act of taking asks."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, boolean_of, count_of
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import rules
from kt1.people.vetting.held import HeldUntil
from kt1.people.vetting.models import Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.rules import Record, StandingKind

#: Where a paper without an end stands in an order by the end.
NO_END = datetime(9999, 1, 1, tzinfo=UTC)
#: How many warnings a lapse has, the earliest first.
STEPS = ("first", "second", "third", "last")

_HELD = """
SELECT user_id, kind FROM people_standing
WHERE user_id = ANY(%s) AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
"""


def demanded(at: datetime) -> tuple[StandingKind, ...]:
    """What the norms of that day demand of a worker who takes.

    Raises:
        UnsetNormError: the installation goes by no set of norms yet.
    """
    norms = active_norms(at.astimezone(VIETNAM).date())
    return rules.demanded(
        {
            kind.value
            for kind in rules.DEMANDABLE
            if (found := norms.find(Key.TAKING_NEEDS, kind.value)) and boolean_of(found)
        }
    )


def warning_days(at: datetime) -> list[int]:
    """How many days before a lapse it is warned of, the longest first."""
    norms = active_norms(at.astimezone(VIETNAM).date())
    found = (norms.find(Key.VETTING_WARNING_DAYS, step) for step in STEPS)
    return sorted((count_of(one) for one in found if one is not None), reverse=True)


def lacking(user_ids: Collection[int], at: datetime) -> dict[int, StandingKind]:
    """Of these workers those who may not take then, with the first thing they lack. One query."""
    wanted = demanded(at)
    held: dict[int, set[str]] = {user: set() for user in user_ids}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(held), at, at])
        for user, kind in cursor.fetchall():
            held[user].add(kind)
    first = {
        user: next((kind for kind in wanted if kind.value not in kinds), None)
        for user, kinds in held.items()
    }
    return {user: kind for user, kind in first.items() if kind is not None}


def why_not_take(actor: Actor, at: datetime) -> str | None:
    """Why this worker may not take anything at this moment; None when they may. One query.

    Giving, delivering and handing back ask nothing of the kind (N18, W8).
    """
    if actor.role not in rules.WORKERS:
        return None
    try:
        kind = lacking([actor.user_id], at).get(actor.user_id)
    except UnsetNormError:
        return _("This installation goes by no set of norms yet; nothing can be taken.")
    return None if kind is None else sentence(kind, _ended(actor.user_id, kind, at))


def by_cards(cards: Collection[str]) -> dict[int, str]:
    """Workers who carry one of these KT1 cards, with its number. No query where none is asked."""
    if not cards:
        return {}
    return dict(User.objects.filter(card_number__in=cards).values_list("pk", "card_number"))


def records() -> dict[int, tuple[Record, ...]]:
    """What every worker holds, held or will hold: for a history written in memory. One query."""
    found: dict[int, list[Record]] = {}
    rows = Standing.objects.filter(kind__in=rules.DEMANDABLE).values_list(
        "user_id", "kind", "valid_from", "valid_to"
    )
    for user, kind, begins, ends in rows:
        found.setdefault(user, []).append(Record(StandingKind(kind), begins, ends))
    return {user: tuple(kept) for user, kept in found.items()}


def fit(at: datetime, person: str = "pk") -> Q:
    """For a query: only rows whose `person` may take at this moment.

    Before the installation goes by a set of norms it leaves all rows: it is for lists to choose
    from, and the acts themselves refuse.
    """
    found = Q()
    try:
        wanted = demanded(at)
    except UnsetNormError:
        return found
    for kind in wanted:
        papers = Standing.objects.filter(holds(at), user=OuterRef(person), kind=kind)
        found &= Q(Exists(papers))
    return found


def holds(at: datetime) -> Q:
    """The condition that a paper holds at a moment."""
    return Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))


def _ended(user_id: int, kind: StandingKind, at: datetime) -> datetime | None:
    """When it last ended, for the sentence; None where it was never held."""
    ended = Standing.objects.filter(user=user_id, kind=kind, valid_to__lte=at)
    return ended.order_by("-valid_to").values_list("valid_to", flat=True).first()


def sentence(kind: StandingKind, ended: datetime | None) -> str:
    """What a worker who may not take is told: what holds no more, what they may, what to do."""
    if ended is None:
        what = {
            StandingKind.VETTING: _("No vetting in force is recorded for you."),
            StandingKind.TRAINING: _("No KT1 training in force is recorded for you."),
            StandingKind.PLEDGE: _("No pledge of secrecy is recorded for you."),
        }[kind]
    else:
        since = {"moment": f"{ended.astimezone(VIETNAM):%H:%M %d/%m/%Y}"}
        what = {
            StandingKind.VETTING: _("Your vetting is not in force since %(moment)s."),
            StandingKind.TRAINING: _("Your KT1 training is not in force since %(moment)s."),
            StandingKind.PLEDGE: _("Your pledge of secrecy is not in force since %(moment)s."),
        }[kind] % since
    return f"{what} " + _(
        "You take nothing now; you still give, deliver and hand back what you hold."
        " Ask the dispatcher to renew it."
    )


def crew_sentence(names: Collection[str], at: datetime) -> str:
    """What a planner is told of people who may not ride at that moment."""
    return _(
        "Vetting or training not in force at %(moment)s: %(people)s. Choose another person."
    ) % {"moment": f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}", "people": ", ".join(sorted(names))}


def until(kind: StandingKind, at: datetime) -> HeldUntil:
    """For a query of users: the moment at which it lapses, NO_END, or NULL where it is not held."""
    return HeldUntil(F("pk"), Value(kind.value), Value(at))


def _on_duty(at: datetime) -> QuerySet[Duty]:
    return Duty.objects.filter(in_force(at), role__in=rules.WORKERS)


def provinces(at: datetime) -> list[int]:
    """Provinces in which people of the post are on duty."""
    found = _on_duty(at).order_by()
    of_duty = found.exclude(province=None).values_list("province", flat=True)
    of_place = found.exclude(place=None).values_list("place__province", flat=True)
    return sorted(one for one in {*of_duty, *of_place} if one is not None)


def workers(province_id: int | None, at: datetime) -> QuerySet[User]:
    """People of the post on duty in a province, with what they hold and until when."""
    duties = _on_duty(at).filter(Q(province=province_id) | Q(place__province=province_id))
    own = duties.filter(user=OuterRef("pk")).order_by("valid_from", "pk")
    return User.objects.filter(pk__in=duties.values("user")).annotate(
        duty_role=Subquery(own.values("role")[:1]),
        duty_place=Subquery(own.values("place__name")[:1]),
        duty_place_id=Subquery(own.values("place")[:1]),
        **{f"{kind.value}_until": until(kind, at) for kind in StandingKind},
    )


def workers_seen_by(actor: Actor, at: datetime) -> QuerySet[User]:
    """A dispatcher sees the workers of the province; a worker themselves; nobody else anybody."""
    if actor.role is Role.DISPATCHER:
        return workers(actor.province_id, at)
    if actor.role in rules.WORKERS:
        return workers(actor.province_id, at).filter(pk=actor.user_id)
    return User.objects.none()


def standings_seen_by(actor: Actor) -> QuerySet[Standing]:
    """The papers of the workers an actor may know of, the latest first."""
    found = Standing.objects.select_related("user", "request", "event").order_by(
        F("valid_from").desc(), "-pk"
    )
    if actor.role is Role.DISPATCHER:
        here = Duty.objects.filter(role__in=rules.WORKERS).filter(
            Q(province=actor.province_id) | Q(place__province=actor.province_id)
        )
        return found.filter(user__in=here.values("user"))
    if actor.role in rules.WORKERS:
        return found.filter(user=actor.user_id)
    return found.none()


def requests_seen_by(actor: Actor) -> QuerySet[VettingRequest]:
    """Requests to the police of a province: the dispatchers who ask, PA03 who answers."""
    if actor.role in {Role.DISPATCHER, Role.POLICE_PA03}:
        return VettingRequest.objects.filter(province=actor.province_id)
    return VettingRequest.objects.none()


def events_seen_by(actor: Actor) -> QuerySet[TrainingEvent]:
    if actor.role is Role.DISPATCHER:
        return TrainingEvent.objects.filter(province=actor.province_id)
    return TrainingEvent.objects.none()


def unfit(province_id: int | None, at: datetime) -> QuerySet[User]:
    """Workers on duty who may not take at this moment."""
    missing = Q()
    for kind in demanded(at):
        missing |= Q(**{f"{kind.value}_until": None})
    everybody = workers(province_id, at)
    return everybody.filter(missing) if missing else everybody.none()


def lapses(begins: datetime, ends: datetime, province_id: int | None) -> QuerySet[User]:
    """Workers who may take when the span begins and no longer at its end."""
    lapsing, held = Q(), Q()
    for kind in demanded(begins):
        name = f"{kind.value}_until"
        held &= Q(**{f"{name}__isnull": False})
        lapsing |= Q(**{f"{name}__lte": ends})
    everybody = workers(province_id, begins)
    return everybody.filter(held & lapsing) if lapsing else everybody.none()


def ending(
    begins: datetime, ends: datetime, province_id: int | None, kinds: Iterable[StandingKind]
) -> QuerySet[User]:
    """Workers who hold one of these when the span begins and no longer at its end."""
    found = Q()
    for kind in kinds:
        name = f"{kind.value}_until"
        found |= Q(**{f"{name}__gt": begins, f"{name}__lte": ends})
    everybody = workers(province_id, begins)
    return everybody.filter(found) if found else everybody.none()


def first_lapse(user: User, at: datetime, wanted: Iterable[StandingKind]) -> datetime | None:
    """When a worker read by `workers` first lacks one of these; None: at no known time."""
    ends = [getattr(user, f"{kind.value}_until") for kind in wanted]
    known = [one for one in ends if one is not None and one < NO_END]
    return at if None in ends else min(known, default=None)
