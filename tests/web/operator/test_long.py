"""Files under other headings, and files so long that the worker takes them, on the pages."""

import html
import io
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from kt1.custody.clock.models import Clock
from kt1.custody.operator.jobs import working
from kt1.custody.operator.jobs.models import EventFile, EventLayout
from kt1.custody.units.models import Unit
from kt1.people.actor import Actor
from kt1.web.operator import payloads
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.network.asking import hidden
from tests.web.operator.test_pages import HEADINGS, ROW

pytestmark = pytest.mark.django_db(transaction=True)
Browsing = Callable[[Actor], Client]
LOOK = "/tep-nghiep-vu/nhan"
OTHER = "Trạng thái;Ngày;Giờ;Bưu cục;Mã bưu gửi;Khách hàng A;Khách hàng B;Loại dịch vụ;Ghi chú"
OTHER_ROW = "chấp nhận;01/14/2026;7h50;24-BC01;KT100000001;24-UB1;24-S1;KT1;ghi gì đó"
SAID = {
    "column_kind": "0", "column_at": "1", "column_hour": "2", "column_place": "3",
    "column_item": "4", "column_sender": "5", "column_receiver": "6", "column_service": "7",
    "days": "mdy",
}  # fmt: skip


def post(client: Client, url: str, **form: Any) -> Any:
    return client.post(url, {"once": str(uuid4()), **form})


def file(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("su-kien.csv", "\n".join(lines).encode())


def chosen(page: str) -> dict[str, str]:
    """What the page proposes: the number of the column by the name of the select."""
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="(\w+)">(.*?)</select>', page, re.DOTALL):
        found[name] = next(iter(re.findall(r'value="(\w*)" selected', inside)), "")
    return found


def test_columns_are_asked_once_remembered_and_changed(world: World, browsing: Browsing) -> None:
    client = browsing(world.dispatcher)
    asked = post(client, LOOK, file=file(OTHER, OTHER_ROW))
    page = html.unescape(text(asked))
    assert "Các cột của tệp" in page
    assert "Khách hàng A" in page
    assert "ghi gì đó" in page
    proposed = chosen(asked.content.decode())
    assert (proposed["column_kind"], proposed["column_item"], proposed["days"]) == ("0", "4", "dmy")
    assert proposed["column_sender"] == ""
    lacking = post(client, LOOK, payload=hidden(asked, "payload"), **{**SAID, "column_place": ""})
    assert lacking.status_code == 422
    assert "Mã nơi xử lý" in text(lacking)

    shown = post(client, LOOK, payload=hidden(asked, "payload"), **SAID)
    assert "1 sự kiện mới" in text(shown)
    assert "ghi" not in str(EventLayout.objects.get().columns)
    again = post(client, LOOK, file=file(OTHER, OTHER_ROW))
    assert "1 sự kiện mới" in text(again)
    post(client, "/tep-nghiep-vu/ghi", payload=hidden(again, "payload"))
    assert Clock.objects.get().started_at == make.at("2026-01-14", "07:50")

    changed = post(client, LOOK, file=file(OTHER, OTHER_ROW), act="columns")
    assert chosen(changed.content.decode()) != proposed
    post(client, LOOK, payload=hidden(changed, "payload"), **{**SAID, "days": "dmy"})
    wrong = post(client, LOOK, file=file(OTHER, OTHER_ROW))
    assert "Dòng 2, cột “Thời gian”" in text(wrong)
    assert EventLayout.objects.count() == 1


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payloads, "ROWS_AT_ONCE", 1)


def worked(found: EventFile) -> None:
    working.work(found.pk, now=lambda: make.MORNING)


def test_a_long_file_is_checked_agreed_to_and_taken(
    world: World, browsing: Browsing, long: None
) -> None:
    client = browsing(world.dispatcher)
    second = ROW.replace("KT100000001", "KT100000002")
    left = post(client, LOOK, file=file(HEADINGS, ROW, second))
    found = EventFile.objects.get()
    url = f"/tep-nghiep-vu/{found.pk}"
    assert left["Location"] == url
    page = client.get(url).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "(0%)" in page
    assert url in client.get("/tep-nghiep-vu").content.decode()
    assert browsing(world.far_controller).get(url).status_code == 404
    assert browsing(world.clerk).get(url).status_code == 403

    worked(found)
    page = text(client.get(url))
    assert "2 sự kiện mới" in page
    assert "every 1s" not in page
    assert not Unit.objects.exists()
    post(client, f"{url}/dong-y")
    worked(found)
    assert "Đã nhận xong" in text(client.get(url))
    assert Unit.objects.count() == 2

    post(client, LOOK, file=file(HEADINGS, second, ROW))
    other = EventFile.objects.get(ended_at=None)
    assert "Đã dừng" in text(client.get(post(client, f"/tep-nghiep-vu/{other.pk}/dung").url))
    other.refresh_from_db()
    assert other.state == "stopped"


def test_wrong_rows_of_a_long_file_come_back_once(
    world: World, browsing: Browsing, long: None
) -> None:
    client = browsing(world.dispatcher)
    unread = post(client, LOOK, file=file(HEADINGS, ROW, ROW.replace("24-BC01", "24-XX")))
    assert unread.status_code == 422
    assert not EventFile.objects.exists()  # what is wrong by itself never waits for the worker

    late = "phát không thành công;14/01/2026 08:30;24-TT;KT100000009;;;"
    left = post(client, LOOK, file=file(HEADINGS + ";Lý do không phát được", ROW + ";",
                                        late + ";đầu mối vắng"))  # fmt: skip
    found = EventFile.objects.get()
    assert left.status_code == 302
    worked(found)
    page = text(client.get(f"/tep-nghiep-vu/{found.pk}"))
    assert "Dòng 3, cột “Số hiệu bưu gửi”" in page
    answer = post(client, f"/tep-nghiep-vu/{found.pk}/dong-sai")
    content = b"".join(answer) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    said = [[str(cell) for cell in row] for row in rows]
    assert [row[-1] for row in said if "KT100000009" in row] == ["3"]
    assert not any("KT100000001" in row for row in said)
    again = post(client, f"/tep-nghiep-vu/{found.pk}/dong-sai")
    assert again.status_code == 302
    assert not Unit.objects.exists()
