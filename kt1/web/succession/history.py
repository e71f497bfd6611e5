"""How an agency came to be what it is, and the figures of those whose history it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.network.agencies.models import Agency
from kt1.network.successions.lineage import bodies_behind
from kt1.network.successions.models import FormerName
from kt1.network.successions.queries import forebears_of, heirs_of
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    what: str
    when: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Items of one body, counted for who may see them; the addresses open the rows."""

    name: str
    sent: int
    received: int
    sent_url: str
    received_url: str


@dataclass(frozen=True, slots=True)
class History:
    lines: Sequence[Line]
    figures: Sequence[Figures]


def history_of(agency: Agency, actor: Actor) -> History:
    """Former names, predecessors, successors: public. Figures: to whom the items are shown."""
    names = [
        Line(row.name, _("called so until"), _day(row.until))
        for row in FormerName.objects.filter(agency=agency).order_by("until")
    ]
    before = [
        Line(one.old.name, _("came into its place on"), _day(one.at), _page(one.old))
        for one in forebears_of(agency)
    ]
    after = [
        Line(one.new.name, _("comes in its place from"), _day(one.at), _page(one.new))
        for one in heirs_of(agency)
    ]
    return History([*names, *before, *after], _figures(agency, actor))


def _figures(agency: Agency, actor: Actor) -> list[Figures]:
    """Three queries, where there is somebody to count for."""
    bodies = bodies_behind(agency.pk)
    if len(bodies) == 1 or not (actor.is_post or actor.is_of(agency.pk)):
        return []
    seen = listed.seen_by(actor).order_by()
    sent = dict(_counted(seen.filter(sender__in=bodies), "sender"))
    received = dict(_counted(seen.filter(receiver__in=bodies), "receiver"))
    found = Agency.objects.in_bulk(bodies)
    each = [
        Figures(
            name=found[body].name,
            sent=sent.get(body, 0),
            received=received.get(body, 0),
            sent_url=_list(actor, "gui", found[body]) if body != agency.pk else "",
            received_url=_list(actor, "nhan", found[body]) if body != agency.pk else "",
        )
        for body in bodies
    ]
    total = Figures(
        name=_("together"),
        sent=sum(sent.values()),
        received=sum(received.values()),
        sent_url=_list(actor, "gui", agency) or reverse("items_sent"),
        received_url=_list(actor, "nhan", agency) or reverse("items_received"),
    )
    return [*each, total]


def _counted(rows: QuerySet[Item], side: str) -> list[tuple[int, int]]:
    counted = rows.values(side).annotate(n=Count("pk"))
    return list(counted.values_list(side, "n"))


def _list(actor: Actor, side: str, agency: Agency) -> str:
    """The list of items narrowed to one body and its forebears; the post chooses periods there."""
    return f"{reverse('items')}?{urlencode({side: agency.code})}" if actor.is_post else ""


def _page(agency: Agency) -> str:
    return reverse("agency", args=[agency.code])


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
