"""Official papers are Vietnamese whatever the language of the session that asks for them."""

import io
import zipfile
from collections.abc import Callable

from django.test import Client

from kt1.oversight.reviews import actions
from kt1.oversight.reviews.models import Review
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.oversight.test_inspections import begun, found
from tests.oversight.test_reviews import opened, sheet
from tests.oversight.test_reviews import who as asking
from tests.web.items.conftest import browsing, now, world

__all__ = ["browsing", "now", "world"]


def test_papers_of_an_english_session_are_those_of_a_vietnamese_one(
    world: World, browsing: Callable[[Actor], Client]
) -> None:
    department = make.actor(Role.REGULATOR, at_province=make.province("24"))
    one = begun(world, department)
    found(one, department)
    opened(department)
    review = Review.objects.get(agency=world.sender)
    head = make.actor(Role.HEAD, body=world.sender)
    actions.answer(review_id=review.pk, said=sheet(review), **asking(head))
    client = browsing(department)
    for address in (
        "/so-lieu/tong-hop?xuat=docx",
        f"/kiem-tra/{one}/giay/bien-ban.docx",
        f"/tu-ra-soat/{review.pk}/phieu.docx",
    ):
        told = set()
        for language in ("vi", "en"):
            User.objects.filter(pk=department.user_id).update(language=language)
            answer = client.get(address)
            assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
            archive = zipfile.ZipFile(io.BytesIO(answer.content))
            told.add(archive.read("word/document.xml"))
        assert len(told) == 1, address
