"""What a violation comes from: named by its code, linked both ways, for whom may open it."""

from datetime import timedelta

import pytest

from kt1.assurance.complaints import actions as complaints
from kt1.assurance.complaints.rules import Matter
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.rules import Bloc
from kt1.oversight.violations.models import Violation
from kt1.people.accounts.rules import Role
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.incidents.test_pages import Browsing, of_province, send, torn
from tests.web.inspections.test_pages import DAY, _post

pytestmark = pytest.mark.django_db
CONDUCT = "ND174-2026/12.5.b"


def test_a_violation_and_what_it_comes_from_link_to_each_other(
    world: World, browsing: Browsing
) -> None:
    item, incident = torn(world)
    complaint = complaints.file(
        code=item, matter=Matter.DAMAGE, note="", by=world.clerk, at=make.MORNING, once=make.once()
    )
    science, post = browsing(of_province(Role.REGULATOR)), browsing(world.dispatcher)
    body = _post()
    there = f"/su-co/{incident.pk}"
    assert f"/vi-pham/moi?tu={incident}" in text(science.get(there))
    assert str(incident) in text(science.get(f"/vi-pham/moi?tu={incident}"))
    said = {"agency": body.code, "origin": "incident", "source": f" {str(incident).lower()} ",
            "area": "security", "conduct": CONDUCT, "done_on": DAY, "note": ""}  # fmt: skip
    for wrong in ({"source": "SC-0000-0000"}, {"origin": "watch"}, {"origin": "complaint"}):
        assert send(science, "/vi-pham/moi", **said | wrong).status_code == 422
    first = send(science, "/vi-pham/moi", **said).url
    assert there in text(science.get(first))
    assert body_of(Entry.objects.get(kind="violation.found"))["source"] == str(incident)
    # The post sees both; the body that sent the item its incident, and no violation of another.
    assert first in text(post.get(there))
    assert there in text(post.get(first))
    assert first not in text(browsing(make.actor(Role.HEAD, body=world.sender)).get(there))
    # What was said in a complaint stays with the two: the Department has its code without a link.
    code = f"KN-{complaint:05d}"
    second = send(science, "/vi-pham/moi", **said | {"origin": "complaint", "source": code}).url
    page = text(science.get(second))
    assert code in page
    assert f"/khieu-nai/{complaint}" not in page
    assert second in text(post.get(f"/khieu-nai/{complaint}"))
    world.sender.__class__.objects.filter(pk=world.sender.pk).update(bloc=Bloc.PARTY)
    third = send(science, "/vi-pham/moi", **said | {"origin": "complaint", "source": code})
    assert third.status_code == 422  # of a Party body: it rises to its office


def test_the_filter_leaves_what_ends_soon(world: World, browsing: Browsing) -> None:
    science = browsing(of_province(Role.REGULATOR))
    said = {"agency": _post().code, "origin": "watch", "source": "", "area": "service",
            "conduct": CONDUCT, "note": ""}  # fmt: skip
    for left in (15, 200):  # the decree that sets the time was not in force that day
        where = send(science, "/vi-pham/moi", done_on=DAY, **said).url
        ends = make.MORNING.date() + timedelta(days=left)
        Violation.objects.filter(pk=where.rsplit("/", 1)[1]).update(limit_on=ends)
    soon, later = Violation.objects.order_by("limit_on")
    page = text(science.get("/vi-pham?sht=1&sap=hieu"))
    assert str(soon) in page
    assert str(later) not in page
    assert "/vi-pham?sht=1" in text(science.get("/"))
