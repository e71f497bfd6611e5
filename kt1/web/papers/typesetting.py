"""From a paper to PDF. One compiler for the process: it keeps the typefaces and its work."""

import json
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import typst

from kt1.web.papers import fonts
from kt1.web.papers.barcodes import qr
from kt1.web.papers.rules import Checkpoint, Fields, Paper, Sheet, clock, grouped, printable

TEMPLATES = Path(__file__).parent / "templates"

# A compiler serves one caller at a time; a page takes milliseconds, so callers wait.
_busy = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper ready to be sent: its suggested file name and its bytes."""

    file_name: str
    content: bytes


def pdf(paper: Paper) -> bytes:
    """The paper as PDF. The same paper gives the same bytes.

    Raises:
        LevelWordError: a text of it says a level of secrecy in words.
        FontsMissingError: a typeface is not installed.
    """
    # Text reaches the template as JSON strings, so none of it is ever read as markup.
    fields = fields_of(paper)
    with _busy:
        content = compiler().compile(
            input=str(TEMPLATES / paper.template),
            format="pdf",
            sys_inputs={"paper": fields},
            # Tags for screen readers make a long list six times as large. These files go to a
            # printer; who reads on a screen has the same list as a page.
            pdf_tags=False,
            timestamp=int(paper.sheet.printed_at.timestamp()),
        )
    return cast("bytes", content)


def printed(paper: Paper) -> Printed:
    return Printed(file_name=paper.file_name, content=pdf(paper))


def fields_of(paper: Paper) -> str:
    """What a template is given, as JSON."""
    fields = {**paper.fields(), "title": paper.title, "sheet": _sheet(paper.sheet)}
    return json.dumps(printable(fields), ensure_ascii=False)


@cache
def compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(TEMPLATES),
        font_paths=[str(folder) for folder in fonts.folders()],
        ignore_system_fonts=True,
    )


def _sheet(sheet: Sheet) -> Fields:
    return {
        "superior": sheet.office.superior,
        "office": sheet.office.name,
        "locality": sheet.office.locality,
        "hotline": sheet.office.hotline,
        "printed": clock(sheet.printed_at),
        "by": sheet.printed_by,
        "band": sheet.band.value,
        "checkpoint": None if sheet.checkpoint is None else _checkpoint(sheet.checkpoint),
    }


def _checkpoint(checkpoint: Checkpoint) -> Fields:
    return {
        "size": grouped(checkpoint.size),
        "root": checkpoint.root,
        "at": clock(checkpoint.at),
        # A page lies flat and clean, and a note is long: medium correction keeps modules large.
        "qr": qr(checkpoint.note, error="m"),
    }
