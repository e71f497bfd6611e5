"""Who answers what waits for a person: each stratum's pages, in this order.

A stratum's `home` module has four functions; mypy holds it to them. Each asks a bounded number
of queries and answers an empty list for a role it has nothing for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kt1.people.actor import Actor
from kt1.web.assessments import home as assessments
from kt1.web.budget import home as budget
from kt1.web.charts.bars import Bars
from kt1.web.complaints import home as complaints
from kt1.web.coverage import home as coverage
from kt1.web.delivery import home as delivery
from kt1.web.directives import home as directives
from kt1.web.figures import home as figures
from kt1.web.handling import home as handling
from kt1.web.home.waiting import Act, Found, Waiting
from kt1.web.incidents import home as incidents
from kt1.web.inspections import home as inspections
from kt1.web.items import home as items
from kt1.web.network import home as network
from kt1.web.norms import home as norms
from kt1.web.outreach import home as outreach
from kt1.web.people import home as people
from kt1.web.quality import home as quality
from kt1.web.receivers import home as receivers
from kt1.web.reconciliation import home as reconciliation
from kt1.web.reminders import home as reminders
from kt1.web.reports import home as reports
from kt1.web.reviews import home as reviews
from kt1.web.rosters import home as rosters
from kt1.web.service import home as service
from kt1.web.succession import home as succession
from kt1.web.vetting import home as vetting


class Source(Protocol):
    def waiting(self, actor: Actor, at: datetime) -> list[Waiting]:
        """What waits for this person now."""
        ...

    def acts(self, actor: Actor) -> list[Act]:
        """What they do all day, the most frequent first."""
        ...

    def picture(self, actor: Actor, at: datetime) -> Bars | None:
        """How the day goes. The first source that has one shows it."""
        ...

    def find(self, actor: Actor, text: str, at: datetime) -> list[Found]:
        """What this person may know of that is called so; a few, the best first."""
        ...


SOURCES: Sequence[Source] = (
    norms,
    figures,
    items,
    handling,
    delivery,
    people,
    vetting,
    coverage,
    network,
    succession,
    rosters,
    service,
    receivers,
    reconciliation,
    complaints,
    incidents,
    quality,
    budget,
    inspections,
    reports,
    reviews,
    assessments,
    directives,
    outreach,
    reminders,
)

ACTS_MAX = 3


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    found = [line for source in SOURCES for line in source.waiting(actor, at)]
    return sorted(found, key=lambda line: line.rank)


def acts(actor: Actor) -> list[Act]:
    return [act for source in SOURCES for act in source.acts(actor)][:ACTS_MAX]


def picture(actor: Actor, at: datetime) -> Bars | None:
    pictures = (source.picture(actor, at) for source in SOURCES)
    return next((one for one in pictures if one is not None), None)


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    return [one for source in SOURCES for one in source.find(actor, text, at)]
