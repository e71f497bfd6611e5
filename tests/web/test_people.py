"""Accounts, second persons and receivers, from the pages of those who settle them."""

from datetime import time
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from kt1.config import clock
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals import steps
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import ApprovalKind
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank, ReceiverKind
from kt1.people.sign_ins.models import SignIn
from kt1.people.tokens.models import ApiToken
from tests.custody import factories as make
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = pytest.mark.django_db(transaction=True)


def sent(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"once": uuid4(), **fields})


@pytest.fixture
def admin(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.ADMIN))


# Accounts


def test_an_account_is_made_and_its_password_shown_once(admin: Client) -> None:
    key = uuid4()
    asked = {"once": key, "username": "gdv.moi", "title": "Giao dịch viên Bưu cục thử"}
    first, again = admin.post("/tai-khoan/moi", asked), admin.post("/tai-khoan/moi", asked)
    assert first.status_code == again.status_code == 200
    assert 'class="scan-code"' in text(first)
    assert 'class="scan-code"' not in text(again)
    assert User.objects.filter(username="gdv.moi", password_is_temporary=True).count() == 1
    assert "gdv.moi" in text(admin.get("/tai-khoan?q=gdv"))


@pytest.mark.parametrize(
    ("username", "title"), [("A B", "Văn thư"), ("ok", ""), ("ok", "tài liệu tuyệt mật")]
)
def test_an_account_that_may_not_be_is_refused(admin: Client, username: str, title: str) -> None:
    answer = sent(admin, "/tai-khoan/moi", username=username, title=title)
    assert answer.status_code == 422
    assert not User.objects.filter(username=username).exists()


def test_duties_are_given_and_ended(admin: Client) -> None:
    body, user = make.agency("GD-UB"), make.user("vt")
    page = f"/tai-khoan/{user.pk}"
    desk = make.desk(body).code
    missing = sent(admin, f"{page}/nhiem-vu", role="clerk", agency="GD-UB")
    assert missing.status_code == 422
    assert 'id="id_place_error"' in text(missing)
    unknown = sent(admin, f"{page}/nhiem-vu", role="head", agency="KHONG-CO")
    assert unknown.status_code == 422
    elsewhere = sent(admin, f"{page}/nhiem-vu", role="ministry", province="24")
    assert elsewhere.status_code == 422

    assert (
        sent(admin, f"{page}/nhiem-vu", role="clerk", agency="gd-ub", place=desk).status_code == 302
    )
    duty = Duty.objects.get(user=user)
    assert f"/nhiem-vu/{duty.pk}/ket-thuc" in text(admin.get(page))
    assert sent(admin, f"/nhiem-vu/{duty.pk}/ket-thuc").status_code == 302
    duty.refresh_from_db()
    assert duty.valid_to is not None


def test_a_desk_of_another_agency_is_refused(admin: Client) -> None:
    make.agency("GD-A")
    other = make.desk(make.agency("GD-B")).code
    user = make.user("vt2")
    page = f"/tai-khoan/{user.pk}/nhiem-vu"
    assert sent(admin, page, role="clerk", agency="GD-A", place=other).status_code == 422


def test_an_administrator_gives_themselves_no_duty(actor_of: ActorOf, client_of: ClientOf) -> None:
    me = actor_of(Role.ADMIN)
    client = client_of(me)
    assert 'name="role"' not in text(client.get(f"/tai-khoan/{me.user_id}"))
    answer = sent(client, f"/tai-khoan/{me.user_id}/nhiem-vu", role="ministry")
    assert answer.status_code == 403


def test_an_account_is_disabled_and_its_sign_ins_end(
    admin: Client, actor_of: ActorOf, client_of: ClientOf
) -> None:
    other = actor_of(Role.CLERK)
    theirs = client_of(other)
    sent(admin, f"/tai-khoan/{other.user_id}/khoa", enabled="0")
    assert theirs.get("/phien").status_code == 401
    assert "Mở lại" in text(admin.get(f"/tai-khoan/{other.user_id}"))
    sent(admin, f"/tai-khoan/{other.user_id}/khoa", enabled="1")
    assert User.objects.get(pk=other.user_id).is_active


