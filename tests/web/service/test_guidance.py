"""The guidance log on the pages."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.guidance.models import Guidance, GuidanceReceipt
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def person(role: Role, code: str = "24") -> Actor:
    return make.actor(role, at_province=make.province(code))


def record(client: Client, address: str = "/huong-dan/moi", **said: str) -> Any:
    form = {
        "once": str(uuid4()), "agencies": "24-UB1", "matter": "wrapping", "channel": "visit",
        "told": "clerk", "given_at": "14/01/2026 08:30", "paper": "", "note": "dùng bì dai",
    }  # fmt: skip
    return client.post(address, {**form, **said})


def test_the_post_records_and_the_body_reads(world: World, browsing: Browsing) -> None:
    dispatcher, clerk = browsing(world.dispatcher), browsing(world.clerk)
    assert record(dispatcher, agencies="24-UB1 24-S1").status_code == 302
    mine = Guidance.objects.get(agency=world.sender)
    assert "Hướng dẫn chưa xác nhận đã đọc" in text(clerk.get("/"))

    page = text(clerk.get("/huong-dan"))
    assert "gói bọc, mặt bì" in page
    assert world.receiver.name not in page
    one = reverse("guidance", args=[mine.pk])
    assert "dùng bì dai" in text(clerk.get(one))
    assert clerk.post(f"{one}/da-doc", {"once": str(uuid4())}).status_code == 302
    assert GuidanceReceipt.objects.get().user_id == world.clerk.user_id
    assert "Hướng dẫn chưa xác nhận đã đọc" not in text(clerk.get("/"))
    assert world.clerk.name in text(dispatcher.get(one))
    assert browsing(world.receiving_clerk).get(one).status_code == 404
    assert dispatcher.post(f"{one}/da-doc", {"once": str(uuid4())}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agencies": "24-UB1 75-S1"}, "75-S1"),
        ({"given_at": "15/01/2026 08:00"}, "tương lai"),
        ({"given_at": "sáng nay"}, "dd/mm/yyyy"),
        ({"channel": "letter"}, "số và ngày của văn bản"),
        ({"note": "công văn số 12/UBND"}, "Chưa lưu gì"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, browsing: Browsing, wrong: dict[str, str], sentence: str
) -> None:
    answer = record(browsing(world.dispatcher), **wrong)
    assert answer.status_code == 422
    page = text(answer)
    assert sentence in page
    assert not Guidance.objects.exists()


def test_a_correction_is_a_new_one_that_names_the_old(world: World, browsing: Browsing) -> None:
    dispatcher = browsing(world.dispatcher)
    record(dispatcher)
    old = Guidance.objects.get()
    address = f"/huong-dan/moi?sua={old.pk}"
    assert "24-UB1" in text(dispatcher.get(address))
    assert record(dispatcher, address, matter="hours").status_code == 302
    new = Guidance.objects.get(corrects=old)
    assert "đã được đính chính" in text(dispatcher.get(reverse("guidance", args=[old.pk])))
    assert "Đính chính cho bản trước" in text(dispatcher.get(reverse("guidance", args=[new.pk])))
    assert dispatcher.get(address).status_code == 403
    assert browsing(person(Role.REGULATOR)).get(f"/huong-dan/moi?sua={new.pk}").status_code == 403


def test_the_log_filters_and_costs_a_bounded_number_of_queries(
    world: World, browsing: Browsing, django_assert_max_num_queries: Any
) -> None:
    dispatcher = browsing(world.dispatcher)
    for _ in range(3):
        record(dispatcher, agencies="24-UB1 24-S1 24-S2")
    with django_assert_max_num_queries(14):
        page = text(dispatcher.get("/huong-dan?q=s%E1%BB%9F&ve=wrapping&chua=1"))
    assert world.receiver.name in page
    assert world.sender.name not in page
    assert dispatcher.get("/huong-dan?xuat=csv").status_code == 200
