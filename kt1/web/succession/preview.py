"""Everything that will move by an order, as counts that open to rows.

Composed here because no stratum asks the one to its right: the register says what it changes, and
people and custody what follows. A count is shown to whoever may enter the order; the rows behind
it to whoever may read such rows anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.custody.succession import queries as custody
from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.places.models import Place
from kt1.network.places.queries import unvisited
from kt1.network.successions import queries as network
from kt1.network.successions.queries import Changes
from kt1.network.successions.rules import Kind, Ordered, Passing
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points import queries as focal_points
from kt1.people.succession import queries as people
from kt1.people.succession.rules import NOT_INHERITED
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that moves: how many, what happens to them, and the rows where they are shown."""

    key: str
    label: Words
    what: Words
    count: int
    rows: QuerySet[Any] | None = None  # None: this person may not read such rows
    amber: bool = False
    warns: bool = False


class Preview:
    """What an order would move at this moment; each part is read when it is asked for."""

    def __init__(self, ordered: Ordered, actor: Actor, at: datetime) -> None:
        self.ordered, self.actor, self.at = ordered, actor, at

    @cached_property
    def changes(self) -> Changes:
        return network.changes(self.ordered)

    @cached_property
    def passing(self) -> Passing:
        return network.preview_passing(self.changes)

    def parts(self) -> list[Part]:
        """Every part that is not empty, in the order in which it is carried out."""
        makers: tuple[Callable[[], list[Part]], ...] = (self._register, self._people, self._custody)
        return [part for make in makers for part in make() if part.count]

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts() if part.key == key), None)

    def _register(self) -> list[Part]:
        found = self.changes
        founded = len(self.ordered.founded)
        ids = {one.pk for one in found.ended}
        return [
            Part(key="ket-thuc", label=_("Agencies that end"), count=len(found.ended),
                 what=_("Their last day is the day before; history keeps them."),
                 rows=Agency.objects.filter(pk__in=ids)),
            Part(key="thanh-lap", label=_("Agencies founded"), count=founded,
                 what=_("With a desk of their own; family, bloc and line as the first old one.")),
            Part(key="doi-ten", label=_("Agencies renamed"), count=len(found.renamed),
                 what=_("The old name stays with everything until that day."),
                 rows=Agency.objects.filter(pk__in=[one.pk for one, _name in found.renamed])),
            Part(key="diem-phat", label=_("Delivery points that pass on"), count=len(found.ties),
                 what=self._what_of_doors(),
                 rows=AgencyPoint.objects.filter(pk__in=[one.pk for one in found.ties])),
            Part(key="khong-tuyen", label=_("New delivery point passed by no delivery route"),
                 count=self._unvisited(), warns=True,
                 what=_("Put it on a route before that day, or nothing is expected there.")),
            Part(key="phu-luc", label=_("Annex memberships"), count=len(found.memberships),
                 what=_("They end; the successor goes on under the first, by this paper."),
                 rows=AnnexMembership.objects.filter(pk__in=[m.pk for m in found.memberships])),
            Part(key="thanh-toan", label=_("Agencies whose bills they paid"),
                 count=len(found.paid), what=_("The successor pays for them."),
                 rows=Agency.objects.filter(pk__in=[one.pk for one in found.paid])),
            Part(key="don-vi", label=_("Provinces or communes"), count=1 if found.unit else 0,
                 what=_("The code stays; the name and kind of before keep their last day.")),
        ]  # fmt: skip

    def _what_of_doors(self) -> str:
        if self.ordered.kind is Kind.MOVE:
            return _("The agency is reached at the new point instead, on the same days and hours.")
        if self.ordered.keep_doors:
            return _("The successor is reached there too, on the same days and hours.")
        return _("Nothing is delivered there for them any more.")

    def _unvisited(self) -> int:
        door = self.changes.door
        if door is None:
            return 0
        return unvisited(Place.objects.filter(pk=door.pk), self.ordered.on).count()

    def _people(self) -> list[Part]:
        duties = people.duties(self.passing, self.at)
        heads = duties.filter(role__in=NOT_INHERITED)
        receivers = people.receivers(self.passing, self.at)
        amber = focal_points.seen_by(self.actor)
        may = self.actor.role is Role.ADMIN
        coming = duties.exclude(role__in=NOT_INHERITED)
        swaps = people.swaps(receivers.values_list("pk", flat=True), self.at)
        return [
            Part(key="nhiem-vu", label=_("Duties of accounts"), count=coming.count(),
                 what=_("They end, and the same persons get the same duty for the successor."),
                 rows=coming if may else None),
            Part(key="thu-truong", label=_("Duties of heads"), count=heads.count(), warns=True,
                 what=_("They end. Who heads the successor is appointed by a paper of its own."),
                 rows=heads if may else None),
            Part(key="dau-moi", label=_("Receivers in the register"), count=receivers.count(),
                 what=_("They receive for the successor at the same hours, where it is reached."),
                 rows=amber.filter(pk__in=receivers.values("pk"))
                 if self.actor.role is Role.DISPATCHER else None, amber=True),
            Part(key="doi-ca", label=_("Swaps of turns not answered yet"), count=swaps.count(),
                 what=_("They wait for an answer between the same people at the successor.")),
            Part(key="nhac", label=_("Reminders still open"),
                 count=people.reminders(self.passing).count(),
                 what=_("They are the successor's to act on.")),
            Part(key="chuc-danh", label=_("Shown titles of persons"),
                 count=people.titled(self.passing).count(),
                 what=_("They bear the new name of their agency."),
                 rows=people.titled(self.passing) if may else None),
        ]  # fmt: skip

    def _custody(self) -> list[Part]:
        if not self.passing.bodies and not self.passing.doors:
            return []
        under_way = custody.items(self.passing)
        bound = under_way.filter(unit__offer__isnull=False)
        pickups = custody.pickups(self.passing)
        return [
            Part(key="dang-di", label=_("Items under way"), count=under_way.count(),
                 what=_("They are for the successor from then on. No deadline moves."),
                 rows=self._read(under_way)),
            Part(key="dang-giao", label=_("Of these, under an open offer"), count=bound.count(),
                 what=_("They follow when the offer has ended."), rows=self._read(bound)),
            Part(key="thu-gom", label=_("Pick-ups asked for"), count=pickups.count(),
                 what=_("They are collected at the desk of the successor."),
                 rows=pickups if self.actor.is_post else None),
            Part(key="da-xong", label=_("Items that are over"),
                 count=custody.history(self.passing).count(),
                 what=_("They keep the name of their day; the successor may look at them."),
                 rows=self._read(custody.history(self.passing))),
        ]  # fmt: skip

    def _read(self, rows: QuerySet[Item]) -> QuerySet[Item] | None:
        if not self.actor.is_post:
            return None
        return listed.seen_by(self.actor).filter(pk__in=rows.values("pk"))
