"""Printing: long lists, equal bytes, many at once, a missing typeface."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kt1.web.papers import typesetting
from kt1.web.papers.fonts import FontsMissingError, folders
from kt1.web.papers.forms.book import HandoverBook
from kt1.web.papers.forms.delivery import DeliverySheet
from kt1.web.papers.forms.manifest import Manifest
from kt1.web.papers.samples import samples
from kt1.web.papers.typesetting import pdf, printed
from tests.web.paper_reading import codes, pages_of

LINES = 500


def book() -> HandoverBook:
    found = next(paper for paper in samples() if isinstance(paper, HandoverBook))
    rows = tuple(
        replace(found.rows[n % len(found.rows)], code=code) for n, code in enumerate(codes(LINES))
    )
    return replace(found, rows=rows)


def test_five_hundred_lines_repeat_their_headings_and_lose_none() -> None:
    paper = book()

    pages = pages_of(paper)

    assert len(pages) > 20
    for n, page in enumerate(pages[:-1], 1):
        assert "Số hiệu bưu gửi" in page
        assert "(11)" in page
        assert "Sổ này không thay Sổ chuyển giao BMNN" in page
        assert f"Trang {n}/{len(pages)}" in page
    shown = re.findall(r"\b\w{5}-\w{5}-\w{7}\b", " ".join(pages))
    assert [code.replace("-", "") for code in shown] == [row.code for row in paper.rows]
    assert [str(n) for n in (1, LINES)] == [pages[0].split("(11) ")[1].split()[0], _last(pages)]


def _last(pages: list[str]) -> str:
    """The number of the last row: what stands before the last time of day."""
    numbers: list[str] = re.findall(r"(\d+) \d\d:\d\d \d\d/\d\d/\d{4} \w{5}-", " ".join(pages))
    return numbers[-1]


def test_long_manifests_and_delivery_sheets_go_on_over_pages() -> None:
    manifest = next(paper for paper in samples() if isinstance(paper, Manifest))
    delivery = next(paper for paper in samples() if isinstance(paper, DeliverySheet))
    for paper, heading in (
        (replace(manifest, lines=manifest.lines * 20), "Số niêm phong"),
        (replace(delivery, lines=delivery.lines * 20), "Số hiệu bưu gửi"),
    ):
        pages = pages_of(paper)
        assert len(pages) > 5
        assert all(heading in page for page in pages[:-1])
        assert all(f"Số {paper.number}" in page for page in pages)
        assert "Cộng:" in " ".join(pages[-2:])


def test_a_long_list_takes_milliseconds_a_page() -> None:
    pdf(next(iter(samples())))
    paper = book()

    start = time.process_time()
    pdf(paper)

    # About 5 ms of one processor a page; several times that while the machine is busy.
    assert time.process_time() - start < 42 * 0.04


def test_the_same_paper_gives_the_same_bytes() -> None:
    for first, second in zip(samples(), samples(), strict=True):
        assert pdf(first) == pdf(second)


def test_many_at_once_get_each_their_own() -> None:
    papers = list(samples())
    alone = [pdf(paper) for paper in papers]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(pdf, papers * 3))

    assert together == alone * 3


def test_nothing_is_printed_with_a_warning() -> None:
    for paper in samples():
        fields = typesetting.fields_of(paper)
        _, warnings = typesetting.compiler().compile_with_warnings(
            input=str(typesetting.TEMPLATES / paper.template),
            format="pdf",
            sys_inputs={"paper": fields},
        )
        assert warnings == []


def test_every_template_is_used_by_a_sample() -> None:
    # letter.typ prints what test_papers_letters draws: it has no sample of its own.
    shared = {"kt1.typ", "label.typ", "form.typ", "reconcile.typ", "letter.typ"}
    lying = {path.name for path in typesetting.TEMPLATES.glob("*.typ")}

    assert lying - shared == {paper.template for paper in samples()}


def test_a_printed_paper_carries_its_file_name() -> None:
    paper = next(iter(samples()))

    page = printed(paper)

    assert page.file_name == paper.file_name
    assert page.content == pdf(paper)
    assert not set('/\\:*?"<>|') & set(page.file_name)


def test_a_missing_typeface_is_a_sentence(settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path

    with pytest.raises(FontsMissingError, match="Tinos"):
        folders()
