"""A letter as a PDF, to be signed."""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import ClassVar

from kt1.web.papers.letters.composing import MOTTO, NATION, PARTY, Part, composed
from kt1.web.papers.letters.rules import (
    Annex,
    Block,
    Bullets,
    Heading,
    Layout,
    Letter,
    Paragraph,
    Table,
)
from kt1.web.papers.rules import VIETNAM, Fields, Office, Sheet, Value
from kt1.web.papers.typesetting import pdf

#: What the file says of its making when the letter has no day yet: the same bytes every time.
_NO_DAY = datetime(2000, 1, 1, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """A letter for the compiler of papers."""

    template: ClassVar[str] = "letter.typ"

    letter: Letter

    @property
    def sheet(self) -> Sheet:
        letter = self.letter
        made = datetime.combine(letter.day, time(), VIETNAM) if letter.day else _NO_DAY
        office = Office(superior=letter.superior, name=letter.issuer, hotline="")
        return Sheet(office=office, printed_at=made, printed_by="", band=letter.band)

    @property
    def title(self) -> str:
        return self.letter.subject

    @property
    def file_name(self) -> str:
        return self.letter.file_name("pdf")

    def fields(self) -> Fields:
        said = composed(self.letter)
        state = said.layout is Layout.STATE
        return {
            "layout": said.layout.value,
            "superior": said.superior,
            "issuer": said.issuer,
            "number": said.number,
            "short_subject": said.short_subject,
            "nation": [NATION, MOTTO] if state else [PARTY],
            "place_and_day": said.place_and_day,
            "kind": said.kind,
            "subject": said.subject,
            "addressed": said.addressed,
            "addressees": list(said.addressees),
            "parts": [_part(part) for part in said.parts],
            "enclosed": said.enclosed,
            "receivers": list(said.receivers),
            "signers": [dict(asdict(signer)) for signer in said.signers],
        }


def pdf_of(letter: Letter) -> bytes:
    """The letter to be signed. The same letter gives the same bytes.

    Raises:
        LevelWordError: a text of it says a level of secrecy in words.
        FontsMissingError: a typeface is not installed.
    """
    return pdf(LetterPaper(letter))


def _part(part: Part) -> Fields:
    annex = part.annex
    return {
        "name": "" if annex is None else annex.name,
        "title": "" if annex is None else annex.title,
        "across": annex is not None and annex.across,
        "blocks": [_block(block) for block in part.blocks],
    }


def _block(block: Block) -> Value:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"is": "paragraph", "text": block.text, "italic": block.italic}
        case Bullets():
            return {"is": "bullets", "items": list(block.items)}
        case Table():
            columns = len(block.headings)
            return {
                "is": "table",
                "headings": list(block.headings),
                "rows": [list(row) for row in block.rows],
                "widths": list(block.widths or (1,) * columns),
                "aligned": list(block.aligned or "l" * columns),
                "caption": block.caption,
                "total": int(block.total),
            }
        case Annex():
            return {"is": "heading", "level": 1, "text": block.title}