def test_a_password_is_issued_again_and_a_sign_in_ended(
    admin: Client, actor_of: ActorOf, client_of: ClientOf
) -> None:
    other = actor_of(Role.CLERK)
    theirs = client_of(other)
    opened = SignIn.objects.get(user=other.user_id)
    assert sent(admin, f"/tai-khoan/{other.user_id}/phien/{opened.pk}").status_code == 302
    assert theirs.get("/phien").status_code == 401
    assert 'class="scan-code"' in text(sent(admin, f"/tai-khoan/{other.user_id}/mat-khau"))


def test_a_token_is_made_shown_once_and_revoked(admin: Client, actor_of: ActorOf) -> None:
    other = actor_of(Role.COUNTER)
    assert sent(admin, f"/nhiem-vu/{other.duty_id}/the-may", days=0).status_code == 422
    assert 'class="scan-code"' in text(sent(admin, f"/nhiem-vu/{other.duty_id}/the-may", days=30))
    token = ApiToken.objects.get()
    assert f"/the-may/{token.pk}/thu-hoi" in text(admin.get(f"/tai-khoan/{other.user_id}"))
    sent(admin, f"/the-may/{token.pk}/thu-hoi")
    token.refresh_from_db()
    assert token.revoked_at is not None


# A second person


@pytest.fixture
def asked(actor_of: ActorOf) -> tuple[Actor, Approval]:
    first = actor_of(Role.COUNTER)
    payload = {"act": "loss", "codes": ["7K3MQX2RB9VT4HNW8"], "minutes": "12/BB-BC01"}
    with transaction.atomic():
        approval = steps.ask(
            kind=ApprovalKind.LOSS,
            subject="unit:7K3MQX2RB9VT4HNW8",
            payload=payload,
            by=first,
            at=clock.now(),
        )
    return first, approval


def test_the_second_person_sees_exactly_what_they_agree_to(
    asked: tuple[Actor, Approval], actor_of: ActorOf, client_of: ClientOf
) -> None:
    _first, approval = asked
    second = client_of(actor_of(Role.CONTROLLER))
    assert "Việc chờ người thứ hai" in text(second.get("/"))
    page = text(second.get("/nguoi-thu-hai"))
    assert "7K3MQ-X2RB9-VT4HNW8" in page
    assert "12/BB-BC01" in page
    assert sent(second, f"/nguoi-thu-hai/{approval.pk}/dong-y").status_code == 302
    approval.refresh_from_db()
    assert approval.approved_at is not None
    assert sent(second, f"/nguoi-thu-hai/{approval.pk}/dong-y").status_code == 409


def test_the_first_person_is_not_the_second_and_may_withdraw(
    asked: tuple[Actor, Approval], client_of: ClientOf
) -> None:
    first, approval = asked
    client = client_of(first)
    assert sent(client, f"/nguoi-thu-hai/{approval.pk}/dong-y").status_code == 403
    assert f"/nguoi-thu-hai/{approval.pk}/tu-choi" in text(client.get("/nguoi-thu-hai"))
    assert sent(client, f"/nguoi-thu-hai/{approval.pk}/tu-choi").status_code == 302
    assert "Đã từ chối hoặc rút" in text(client.get("/nguoi-thu-hai"))


def test_a_stranger_knows_of_no_request(asked: tuple[Actor, Approval], clerk: Client) -> None:
    _first, approval = asked
    assert sent(clerk, f"/nguoi-thu-hai/{approval.pk}/dong-y").status_code == 404
    assert "7K3MQ" not in text(clerk.get("/nguoi-thu-hai"))


# Receivers


@pytest.fixture
def body_and_door(clerk: Client) -> tuple[Agency, Place]:
    body = Agency.objects.get(code="TEST-UB")  # the clerk's own
    return body, make.point(body, name="Cổng UBND phường thử")


