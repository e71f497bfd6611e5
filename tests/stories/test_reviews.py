"""A clerk answers a self-review and the head signs it; the post assesses a site. In a browser."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.assurance.assessments import actions as assessing
from kt1.assurance.assessments import connecting, measuring, queries, registers, standard
from kt1.assurance.assessments.models import SafetyMeasure
from kt1.assurance.assessments.rules import (
    Exchange,
    Nature,
    PlanKind,
    Purpose,
    SiteUse,
    Topic,
    Verdict,
    Visitors,
)
from kt1.config import clock
from kt1.network.agencies.rules import Family
from kt1.oversight.reviews import actions, questions, stating
from kt1.oversight.reviews.models import Questionnaire, Review
from kt1.oversight.reviews.rules import Carrier, State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")
DAY = date(2026, 1, 14)


def who(by: Actor) -> dict[str, Any]:
    return {"by": by, "at": make.MORNING, "once": make.once()}


@pytest.fixture
def there(transactional_db: None) -> Iterator[World]:
    """A round open, a report filed, and something in each register of the post."""
    before = clock.offset()
    clock.set_offset(make.AFTERNOON - datetime.now(UTC))
    world = build()
    so = make.actor(Role.REGULATOR, at_province=make.province(), name="so")
    version = questions.draft(name="Tự rà soát năm 2025", **who(so))
    questions.issue(questionnaire_id=version, **who(so))
    opening = actions.Opening(
        questionnaire_id=version, name="Đợt cuối năm 2025", first=date(2025, 7, 1),
        last=date(2025, 12, 31), due=date(2026, 1, 20), families=list(Family),
    )  # fmt: skip
    actions.open_round(opening=opening, **who(so))
    questions.draft(name="Tự rà soát năm 2026", **who(so))
    came = stating.Came(received_on=DAY, carrier=Carrier.EXPRESS, sender_code="24-S1")
    stating.report(came=came, **who(world.clerk))
    secured(world)
    yield world
    clock.set_offset(before)


def secured(world: World) -> None:
    by = world.dispatcher
    assessing.write_checklist(topic=Topic.SITE, typed=standard.CHECKLISTS[Topic.SITE], **who(by))
    checklist = queries.checklist_in_force(make.province().pk, Topic.SITE)
    assert checklist is not None
    lines = list(checklist.criteria.values_list("n", flat=True))
    for ago, wrong in ((190, {1, 2}), (0, {2})):
        gone = assessing.Gone(
            topic=Topic.SITE, place_code=world.centre.code, checklist_id=checklist.pk,
            verdicts={n: Verdict.UNMET if n in wrong else Verdict.MET for n in lines},
            done_on=DAY - timedelta(days=ago), number=f"{ago}/BB-BĐT", kept_at="tủ 1",
        )  # fmt: skip
        made = assessing.assess(gone=gone, **who(by))
    wanted = measuring.Wanted(
        nature=Nature.CORRECTIVE, paper="0/BB-BĐT", paper_date=DAY, item=2,
        owner_id=world.controller.user_id, due=DAY + timedelta(days=7), assessment_id=made,
    )  # fmt: skip
    measuring.set_measure(wanted=wanted, **who(by))
    planned = registers.Planned(
        kind=PlanKind.RESPONSE, number="7/PA-BĐT", dated=DAY, drill_due=DAY + timedelta(days=9)
    )
    registers.register_plan(planned=planned, **who(by))
    site = registers.register_site(
        secured=registers.Secured(
            place_code=world.centre.code, use=SiteUse.HANDLING, number="4/QĐ-BĐT", dated=DAY,
            guarded=True, entry_book=True,
        ),
        **who(by),
    )  # fmt: skip
    registers.enter_site(
        entered=registers.Entered(
            site_id=site, book="SRV-1", line=12, visitors=Visitors.CONTRACTOR, people=2,
            purpose=Purpose.MAINTENANCE, entered_at=make.MORNING,
            with_user_id=world.controller.user_id,
        ),
        **who(by),
    )  # fmt: skip
    connecting.register_connection(
        connected=connecting.Connected(
            place_code=world.centre.code, peer_code="75", exchange=Exchange.BAGS,
            number="9/BB-KN", dated=DAY, contact="Trực ca khai thác", phone="0222 3 822 999",
        ),
        **who(by),
    )  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    review = Review.objects.select_related("round").get(agency=there.sender)
    draft = Questionnaire.objects.get(issued_at=None)
    measure = SafetyMeasure.objects.get()
    so = make.actor(Role.REGULATOR, at_province=make.province())
    site = f"/an-ninh/doi-tuong/site/{there.centre.code}"
    pages = (
        (there.clerk, [f"/tu-ra-soat/{review.pk}", f"/tu-ra-soat/{review.pk}/tra-loi",
                       "/quy-che-noi-quy/24-UB1", "/quy-che-noi-quy/24-UB1/noi_quy",
                       "/phan-anh-bi", "/phan-anh-bi/moi"]),
        (so, ["/tu-ra-soat", "/tu-ra-soat/mo-dot", f"/tu-ra-soat/dot/{review.round_id}",
              f"/tu-ra-soat/dot/{review.round_id}/co-quan", f"/bo-cau-hoi/{draft.pk}",
              "/quy-che-noi-quy", "/phan-anh-bi"]),
        (there.dispatcher, ["/an-ninh", site, f"{site}/danh-gia", "/an-ninh/tieu-chi/site",
                            f"/an-ninh/bien-phap/{measure.pk}", "/an-ninh/bien-phap/moi",
                            "/an-ninh/phuong-an", "/an-ninh/khu-vuc", "/an-ninh/ra-vao",
                            "/an-ninh/ra-vao/moi", "/an-ninh/ket-noi", "/an-ninh/ket-noi/moi"]),
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for actor, addresses in pages:
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for n, address in enumerate(addresses):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    path = Path(SHOTS) / f"{actor.role}-{n}-{width}.png"
                    page.screenshot(path=path, full_page=True)
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                if wide > width:
                    found[f"{actor.role} {address}"].append(f"{wide} pixels wide")
    assert {address: said for address, said in found.items() if said} == {}


def test_a_clerk_answers_and_the_head_signs(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    """Given a round that is open, the clerk answers from home and the head signs from home."""
    review = Review.objects.get(agency=there.sender)
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, there.clerk)
        page.goto("/")
        page.get_by_role("link", name="Tự rà soát chờ trả lời").press("Enter")
        page.get_by_role("link", name="Trả lời").press("Enter")
        for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
            group.get_by_role("radio").first.check()
        page.get_by_role("button", name="Lưu câu trả lời").press("Enter")
        play.expect(page.get_by_text("đã trả lời, chờ thủ trưởng")).to_be_visible()
    head = make.actor(Role.HEAD, body=there.sender)
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, head)
        page.goto("/")
        page.get_by_role("link", name="Tự rà soát chờ ký duyệt").press("Enter")
        page.get_by_role("link", name="Thống nhất, ký duyệt").press("Enter")
        page.get_by_role("button", name="Thống nhất, ký duyệt").press("Enter")
        play.expect(page.get_by_text("đã thống nhất trên hệ thống")).to_be_visible()
        assert faults(page) == []
    review.refresh_from_db()
    assert review.state == State.APPROVED
