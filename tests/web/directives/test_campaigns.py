"""Campaigns on the pages: events, attendance, coverage by body and commune, changing and ending."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.ledger.entries.models import Entry
from kt1.oversight.outreach import campaigning, campaigns, events
from kt1.oversight.outreach.events import Planned, UnfitEventError
from kt1.oversight.outreach.models import Campaign
from kt1.oversight.outreach.rules import EventKind, EventState
from kt1.people.actor import NotAllowedError
from tests.custody import factories as make
from tests.oversight.test_directives import TODAY, Ground, ground, who
from tests.web.conftest import ClientOf, content, text

__all__ = ["ground"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


def held(ground: Ground, campaign: int | None, *, days_ago: int = 1) -> int:
    """An event to which the commune came with three, and the department was invited."""
    begins = make.MORNING - timedelta(days=days_ago)
    planned = Planned(
        kind=EventKind.TRAINING, title=f"Tập huấn {days_ago}", begins=begins,
        ends=begins + timedelta(hours=2), campaign_id=campaign,
    )  # fmt: skip
    bodies = [ground.commune.pk, ground.department.pk]
    made = events.plan(event=planned, agency_ids=bodies, **who(ground.so))
    events.settle(
        event_id=made, after=EventState.HELD, came={ground.commune.pk: 3}, paper="",
        **who(ground.so),
    )  # fmt: skip
    return made


def begun(ground: Ground, title: str = "Tháng cao điểm KT1") -> int:
    return events.begin_campaign(
        title=title, first=TODAY - timedelta(days=5), last=TODAY + timedelta(days=20),
        **who(ground.so),
    )  # fmt: skip


def rows(client: Client, address: str) -> list[list[str]]:
    mark = "&" if "?" in address else "?"
    file = content(client.get(f"{address}{mark}xuat=csv")).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(file)))
    first = next(n for n, row in enumerate(read) if row and row[0] in {"Cơ quan", "Xã, phường"})
    return [row for row in read[first + 1 :] if row]


def test_a_campaign_shows_who_came_and_every_figure_opens(
    ground: Ground, client_of: ClientOf
) -> None:
    pk = begun(ground)
    held(ground, pk)
    held(ground, None, days_ago=2)  # of no campaign: counts for the year alone
    so, here = client_of(ground.so), f"/tuyen-truyen/dot/{pk}"
    assert "Tháng cao điểm KT1" in text(so.get("/tuyen-truyen/dot"))
    page = text(so.get(here))
    assert "mời 2, dự 1 cơ quan, 3 người" in page
    figures = dict(re.findall(rf'href="({here}/co-quan[^"#]*)">(\d+)<', page))
    assert figures[f"{here}/co-quan"] == "3"  # the State's bodies; a court and the Party's are not
    assert {address: len(rows(so, address.replace("&amp;", "&"))) for address in figures} == {
        address: int(number) for address, number in figures.items()
    }
    came = rows(so, f"{here}/co-quan?cach=sk")
    assert [(row[0], row[-1]) for row in came] == [("UBND phường Kinh Bắc", "3")]
    by_commune = rows(so, here)
    assert sum(int(row[1]) for row in by_commune) == 3
    assert sum(int(row[2]) for row in by_commune) == 1
    year = rows(so, "/tuyen-truyen/do-phu/xa")
    assert [row[1:] for row in year] == [row[1:] for row in by_commune]
    with CaptureQueriesContext(connection) as few:
        so.get(here)
    assert len(few) < 24
    assert client_of(ground.clerk).get(here).status_code == 403
    assert client_of(ground.vptu).get(here).status_code == 404  # of the Department
    leader = text(client_of(ground.leader).get(here))
    assert "Kết thúc đợt" not in leader


def test_a_campaign_is_changed_and_ended_by_who_keeps_it(
    ground: Ground, client_of: ClientOf
) -> None:
    pk = begun(ground)
    begun(ground, "Đợt hai")
    so, here = client_of(ground.so), f"/tuyen-truyen/dot/{pk}"

    def send(address: str, **said: Any) -> Any:
        return so.post(address, {"once": str(uuid4()), **said})

    days = {"first": "10/01/2026", "last": "30/01/2026"}
    assert send(f"{here}/sua", title="Đợt hai", **days).status_code == 422  # the name is taken
    assert send(f"{here}/sua", title="Đợt một", **days).status_code == 302
    assert "Kết thúc đợt" in text(so.get(f"{here}/ket-thuc"))
    assert send(f"{here}/ket-thuc").status_code == 302
    row = Campaign.objects.get(pk=pk)
    assert (row.title, row.last) == ("Đợt một", TODAY)
    kinds = Entry.objects.filter(subject=f"campaign:{pk}").values_list("kind", flat=True)
    assert set(kinds) == {"campaign.begun", "campaign.changed", "campaign.ended"}
    later = make.MORNING + timedelta(days=1)
    with pytest.raises(NotAllowedError):
        campaigning.end_campaign(campaign_id=pk, **who(ground.so, later))
    with pytest.raises(Campaign.DoesNotExist):
        campaigning.end_campaign(campaign_id=pk, **who(ground.vptu))
    ahead = events.begin_campaign(
        title="Sắp tới", first=TODAY + timedelta(days=3), last=TODAY + timedelta(days=9),
        **who(ground.so),
    )  # fmt: skip
    with pytest.raises(UnfitEventError):
        campaigning.end_campaign(campaign_id=ahead, **who(ground.so))
    assert campaigns.seen_by(ground.so).count() == 3
