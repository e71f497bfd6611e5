"""The model clause as a draft decision: both forms say the same, in the layout of the line."""

import io
import zipfile

import pytest

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.reviews import standard
from kt1.oversight.reviews.rules import RuleKind
from kt1.web.papers.letters import Layout
from kt1.web.papers.letters.composing import PARTY, composed, texts
from kt1.web.reviews import clauses
from tests.custody.world import World
from tests.web.paper_reading import pages_in
from tests.web.reviews.test_review_pages import Browsing

pytestmark = pytest.mark.django_db


def test_the_clause_comes_as_word_and_pdf_of_the_same_words(
    world: World, browsing: Browsing
) -> None:
    clerk = browsing(world.clerk)
    here = f"/quy-che-noi-quy/{world.sender.code}"
    page = clerk.get(here).content.decode()
    for kind in RuleKind:
        for form in ("docx", "pdf"):
            address = f"{here}/{kind.value}/khoan-mau.{form}"
            assert address in page
            assert clerk.get(address).status_code == 200
    word = clerk.get(f"{here}/noi_quy/khoan-mau.docx").content
    with zipfile.ZipFile(io.BytesIO(word)) as inside:
        document = inside.read("word/document.xml").decode()
    printed = " ".join(pages_in(clerk.get(f"{here}/noi_quy/khoan-mau.pdf").content))
    for said in standard.CLAUSE:
        assert said.split(".")[0] in document
        assert " ".join(said.split()[:6]) in printed
    assert clerk.get(f"{here}/noi_quy/khoan-mau.xlsx").status_code == 404
    assert clerk.get(f"{here}/khac/khoan-mau.pdf").status_code == 404
    assert clerk.get(f"/quy-che-noi-quy/{world.far.code}/noi_quy/khoan-mau.pdf").status_code == 404


def test_a_party_body_writes_in_its_own_layout(world: World) -> None:
    body = Agency.objects.select_related("commune", "province").get(pk=world.sender.pk)
    assert clauses.letter_of(body, RuleKind.HOUSE_RULES).layout is Layout.STATE
    body.line = Line.PARTY
    letter = clauses.letter_of(body, RuleKind.REGULATION)
    said = texts(composed(letter))
    assert PARTY in said
    assert "Quy chế bảo vệ bí mật nhà nước" in letter.subject
