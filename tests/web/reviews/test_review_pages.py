"""Self-reviews on the pages: from the questions to the sealed paper, rules, and reports."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.oversight.reviews.models import (
    InternalRule,
    OutsideReport,
    Questionnaire,
    Review,
    ReviewRound,
)
from kt1.oversight.reviews.rules import RuleKind, State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.readings.steps import log_reading
from kt1.web.reviews import reports
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def opened(so: Client) -> ReviewRound:
    """A round as the Department opens it on its pages."""
    assert send(so, "/bo-cau-hoi", name="Tự rà soát năm 2025").status_code == 302
    version = Questionnaire.objects.get()
    assert "chưa có câu hỏi" not in text(so.get(f"/bo-cau-hoi/{version.pk}"))
    assert send(so, f"/bo-cau-hoi/{version.pk}/ban-hanh").status_code == 302
    said = {
        "name": "Đợt cuối năm", "questionnaire": version.pk, "first": "01/07/2025",
        "last": "31/12/2025", "due": "20/01/2026", "families": ["ubnd_xa"],
        "basis_number": "", "basis_date": "",
    }  # fmt: skip
    assert send(so, "/tu-ra-soat/mo-dot", **said).status_code == 302
    return ReviewRound.objects.get()


def sheet(review: Review) -> dict[str, str]:
    asked = review.round.questionnaire.questions.all()
    return {one.code: "0" if one.ask == "band" else one.wanted or "yes" for one in asked}


def test_from_the_questions_to_the_sealed_paper(world: World, browsing: Browsing) -> None:
    so = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    clerk, head = browsing(world.clerk), browsing(make.actor(Role.HEAD, body=world.sender))
    found = opened(so)
    review = found.reviews.get(agency=world.sender)
    assert "Tự rà soát chờ trả lời" in text(clerk.get("/"))
    page = text(clerk.get(f"/tu-ra-soat/{review.pk}/tra-loi"))
    assert "Theo dữ liệu trên hệ thống: không có" in page
    bad = send(clerk, f"/tu-ra-soat/{review.pk}/tra-loi", **(sheet(review) | {"G1": ""}))
    assert bad.status_code == 422
    assert "Trả lời câu hỏi này." in text(bad)
    answers = sheet(review) | {"G3": "yes"}
    assert send(clerk, f"/tu-ra-soat/{review.pk}/tra-loi", **answers).status_code == 302
    assert "Tự rà soát chờ ký duyệt" in text(head.get("/"))
    assert send(head, f"/tu-ra-soat/{review.pk}/ky-duyet").status_code == 302
    page = text(so.get(f"/tu-ra-soat/dot/{found.pk}"))
    question = found.questionnaire.questions.get(code="G3")
    assert f"dap={question.pk}.yes" in page
    behind = text(so.get(f"/tu-ra-soat/dot/{found.pk}/co-quan?dap={question.pk}.yes"))
    assert world.sender.name in behind
    assert world.receiver.name not in behind
    for form, kind in (("docx", b"PK"), ("pdf", b"%PDF")):
        made = clerk.get(f"/tu-ra-soat/{review.pk}/phieu.{form}")
        assert made.content.startswith(kind)
    paper = {"number": "12/BC-UBND", "dated": "14/01/2026", "kept_at": "tủ hồ sơ 3"}
    assert send(clerk, f"/tu-ra-soat/{review.pk}/ban-giay", **paper).status_code == 302
    review.refresh_from_db()
    assert review.state == State.STAMPED
    assert "12/BC-UBND" in text(clerk.get(f"/tu-ra-soat/{review.pk}"))
    leader = browsing(make.actor(Role.PROVINCE_LEADER, at_province=make.province()))
    assert f"dap={question.pk}" not in text(leader.get(f"/tu-ra-soat/dot/{found.pk}"))
    assert leader.get(f"/tu-ra-soat/dot/{found.pk}/co-quan").status_code == 403


def test_refused_text_is_never_shown_again_and_a_round_keeps_what_was_typed(
    world: World, browsing: Browsing
) -> None:
    so = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    found = opened(so)
    said = {
        "name": "Đợt 2", "questionnaire": found.questionnaire_id, "first": "01/07/2025",
        "last": "31/12/2025", "due": "10/01/2026", "families": ["ubnd_xa"],
        "basis_number": "", "basis_date": "",
    }  # fmt: skip
    late = send(so, "/tu-ra-soat/mo-dot", **said)
    assert late.status_code == 422
    assert "Hạn này đã qua" in text(late)
    assert "Đợt 2" in text(late)
    draft = send(so, "/bo-cau-hoi", name="Bản hai")
    address = draft["Location"]
    worded = {"part": "people", "ask": "yes_no", "wanted": ""}
    bad = send(so, address, text="Công văn số 12/UBND nói gì", **worded)
    assert bad.status_code == 422
    good = send(so, address, text="Đã bàn giao sổ khi đổi đầu mối", **worded)
    assert good.status_code == 302
    assert "Đã bàn giao sổ" in text(so.get(address))


def test_rules_are_said_by_the_agency_and_tracked_by_the_department(
    world: World, browsing: Browsing
) -> None:
    so = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    clerk = browsing(world.clerk)
    own = clerk.get("/quy-che-noi-quy")
    assert own["Location"] == f"/quy-che-noi-quy/{world.sender.code}"
    page = text(clerk.get(own["Location"]))
    assert "Điều khoản mẫu" in page
    assert "Gửi, nhận tài liệu" in page
    address = f"{own['Location']}/{RuleKind.HOUSE_RULES.value}"
    said = {"stage": "issued", "number": "05/QĐ-UBND", "dated": "01/12/2025", "has_clause": "yes"}
    short = send(clerk, address, **(said | {"has_clause": ""}))
    assert short.status_code == 422
    assert "05/QĐ-UBND" in text(short)
    assert send(clerk, address, **said).status_code == 302
    assert InternalRule.objects.get().has_clause is True
    listed = text(so.get("/quy-che-noi-quy"))
    assert "đã ban hành, có khoản KT1" in listed
    lacking = text(so.get("/quy-che-noi-quy?tt=chua"))
    assert f">{world.sender.name}<" not in lacking
    assert world.receiver.name in lacking


def test_a_report_is_three_facts_and_every_look_is_logged(
    world: World, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def counted(by: Actor, at: datetime, what: str, ids: Iterable[int]) -> int:
        looks.append(what)
        return log_reading(by, at, what, ids)

    monkeypatch.setattr(reports, "log_reading", counted)
    clerk = browsing(world.clerk)
    so = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    police = browsing(make.actor(Role.POLICE_PA03, at_province=make.province()))
    said = {
        "received_on": "13/01/2026", "sender": f"{world.receiver.code} · {world.receiver.name}",
        "sender_name": "", "carrier": "express",
    }  # fmt: skip
    page = text(clerk.get("/phan-anh-bi/moi"))
    assert page.count('<input type="text"') <= 4
    wrong = send(clerk, "/phan-anh-bi/moi", **(said | {"sender": "không có"}))
    assert wrong.status_code == 422
    assert send(clerk, "/phan-anh-bi/moi", **said).status_code == 302
    made = OutsideReport.objects.get()
    assert world.sender.name in text(police.get("/phan-anh-bi"))
    of_department = text(so.get("/phan-anh-bi"))
    assert world.receiver.name in of_department
    assert world.sender.name not in of_department
    assert so.get(f"/phan-anh-bi/{made.pk}").status_code == 404
    assert "Bì không gửi qua KT1" in text(so.get("/"))
    assert len(looks) == 2
    assert send(clerk, f"/phan-anh-bi/{made.pk}/rut").status_code == 302
    assert world.receiver.name not in text(so.get("/phan-anh-bi"))
