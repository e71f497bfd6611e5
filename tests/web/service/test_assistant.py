"""The posting assistant asks about the outside of a cover, and leads into the declaration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kt1.law.services.rules import Mode
from kt1.ledger.entries.models import Entry
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def ask(client: Client, **said: str) -> Any:
    form = {"c0-q": "24-S1", "marked": "no", "urgency": "none", "agreed": ""}
    return client.post(reverse("assistant"), {**form, **said})


def test_a_marked_cover_must_go_by_kt1_and_is_wrapped_by_the_rules(
    world: World, browsing: Browsing
) -> None:
    client = browsing(world.clerk)
    page = text(ask(client, marked="yes", urgency="HT"))
    for said in (
        "KT1-F-HT",
        "Phải dùng dịch vụ KT1",
        "Giấy làm bì dai",
        "Dấu Hỏa tốc",
        "Sổ chuyển giao",
        "26/2020/NĐ-CP",
        "văn bản đã được thay thế",
    ):
        assert said in page, said
    plain = text(ask(client))
    assert "không bắt buộc" in plain
    for unsaid in ("Giấy làm bì dai", "Dấu Hỏa tốc", "Đã ký Sổ chuyển giao", "Phải dùng"):
        assert unsaid not in plain, unsaid


def test_in_letter_mode_the_letter_is_never_asked_for(world: World, browsing: Browsing) -> None:
    make.mode(Mode.LETTER)
    client = browsing(world.clerk)
    page = text(ask(client, marked="yes"))
    assert "KT1-A/B/C" in page
    assert 'name="c0-mark" value=""' in page
    assert 'name="marked" value="A"' not in page


def test_a_timed_item_is_judged_by_the_norms(world: World, browsing: Browsing) -> None:
    make.norms()
    world.door.zone = "noi_thanh"
    world.door.save(update_fields=["zone"])
    client = browsing(world.clerk)
    short = text(ask(client, urgency="HG", agreed="14/01/2026 10:00"))
    assert "giờ hẹn sớm nhất là" in short
    assert "message-warning" in short
    enough = text(ask(client, urgency="HG", agreed="15/01/2026 10:00"))
    assert "giờ hẹn sớm nhất là" in enough
    assert "message-warning" not in enough
    unset = ask(client, urgency="HG")
    assert unset.status_code == 422
    assert "Bưu gửi Hẹn giờ phải có giờ hẹn" in text(unset)


@pytest.mark.parametrize("asked", [{"c0-q": "không có cơ quan này"}, {"c0-q": "Sở"}])
def test_the_receiver_is_one_body_of_the_register(
    world: World, browsing: Browsing, asked: dict[str, str]
) -> None:
    answer = ask(browsing(world.clerk), **asked)
    assert answer.status_code == 422
    assert asked["c0-q"] in text(answer)


def test_it_leads_straight_into_the_declaration_and_keeps_nothing(
    world: World, browsing: Browsing
) -> None:
    client = browsing(world.clerk)
    before = Entry.objects.count()
    ask(client, marked="yes", urgency="HT")
    form = {"covers": "1", "c0-q": world.receiver.name, "c0-receiver": str(world.receiver.pk),
            "c0-urgency": "HT", "c0-agreed": "", "c0-mark": "F", "do": "begin"}  # fmt: skip
    page = text(client.post(reverse("declare"), form))
    assert world.receiver.name in page
    assert 'value="HT" selected' in page
    assert 'value="F"' in page
    assert "checked" in page
    assert Entry.objects.count() == before
    assert reverse("assistant") in page