def naming(door: Place, **more: Any) -> dict[str, Any]:
    return {
        "point": door.pk, "kind": "duty_room", "title": "Phòng trực", "phone": "0222 000 0001",
        "rank": "focal", "days": ["working", "tet"], "from_time": "17h", "to_time": "07:30",
        "authority_doc": "12/QĐ-UBND", "authority_date": "1/7/2025", "valid_from": "2/7/2025",
        **more,
    }  # fmt: skip


def test_a_clerk_names_a_duty_room_and_finds_it_at_night(
    clerk: Client, body_and_door: tuple[Agency, Place]
) -> None:
    _body, door = body_and_door
    assert sent(clerk, "/nguoi-ky-nhan/moi", **naming(door)).status_code == 302
    row = FocalPoint.objects.get()
    assert (row.kind, row.rank) == (ReceiverKind.DUTY_ROOM, Rank.FOCAL)
    assert (row.from_time, row.to_time, row.phone) == (time(17), time(7, 30), "02220000001")
    listed = text(clerk.get("/nguoi-ky-nhan?con=1"))
    assert "17:00–07:30 (+1)" in listed

    asked = f"/nguoi-ky-nhan/luc-nao?point={door.pk}&on=14/1/2026&hour="
    assert "02220000001" in text(clerk.get(f"{asked}22:40"))
    assert "Giờ này chưa cử ai." in text(clerk.get(f"{asked}12"))

    assert sent(clerk, f"/nguoi-ky-nhan/{row.pk}/ket-thuc").status_code == 302
    assert "Đã hết hiệu lực" in text(clerk.get("/nguoi-ky-nhan"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("from_time", "25:00"), ("authority_date", "31/2/2025"), ("days", []), ("title", ""),
     ("authority_doc", "tài liệu tuyệt mật số 5"), ("point", "0"), ("phone", "gọi bác bảo vệ")],
)  # fmt: skip
def test_a_naming_that_cannot_be_kept_is_refused(
    clerk: Client, body_and_door: tuple[Agency, Place], field: str, value: Any
) -> None:
    answer = sent(clerk, "/nguoi-ky-nhan/moi", **naming(body_and_door[1], **{field: value}))
    assert answer.status_code == 422
    assert not FocalPoint.objects.exists()


def test_each_showing_of_receivers_is_in_the_reading_log(
    clerk: Client, body_and_door: tuple[Agency, Place], superuser: psycopg.Connection
) -> None:
    row = make.receiver(body_and_door[1], body_and_door[0])
    asked = f"/nguoi-ky-nhan/luc-nao?point={row.point_id}&on=14/1/2026&hour=9"
    one = f"/nguoi-ky-nhan/{row.pk}"
    for address in ("/nguoi-ky-nhan", "/nguoi-ky-nhan?xuat=csv", one, asked):
        assert clerk.get(address).status_code == 200
    logged = superuser.execute("SELECT page FROM people_readinglog ORDER BY id").fetchall()
    assert [page for (page,) in logged] == ["people.receivers"] * 3 + ["people.who_may_sign"]


def test_receivers_of_others_are_not_shown(
    clerk: Client, actor_of: ActorOf, client_of: ClientOf
) -> None:
    other = make.agency("KHAC-UB", name="UBND phường khác")
    row = make.receiver(make.point(other), other)
    assert "UBND phường khác" not in text(clerk.get("/nguoi-ky-nhan"))
    assert clerk.get(f"/nguoi-ky-nhan/{row.pk}").status_code == 404
    assert sent(clerk, f"/nguoi-ky-nhan/{row.pk}/ket-thuc").status_code == 404
    dispatcher = client_of(actor_of(Role.DISPATCHER))
    assert "UBND phường khác" in text(dispatcher.get("/nguoi-ky-nhan"))
    assert sent(dispatcher, f"/nguoi-ky-nhan/{row.pk}/ket-thuc").status_code == 403
    assert client_of(actor_of(Role.COURIER)).get("/nguoi-ky-nhan").status_code == 403
