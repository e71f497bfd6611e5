"""A task not done rises in simulated time along its body's line, each person told once (D3, W7)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import carrying, issuing
from kt1.oversight.directives.models import Directive
from kt1.oversight.directives.rules import State
from kt1.oversight.directives.steps import Said
from kt1.oversight.reminders import actions
from kt1.oversight.reminders.models import Digest, DigestLine, Owing
from kt1.oversight.reminders.rules import LATE, NEAR, RISEN, TOP, Rule
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.oversight.test_directives import DUE, TODAY, Ground, ground, issued, only, task, who

__all__ = ["ground"]
pytestmark = pytest.mark.django_db
HOURS = ("07:00", "12:00", "18:00")


def moment(on: date, hour: str = "07:00") -> datetime:
    return make.at(on.isoformat(), hour)


def day(days: int) -> date:
    """So many days after the task was due."""
    return DUE + timedelta(days=days)


def pass_days(province_id: int, first: date, last: date) -> None:
    """The worker looks and tells three times a day, as after crashes."""
    on = first
    while on <= last:
        for hour in HOURS:
            actions.look(province_id=province_id, at=moment(on, hour))
            actions.digest(at=moment(on, hour))
        on += timedelta(days=1)


def told(person: Actor, rule: Rule = Rule.TASK) -> list[tuple[str, int, date]]:
    """(body, step, day) of all that this person was told of a duty."""
    lines = DigestLine.objects.filter(user=person.user_id, owing__rule=rule)
    rows = lines.values_list("owing__agency__code", "step", "digest__on")
    return sorted(rows, key=lambda row: (row[2], row[0]))


def heard(directive: Directive, bodies: Collection[tuple[Agency, Actor]]) -> None:
    for body, clerk in bodies:
        issuing.acknowledge(directive_id=directive.pk, agency_id=body.pk, **who(clerk))


def test_an_overdue_task_rises_from_the_clerk_to_the_province(ground: Ground) -> None:
    here = ground.commune.province_id
    head = make.actor(Role.HEAD, body=ground.commune)
    state = issued(ground, task(Family.COMMUNE_UBND))
    party = issued(ground, task(Family.COMMUNE_PARTY), by=ground.vptu, title="Việc của khối Đảng")
    heard(state, [(ground.commune, ground.clerk)])
    heard(party, [(ground.party, ground.party_clerk)])

    pass_days(here, day(-3), day(20))

    ward = ground.commune.code
    rise = [
        (ward, NEAR, day(-3)),
        (ward, LATE, day(1)),
        (ward, RISEN, day(7)),
        (ward, TOP, day(20)),
    ]
    assert told(ground.clerk) == rise
    assert told(head) == rise[1:]
    assert told(ground.so) == rise[2:]
    assert told(ground.leader) == rise[3:]
    # The Party's body owes nothing of the State's paper, and its own rises to its own office alone.
    assert not Owing.objects.filter(
        agency__in=[ground.party, ground.office], subject__startswith=f"task:{state.pk}."
    ).exists()
    own = [(ground.party.code, step, on) for _code, step, on in rise]
    assert told(ground.party_clerk) == own
    assert told(ground.vptu) == own[2:]
    per_day = Digest.objects.values_list("user", "on")
    assert len(set(per_day)) == len(per_day)
    lines = DigestLine.objects.values_list("owing", "step", "user")
    assert len(set(lines)) == len(lines)

    said = Said(state=State.REPORTED)
    row = only(state, ground.commune)
    carrying.report(
        assignment_ids=[row.pk], said=said, **who(ground.clerk, moment(day(21), "06:00"))
    )
    before = DigestLine.objects.count()
    pass_days(here, day(21), day(60))
    assert DigestLine.objects.count() == before  # reported: nobody is told of it any more
    still = Owing.objects.filter(rule=Rule.TASK, settled_at=None)
    assert list(still.values_list("agency__code", flat=True)) == [ground.party.code]


def test_a_body_that_says_nothing_of_a_directive_is_reminded_until_it_does(ground: Ground) -> None:
    here = ground.commune.province_id
    state = issued(ground, task(Family.COMMUNE_UBND, due=None))  # a standing duty: no day
    pass_days(here, TODAY, TODAY + timedelta(days=10))
    ward, due = ground.commune.code, TODAY + timedelta(days=5)
    assert told(ground.clerk, Rule.RECEIPT) == [
        (ward, NEAR, due - timedelta(days=1)),
        (ward, LATE, due + timedelta(days=1)),
        (ward, RISEN, due + timedelta(days=5)),
    ]
    assert told(ground.so, Rule.RECEIPT) == [(ward, RISEN, due + timedelta(days=5))]
    assert not DigestLine.objects.filter(user=ground.vptu.user_id).exists()
    heard(state, [(ground.commune, ground.clerk)])
    pass_days(here, due + timedelta(days=6), due + timedelta(days=20))
    assert told(ground.leader, Rule.RECEIPT) == []
    assert not Owing.objects.filter(rule=Rule.RECEIPT, settled_at=None).exists()
