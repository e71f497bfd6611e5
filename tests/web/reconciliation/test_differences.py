"""The differences of a month as a list: pages, filters, order, file, and a word on one of them."""

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation.models import Difference, Remark
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.assurance import ground
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person
from tests.web.reconciliation.test_pages import content, frozen

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]


def planted(world: World, items: int) -> Account:
    account = frozen(world)
    found = ground.plant(ground.draws(7), items)
    ground.put(account, Side.POST_SENT, found.post)
    ground.put(account, Side.SENDER, found.sender)
    ground.compared(account)
    return account


def test_more_differences_than_a_page_are_reached_narrowed_and_exported(
    world: World, as_: As
) -> None:
    account = planted(world, 900)
    url, clerk = f"/doi-soat/{account.pk}", as_(world.clerk)
    every = set(Difference.objects.values_list("pk", flat=True))
    seen: set[int] = set()
    for number in range(1, -(-len(every) // 50) + 1):
        page = text(clerk.get(url, trang=str(number)))
        seen |= {key for key in every if f'value="{key}"' in page}
    assert seen == every
    repeated = set(Difference.objects.filter(kind="repeated").values_list("pk", flat=True))
    page = text(clerk.get(url, loai="repeated", sap="so"))
    assert {key for key in every if f'value="{key}"' in page} == repeated
    assert 'aria-sort="ascending"' in page
    key = min(repeated)
    done = clerk.post(
        f"{url}/giai-quyet", reason="entered_twice", difference=key,
        place="loai=repeated&sap=so&xuat=csv",
    )  # fmt: skip
    assert done["Location"] == f"{url}?loai=repeated&sap=so"
    assert f'value="{key}"' not in text(clerk.get(url, tt="mo", loai="repeated"))
    wrong = clerk.post(f"{url}/giai-quyet", reason="", place="loai=repeated")
    assert wrong.status_code == 422
    assert f'action="{url}"' in text(wrong), "filters of the answer to a form lead to the month"
    sheet = content(clerk.get(url, loai="repeated", xuat="xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert sum("ghi hai lần trong một sổ" in row for row in rows) == len(repeated)
    whole = clerk.get(url, **{"tat-ca": "1"}, xuat="csv")
    assert len(content(whole).decode().splitlines()) >= 800
    boss = as_(make.actor(Role.HEAD, body=world.sender))
    assert boss.get(url, xuat="xlsx").status_code == 403, "the list names receivers (W5)"
    with CaptureQueriesContext(connection) as caught:
        clerk.get(url)
    assert len(caught) < 45


def test_a_remark_speaks_of_one_line_to_both_sides(world: World, as_: As) -> None:
    account = planted(world, 60)
    one = Difference.objects.filter(account=account).earliest("pk")
    url, clerk = f"/doi-soat/{account.pk}", as_(world.clerk)
    asked = text(clerk.get(url, dong=str(one.pk)))
    assert f'name="difference" value="{one.pk}"' in asked
    said = {"text": "Sổ ghi nhầm ngày", "difference": one.pk}
    assert clerk.post(f"{url}/y-kien", **said).status_code == 302
    assert Remark.objects.get().difference_id == one.pk
    page = text(as_(world.dispatcher).get(url))
    assert "Sổ ghi nhầm ngày" in page
    assert "Về bưu gửi" in page
    assert "1 ý kiến" in page
    assert clerk.post(f"{url}/y-kien", text="Về dòng khác", difference=10**9).status_code == 404
    kept = clerk.post(f"{url}/y-kien", text="Công văn số 12/UBND-VX", difference=one.pk)
    assert kept.status_code == 422
    assert f'name="difference" value="{one.pk}"' in text(kept)
