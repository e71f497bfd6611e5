"""What the papers of a month hold, and what of the ledger they bear."""

import argparse
import io
import json
from collections.abc import Callable

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import actions, proof, signing
from kt1.config.cli import reconcile
from kt1.custody.items.models import Item
from kt1.law.services.rules import Urgency
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.reconciliation import volumes
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person
from tests.web.reconciliation.test_pages import LATER, _file, content, differing
from tests.web.reconciliation.test_receiving import JANUARY

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]


def sheets_of(answer: object) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def freeze(world: World) -> Account:
    actions.freeze(
        province_id=world.centre.province_id, period=JANUARY, by=world.dispatcher, at=LATER,
        once=make.once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender)


def test_the_record_as_a_workbook_has_its_three_parts(world: World, as_: As) -> None:
    account = differing(world)
    found = sheets_of(as_(world.clerk).get(f"/doi-soat/{account.pk}/in/doi-soat.xlsx"))
    assert list(found) == ["I. Sản lượng, cước", "II. Chất lượng", "III. Chênh lệch, ý kiến"]
    first, second, third = ({cell for row in rows for cell in row} for rows in found.values())
    assert {"Nấc khối lượng", "Cước chính (đồng)", "Phụ phí (đồng)", "chưa cân"} <= first
    assert {"Do Bưu điện", "Do nơi nhận", "Bất khả kháng", "An toàn bưu gửi"} <= second
    assert {"Chỉ có ở sổ Bưu điện", "Chưa giải quyết"} <= third
    assert not any(world.receiver.name in row for rows in found.values() for row in rows)


def test_part_one_parts_the_price_by_step_and_urgency(world: World) -> None:
    """120 g and 200 g stand in one step; what urgency adds stands beside the main price."""
    doing.accepted(world, 2)
    doing.accepted(world, 1, urgency=Urgency.EXPRESS.value)
    for item, grams in zip(Item.objects.order_by("pk"), (120, 200, 120), strict=True):
        Item.objects.filter(pk=item.pk).update(weight_g=grams)
    account = freeze(world)
    plain, urgent = sorted(volumes.rows(account), key=lambda row: row.extra)
    assert (plain.items, plain.weight_g, plain.step) == (2, 320, "đến 250 g")
    assert (plain.main, plain.extra) == (2 * (plain.price or 0), 0)
    assert (urgent.main, urgent.extra) == (plain.price, 40_000)
    total = sum(one.amount or 0 for one in Line.objects.filter(account=account.pk, side="P"))
    assert plain.amount + urgent.amount == total


def test_the_detail_list_says_as_what_somebody_received(world: World, as_: As) -> None:
    codes = doing.accepted(world, 1)
    doing.delivered(world, codes)
    account = freeze(world)
    (rows,) = sheets_of(as_(world.clerk).get(f"/doi-soat/{account.pk}/in/chi-tiet.xlsx")).values()
    assert "Người thực nhận, chức vụ" in {cell for row in rows for cell in row}
    assert "Người nhận thử" not in str(rows), "names stay in the notes of the ledger"
    assert any("đầu mối" in cell or "được cử" in cell for row in rows for cell in row)


def test_every_print_bears_the_first_root_that_covers_the_month(world: World, as_: As) -> None:
    doing.accepted(world, 1)
    account, url = freeze(world), "/doi-soat/{}/in/tong-hop.xlsx"
    clerk = as_(world.clerk)
    assert proof.witness(account) is None
    (rows,) = sheets_of(clerk.get(url.format(account.pk))).values()
    assert any("số liệu chưa vào sổ cái" in cell for row in rows for cell in row)
    sequence_all()
    frozen = proof.witness(account)
    assert frozen is not None
    doing.accepted(world, 1, when=make.at("2026-02-02"))
    sequence_all()
    assert proof.witness(account) == frozen, "a later root says no more of this month"
    (rows,) = sheets_of(clerk.get(url.format(account.pk))).values()
    assert not any("chưa vào sổ cái" in cell for row in rows for cell in row)
    assert bytes(frozen.root).hex() in str(rows), "the workbook bears it too"
    boss = make.actor(Role.HEAD, body=world.sender)
    signers = (world.clerk, boss, boss, world.controller, world.dispatcher, world.dispatcher)
    for by in signers:
        signing.sign(account_id=account.pk, by=by, at=LATER, once=make.once())
    account.refresh_from_db()
    assert proof.witness(account) is None, "the agreement is not in the tree yet"
    sequence_all()
    agreed = proof.witness(account)
    assert agreed is not None
    assert agreed.size > frozen.size


def _told(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    reconcile.run(argparse.Namespace(province="24", month="2026-01", json=True))
    found: dict[str, int] = json.loads(capsys.readouterr().out)["books"]
    return found


def test_a_changed_book_is_found_whoever_changed_it(
    world: World, as_: As, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ledger holds the hash of each book of the freezing, and of each brought since."""
    account = _with_weights(world)
    clerk, url = as_(world.clerk), f"/doi-soat/{account.pk}"
    assert "Sổ đã chốt khớp với sổ cái điện tử" in text(clerk.get(url))
    code = Line.objects.filter(account=account.pk, side="P").order_by("n")[0].code
    rows = f"14/01/2026;{code};Sở thứ nhất"
    clerk.post(f"{url}/so/gui", file=_file(rows), act="take")
    assert Line.objects.filter(account=account.pk, side="S").count() == 1
    assert _told(capsys) == {"agree": 1, "differ": 0}
    for change, undo, side in (
        ("SET weight_g = weight_g + 1", "SET weight_g = weight_g - 1", Side.POST_SENT),
        ("SET tax = 1", "SET tax = NULL", Side.POST_SENT),
        ("SET day = day + 1", "SET day = day - 1", Side.SENDER),
        ("SET account = -account", "SET account = -account", Side.SENDER),
    ):
        where = f"WHERE abs(account) = {account.pk} AND side = '{side}' AND n = 1"
        superuser.execute(f"UPDATE assurance_line {change} {where}")
        assert proof.standings([account])[account.pk].differing == (side,), change
        assert "Sổ không còn khớp" in text(clerk.get(url))
        assert _told(capsys) == {"agree": 0, "differ": 1}
        superuser.execute(f"UPDATE assurance_line {undo} {where}")
        assert proof.standings([account])[account.pk].agrees
    superuser.execute("UPDATE assurance_book SET source = 'record' WHERE side = 'S'")
    assert not proof.standings([account])[account.pk].agrees


def _with_weights(world: World) -> Account:
    doing.accepted(world, 2)
    Item.objects.update(weight_g=120)
    return freeze(world)
