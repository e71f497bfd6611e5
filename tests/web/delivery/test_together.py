"""Tries, returns and acts of two persons, as the pages do them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.custody.bags import actions as bags
from kt1.custody.bags.models import Seal
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.rules import Reason
from kt1.custody.items.models import Advice
from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]


def _tried(world: World, codes: list[str], reason: Reason = Reason.CLOSED) -> None:
    deliveries.attempt(
        codes=codes, point_id=world.door.pk, reason=reason, by=world.courier,
        at=make.MORNING, once=make.once(),
    )  # fmt: skip


def _agreed(world: World, as_: As, act: str, codes: list[str], **said: str) -> Approval:
    """Asked for by one on the page, agreed to by another on theirs."""
    asking = as_(world.controller)
    answer = asking.post(f"/xu-ly/{act}/lam", codes=codes, minutes="12/BB-BC01", **said)
    assert answer.status_code == 302, text(answer)
    asked = Approval.objects.get()
    second = as_(world.second_controller)
    second.post(f"/nguoi-thu-hai/{asked.pk}/dong-y")
    return asked


def test_what_was_tried_is_listed_by_reason_and_sent_back(world: World, as_: As) -> None:
    codes = doing.accepted(world, 3)
    _tried(world, codes[:2])
    _tried(world, codes[2:], Reason.MOVED)
    controller = as_(world.controller)
    page = text(controller.get("/phat-lai"))
    assert all(code in page.replace("-", "") for code in codes)
    assert "?ly-do=closed" in page
    assert codes[2] not in text(controller.get("/phat-lai", **{"ly-do": "closed"})).replace("-", "")
    assert "Phát không thành công, chờ phát lại" in text(controller.get("/"))

    doing.moved(codes, world.courier, world.controller)
    for code in codes[2:]:
        controller.post("/xu-ly/chuyen-hoan/quet", code=code, how="scanned")
    assert text(controller.get("/xu-ly/chuyen-hoan")).count('name="codes"') == 1
    sent = controller.post("/xu-ly/chuyen-hoan/lam", codes=codes[2:], reason="moved", paper="12/CV")
    assert sent["Location"] == "/phat-lai"
    assert doing.unit(codes[2]).state == "returning"


def test_a_loss_is_said_in_words_agreed_to_and_done(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    asked = _agreed(world, as_, "mat", codes, cause="not_found")

    page = text(as_(world.second_controller).get(f"/nguoi-thu-hai/{asked.pk}"))
    assert "Ghi nhận mất; mở sự vụ" in page
    assert all(code in page.replace("-", "") for code in codes)
    assert "12/BB-BC01" in page
    first = as_(world.controller)
    assert "Người thứ hai đã đồng ý, chờ thực hiện" in text(first.get("/"))
    assert "Thực hiện đúng như trên" in text(first.get(f"/nguoi-thu-hai/{asked.pk}"))
    first.post(f"/nguoi-thu-hai/{asked.pk}/lam")
    assert {doing.unit(code).state for code in codes} == {"lost"}

    again = first.post(f"/nguoi-thu-hai/{asked.pk}/lam")
    assert again.status_code == 409


def test_nothing_is_done_before_the_second_person_agrees(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    first = as_(world.controller)
    first.post("/xu-ly/mat/lam", codes=codes, minutes="12/BB-BC01", cause="not_found")
    asked = Approval.objects.get()
    assert first.post(f"/nguoi-thu-hai/{asked.pk}/lam").status_code == 409
    assert first.post(f"/nguoi-thu-hai/{asked.pk}/dong-y").status_code == 403
    assert "Acts that" not in text(as_(world.second_controller).get("/"))
    assert f'href="/nguoi-thu-hai/{asked.pk}"' in text(
        as_(world.second_controller).get("/nguoi-thu-hai")
    )
    assert as_(world.far_controller).get(f"/nguoi-thu-hai/{asked.pk}").status_code == 404


def test_held_items_are_released_by_two(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    changes.hold(
        codes=codes, findings=["cover_torn"], by=world.controller, at=make.MORNING,
        once=make.once(),
    )  # fmt: skip
    asked = _agreed(world, as_, "tha-giu", codes, cause="covered_anew", back="on")
    page = text(as_(world.controller).get(f"/nguoi-thu-hai/{asked.pk}"))
    assert "chuyển hoàn về nơi gửi" in page
    as_(world.controller).post(f"/nguoi-thu-hai/{asked.pk}/lam")
    assert doing.unit(codes[0]).state == "returning"


def test_seals_are_destroyed_by_two_at_one_place(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    bag = doing.bag_of(codes, world.controller, seal="S-1")
    bags.open_sealed(
        bag=bag, number_seen="S-1", intact=True, counted=codes, by=world.controller,
        at=make.MORNING, once=make.once(),
    )  # fmt: skip
    controller = as_(world.controller)
    assert 'data-result="bad"' in text(controller.post("/xu-ly/huy-niem-phong/quet", code="S-9"))
    said = text(controller.post("/xu-ly/huy-niem-phong/quet", code="s-1"))
    assert 'data-result="good"' in said
    asked = _agreed(world, as_, "huy-niem-phong", ["S-1"], cause="end_of_life")
    assert "S-1" in text(as_(world.second_controller).get(f"/nguoi-thu-hai/{asked.pk}"))
    controller.post(f"/nguoi-thu-hai/{asked.pk}/lam")
    assert Seal.objects.get().state == "destroyed"


def test_what_does_not_fit_is_not_taken_and_nothing_typed_is_lost(world: World, as_: As) -> None:
    (code,) = doing.accepted(world)
    controller = as_(world.controller)
    wrong = text(controller.post("/xu-ly/tha-giu/quet", code=code))
    assert "Không ở trạng thái làm được việc này" in wrong
    answer = controller.post(
        "/xu-ly/mat/lam", codes=[code], cause="not_found", minutes="mất ở cổng"
    )
    assert answer.status_code == 422
    assert 'value="mất ở cổng"' in text(answer)
    assert controller.post("/xu-ly/mat/lam", cause="not_found", minutes="1/BB").status_code == 422
    assert controller.get("/xu-ly/khong-co").status_code == 404
    assert not Approval.objects.exists()


def test_a_code_comes_along_from_another_page(world: World, as_: As) -> None:
    (code,) = doing.accepted(world)
    page = text(as_(world.controller).get("/xu-ly/mat", so=code))
    assert f'name="codes" value="{code}"' in page


def test_advices_are_listed_until_they_are_back(world: World, as_: As) -> None:
    codes = doing.accepted(world, advice=True)
    doing.delivered(world, codes)
    number = Advice.objects.get().number
    for person in (world.controller, world.clerk):
        assert number in text(as_(person).get("/giay-bao-phat", con="1"))
    changes.advice_returned(codes=codes, by=world.clerk, at=make.NOON, once=make.once())
    assert number not in text(as_(world.clerk).get("/giay-bao-phat", con="1"))


@pytest.mark.parametrize("address", ["/phat-lai", "/phat-lai?xuat=csv", "/giay-bao-phat"])
def test_no_query_more_for_fifty_lines(world: World, as_: As, address: str) -> None:
    controller = as_(world.controller)
    _tried(world, doing.accepted(world, 5, advice=True))
    controller.get(address)
    with CaptureQueriesContext(connection) as few:
        assert controller.get(address).status_code == 200
    _tried(world, doing.accepted(world, 45, advice=True))
    with CaptureQueriesContext(connection) as many:
        controller.get(address)
    assert len(many) == len(few)
