"""Who has received a directive, who has read a guide, and many reports looked at at once."""

import csv
import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import issuing
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import State
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach.actions import Published
from kt1.oversight.outreach.known import known
from kt1.oversight.outreach.models import MaterialVersion
from kt1.oversight.papers import SignedPaper
from tests.custody import factories as make
from tests.oversight.test_directives import TODAY, Ground, ground, issued, only, task, who
from tests.web.conftest import ClientOf, content, text

__all__ = ["ground"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


def rows(answer: object) -> list[list[str]]:
    """The lines of an exported list under its heading."""
    read = list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig")), delimiter=","))
    first = next(n for n, row in enumerate(read) if row and row[0] == "Cơ quan")
    return [row for row in read[first + 1 :] if row]


def test_the_figure_of_receipts_opens_to_its_bodies(ground: Ground, client_of: ClientOf) -> None:
    one = issued(ground, task(Family.COMMUNE_UBND, Family.DEPARTMENT, Family.COURT))
    issuing.acknowledge(directive_id=one.pk, agency_id=ground.commune.pk, **who(ground.clerk))
    issuing.acknowledge(
        directive_id=one.pk, agency_id=ground.department.pk,
        paper=SignedPaper(number="15/SYT-VP", dated=TODAY), **who(ground.so),
    )  # fmt: skip
    so, here = client_of(ground.so), f"/van-ban-chi-dao/{one.pk}"
    page = text(so.get(here))
    assert "2 trên 3 cơ quan" in page
    assert f'href="{here}/noi-nhan"' in page
    listed = rows(so.get(f"{here}/noi-nhan?xuat=csv"))
    assert {row[0]: (row[2], row[4]) for row in listed} == {
        "Sở KH&CN": ("chưa", ""),
        "Sở Y tế": ("có", "15/SYT-VP ngày 14/01/2026"),
        "UBND phường Kinh Bắc": ("có", ""),
    }  # the court is of another line
    assert [row[0] for row in rows(so.get(f"{here}/noi-nhan?chua=1&xuat=csv"))] == ["Sở KH&CN"]
    assert client_of(ground.clerk).get(f"{here}/noi-nhan").status_code == 403
    assert client_of(ground.vptu).get(f"{here}/noi-nhan").status_code == 404
    with CaptureQueriesContext(connection) as few:
        so.get(f"{here}/noi-nhan")
    assert len(few) < 18


def test_the_figure_of_readers_opens_to_its_bodies(ground: Ground, client_of: ClientOf) -> None:
    one = next(iter(known().values()))
    said = Published(
        code=one.code, topic=one.topic, title=one.title, basis=one.basis, lines=one.lines,
        questions=one.questions,
    )  # fmt: skip
    made = library.publish(said=said, **who(ground.so))
    library.read(version_ids=[made], **who(ground.clerk))
    version = MaterialVersion.objects.get(pk=made)
    so = client_of(ground.so)
    assert f'href="/thu-vien/{version.pk}/co-quan"' in text(so.get(f"/thu-vien/{version.pk}"))
    listed = rows(so.get(f"/thu-vien/{version.pk}/co-quan?xuat=csv"))
    assert {row[0] for row in listed if row[2] == "có"} == {"UBND phường Kinh Bắc"}
    waiting = rows(so.get(f"/thu-vien/{version.pk}/co-quan?chua=1&xuat=csv"))
    assert {row[0] for row in waiting} == {"Sở KH&CN", "Sở Y tế"}
    clerk = client_of(ground.clerk)
    assert clerk.get(f"/thu-vien/{version.pk}/co-quan").status_code == 403
    assert f"/thu-vien/{version.pk}/co-quan" not in text(clerk.get(f"/thu-vien/{version.pk}"))


def test_only_what_was_reported_is_settled_at_once(ground: Ground, client_of: ClientOf) -> None:
    one = issued(ground, task(Family.COMMUNE_UBND), task(Family.DEPARTMENT))
    row = only(one, ground.commune)
    Assignment.objects.filter(pk=row.pk).update(state=State.REPORTED)
    so = client_of(ground.so)
    page = text(so.get("/viec-duoc-giao/xet"))
    assert "Kết luận được ghi cùng lúc cho 1 nhiệm vụ của 1 cơ quan." in page
    assert "cơ quan chưa báo cáo." not in page
    wide = text(so.get("/viec-duoc-giao/xet?tt=not_started"))
    assert "Trong đó 1 nhiệm vụ cơ quan chưa báo cáo." in wide
    said = {"once": str(uuid4()), "state": "done"}
    assert so.post("/viec-duoc-giao/xet", said).status_code == 302
    row.refresh_from_db()
    assert row.state == State.DONE
    assert only(one, ground.department).state == State.OPEN
