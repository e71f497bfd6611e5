"""Use of each body beside what it said of itself, small cells hidden; goals of the year."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kt1.assurance.adoption import queries
from kt1.assurance.adoption.models import AdoptionTarget
from kt1.assurance.adoption.permissions import lines_shown
from kt1.assurance.adoption.rules import (
    Contrast,
    Span,
    Standing,
    Use,
    contrast,
    is_met,
    share_per_mille,
    standing,
)
from kt1.assurance.quality.rules import hidden
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.models import Agency
from kt1.oversight.figures.rules import change_per_mille
from kt1.oversight.figures.selfreview import reported, said_to_send
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.figures.asking import GENERAL, least
from kt1.web.moments import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One body; None is hidden. How it stands is said in a word whatever the numbers."""

    use: Use
    standing: Standing
    sent: int | None
    sent_before: int | None
    received: int | None
    contrast: Contrast | None = None
    reported: bool = False

    @property
    def change(self) -> int | None:
        if self.sent is None or self.sent_before is None:
            return None
        return change_per_mille(self.sent, self.sent_before)


def fall_percent(at: datetime) -> int:
    """By how much less is a fall."""
    return norms(GENERAL, at.astimezone(ZONE).date()).count(Key.ADOPTION_FALL_PERCENT)


def usage(province_id: int, rows: QuerySet[Agency], span: Span, at: datetime) -> dict[int, Usage]:
    """Of each body of these rows. Five statements."""
    bodies = list(rows.values_list("pk", flat=True))
    used = queries.use(province_id=province_id, span=span, before=span.before)
    said = said_to_send(bodies, span)
    told = reported(bodies, span)
    fall, few = fall_percent(at), least(at)
    each = [used.get(body, Use()) for body in bodies]
    sent = hidden([one.sent for one in each], few)
    before = hidden([one.sent_before for one in each], few)
    received = hidden([one.received for one in each], few)
    return {
        body: Usage(
            use=one,
            standing=standing(one.sent, one.sent_before, fall_percent=fall, least=few),
            sent=None if n in sent else one.sent,
            sent_before=None if n in before else one.sent_before,
            received=None if n in received else one.received,
            contrast=contrast(one.sent, said_sends=said.get(body)),
            reported=body in told,
        )
        for n, (body, one) in enumerate(zip(bodies, each, strict=True))
    }


@dataclass(frozen=True, slots=True)
class Goal:
    """A target and how far the year has come."""

    target: AdoptionTarget
    using: int
    bodies: int

    @property
    def share(self) -> int | None:
        return share_per_mille(self.using, self.bodies)

    @property
    def met(self) -> bool | None:
        return is_met(self.using, self.bodies, self.target.goal_percent)


def goals(actor: Actor, at: datetime) -> list[Goal]:
    """Targets of the year with who has used the service in it so far.

    The Party office reads those of its own bloc; bodies that are another's to look after count,
    and are named nowhere.
    """
    today = at.astimezone(ZONE).date()
    if actor.province_id is None:
        return []
    held = list(queries.targets(actor.province_id, today.year))
    if actor.role is Role.PARTY_OFFICE:
        blocs = set(
            queries.bodies(actor.province_id, today)
            .filter(line__in=lines_shown(actor.role))
            .order_by()
            .values_list("bloc", flat=True)
        )
        held = [one for one in held if one.bloc in blocs]
    if not held:
        return []
    span = Span(date(today.year, 1, 1), today)
    used = queries.use(province_id=actor.province_id, span=span, before=span.year_before)
    served = list(queries.bodies(actor.province_id, today).values_list("pk", "bloc"))
    return [
        Goal(
            target=one,
            using=sum(used.get(pk, Use()).used for pk, bloc in served if one.bloc in {"", bloc}),
            bodies=sum(one.bloc in {"", bloc} for _pk, bloc in served),
        )
        for one in held
    ]
