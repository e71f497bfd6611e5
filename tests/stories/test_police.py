"""A day of PA03, and of the body that keeps printed checkpoints: both watch, neither sees mail."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest
from django.db import transaction

from kt1.assurance.disclosures import actions as disclosures
from kt1.assurance.gaps import follower
from kt1.assurance.incidents.models import Incident, IncidentNotice
from kt1.assurance.incidents.rules import Addressee
from kt1.config import clock
from kt1.custody.deliveries import changes
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.checkpoints.models import Checkpoint
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.readings.steps import log_reading
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.stories.stage import TELEPHONE, Stage, it_becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(transactional_db: None) -> Iterator[World]:
    """A torn cover, a request of an authority, and somebody who was shown far more than usual."""
    before = clock.offset()
    it_becomes(make.AFTERNOON)
    world = build()
    codes = doing.accepted(world, 2)
    changes.hold(
        codes=codes[:1], findings=["cover_torn"], by=world.courier, at=make.NOON, once=make.once()
    )
    asked = disclosures.Asked(
        authority="Cơ quan An ninh điều tra", basis="Điều 88 Bộ luật Tố tụng hình sự",
        number="7/BB-ANĐT", dated=make.MORNING.date(), code=codes[1],
    )  # fmt: skip
    disclosures.register(asked=asked, by=world.dispatcher, at=make.NOON, once=make.once())
    sequence_all()
    while follower.catch_up():
        pass
    curious = make.actor(Role.CONTROLLER, where=world.centre, name="doc-nhieu")
    read(curious, 60)
    for other in (world.controller, world.second_controller):
        read(other, 2)
    yield world
    clock.set_offset(before)


def read(by: Actor, units: int) -> None:
    with transaction.atomic():
        log_reading(by, make.NOON, "items.item", range(1, units + 1))


def test_police_confirm_an_incident_and_see_who_reads_too_much(there: World, stage: Stage) -> None:
    police = make.actor(Role.POLICE_PA03, at_province=make.province())
    with stage.seat(police) as page:
        page.goto("/")
        stage.look(page, "pa03-viec-cho-toi")
        page.get_by_role("link", name="Sự cố được báo, chờ xác nhận").click()
        page.get_by_role("link", name=str(Incident.objects.get())).first.click()
        stage.look(page, "pa03-su-co")
        page.get_by_role("link", name="Xác nhận đã nhận tin").click()
        page.get_by_label("Số văn bản trả lời").fill("15/ANCTNB")
        page.get_by_role("button", name="Xác nhận đã nhận tin").click()
        play.expect(page.get_by_text("đã xác nhận").first).to_be_visible()
    notice = IncidentNotice.objects.get(addressee=Addressee.PA03)
    assert notice.acknowledged_at is not None
    for width in (TELEPHONE, 1280):
        with stage.seat(police, width=width) as page:
            page.goto("/nhat-ky-doc")
            row = page.get_by_role("row").filter(has_text="doc-nhieu").first
            play.expect(row).to_contain_text("xem nhiều hơn hẳn mức thường của vai trò")
            stage.look(page, "pa03-nhat-ky-doc")
            row.get_by_role("link").click()
            log = page.get_by_role("region", name="doc-nhieu")
            play.expect(log.get_by_role("row")).to_have_count(2)
            page.goto("/nhat-ky-doc")
            page.get_by_role("link", name="Yêu cầu của cơ quan có thẩm quyền").click()
            stage.look(page, "pa03-yeu-cau")
            page.get_by_role("link", name="7/BB-ANĐT").click()
            play.expect(page.get_by_text("Cơ quan An ninh điều tra").first).to_be_visible()
            assert page.get_by_role("button", name="Kết thúc").count() == 0
            answer = page.goto("/so-lieu/tong-hop")
            assert answer is not None
            assert answer.status == 403


def test_a_witness_compares_what_was_printed(there: World, stage: Stage) -> None:
    kept = Checkpoint.objects.latest("size")
    with stage.seat(make.actor(Role.WITNESS)) as page:
        page.goto("/")
        page.get_by_role("link", name="Dấu đối chứng").first.click()
        stage.look(page, "doi-chung")
        for root, answer in ((bytes(kept.root).hex(), "khớp"), ("0" * 64, "không khớp")):
            page.get_by_label("Số mục ghi trên giấy").fill(str(kept.size))
            page.get_by_label("Gốc ghi trên giấy").fill(root)
            page.get_by_role("button", name="Đối chiếu").click()
            play.expect(page.get_by_role("status").first).to_contain_text(answer)
        refused = page.goto("/nhat-ky-doc")
        assert refused is not None
        assert refused.status == 403
    with stage.seat(make.actor(Role.WITNESS), width=TELEPHONE) as page:
        page.goto(f"/doi-chung?size={kept.size}&root={bytes(kept.root).hex()}")
        stage.look(page, "doi-chung")
