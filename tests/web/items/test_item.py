"""One item: its chain, clock, mark under the log, acts with why not, and its proof."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.units.rules import State
from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.entries.rules import leaf_of
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.people.readings.queries import Filter, who_read
from kt1.web.items import proof
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def key() -> dict[str, str]:
    return {"once": str(uuid4())}


def readings(world: World) -> list[str]:
    """The pages that showed marks today, as the police of the province read them."""
    police = make.actor(Role.POLICE_PA03, at_province=make.province("24"))
    day = Filter(since=make.at("2026-01-14", "00:00"), until=make.at("2026-01-15", "00:00"))
    return sorted(r.page for r in who_read(police, make.MORNING, day) if r.subjects)


def test_the_page_shows_both_sides_of_each_hand_over(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    doing.moved([code], world.courier, world.controller)
    shown = text(browsing(world.clerk).get(f"/buu-gui/{code}"))
    assert world.courier.name in shown
    assert world.controller.name in shown
    assert "trên máy của người giao" in shown  # how the acceptance was witnessed
    assert "Cách tính hạn này" in shown
    assert "chưa đối chiếu" in shown  # the norms are not confirmed


def test_a_stranger_is_not_told_that_it_exists(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    assert browsing(world.neighbour_clerk).get(f"/buu-gui/{code}").status_code == 404
    assert browsing(world.far_controller).get(f"/buu-gui/{code}").status_code == 404


def test_a_code_as_people_type_it_leads_to_the_page(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    typed = f"{code[:5]}-{code[5:10]}-{code[10:]}".lower()
    answer = browsing(world.clerk).get(f"/buu-gui/{typed}")
    assert answer["Location"] == f"/buu-gui/{code}"
    found = browsing(world.clerk).get("/tim", {"q": typed})
    assert found["Location"] == f"/buu-gui/{code}"


def test_the_mark_is_shown_only_when_asked_for_and_the_log_knows(
    world: World, browsing: Browsing
) -> None:
    (code,) = doing.accepted(world, mark="F")
    client = browsing(world.clerk)
    mark = 'class="chip chip-unconfirmed"'
    quiet = text(client.get(f"/buu-gui/{code}"))
    assert mark not in quiet
    assert readings(world) == []
    shown = text(client.post(f"/buu-gui/{code}/ky-hieu"))
    assert mark in shown
    assert readings(world) == ["items.item"]


def test_a_label_and_a_slip_are_printed_and_logged(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world, pieces=2)
    client = browsing(world.courier)
    for address in (f"/nhan-buu-gui?ma={code}", f"/nhan-buu-gui?ma={code}&co=a6",
                    f"/phieu-gui?ma={code}"):  # fmt: skip
        printed = client.get(address)
        assert printed["Content-Type"] == "application/pdf"
        assert content(printed).startswith(b"%PDF")
    assert readings(world) == ["items.labels", "items.labels", "items.slips"]


def test_the_sender_recalls_and_is_told_why_not_twice(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    client = browsing(world.clerk)
    lacking = client.post(f"/buu-gui/{code}/viec/rut", key())
    assert lacking.status_code == 422
    client.post(f"/buu-gui/{code}/viec/rut", {"rut-paper": "posting", **key()})
    assert doing.unit(code).state == State.RETURNING
    late = client.post(f"/buu-gui/{code}/viec/rut", {"rut-paper": "posting", **key()})
    assert late.status_code == 409
    assert "Không làm được khi đang" in text(late)


def test_the_post_keeps_back_sends_back_and_forwards(world: World, browsing: Browsing) -> None:
    held, back, on = doing.accepted(world, 3, by=world.controller)
    client = browsing(world.controller)
    client.post(f"/buu-gui/{held}/viec/giu-lai", {"giu-lai-findings": "cover_torn", **key()})
    turned = {"chuyen-hoan-reason": "moved", "chuyen-hoan-paper": "none", **key()}
    client.post(f"/buu-gui/{back}/viec/chuyen-hoan", turned)
    new = {"chuyen-tiep-q": "so thu hai", "chuyen-tiep-reason": "merged", **key()}
    client.post(f"/buu-gui/{on}/viec/chuyen-tiep", new)
    assert doing.unit(held).state == State.HELD
    assert doing.unit(back).state == State.RETURNING
    assert doing.unit(on).item.receiver == world.neighbour
    assert "bì không nguyên vẹn" in text(client.get(f"/buu-gui/{held}")).lower()


def test_two_persons_record_a_loss_from_its_page(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world, by=world.controller)
    first, second = browsing(world.controller), browsing(world.second_controller)
    asked = {"mat-cause": "not_found", "mat-minutes": "12/BB-TT", **key()}
    assert first.post(f"/buu-gui/{code}/hai-nguoi/mat", asked).status_code == 302
    approval = Approval.objects.get()
    too_early = first.post(f"/buu-gui/{code}/lam/{approval.pk}", key())
    assert too_early.status_code == 409
    assert second.post(f"/nguoi-thu-hai/{approval.pk}/dong-y", key()).status_code == 302
    assert "Thực hiện đúng như đã đồng ý" in text(first.get(f"/buu-gui/{code}"))
    assert first.post(f"/buu-gui/{code}/lam/{approval.pk}", key()).status_code == 302
    assert doing.unit(code).state == State.LOST


def test_a_failed_attempt_and_the_delivery_say_why(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    doing.delivered(world, [code], when=make.NIGHT)
    shown = text(browsing(world.clerk).get(f"/buu-gui/{code}"))
    assert "Người nhận thử" in shown
    assert "Vì sao người này được ký nhận" in shown
    assert "văn thư chưa xác nhận" in shown


def test_the_clerk_confirms_or_disputes_what_the_guard_took(
    world: World, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, wrong = doing.accepted(world, 2)
    doing.delivered(world, [kept, wrong], when=make.NIGHT)
    monkeypatch.setattr("kt1.config.clock.now", lambda: make.at("2026-01-15", "08:00"))
    client = browsing(world.receiving_clerk)
    scanned = text(client.post("/xac-nhan", {"code": kept, **key()}))
    assert f'value="{kept}" id="ma-{kept}"' in scanned
    assert doing.unit(kept).state == State.AWAITING
    client.post("/xac-nhan", {"ma": kept, **key()})
    client.post("/xac-nhan", {"ma": wrong, "do": "dispute", **key()})
    assert doing.unit(kept).state == State.DELIVERED
    assert doing.unit(wrong).delivery.disputed_at is not None
    book = client.get("/so-giao-nhan?tu=14/01/2026&den=15/01/2026")
    assert kept[:5] in text(book)
    printed = client.get("/so-giao-nhan?tu=14/01/2026&den=15/01/2026&in=1")
    assert content(printed).startswith(b"%PDF")


def test_the_entries_are_proven_against_the_newest_checkpoint(
    world: World, browsing: Browsing
) -> None:
    (code,) = doing.accepted(world)
    client = browsing(world.clerk)
    assert "chờ vào sổ" in text(client.get(f"/buu-gui/{code}/doi-chung"))
    sequence()
    proven = text(client.get(f"/buu-gui/{code}/doi-chung"))
    assert "có trong sổ" in proven
    assert "chờ vào sổ" not in proven


def test_an_edited_entry_does_not_agree(
    world: World, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = doing.accepted(world)
    sequence()
    monkeypatch.setattr(proof, "leaf_of", lambda salt, data: leaf_of(salt, data + b" "))
    assert "không khớp" in text(browsing(world.clerk).get(f"/buu-gui/{code}/doi-chung"))


def test_the_proof_asks_as_much_for_many_entries(world: World, browsing: Browsing) -> None:
    (short,) = doing.accepted(world)
    (long,) = doing.accepted(world)
    for giver, taker in [(world.courier, world.controller), (world.controller, world.courier)] * 4:
        doing.moved([long], giver, taker)
    sequence()
    client = browsing(world.clerk)
    client.get(f"/buu-gui/{short}/doi-chung")
    asked = []
    for code in (short, long):
        with _counted() as queries:
            client.get(f"/buu-gui/{code}/doi-chung")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_page_asks_as_much_after_a_long_way(world: World, browsing: Browsing) -> None:
    (short,) = doing.accepted(world)
    (long,) = doing.accepted(world)
    for giver, taker in [(world.courier, world.controller), (world.controller, world.courier)] * 4:
        doing.moved([long], giver, taker)
    client = browsing(world.clerk)
    client.get(f"/buu-gui/{short}")

    def asked(code: str) -> int:
        with _counted() as queries:
            assert client.get(f"/buu-gui/{code}").status_code == 200
        return len(queries)

    assert asked(long) == asked(short)
    assert asked(long) <= 30


def _counted() -> Any:
    return CaptureQueriesContext(connection)
