"""Targets of adoption of a demonstration: one for every bloc, one for the bodies of government."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kt1.assurance.adoption.actions import set_target
from kt1.config.simulation.service import actor_of
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role

_NAMESPACE = UUID("7d0a8a53-64c6-5c0a-8f0e-4b6f0d2f9f11")
GOALS: Sequence[tuple[Bloc | None, int]] = ((None, 80), (Bloc.GOVERNMENT, 95))


def aim(provinces: Sequence[str], at: datetime) -> int:
    """Enter the targets of the year as each Department would. Returns how many."""
    year = at.astimezone(VIETNAM).year
    for code in provinces:
        for bloc, percent in GOALS:
            name = f"{code}/{bloc or 'all'}/{year}"
            set_target(
                year=year,
                bloc=bloc,
                goal_percent=percent,
                paper=f"MH-{code}/KH-UBND (minh họa)",
                by=actor_of(code, Role.REGULATOR),
                at=at - timedelta(days=20),
                once=RequestKey.of(uuid5(_NAMESPACE, name), {"demonstration": name}),
            )
    return len(provinces) * len(GOALS)
