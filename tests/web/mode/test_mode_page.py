"""The page of the mode: everybody reads it, two kinds of people change it, two persons go back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.law.modes.models import InstallationMode
from kt1.people.accounts.rules import Role
from kt1.people.approvals.models import Approval
from tests.web.conftest import ActorOf, ClientOf

pytestmark = pytest.mark.django_db

PAPERS = {
    "mode": "letter",
    "opinion_number": "12/CAT-PA03",
    "opinion_date": "04/05/2026",
    "level_number": "34/QĐ-UBND",
    "level_date": "20/5/2026",
}


def post(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"once": uuid4(), **fields})


def test_everybody_reads_it_and_finds_it_from_the_top_of_any_page(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    client = client_of(actor_of(Role.CLERK))
    assert 'href="/che-do"' in client.get("/").content.decode()
    page = client.get("/che-do").content.decode()
    assert "hiện nay" in page
    assert "Đổi chế độ" not in page.split("<h1")[1].split("Các lần đổi chế độ")[0]
    assert post(client, "/che-do", **PAPERS).status_code == 403


def test_letters_begin_with_their_papers(actor_of: ActorOf, client_of: ClientOf) -> None:
    client = client_of(actor_of(Role.ADMIN))

    refused = post(client, "/che-do", **{**PAPERS, "level_number": "", "opinion_date": "31/02/26"})
    assert refused.status_code == 422
    assert "12/CAT-PA03" in refused.content.decode()  # nothing typed is lost
    tomorrow = post(client, "/che-do", **{**PAPERS, "level_date": "20/05/2099"})
    assert "Ngày này chưa tới" in tomorrow.content.decode()
    secret = post(client, "/che-do", **{**PAPERS, "opinion_number": "12 tối mật"})
    assert secret.status_code == 422

    assert post(client, "/che-do", **PAPERS).status_code == 302

    now = InstallationMode.objects.get(valid_to=None)
    assert (now.mode, now.level_number) == ("letter", "34/QĐ-UBND")
    assert "12/CAT-PA03, 04/05/2026" in client.get("/che-do").content.decode()


def test_two_persons_go_back(actor_of: ActorOf, client_of: ClientOf) -> None:
    first, second = (client_of(actor_of(Role.ADMIN)) for _ in range(2))
    post(first, "/che-do", **PAPERS)
    assert post(first, "/che-do/ve-co/lam").status_code >= 400

    post(first, "/che-do/ve-co")
    asked = Approval.objects.get()
    assert "không khôi phục được" in second.get(f"/nguoi-thu-hai/{asked.pk}").content.decode()
    assert f"/nguoi-thu-hai/{asked.pk}" in second.get("/che-do").content.decode()
    post(second, f"/nguoi-thu-hai/{asked.pk}/dong-y")
    assert "/che-do/ve-co/lam" in first.get("/che-do").content.decode()
    post(first, "/che-do/ve-co/lam")

    assert InstallationMode.objects.get(valid_to=None).mode == "flag"
