"""A directive reaches a clerk, who reports on it; the Sở looks at it; and both pages for all."""

import pytest

from kt1.network.models import Agency
from kt1.oversight.directives import actions
from kt1.oversight.directives.actions import Paper, Task
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import Direction, PaperKind, State, Target
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach.known import known
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def given_a_directive_and_a_guide(so: Actor) -> int:
    tasks = [
        Task(text="Chỉ định đầu mối tiếp nhận bưu gửi KT1", clause="2", duty="D13",
             targets=(Target(family="ubnd_xa"),)),
        Task(text="Phối hợp với Sở Khoa học và Công nghệ", clause="2", duty="D15",
             targets=(Target(family="ubnd_xa"),)),
    ]  # fmt: skip
    paper = Paper(
        direction=Direction.INCOMING, kind=PaperKind.LETTER, issuer="UBND tỉnh",
        title="Tăng cường sử dụng dịch vụ bưu chính KT1",
    )  # fmt: skip
    pk = actions.register(paper=paper, tasks=tasks, by=so, at=make.MORNING, once=make.once())
    library.publish(said=known()["gi-phai-gui-kt1"], by=so, at=make.MORNING, once=make.once())
    return pk


def the_department_issues_it(stage: Stage, so: Actor, pk: int) -> None:
    with stage.seat(so) as page:
        page.goto(f"{stage.live_server.url}/van-ban-chi-dao/moi")
        stage.look(page, "directive-new")
        page.goto(f"{stage.live_server.url}/van-ban-chi-dao/{pk}/nhiem-vu/1")
        stage.look(page, "directive-task")
        page.goto(f"{stage.live_server.url}/van-ban-chi-dao/{pk}")
        stage.look(page, "directive-draft")
        page.get_by_role("button", name="Giao nhiệm vụ cho các cơ quan").click()
        said(page, "Đã giao")


def the_clerk_looks_around(stage: Stage, clerk: Actor, pk: int) -> None:
    for width in (TELEPHONE, 1280):
        with stage.seat(clerk, width=width) as page:
            page.goto(f"{stage.live_server.url}/van-ban-chi-dao/{pk}")
            stage.look(page, "directive-clerk")
            page.goto(f"{stage.live_server.url}/trao-doi/moi")
            stage.look(page, "inquiry-new")
            page.goto(f"{stage.live_server.url}/thu-vien")
            page.get_by_role("link", name="Bưu gửi nào phải đi").first.click()
            stage.look(page, "material")
            page.get_by_role("link", name="Làm trắc nghiệm").click()
            stage.look(page, "quiz")


def the_clerk_reports(stage: Stage, clerk: Actor) -> None:
    with stage.seat(clerk) as page:
        page.goto(stage.live_server.url)
        page.get_by_role("link", name="Văn bản chỉ đạo chờ xác nhận").click()
        page.get_by_role("button", name="Đã nhận văn bản").click()
        said(page, "đã nhận văn bản")
        for box in page.locator(".tasks input").all():
            box.check()
        page.get_by_role("button", name="Báo cáo các nhiệm vụ").click()
        page.get_by_label("Số và ngày của văn bản").fill("3/BC-UBND ngày 14/01/2026")
        stage.look(page, "tasks-report")
        page.get_by_role("button", name="Ghi cho tất cả").click()
        said(page, "Đã ghi")


def the_department_looks_at_it(stage: Stage, so: Actor, pk: int, body: Agency) -> None:
    with stage.seat(so) as page:
        page.goto(f"{stage.live_server.url}/viec-duoc-giao?tt=waiting")
        stage.look(page, "tasks")
        page.get_by_role("link", name="Xem xét các báo cáo này").click()
        stage.look(page, "tasks-settle")
        page.get_by_role("button", name="Ghi cho tất cả").click()
        said(page, "Đã ghi cho 2 nhiệm vụ")
        page.goto(f"{stage.live_server.url}/van-ban-chi-dao/{pk}")
        stage.look(page, "directive-so")
        row = Assignment.objects.filter(agency=body)[0]
        page.goto(f"{stage.live_server.url}/viec-duoc-giao/{row.pk}")
        stage.look(page, "task-so")
        for address in ("/tuyen-truyen/moi", "/tuyen-truyen/do-phu", "/thu-vien/moi", "/trao-doi"):
            page.goto(f"{stage.live_server.url}{address}")
            stage.look(page, address.strip("/").replace("/", "-"))


def test_a_directive_from_the_register_to_done(world: World, stage: Stage) -> None:
    so = make.actor(Role.REGULATOR, at_province=make.province())
    pk = given_a_directive_and_a_guide(so)
    the_department_issues_it(stage, so, pk)
    the_clerk_looks_around(stage, world.clerk, pk)
    the_clerk_reports(stage, world.clerk)
    the_department_looks_at_it(stage, so, pk, world.sender)
    mine = Assignment.objects.filter(agency=world.sender)
    assert set(mine.values_list("state", flat=True)) == {State.DONE}
