"""Official letters: one document, an editable DOCX and a PDF of the same words."""

from kt1.web.papers.letters.paper import pdf_of as pdf
from kt1.web.papers.letters.rules import (
    Annex,
    Block,
    Bullets,
    Heading,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
    notation,
    numbered,
)
from kt1.web.papers.letters.word import docx_of as docx

__all__ = [
    "Annex",
    "Block",
    "Bullets",
    "Heading",
    "Layout",
    "Letter",
    "Paragraph",
    "Signer",
    "Table",
    "docx",
    "notation",
    "numbered",
    "pdf",
]
