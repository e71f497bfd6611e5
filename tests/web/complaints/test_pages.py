"""Complaints on the pages: from an item to the payment, and requests of authorities."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import State
from kt1.assurance.disclosures.models import Disclosure
from kt1.config import clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.paper_reading import pages_in

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def filed(client: Client, code: str, **said: str) -> Any:
    return send(client, "/khieu-nai/moi", code=code, **{"matter": "loss", "note": "", **said})


def do(client: Client, one: Complaint, act: str, **said: str) -> Any:
    return send(client, f"/khieu-nai/{one.pk}/{act}", **said)


def _is_printed(client: Client, one: Complaint) -> None:
    """Form KT1-15 with the days and the sum that were entered."""
    printed = client.get(f"/khieu-nai/{one.pk}/bien-ban.pdf")
    assert printed["Content-Type"] == "application/pdf"
    (sheet,) = pages_in(content(printed))
    for said in (
        "Số: 5/BB-BĐT", "ngày 14 tháng 01 năm 2026", "đến hết ngày 13 tháng 02 năm 2026",
        "500.000 đồng",
    ):  # fmt: skip
        assert said in sheet


def test_from_an_item_to_the_payment(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    clerk, post = browsing(world.clerk), browsing(world.dispatcher)
    page = text(clerk.get(f"/buu-gui/{code}"))
    address = f"{reverse('complaint_new')}?ma={code}"
    assert address in page
    assert code in text(clerk.get(address))
    assert filed(clerk, code, note="chưa nhận được bưu gửi").status_code == 302
    one = Complaint.objects.get()
    assert str(one) in text(clerk.get(f"/buu-gui/{code}"))

    assert "Khiếu nại chờ trả lời" in text(post.get("/"))
    page = text(post.get(f"/khieu-nai/{one.pk}"))
    assert "chưa nhận được bưu gửi" in page
    assert "Thời hạn giải quyết khiếu nại (TT16-2017)" in page
    said = {"outcome": "upheld", "cause": "transport", "note": "đang kiểm tra đường thư"}
    assert do(post, one, "tra-loi", **said).status_code == 302
    assert "Khiếu nại Bưu điện đã trả lời" in text(clerk.get("/"))

    record = {
        "number": "5/BB-BĐT", "dated": "14/01/2026", "cause": "transport", "responsible": "post",
        "amount_vnd": "500.000", "method": "transfer",
    }  # fmt: skip
    assert do(post, one, "bien-ban", **record).status_code == 302
    page = text(post.get(f"/khieu-nai/{one.pk}"))
    assert "5/BB-BĐT" in page
    assert "500.000" in page
    assert "13/02/2026" in page
    _is_printed(post, one)
    assert "Bồi thường chờ chi trả" in text(post.get("/"))
    assert do(post, one, "chi-tra", paid_on="14/01/2026", paper="UNC-18").status_code == 302
    one.refresh_from_db()
    assert one.state == State.CLOSED
    assert do(post, one, "tim-thay", found_on="14/01/2026", found="taken").status_code == 302
    assert "hoàn trả" in text(clerk.get(f"/khieu-nai/{one.pk}"))
    assert "không còn bị giữ" in text(clerk.get(f"/khieu-nai/{one.pk}"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "KT1"}, "không phải số hiệu bưu gửi"),
        ({"matter": ""}, "Về việc"),
        ({"note": "công văn số 12/UBND"}, "số, ký hiệu"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, browsing: Browsing, wrong: dict[str, str], sentence: str
) -> None:
    (code,) = doing.accepted(world)
    answer = filed(browsing(world.clerk), **{"code": code, "note": "bì bị ướt", **wrong})
    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert code in page or "code" in wrong
    assert "bì bị ướt" in page or "note" in wrong
    assert not Complaint.objects.exists()


def test_a_record_below_the_law_comes_back_with_the_least(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    clerk, post = browsing(world.clerk), browsing(world.dispatcher)
    filed(clerk, code)
    one = Complaint.objects.get()
    do(post, one, "tra-loi", outcome="upheld", cause="transport")
    one.unit.item.weight_g = 100
    one.unit.item.save()
    record = {
        "number": "5/BB-BĐT", "dated": "14/01/2026", "cause": "transport", "responsible": "post",
        "amount_vnd": "1", "method": "cash",
    }  # fmt: skip
    answer = do(post, one, "bien-ban", **record)
    assert answer.status_code == 422
    assert "Mức bồi thường ít nhất" in text(answer)
    assert "5/BB-BĐT" in text(answer)


def test_a_late_answer_rises_and_says_no_more_than_that(
    world: World, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = doing.accepted(world)
    filed(browsing(world.clerk), code, note="chưa nhận được bưu gửi")
    one = Complaint.objects.get()
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-01-26"))
    regulator = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    assert "Khiếu nại quá hạn" in text(regulator.get("/"))
    page = text(regulator.get("/khieu-nai"))
    assert world.sender.name in page
    assert "quá hạn trả lời" in page
    assert f"/khieu-nai/{one.pk}" not in page
    assert regulator.get(f"/khieu-nai/{one.pk}").status_code == 404


def test_the_list_filters_exports_and_costs_a_bounded_number_of_queries(
    world: World, browsing: Browsing, django_assert_max_num_queries: Any
) -> None:
    codes = doing.accepted(world, 3)
    clerk = browsing(world.clerk)
    for code in codes:
        filed(clerk, code)
    post = browsing(world.dispatcher)
    with django_assert_max_num_queries(14):
        page = text(post.get("/khieu-nai?tt=filed&ve=loss&q=ph%C6%B0%E1%BB%9Dng&sap=han"))
    assert page.count("/khieu-nai/") >= len(codes)
    assert "Chưa có khiếu nại" not in page
    assert world.sender.name in text(post.get("/khieu-nai?xuat=csv"))
    assert content(post.get("/khieu-nai?xuat=xlsx")).startswith(b"PK")
    with django_assert_max_num_queries(24):
        post.get(f"/khieu-nai/{Complaint.objects.earliest('pk').pk}")


def test_the_lists_are_found_by_name_and_in_the_directory(world: World, browsing: Browsing) -> None:
    post = browsing(world.dispatcher)
    page = text(post.get("/danh-muc"))
    assert "/khieu-nai" in page
    assert "/cung-cap-thong-tin" in page
    clerk = browsing(world.clerk)
    assert "/khieu-nai" in text(clerk.get("/danh-muc"))
    assert 'href="/khieu-nai"' in text(clerk.get("/tim?q=khieu+nai"))
    assert "/cung-cap-thong-tin" in text(post.get("/tim?q=cung+cap+thong+tin"))
    assert "/cung-cap-thong-tin" not in text(clerk.get("/tim?q=cung+cap+thong+tin"))


def test_a_request_of_an_authority_is_registered_and_ended(
    world: World, browsing: Browsing
) -> None:
    (code,) = doing.accepted(world)
    post = browsing(world.dispatcher)
    said = {
        "authority": "Thanh tra tỉnh", "basis": "Điều 20 Luật Thanh tra", "number": "7/BB-TTr",
        "dated": "14/01/2026", "code": code,
    }  # fmt: skip
    wrong = send(post, "/cung-cap-thong-tin/moi", **said | {"dated": "15/01/2026"})
    assert wrong.status_code == 422
    assert "Thanh tra tỉnh" in text(wrong)
    assert send(post, "/cung-cap-thong-tin/moi", **said).status_code == 302
    one = Disclosure.objects.get()
    assert "7/BB-TTr" in text(post.get("/cung-cap-thong-tin?ai=thanh&mo=1"))
    assert "Điều 20" in text(post.get(f"/cung-cap-thong-tin/{one.pk}"))
    regulator = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    assert "đang giữ hồ sơ" in text(regulator.get("/cung-cap-thong-tin"))
    assert send(regulator, f"/cung-cap-thong-tin/{one.pk}/ket-thuc").status_code == 403
    assert send(post, f"/cung-cap-thong-tin/{one.pk}/ket-thuc").status_code == 302
    one.refresh_from_db()
    assert one.ended_at is not None


def test_the_post_enters_the_paper_of_a_body_and_what_it_decided(
    world: World, browsing: Browsing
) -> None:
    """The pages of a body that works on paper: filed, answered, closed, each by its paper."""
    (code,) = doing.accepted(world)
    post = browsing(world.controller)
    paper = {"side": "gui", "number": "15/CV-UBND", "dated": "14/01/2026", "came": "14/01/2026"}
    refused = filed(post, code, **paper)
    assert refused.status_code == 422
    assert "cơ quan trong tỉnh làm việc bằng giấy" in text(refused)
    assert "15/CV-UBND" in text(refused), "what was typed stays"
    type(world.sender).objects.filter(pk=world.sender.pk).update(works_on_paper=True)
    assert filed(post, code, **paper).status_code == 302
    one = Complaint.objects.get()
    said = {"outcome": "rejected", "cause": "agency", "note": ""}
    assert do(post, one, "tra-loi", **said).status_code == 302
    assert do(post, one, "dong-y", note="").status_code == 422
    assert do(post, one, "dong-y", note="", paper="17/CV-UBND 14/01/2026").status_code == 302
    page = text(post.get(f"/khieu-nai/{one.pk}"))
    assert "15/CV-UBND 14/01/2026" in page
    assert "17/CV-UBND 14/01/2026" in page
