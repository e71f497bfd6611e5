"""Security of the post on the pages: assess, correct, and keep the registers."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.assurance.assessments import standard
from kt1.assurance.assessments.models import Assessment, SafetyMeasure
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.assessments.rules import MeasureState, Topic
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def test_from_the_checklist_to_the_score(world: World, browsing: Browsing) -> None:
    post = browsing(world.dispatcher)
    assert "Đánh giá an ninh, an toàn quá hạn" in text(post.get("/"))
    offered = text(post.get("/an-ninh/tieu-chi/site"))
    assert "Khu vực khai thác, lưu giữ bưu gửi KT1 tách riêng" in offered
    typed = standard.CHECKLISTS[Topic.SITE]
    bad = send(post, "/an-ninh/tieu-chi/site", typed="9 quá điểm")
    assert "Không đọc được dòng 1" in text(bad)
    assert send(post, "/an-ninh/tieu-chi/site", typed=typed).status_code == 302
    address = f"/an-ninh/doi-tuong/site/{world.centre.code}"
    lines = {f"d{n}": "met" for n in range(1, 10)} | {"d1": "unmet"}
    said = {"done_on": "14/01/2026", "number": "3/BB-BĐT", "kept_at": "tủ 1", **lines}
    short = send(post, f"{address}/danh-gia", **(said | {"d2": ""}))
    assert short.status_code == 422
    assert "3/BB-BĐT" in text(short)
    assert send(post, f"{address}/danh-gia", **said).status_code == 302
    page = text(post.get(address))
    assert "82 %" in page
    assert "mục bắt buộc chưa đạt" in page


def assessed(world: World, post: Client) -> Assessment:
    """The centre as its dispatcher has just assessed it."""
    send(post, "/an-ninh/tieu-chi/site", typed=standard.CHECKLISTS[Topic.SITE])
    lines = {f"d{n}": "met" for n in range(1, 10)} | {"d1": "unmet"}
    said = {"done_on": "14/01/2026", "number": "3/BB-BĐT", "kept_at": "tủ 1", **lines}
    send(post, f"/an-ninh/doi-tuong/site/{world.centre.code}/danh-gia", **said)
    return Assessment.objects.get()


def test_a_measure_from_the_assessment_to_its_verification(
    world: World, browsing: Browsing
) -> None:
    post, controller = browsing(world.dispatcher), browsing(world.controller)
    made = assessed(world, post)
    listed = text(post.get("/an-ninh?tt=dat"))
    assert world.centre.name in listed
    assert world.office.name not in listed
    exported = post.get("/an-ninh?xuat=csv")
    assert "3/BB-BĐT" in b"".join(exported).decode()
    form = text(post.get(f"/an-ninh/bien-phap/moi?tu={made.pk}"))
    assert "3/BB-BĐT" in form
    measure = {
        "nature": "corrective", "paper": "3/BB-BĐT", "paper_date": "14/01/2026", "item": "1",
        "owner": world.courier.user_id, "due": "21/01/2026",
    }  # fmt: skip
    address = f"/an-ninh/bien-phap/moi?tu={made.pk}"
    assert send(post, address, **measure).status_code == 302
    one = SafetyMeasure.objects.get()
    courier = browsing(world.courier)
    assert "Biện pháp an ninh, an toàn do mình phụ trách" in text(courier.get("/"))
    done = {"done_on": "14/01/2026", "paper": "8/BC-TT"}
    assert send(courier, f"/an-ninh/bien-phap/{one.pk}/da-lam", **done).status_code == 302
    assert send(courier, f"/an-ninh/bien-phap/{one.pk}/xac-nhan",
                verified_on="14/01/2026").status_code == 403  # fmt: skip
    assert "chờ xác nhận" in text(controller.get("/"))
    assert send(controller, f"/an-ninh/bien-phap/{one.pk}/xac-nhan",
                verified_on="14/01/2026").status_code == 302  # fmt: skip
    one.refresh_from_db()
    assert one.state == MeasureState.VERIFIED


def test_the_registers(world: World, browsing: Browsing) -> None:
    post, controller = browsing(world.dispatcher), browsing(world.controller)
    plan = {
        "kind": "response", "number": "7/PA-BĐT", "dated": "05/01/2026", "place_code": "",
        "drill_due": "20/01/2026",
    }  # fmt: skip
    assert send(post, "/an-ninh/phuong-an/moi", **plan).status_code == 302
    assert "Phương án sắp đến hạn diễn tập" in text(post.get("/"))
    found = SafetyPlan.objects.get()
    drill = {"held_on": "14/01/2026", "number": "2/BB-DT", "next_due": "14/01/2026"}
    wrong = send(post, f"/an-ninh/phuong-an/{found.pk}/dien-tap", **drill)
    assert wrong.status_code == 422
    assert "2/BB-DT" in text(wrong)
    drill["next_due"] = "14/01/2027"
    assert send(post, f"/an-ninh/phuong-an/{found.pk}/dien-tap", **drill).status_code == 302
    assert "14/01/2027" in text(post.get("/an-ninh/phuong-an"))

    site = {
        "place_code": world.centre.code, "use": "handling", "number": "4/QĐ-BĐT",
        "dated": "02/01/2026", "guarded": "on", "entry_book": "on",
    }  # fmt: skip
    assert send(post, "/an-ninh/khu-vuc/moi", **site).status_code == 302
    secured = SecuredSite.objects.get()
    entry = {
        "site_id": secured.pk, "book": "SRV-1", "line": "12", "visitors": "contractor",
        "people": "2", "purpose": "maintenance", "day": "14/01/2026", "hour": "08:30",
        "with_user_id": world.controller.user_id,
    }  # fmt: skip
    assert send(controller, "/an-ninh/ra-vao/moi", **entry).status_code == 302
    again = send(controller, "/an-ninh/ra-vao/moi", **entry)
    assert "Dòng này của sổ đã được ghi" in text(again)
    assert "Ghi giờ ra" in text(controller.get("/an-ninh/ra-vao"))
    came = SiteEntry.objects.get()
    assert send(controller, f"/an-ninh/ra-vao/{came.pk}/ra").status_code == 302
    assert "Ghi giờ ra" not in text(controller.get("/an-ninh/ra-vao"))


def test_the_register_of_connections(world: World, browsing: Browsing) -> None:
    post = browsing(world.dispatcher)
    link = {
        "place_code": world.centre.code, "peer_code": "75", "exchange": "bags",
        "number": "9/BB-KN", "dated": "05/01/2026", "contact": "Trực ca khai thác",
        "phone": "0222 3 822 999",
    }  # fmt: skip
    assert send(post, "/an-ninh/ket-noi/moi", **link).status_code == 302
    connection = NetworkConnection.objects.get()
    page = text(post.get("/an-ninh/ket-noi"))
    assert "Đồng Nai" in page
    assert "05/01/2027" in page
    address = f"/an-ninh/ket-noi/{connection.pk}/kiem-tra"
    assert send(post, address, on="14/01/2026").status_code == 302


def test_the_department_and_the_police_read_and_never_write(
    world: World, browsing: Browsing
) -> None:
    so = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    assert "quá hạn" in text(so.get("/"))
    for address in ("/an-ninh", "/an-ninh/bien-phap", "/an-ninh/phuong-an", "/an-ninh/khu-vuc",
                    "/an-ninh/ket-noi", "/an-ninh/tieu-chi/people"):  # fmt: skip
        page = text(so.get(address))
        assert "Đăng ký" not in page
        assert "Soạn bản mới" not in page
    assert so.get("/an-ninh/ra-vao").status_code == 403
    assert browsing(world.clerk).get("/an-ninh").status_code == 403
