"""Files of the operator's system on the pages: looked at, refused by row, taken once."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from kt1.custody.units.models import Unit
from kt1.ledger.entries.models import Entry
from kt1.people.actor import Actor
from kt1.web.operator.payloads import StaleError, packed, unpacked
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.network.asking import hidden

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
HEADINGS = "Sự kiện;Thời gian;Mã nơi xử lý;Số hiệu bưu gửi;Mã cơ quan gửi;Mã cơ quan nhận;Dịch vụ"
ROW = "chấp nhận;14/01/2026 08:00;24-BC01;KT100000001;24-UB1;24-S1;KT1"


def look(client: Client, *rows: str) -> Any:
    content = "\n".join((HEADINGS, *rows)).encode()
    return client.post("/tep-nghiep-vu/nhan", {"file": SimpleUploadedFile("su-kien.csv", content)})


def take(client: Client, payload: str, key: str = "") -> Any:
    form = {"payload": payload, "once": key or str(uuid4())}
    return client.post("/tep-nghiep-vu/ghi", form)


def test_a_file_is_looked_at_then_taken_once_and_stands_in_the_list(
    world: World, browsing: Browsing
) -> None:
    client = browsing(world.dispatcher)
    assert "chưa nhận tệp nào" in text(client.get("/tep-nghiep-vu"))
    looked = look(client, ROW)
    assert looked.status_code == 200
    assert "1 sự kiện mới" in text(looked)
    assert not Unit.objects.exists()
    key = str(uuid4())
    for _ in range(2):
        assert take(client, hidden(looked, "payload"), key).status_code == 302
    assert Unit.objects.count() == 1
    assert Entry.objects.filter(kind="operator.taken").count() == 1
    page = text(client.get("/tep-nghiep-vu"))
    assert world.dispatcher.name in page
    again = text(look(client, ROW))
    assert "0 sự kiện mới · 1 đã có" in again
    assert "payload" not in again


def test_a_contradiction_is_shown_before_and_opens_a_matter_after(
    world: World, browsing: Browsing
) -> None:
    client = browsing(world.dispatcher)
    take(client, hidden(look(client, ROW), "payload"))
    other = look(client, ROW.replace("24-S1", "24-S2"))
    page = text(other)
    assert "Dòng mâu thuẫn" in page
    assert "đã chấp nhận khác" in page
    after = client.get(take(client, hidden(other, "payload")).url)
    assert "Đã mở 1 sự vụ" in text(after)


def test_faults_are_named_by_row_and_column(world: World, browsing: Browsing) -> None:
    answer = look(browsing(world.dispatcher), ROW.replace("24-BC01", "24-XX"), "phát;;;;;;")
    assert answer.status_code == 422
    page = text(answer)
    assert "Dòng 3, cột “Thời gian”" in page
    only_codes = look(browsing(world.dispatcher), ROW.replace("24-BC01", "24-XX"))
    assert "Dòng 2, cột “Mã nơi xử lý”" in text(only_codes)
    assert not Unit.objects.exists()


def test_a_register_of_secrets_is_refused_whole(world: World, browsing: Browsing) -> None:
    content = "STT;Trích yếu;Độ mật\n1;việc X;Tối mật".encode()
    file = SimpleUploadedFile("so.csv", content)
    answer = browsing(world.dispatcher).post("/tep-nghiep-vu/nhan", {"file": file})
    assert answer.status_code == 422
    assert "việc X" not in text(answer)
    assert "USB" in text(answer)


@pytest.mark.parametrize("content", [b"\x00\x01", b""])
def test_what_cannot_be_read_is_said(world: World, browsing: Browsing, content: bytes) -> None:
    file = SimpleUploadedFile("x.bin", content)
    answer = browsing(world.dispatcher).post("/tep-nghiep-vu/nhan", {"file": file})
    assert answer.status_code == 422


def test_only_what_this_person_was_shown_is_taken(world: World, browsing: Browsing) -> None:
    payload = packed("x", actor=world.dispatcher)
    assert unpacked(payload, actor=world.dispatcher) == "x"
    with pytest.raises(StaleError):
        unpacked(payload, actor=world.controller)
    answer = take(browsing(world.dispatcher), "changed")
    assert answer.status_code == 422
    assert "Hãy chọn lại tệp" in text(answer)


def test_who_takes_files_and_who_sees_them(world: World, browsing: Browsing) -> None:
    take(browsing(world.dispatcher), hidden(look(browsing(world.dispatcher), ROW), "payload"))
    for who in (world.clerk, world.counter, world.courier):
        assert browsing(who).get("/tep-nghiep-vu").status_code == 403
        assert look(browsing(who), ROW).status_code == 403
    assert world.dispatcher.name in text(browsing(world.controller).get("/tep-nghiep-vu"))
    assert world.dispatcher.name not in text(browsing(world.far_controller).get("/tep-nghiep-vu"))
    assert browsing(world.dispatcher).get("/tep-nghiep-vu/mau").status_code == 200


def test_rows_with_faults_come_back_once_as_a_file(world: World, browsing: Browsing) -> None:
    client = browsing(world.dispatcher)
    bad = ROW.replace("14/01/2026 08:00", "hôm qua").replace("KT100000001", "KT100000002")
    looked = look(client, ROW, bad)
    assert looked.status_code == 422
    form = {"refused": hidden(looked, "refused"), "once": str(uuid4()), "act": "refused"}
    answer = client.post("/tep-nghiep-vu/ghi", form)
    content = b"".join(answer) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    said = [[str(cell) for cell in row] for row in rows]
    assert any(row[1] == "hôm qua" and row[-1].startswith("3") for row in said)
    assert not any("KT100000001" in row for row in said)
    assert not Unit.objects.exists()
    assert not Entry.objects.filter(kind="operator.taken").exists()
