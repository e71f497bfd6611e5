"""Hand-overs: offered by scan, taken one by one, settled by what was seen; seals told to nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers import actions
from kt1.custody.handovers.models import Handover, HandoverScan
from kt1.custody.handovers.rules import Outcome, Witness
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from kt1.people.vetting.models import Standing
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.handling.sending import scan, send

pytestmark = pytest.mark.django_db
As = Callable[[Actor], Client]
SEAL = "MH0000001"


def at_counter(world: World, number: int) -> list[str]:
    return doing.accepted(world, number, by=world.controller)


def offered(world: World, *, items: int = 2, seal: str = SEAL) -> tuple[str, list[str], str]:
    """The address of an offer of a sealed bag and of loose items, to the second controller."""
    bag = doing.bag_of(at_counter(world, 2), world.controller, seal=seal)
    loose = at_counter(world, items)
    made = doing.given([bag, *loose], world.controller, world.second_controller)
    return f"/giao-nhan/{made}", loose, bag


def settled(address: str) -> Handover:
    return Handover.objects.get(pk=address.rsplit("/", 1)[1])


def test_an_offer_is_made_by_scanning(world: World, as_: As) -> None:
    loose = at_counter(world, 2)
    client = as_(world.controller)
    for code in loose:
        assert 'data-result="good"' in text(scan(client, "/giao-nhan/giao/quet", code))
    to = f"u:{world.second_controller.user_id}:{world.centre.pk}"
    nothing = send(client, "/giao-nhan/giao", to="n:1")
    assert nothing.status_code == 422
    made = send(client, "/giao-nhan/giao", to=to)
    assert made.status_code == 302
    found = settled(made.headers["Location"])
    assert (found.items, found.taker_person_id) == (2, world.second_controller.user_id)
    assert client.get(made.headers["Location"]).status_code == 200
    again = send(client, "/giao-nhan/giao", to=to)
    assert again.status_code == 422  # the list is empty after an offer


def test_what_is_not_in_my_hands_is_not_offered(world: World, as_: As) -> None:
    (item,) = doing.accepted(world, 1)
    answer = scan(as_(world.controller), "/giao-nhan/giao/quet", item)
    assert 'data-result="bad"' in text(answer)


def test_the_taker_is_told_the_giver_the_place_and_the_numbers_only(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    client = as_(world.second_controller)
    page = text(client.get(address))
    assert world.controller.name in page
    assert world.centre.name in page
    for hidden in (SEAL, bag, *loose):
        assert hidden not in page
        assert f"{hidden[:5]}-{hidden[5:10]}" not in page
    assert client.get(f"{address}/phieu/ben-giao").status_code == 403
    assert client.get(f"{address}/phieu/ben-nhan").status_code == 403
    assert client.get(f"/tui/{bag}").status_code == 404
    for export in ("/tui?xuat=csv", "/giao-nhan?xuat=csv", "/niem-phong?xuat=csv"):
        said = content(client.get(export)).decode()
        assert SEAL not in said
        assert bag not in said


def test_the_copies_differ_by_the_seals(world: World, as_: As) -> None:
    address, _, _ = offered(world)
    client = as_(world.controller)
    papers = [content(client.get(f"{address}/phieu/{c}")) for c in ("ben-giao", "ben-nhan")]
    assert all(paper.startswith(b"%PDF") for paper in papers)
    assert papers[0] != papers[1]
    assert SEAL not in text(client.get(address))


def test_scans_are_kept_at_once_and_a_bag_is_asked_for_its_seal(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    client = as_(world.second_controller)
    asked = text(scan(client, f"{address}/quet", bag))
    assert f'name="bag" value="{bag}"' in asked
    assert HandoverScan.objects.get().seal == ""
    label = text(scan(client, f"{address}/quet", loose[0], bag=bag))
    assert 'data-result="bad"' in label
    said = text(scan(client, f"{address}/quet", "mh 0000001", bag=bag))
    assert 'data-result="good"' in said
    assert HandoverScan.objects.get().seal == SEAL
    scan(client, f"{address}/quet", loose[0])
    assert HandoverScan.objects.count() == 2
    undone = text(send(client, f"{address}/quet", undone=loose[0]))
    assert 'data-result="good"' in undone
    assert HandoverScan.objects.count() == 1


def take(client: Client, address: str, loose: list[str], bag: str, seal: str = SEAL) -> None:
    scan(client, f"{address}/quet", bag)
    scan(client, f"{address}/quet", seal, bag=bag)
    for code in loose:
        scan(client, f"{address}/quet", code)


def test_what_agrees_is_taken(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    client = as_(world.second_controller)
    take(client, address, loose, bag)
    done = send(client, f"{address}/chot")
    assert done.headers["Location"] == address
    found = settled(address)
    assert (found.outcome, found.witness) == (Outcome.TAKEN, Witness.TWO_SESSIONS)
    assert not Irregularity.objects.exists()
    after = text(client.get(address))
    assert SEAL not in after
    assert client.get(f"{address}/phieu/ben-nhan").status_code == 200


def test_there_is_no_taking_of_everything_unseen(world: World, as_: As) -> None:
    address, _, _ = offered(world)
    client = as_(world.second_controller)
    assert send(client, f"{address}/chot").status_code == 422
    assert settled(address).outcome == Outcome.OFFERED
    send(client, f"{address}/chot", sure="1")
    assert settled(address).outcome == Outcome.REFUSED


def test_a_bag_without_its_seal_is_not_settled(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    client = as_(world.second_controller)
    for code in (bag, *loose):
        scan(client, f"{address}/quet", code)
    assert send(client, f"{address}/chot", sure="1").status_code == 422
    send(client, f"{address}/quet", bag=bag, state="khong")
    send(client, f"{address}/chot", sure="1")
    assert settled(address).outcome == Outcome.PARTLY


def test_differences_are_said_in_words(world: World, as_: As) -> None:
    address, loose, bag = offered(world, items=3)
    client = as_(world.second_controller)
    take(client, address, loose[:2], bag, seal="MH0009999")
    send(client, f"{address}/dong", line=loose[0], what="rach")
    send(client, f"{address}/dong", line=loose[1], what="tu-choi")
    assert send(client, f"{address}/chot").status_code == 422
    send(client, f"{address}/chot", sure="1")
    wrong = Irregularity.objects.get()
    assert wrong.findings == {
        bag: ["seal_differs"],
        loose[0]: ["cover_torn"],
        loose[1]: ["not_wanted"],
        loose[2]: ["missing"],
    }
    page = text(client.get(address))
    assert f"/su-vu/{wrong.pk}" in page
    assert SEAL not in page


def test_an_extra_unit_is_kept_and_told(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    (extra,) = doing.accepted(world, 1, by=world.second_controller)
    client = as_(world.second_controller)
    take(client, address, [*loose, extra], bag)
    send(client, f"{address}/chot", sure="1")
    page = text(client.get(address))
    assert extra[:5] in page
    assert Irregularity.objects.get().kind == "extra_found"


def test_the_second_to_settle_is_told(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    client = as_(world.second_controller)
    take(client, address, loose, bag)
    send(client, f"{address}/chot")
    late = send(client, f"{address}/chot", sure="1")
    assert late.status_code in {302, 403}
    assert settled(address).outcome == Outcome.TAKEN


def test_the_giver_does_not_take_and_takes_back(world: World, as_: As) -> None:
    address, loose, _ = offered(world)
    client = as_(world.controller)
    assert scan(client, f"{address}/quet", loose[0]).status_code == 403
    send(client, f"{address}/rut-lai")
    assert settled(address).outcome == Outcome.WITHDRAWN


def to_place(world: World, codes: list[str], place: Any) -> str:
    made = actions.offer(
        codes=codes,
        taker_place_id=place.pk,
        by=world.controller,
        at=make.MORNING,
        once=make.once(),
    )
    return f"/giao-nhan/{made['handover']}"


def test_the_taker_signs_on_the_givers_device(world: World, as_: As) -> None:
    bag = doing.bag_of(at_counter(world, 2), world.controller, seal=SEAL)
    loose = at_counter(world, 1)
    address = to_place(world, [bag, *loose], world.vehicle)
    client = as_(world.controller)
    page = text(client.get(f"{address}/ky-may"))
    assert SEAL not in page
    assert bag not in page
    scan(client, f"{address}/ky-may", bag)
    scan(client, f"{address}/ky-may", SEAL, bag=bag)
    scan(client, f"{address}/ky-may", loose[0])
    nameless = send(client, f"{address}/ky-may/chot", signed_by="")
    assert nameless.status_code == 422
    User.objects.filter(pk=world.courier.user_id).update(card_number="BT-0001")
    Standing.objects.filter(user=world.courier.user_id).update(valid_to=make.MORNING)
    lapsed = send(client, f"{address}/ky-may/chot", signed_by="Bưu tá, thẻ BT-0001")
    assert lapsed.status_code == 422
    assert "Bưu tá, thẻ BT-0001" in text(lapsed), "what was typed stays"
    send(client, f"{address}/ky-may/chot", signed_by="Bưu tá thay, thẻ 12")
    found = settled(address)
    assert (found.outcome, found.witness) == (Outcome.TAKEN, Witness.ONE_DEVICE)
    assert "trên máy" in text(client.get(address))


def test_a_signed_sheet_is_written_down_line_by_line(world: World, as_: As) -> None:
    central = make.place(PlaceKind.CENTRAL, "CPT-T")
    bag = doing.bag_of(at_counter(world, 2), world.controller, seal=SEAL)
    loose = at_counter(world, 1)
    address = to_place(world, [bag, *loose], central)
    client = as_(world.controller)
    form = {f"co-{bag}": "1", f"np-{bag}": SEAL, "sheet": "PG000001", "signed_by": ""}
    half = send(client, f"{address}/giay", **form)
    assert half.status_code == 422
    assert f'value="{SEAL}"' in text(half)
    send(client, f"{address}/giay", **form, **{f"co-{loose[0]}": "1"})
    found = settled(address)
    assert (found.outcome, found.witness, found.sheet) == ("taken", Witness.PAPER, "PG000001")
    over = text(client.get("/giao-nhan/tiep-nhan"))
    assert SEAL not in over
    page = "/giao-nhan/tiep-nhan"
    scan(client, page, bag)
    scan(client, page, SEAL, bag=bag)
    scan(client, page, loose[0])
    sheet = {"giver": str(central.pk), "sheet": "PG000002", "stated": [bag, loose[0]]}
    done = send(client, f"{page}/xong", **sheet)
    assert done.status_code == 302, text(done)
    assert doing.unit(bag).person_id == world.controller.user_id


def test_the_taking_page_asks_as_much_for_fifty_as_for_five(world: World, as_: As) -> None:
    client, counts = as_(world.second_controller), []
    for number in (5, 50):
        loose = at_counter(world, number)
        made = doing.given(loose, world.controller, world.second_controller)
        for code in loose:
            HandoverScan.objects.create(
                handover=made, code=code, by_id=world.second_controller.user_id, at=make.MORNING
            )
        for address in (f"/giao-nhan/{made}",):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
        counts.append(len(asked))
        doing.taken(made, world.second_controller, loose)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/giao-nhan/{made}")
        counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_a_lapsed_offer_says_so(world: World, as_: As) -> None:
    address, _, _ = offered(world)
    found = settled(address)
    Handover.objects.filter(pk=found.pk).update(
        lapses_at=make.MORNING + timedelta(seconds=1), offered_at=make.MORNING - timedelta(hours=1)
    )
    Handover.objects.filter(pk=found.pk).update(lapses_at=make.MORNING - timedelta(minutes=5))
    assert as_(world.controller).get(address).status_code == 200


def test_strangers(world: World, as_: As) -> None:
    address, _, _ = offered(world)
    assert as_(world.far_controller).get(address).status_code == 404
    assert as_(world.courier).get(address).status_code in {200, 404}
    assert as_(world.clerk).get(address).status_code == 403


@pytest.mark.parametrize("query", ["", "?kq=offered", "?loai=transfer&o=24-TT", "?ai=den-toi"])
def test_the_list_answers(world: World, as_: As, query: str) -> None:
    offered(world)
    assert as_(world.controller).get(f"/giao-nhan{query}").status_code == 200


def test_the_book_of_a_place(world: World, as_: As) -> None:
    address, loose, bag = offered(world)
    doing.taken(settled(address).pk, world.second_controller, [bag, *loose], seal=SEAL)
    client = as_(world.controller)
    assert client.get("/giao-nhan/so").status_code == 200
    day = f"{make.MORNING:%d/%m/%Y}"
    asked = {"pdf": "1", "place": str(world.centre.pk), "since": day, "until": day}
    assert content(client.get("/giao-nhan/so", asked)).startswith(b"%PDF")
    assert client.get("/giao-nhan/so", {**asked, "until": "x"}).status_code == 422
