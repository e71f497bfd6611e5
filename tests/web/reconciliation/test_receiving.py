"""A body that only received: it opens its month itself and brings the book of what it received."""

from collections.abc import Callable
from typing import Any

import pytest

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import period_of
from kt1.assurance.reconciliation import actions, receiving
from kt1.assurance.reconciliation.models import Difference
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person
from tests.web.reconciliation.test_pages import LATER, _file

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
JANUARY = period_of("2026-01")


def received(world: World, number: int = 2) -> list[str]:
    codes = doing.accepted(world, number)
    doing.delivered(world, codes)
    return codes


def frozen(world: World) -> None:
    actions.freeze(
        province_id=world.centre.province_id, period=JANUARY, by=world.dispatcher, at=LATER,
        once=make.once(),
    )  # fmt: skip


def test_a_receiver_brings_its_book_and_it_is_matched(world: World, as_: As) -> None:
    codes = received(world)
    frozen(world)
    assert not Account.objects.filter(agency=world.receiver).exists(), "nobody is asked for it"
    clerk = as_(world.receiving_clerk)
    assert "Nộp sổ nhận kỳ 01/2026" in text(clerk.get("/doi-soat"))
    assert "có thể nộp sổ nhận để so số liệu" in text(clerk.get("/"))
    opened = clerk.post("/doi-soat/mo-so-nhan", ky="2026-01")
    account = Account.objects.get(agency=world.receiver)
    url = f"/doi-soat/{account.pk}/so/nhan"
    assert opened["Location"] == url
    assert (account.due - LATER.date()).days == 10, "as many days as any account"
    assert "Nộp sổ nhận kỳ" not in text(clerk.get("/doi-soat"))

    strange = "7B7B7B7B7B7B7B7B7"
    rows = [f"14/01/2026;{code};{world.sender.name}" for code in (codes[0], strange)]
    asked = clerk.post(url, file=_file("\n".join(rows), headings="Ngày nhận;Số hiệu;Nơi gửi"))
    payload = text(asked).split('name="payload" value="')[1].split('"')[0]
    columns = {"column_day": "0", "column_code": "1", "column_other": "2"}
    assert clerk.post(url, payload=payload, act="take", **columns).status_code == 302
    kinds = dict(Difference.objects.filter(account=account).values_list("kind", "agency_line"))
    assert set(kinds) == {"not_received", "received_not_sent"}
    assert Line.objects.get(pk=kinds["received_not_sent"] or 0).code == strange
    page = text(clerk.get(f"/doi-soat/{account.pk}"))
    assert "Bưu điện: phát" in page
    both = text(as_(world.dispatcher).get("/doi-soat"))
    assert world.receiver.name in both


def test_opening_twice_is_opening_once(world: World) -> None:
    received(world, 1)
    said: dict[str, Any] = {"period": JANUARY, "by": world.receiving_clerk, "at": LATER}
    first = receiving.open_received(**said, once=make.once())
    assert receiving.open_received(**said, once=make.once()) == first
    frozen(world)
    assert Account.objects.filter(agency=world.receiver).count() == 1


def test_who_opens_which_month(world: World) -> None:
    received(world, 1)

    def open_(by: Actor, *, at: Any = LATER) -> None:
        receiving.open_received(period=JANUARY, by=by, at=at, once=make.once())

    for wrong in (
        {"by": world.dispatcher},
        {"by": world.clerk},  # it sent: the post freezes its month
        {"by": world.far_clerk},  # it received nothing
        {"by": world.receiving_clerk, "at": make.at("2026-01-31")},
    ):
        with pytest.raises(NotAllowedError):
            open_(**wrong)
    assert not Account.objects.exists()
