"""The Department's checklists on the pages: drafted, changed, published by another, read by all."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.versions import ChecklistVersion
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
HERE = "/kiem-tra/phieu-mau"


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def test_a_checklist_goes_from_its_draft_to_its_readers(
    world: World, browsing: Callable[[Actor], Client]
) -> None:
    writer = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    leader = browsing(make.actor(Role.REGULATOR, at_province=make.province()))
    clerk = browsing(world.clerk)
    assert HERE in writer.get("/kiem-tra").content.decode()
    assert "Soạn phiên bản kế tiếp" in text(writer.get(HERE))
    assert "Soạn phiên bản kế tiếp" not in text(clerk.get(HERE))
    assert send(writer, f"{HERE}/soan/user").status_code == 302
    draft = f"{HERE}/{ChecklistVersion.objects.get().code}"
    said = {"section": "Đầu mối tiếp nhận", "words": "Có sơ đồ đường đi", "area": "receiving",
            "instrument_id": "", "provision": "", "conduct": ""}  # fmt: skip
    refused = send(writer, f"{draft}/cau/moi", **said)
    assert refused.status_code == 422
    assert "Có sơ đồ đường đi" in text(refused)  # what was typed stays
    assert send(writer, f"{draft}/cau/moi", **said | {"provision": "Đ.5"}).status_code == 302
    assert send(writer, f"{draft}/cau/U09/bo").status_code == 302
    page = text(writer.get(draft))
    assert "UT01" in page
    assert "Người ban hành không phải là người soạn sau cùng." in page
    assert send(writer, f"{draft}/ban-hanh", valid_from="14/01/2026").status_code == 403
    assert clerk.get(draft).status_code == 404
    assert "Phiếu kiểm tra chờ ban hành" in text(leader.get("/"))
    assert "Phiếu kiểm tra chờ ban hành" not in text(writer.get("/"))
    late = send(leader, f"{draft}/ban-hanh", valid_from="01/01/2026", paper="")
    assert late.status_code == 422
    done = send(leader, f"{draft}/ban-hanh", valid_from="14/01/2026", paper="07/QĐ-SKHCN")
    assert done.status_code == 302
    assert "đang áp dụng" in text(clerk.get(draft))
    assert send(writer, f"{draft}/cau/U03/bo").status_code == 403
    assert "đã được thay thế" in text(writer.get(f"{HERE}/user-qd32"))


def test_the_list_is_a_file_with_the_questions_on_a_second_sheet(
    world: World, browsing: Callable[[Actor], Client]
) -> None:
    clerk: Any = browsing(world.clerk)
    assert clerk.get(f"{HERE}?xuat=doc").status_code == 400
    listed = b"".join(clerk.get(f"{HERE}?xuat=csv").streaming_content).decode("utf-8-sig")
    assert "Do đâu lập" in listed
    file = b"".join(clerk.get(f"{HERE}?xuat=xlsx").streaming_content)
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    versions, asked = (book.get_sheet_by_index(n).to_python() for n in (0, 1))
    words = [one.words for each in checklists().values() for one in each.questions]
    assert all(any(text in row for row in asked) for text in words)
    assert any("Số câu" in row for row in versions)
