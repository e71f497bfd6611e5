"""The whole way of one item through the API, and what every call must withstand."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from kt1.api.problems import PROBLEMS
from kt1.api.urls import api
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers.models import Handover
from kt1.custody.units.models import Unit
from kt1.ledger.entries.models import Entry
from kt1.people.actor import Actor
from tests.api.conftest import Caller
from tests.custody.doing import CHECKS, issued
from tests.custody.world import World

CallerOf = Callable[[Actor], Caller]
DOCS = Path(__file__).resolve().parents[2] / "docs"


def declared(caller: Caller, world: World, number: int = 1) -> list[str]:
    items = [{"receiver": world.receiver.code} for _ in range(number)]
    answer = caller.post("/items", {"items": items})
    assert answer.status == 201, answer.body
    return list(answer.body["codes"])


@pytest.mark.django_db
def test_an_item_travels_from_desk_to_desk(world: World, caller_of: CallerOf) -> None:
    (code,) = declared(caller_of(world.clerk), world)
    courier, controller = caller_of(world.courier), caller_of(world.controller)

    accepted = courier.post(f"/items/{code}/acceptance", {"checks": CHECKS})
    assert accepted.status == 200
    assert accepted.body["deadline"] == "2026-01-16T12:00:00+07:00"

    offered = courier.post(
        "/handovers",
        {
            "units": [code.lower()],
            "taker_place": "24-TT",
            "taker_person": world.controller.user_id,
        },
    )
    settled = controller.post(
        f"/handovers/{offered.body['handover']}/settlement", {"seen": [{"code": code}]}
    )
    assert (settled.status, settled.body["outcome"]) == (200, "taken")

    bag = controller.post("/bags", {}).body["code"]
    assert controller.post(f"/bags/{bag}/contents", {"items": [code]}).body["contents"] == 1
    issued(["KT100001"], world.controller, world.controller)
    sealed = controller.post(f"/bags/{bag}/seal", {"number": "KT100001"})
    assert sealed.body == {"bag": bag, "sealed": True, "fault": ""}

    seen = caller_of(world.clerk).get(f"/items/{code}")
    assert seen.status == 200
    assert [link["outcome"] for link in seen.body["chain"]] == ["taken", "taken"]
    assert seen.body["steps"]


@pytest.mark.django_db
def test_delivery_by_night_keeps_the_path(world: World, caller_of: CallerOf) -> None:
    (code,) = declared(caller_of(world.clerk), world)
    courier = caller_of(world.courier)
    courier.post(f"/items/{code}/acceptance", {"checks": CHECKS})

    failed = courier.post(
        f"/items/{code}/attempts", {"point": world.door.code, "reason": "no_answer"}
    )
    done = courier.post(
        f"/items/{code}/delivery",
        {"point": world.door.code, "name": "Người nhận thử", "title": "Văn thư"},
    )

    assert failed.body["valid"] is True
    assert done.status == 200
    assert done.body["path"]
    assert done.body["to_confirm"] is False
    item = courier.get(f"/items/{code}").body
    assert item["state"] == "delivered"
    assert item["first_attempt_at"] <= item["delivered_at"]


@pytest.mark.django_db
def test_the_same_key_twice_is_one_act(world: World, caller_of: CallerOf) -> None:
    clerk, key = caller_of(world.clerk), uuid4()
    body = {"items": [{"receiver": world.receiver.code}]}

    first, second = clerk.post("/items", body, key), clerk.post("/items", body, key)

    assert first.body == second.body
    assert Unit.objects.count() == 1
    other = clerk.post("/items", {"items": [{"receiver": world.far.code}]}, key)
    assert (other.status, other.body["type"]) == (409, "/api/v1/problems/key-reused")
    assert Unit.objects.count() == 1
    assert Irregularity.objects.get().kind == "key_reused"


@pytest.mark.django_db
def test_a_post_without_a_key_does_nothing(world: World, caller_of: CallerOf) -> None:
    clerk = caller_of(world.clerk)
    body = {"items": [{"receiver": world.receiver.code}]}

    answer = clerk.send("/items", body, {"Authorization": f"Bearer {clerk.token}"})

    assert (answer.status, answer.type) == (400, "application/problem+json")
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_strangers_and_the_unsigned_learn_nothing(world: World, caller_of: CallerOf) -> None:
    (code,) = declared(caller_of(world.clerk), world)

    assert caller_of(world.far_clerk).get(f"/items/{code}").status == 404
    assert caller_of(world.receiving_clerk).get(f"/items/{code}").status == 404
    assert Caller("kt1_nothing").get(f"/items/{code}").status == 401
    refused = caller_of(world.clerk).post(f"/items/{code}/acceptance", {"checks": CHECKS})
    assert (refused.status, refused.body["type"]) == (403, "/api/v1/problems/not-allowed")


@pytest.mark.django_db
def test_a_letter_in_flag_mode_is_refused_and_not_repeated(
    world: World, caller_of: CallerOf
) -> None:
    said = {"items": [{"receiver": world.receiver.code, "mark": "B"}]}

    answer = caller_of(world.clerk).post("/items", said)

    assert (answer.status, answer.body["type"]) == (422, "/api/v1/problems/mark-not-kept")
    assert "B" not in answer.body["detail"]
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_an_unknown_field_is_named_and_its_value_is_not(world: World, caller_of: CallerOf) -> None:
    secret = "12/QĐ-UBND về việc thử"
    said = {"items": [{"receiver": world.receiver.code, "abstract": secret}]}

    answer = caller_of(world.clerk).post("/items", said)

    assert answer.status == 422
    assert secret not in json.dumps(answer.body, ensure_ascii=False)


@pytest.mark.django_db
def test_the_declared_seal_is_never_told(world: World, caller_of: CallerOf) -> None:
    controller = caller_of(world.controller)
    bag = controller.post("/bags", {}).body["code"]
    number = "KT100009"
    issued([number], world.controller, world.controller)
    controller.post(f"/bags/{bag}/seal", {"number": number})
    offered = controller.post(
        "/handovers", {"units": [bag], "taker_place": world.vehicle.code}
    ).body["handover"]

    told = caller_of(world.controller).get(f"/handovers/{offered}")

    assert told.status == 200
    assert number not in json.dumps(told.body)


@pytest.mark.django_db(transaction=True)
def test_eight_programs_posting_to_one_item_lose_nothing(caller_of: CallerOf) -> None:
    from tests.custody.world import build  # noqa: PLC0415 - committed rows, not the fixture's

    world = build()
    (code,) = declared(caller_of(world.clerk), world)
    courier = caller_of(world.courier)
    courier.post(f"/items/{code}/acceptance", {"checks": CHECKS})

    def press(_n: int) -> int:
        try:
            return courier.post(
                f"/items/{code}/attempts", {"point": world.door.code, "reason": "no_answer"}
            ).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(press, range(24)))

    assert statuses == [200] * 24
    assert Entry.objects.filter(kind="item.attempted").count() == 24


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_settle_at_once_one_wins(caller_of: CallerOf) -> None:
    from tests.custody.world import build  # noqa: PLC0415 - committed rows, not the fixture's

    world = build()
    (code,) = declared(caller_of(world.clerk), world)
    courier, controller = caller_of(world.courier), caller_of(world.controller)
    courier.post(f"/items/{code}/acceptance", {"checks": CHECKS})
    offered = courier.post(
        "/handovers",
        {"units": [code], "taker_place": "24-TT", "taker_person": world.controller.user_id},
    ).body["handover"]

    def press(_n: int) -> int:
        try:
            return controller.post(
                f"/handovers/{offered}/settlement", {"seen": [{"code": code}]}
            ).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(press, range(8)))

    assert statuses == [200] + [409] * 7
    assert Handover.objects.get(pk=offered).outcome == "taken"


def test_the_written_schema_is_the_one_served() -> None:
    written = json.loads((DOCS / "openapi.json").read_text(encoding="utf8"))
    assert written == json.loads(json.dumps(api.get_openapi_schema()))


def test_every_problem_is_described() -> None:
    page = (DOCS / "api-problems.md").read_text(encoding="utf8")
    for one in PROBLEMS:
        assert f"`{one.name}` | {one.status} |" in page
