"""What is owed, digests and letters as an actor may see them, and what came of urging."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms
from kt1.network.agencies.rules import Family
from kt1.oversight.reminders.models import Digest, DigestLine, Owing, UrgedLine, Urging
from kt1.oversight.reminders.permissions import OFFICES
from kt1.oversight.reminders.rules import RISEN, Effect, LetterState
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import lines_of, reminded_by

#: People of a body who see what it owes, besides those of agencies.
_OF_A_BODY = AGENCY_ROLES | {Role.PARTY_OFFICE, Role.REGULATOR, Role.FINANCE, Role.POLICE_PA03}


def seen_by(actor: Actor) -> QuerySet[Owing]:
    """One's own body's; those of the lines one reminds or that rise to one."""
    found = Owing.objects.select_related("agency").order_by("due", "pk")
    mine = Q(pk__in=())
    if actor.role in _OF_A_BODY and actor.agency_id is not None:
        mine |= Q(agency=actor.agency_id)
    if actor.role is Role.DISPATCHER:
        mine |= Q(agency__family=Family.POST, province=actor.province_id)
    if lines := lines_of(actor.role):
        mine |= Q(agency__line__in=lines, province=actor.province_id)
    return found.filter(mine)


def open_ones(actor: Actor) -> QuerySet[Owing]:
    """Not done, and near its day or past it, with when a letter or call last named it."""
    sent = Q(urged__urging__state=LetterState.ISSUED)
    return (
        seen_by(actor)
        .filter(settled_at=None, step__isnull=False)
        .annotate(urged_at=Max("urged__urging__ended_at", filter=sent))
    )


def to_urge(actor: Actor) -> QuerySet[Owing]:
    """Risen to whoever may remind the line, and in no letter that is drafted or issued."""
    written = UrgedLine.objects.filter(owing=OuterRef("pk")).exclude(
        urging__state=LetterState.WITHDRAWN
    )
    return (
        seen_by(actor)
        .filter(settled_at=None, step__gte=RISEN, agency__line__in=reminded_by(actor.role))
        .filter(~Exists(written))
    )


def digests_of(actor: Actor) -> QuerySet[Digest]:
    """A digest is its person's alone."""
    return Digest.objects.filter(user=actor.user_id).order_by("-on", "-pk")


def lines_of_digest(digest: Digest) -> QuerySet[DigestLine]:
    return digest.lines.select_related("owing__agency").order_by(
        "-step", "owing__due", "owing__agency__sort_key", "pk"
    )


def urgings_seen_by(actor: Actor) -> QuerySet[Urging]:
    """Letters and calls of one's own office; the province's leader sees all of the State's."""
    found = Urging.objects.filter(province=actor.province_id).order_by("-made_at", "-pk")
    if actor.role in OFFICES:
        return found.filter(office=OFFICES[actor.role])
    if actor.role is Role.PROVINCE_LEADER:
        return found.filter(office=OFFICES[Role.REGULATOR])
    return found.none()


def _done() -> Q:
    """Done, and not only put off: what got another day was opened again at that moment."""
    again = Owing.objects.filter(
        rule=OuterRef("owing__rule"),
        subject=OuterRef("owing__subject"),
        since=OuterRef("owing__settled_at"),
    )
    return Q(owing__settled_at__isnull=False) & ~Q(Exists(again))


def with_effect(rows: QuerySet[Urging]) -> QuerySet[Urging]:
    """Each with `named`, `bodies`, `in_time` and `later`: what came of it."""
    again = Owing.objects.filter(
        rule=OuterRef("lines__owing__rule"),
        subject=OuterRef("lines__owing__subject"),
        since=OuterRef("lines__owing__settled_at"),
    )
    done = Q(lines__owing__settled_at__isnull=False) & ~Q(Exists(again))
    day = TruncDate("lines__owing__settled_at", tzinfo=VIETNAM)
    return rows.alias(done_on=day).annotate(
        named=Count("lines"),
        bodies=Count("lines__owing__agency", distinct=True),
        in_time=Count(Case(When(done & Q(done_on__lte=F("until")), then=1),
                           output_field=IntegerField())),
        later=Count(Case(When(done & Q(done_on__gt=F("until")), then=1),
                         output_field=IntegerField())),
    )  # fmt: skip


def lines_of_urging(urging: Urging) -> QuerySet[UrgedLine]:
    return urging.lines.select_related("owing__agency").order_by(
        "owing__agency__sort_key", "owing__due", "owing__rule", "pk"
    )


@dataclass(frozen=True, slots=True)
class StepEffect:
    """Of what people were told of at one step: how much was done within `effect_days`."""

    rule: str
    step: int
    effect: Effect


def effect_days(on: date) -> int:
    """Done so many days after people were told is done in time.

    Raises:
        UnsetNormError: nobody has set it.
    """
    return own_norms(on).count(Key.EFFECT_DAYS)


def effect_of_steps(actor: Actor, since: datetime, days: int) -> list[StepEffect]:
    """By duty and step, of what the actor may see and people were told of since then."""
    told = DigestLine.objects.filter(
        digest__at__gte=since, owing__in=seen_by(actor).order_by().values("pk")
    )
    soon = Q(owing__settled_at__lte=F("digest__at") + timedelta(days=days))
    rows = (
        told.values("owing__rule", "step")
        .annotate(
            named=Count("owing", distinct=True),
            done=Count("owing", distinct=True, filter=_done()),
            in_time=Count("owing", distinct=True, filter=_done() & soon),
        )
        .order_by("owing__rule", "step")
    )
    return [
        StepEffect(
            row["owing__rule"],
            row["step"],
            Effect(row["named"], row["in_time"], row["done"] - row["in_time"]),
        )
        for row in rows
    ]
