"""Incidents on the pages: for the post, the Department, the police and the agency; drills."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.assurance.gaps import follower
from kt1.assurance.incidents.models import Drill, Incident
from kt1.assurance.incidents.rules import Kind, State
from kt1.custody.deliveries import changes
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def torn(world: World) -> tuple[str, Incident]:
    (code,) = doing.accepted(world)
    changes.hold(
        codes=[code], findings=["cover_torn"], by=world.courier, at=make.MORNING, once=make.once()
    )
    sequence_all()
    while follower.catch_up():
        pass
    return code, Incident.objects.get()


def of_province(role: Role) -> Actor:
    return make.actor(role, at_province=make.province("24"))


def test_from_the_ledger_to_the_lesson(world: World, browsing: Browsing) -> None:
    code, one = torn(world)
    here = f"/su-co/{one.pk}"
    post, floor = browsing(world.dispatcher), browsing(world.controller)
    assert "Sự cố chờ khoanh giữ" in text(floor.get("/"))
    assert "Sự cố còn nơi chưa báo" in text(post.get("/"))
    page = text(floor.get(here))
    assert "sổ cái cho thấy" in page
    assert "báo ngay" in page
    assert "Báo cáo nhanh (DOCX)" in page
    unit = one.units.get().unit_id
    assert send(floor, f"{here}/khoanh-giu", cover="xyz").status_code == 422
    done = send(floor, f"{here}/khoanh-giu", cover="torn", **{f"u{unit}": "0"})
    assert done.status_code == 302
    for notice in one.notices.all():
        done = send(floor, f"{here}/bao", addressee=notice.addressee, means="phone", paper="")
        assert done.status_code == 302
    one.refresh_from_db()
    assert one.state == State.NOTIFIED
    secret = send(post, f"{here}/xac-minh", cause="equipment", note="Tối mật")
    assert secret.status_code == 422
    assert send(post, f"{here}/xac-minh", cause="equipment", note="bì ướt").status_code == 302
    assert send(post, f"{here}/bien-ban", number="5/BB", dated="14/01/2026").status_code == 302
    assert send(post, f"{here}/ket-thuc", ending="handled", note="").status_code == 302
    assert send(post, f"{here}/bai-hoc", measure="equipment", note="che mưa").status_code == 302
    sent = {"stage": "first", "number": "7/BC", "dated": "14/01/2026"}
    assert send(post, f"{here}/bao-cao", **sent).status_code == 302
    assert "che mưa" in text(post.get("/su-co/bai-hoc"))
    page = text(post.get(here))
    assert "thay, thêm phương tiện" in page
    assert code[:5].upper() in page


def test_who_must_be_told_has_it_on_their_home_and_confirms(
    world: World, browsing: Browsing
) -> None:
    _code, one = torn(world)
    for role in (Role.REGULATOR, Role.POLICE_PA03):
        client = browsing(of_province(role))
        assert "Sự cố được báo, chờ xác nhận" in text(client.get("/"))
        assert str(one) in text(client.get("/su-co"))
        page = text(client.get(f"/su-co/{one.pk}"))
        assert "Ai đã giữ" not in page
        assert send(client, f"/su-co/{one.pk}/xac-nhan", answer="3/CV").status_code == 302
        assert "Sự cố được báo, chờ xác nhận" not in text(client.get("/"))
    head = browsing(make.actor(Role.HEAD, body=world.sender))
    assert str(one) in text(head.get("/su-co"))
    stranger = browsing(world.neighbour_clerk)
    assert str(one) not in text(stranger.get("/su-co"))
    assert stranger.get(f"/su-co/{one.pk}").status_code == 404
    assert browsing(world.courier).get("/su-co").status_code == 403


def test_a_clerk_tells_of_an_opened_cover_and_keeps_what_was_typed(
    world: World, browsing: Browsing
) -> None:
    (code,) = doing.accepted(world)
    clerk = browsing(world.clerk)
    page = text(clerk.get(f"/su-co/moi?ma={code}"))
    assert "nghi lộ" in page
    assert "khoảng trống" not in page
    said = {"kind": "leak", "code": code, "cover": "resealed", "found_on": "14/01/2026",
            "found_at": "08:50", "note": ""}  # fmt: skip
    refused = send(clerk, "/su-co/moi", **{**said, "note": "thấy bên trong"})
    assert refused.status_code == 422
    assert code in text(refused)
    assert send(clerk, "/su-co/moi", **said).status_code == 302
    one = Incident.objects.get(kind=Kind.LEAK)
    page = text(browsing(world.dispatcher).get(f"/su-co/{one.pk}"))
    assert "Mọi việc khác tiếp tục trên giấy" in page
    assert "Báo cáo nhanh (DOCX)" not in page
    assert browsing(world.dispatcher).get(f"/su-co/{one.pk}/in/bien-ban.docx").status_code == 404


def test_papers_are_drafted_and_a_drills_sheet_says_so(world: World, browsing: Browsing) -> None:
    _code, one = torn(world)
    post = browsing(world.dispatcher)
    for which in ("bien-ban", "bao-cao-nhanh", "bao-cao-day-du"):
        answer = post.get(f"/su-co/{one.pk}/in/{which}.docx")
        assert answer.status_code == 200
        word = zipfile.ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
        assert str(one) in word
        assert "DIỄN TẬP" not in word
    assert post.get(f"/su-co/{one.pk}/in/bien-ban.pdf").content.startswith(b"%PDF")
    assert post.get(f"/su-co/{one.pk}/in/khac.docx").status_code == 404
    said = {"scenario": "seal", "place": str(world.centre.pk), "covers": "6"}
    assert send(post, "/dien-tap/moi", **said).status_code == 302
    drill = Drill.objects.get()
    here = f"/dien-tap/{drill.pk}"
    floor = browsing(world.controller)
    assert "DIỄN TẬP" in text(floor.get("/"))
    assert "DIỄN TẬP" in text(floor.get(here))
    assert send(floor, f"{here}/buoc/report").status_code == 302
    assert send(floor, f"{here}/buoc/report").status_code == 302  # twice: shown as done
    assert send(floor, f"{here}/buoc/khac").status_code == 404
    assert send(floor, f"{here}/ket-thuc").status_code == 403
    assert send(post, f"{here}/ket-thuc").status_code == 302
    assert "14/100" in text(post.get(here))
    answer = post.get(f"{here}/in.docx")
    assert "DI" in answer["Content-Disposition"]
    whole = zipfile.ZipFile(BytesIO(answer.content))
    said_in = "".join(
        whole.read(name).decode() for name in whole.namelist() if name.endswith(".xml")
    )
    assert "DIỄN TẬP" in said_in
    assert str(drill) in text(post.get("/dien-tap"))
    assert str(drill) not in text(post.get("/su-co"))
