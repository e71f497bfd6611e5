"""Months past their day in a small province, some mornings on, and whoever follows them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.config import clock
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.reminders import actions
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.items.conftest import browsing, now, world

__all__ = ["Ward", "browsing", "now", "owing", "people", "settle", "world"]

DUE = date(2026, 11, 10)
TODAY = make.at("2026-11-17", "09:00")


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward that signs in, nine more bodies on paper, a Party board; who follows each."""

    clerk: Actor
    science: Actor
    leader: Actor
    party_office: Actor
    months: tuple[Account, ...]


def people() -> Ward:
    """Rows of it, looked at and told on two mornings."""
    make.norms()
    here = make.province("24")
    ward = make.agency("24-UB9", name="UBND phường Kinh Bắc")
    others = [
        make.agency(f"24-SO{n}", name=f"Sở số {n}", works_on_paper=True) for n in range(1, 10)
    ]
    board = make.agency(
        "24-BTC", name="Ban Tổ chức", family=Family.PARTY_BOARD, bloc=Bloc.PARTY, line=Line.PARTY
    )
    office = make.agency(
        "24-VPTU",
        name="Văn phòng Tỉnh ủy",
        family=Family.PROVINCIAL_PARTY_OFFICE,
        bloc=Bloc.PARTY,
        line=Line.PARTY,
    )
    months = tuple(
        Account.objects.create(
            agency=body,
            province=here,
            starts=date(2026, 10, 1),
            ends=date(2026, 10, 31),
            state=State.FROZEN,
            frozen_at=make.at("2026-11-05"),
            due=DUE,
        )
        for body in (ward, *others, board)
    )
    found = Ward(
        clerk=make.clerk(ward),
        science=make.actor(Role.REGULATOR, at_province=here),
        leader=make.actor(Role.PROVINCE_LEADER, at_province=here),
        party_office=make.actor(Role.PARTY_OFFICE, body=office, at_province=here),
        months=months,
    )
    for morning in (DUE + timedelta(days=1), DUE + timedelta(days=7)):
        at = make.at(morning.isoformat(), "07:37")
        actions.look(province_id=here.pk, at=at)
        actions.digest(at=at)
    return found


def settle(month: Account) -> None:
    Account.objects.filter(pk=month.pk).update(state=State.AGREED, agreed_at=TODAY)
    actions.look(province_id=month.province_id, at=TODAY)


@pytest.fixture
def owing(world: World, now: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    del world, now  # first, so that it is this morning and not theirs
    made = people()
    monkeypatch.setattr(clock, "now", lambda: TODAY)
    return made
