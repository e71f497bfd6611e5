"""What stands on the pages of a letter, word for word, for both of its forms. Pure.

Sizes and places are the forms' own; every word, mark and line break that is content is said here,
so that what is edited in Word and what is printed cannot differ.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

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
)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
#: Room for a pen; the blanks hold together.
_GAP = "\u00a0" * 7
_END = "./."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The text before the signature, or one annex after it."""

    annex: Annex | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter in its words.

    Attributes:
        short_subject: under the number, for a công văn; `kind` and `subject` are then empty.
        addressed: the line after which the addressees follow; with one addressee the whole line.
        enclosed: under the title of each annex.
    """

    layout: Layout
    superior: str
    issuer: str
    number: str
    short_subject: str
    place_and_day: str
    kind: str
    subject: str
    addressed: str
    addressees: tuple[str, ...]
    parts: tuple[Part, ...]
    enclosed: str
    receivers: tuple[str, ...]
    signers: tuple[Signer, ...]


def composed(letter: Letter) -> Composed:
    official = not letter.kind
    parts = _parts(letter.blocks)
    if letter.layout is Layout.STATE:
        parts = (replace(parts[0], blocks=ended(parts[0].blocks)), *parts[1:])
    one = len(letter.addressees) == 1
    return Composed(
        layout=letter.layout,
        superior=letter.superior.upper(),
        issuer=letter.issuer.upper(),
        number=number_line(letter),
        short_subject=_short(letter) if official else "",
        place_and_day=f"{letter.place}, {day_words(letter.day)}",
        kind=letter.kind,
        subject="" if official else letter.subject,
        addressed=_addressed(letter.addressees),
        addressees=() if one else listed(letter.addressees),
        parts=parts,
        enclosed=_enclosed(letter),
        receivers=listed(letter.receivers),
        signers=(*letter.beside, letter.signer),
    )


def number_line(letter: Letter) -> str:
    label = "Số:" if letter.layout is Layout.STATE else "Số"
    number = letter.number
    if number[:1] in {"", "/", "-"}:
        return f"{label}{_GAP}{number}"
    return f"{label} {number}"


def day_words(day: date | None) -> str:
    """A day below ten and the months one and two have a nought before them."""
    if day is None:
        return f"ngày{_GAP}tháng{_GAP}năm{_GAP}"
    two = 2
    month = f"{day.month:02d}" if day.month <= two else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def listed(items: Sequence[str]) -> tuple[str, ...]:
    """Points of a list in a letter's head or foot: a dash, a semicolon, a full stop at the end."""
    bare = [item.rstrip(" .;") for item in items]
    return tuple(f"- {item}{';' if n < len(bare) else '.'}" for n, item in enumerate(bare, start=1))


def ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The text with the mark that ends it; after a table the mark stands in no cell."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, Paragraph):
        return (*blocks[:-1], replace(last, text=_closed(last.text)))
    if isinstance(last, Bullets) and last.items:
        return (*blocks[:-1], Bullets((*last.items[:-1], _closed(last.items[-1]))))
    return blocks


def texts(said: Composed) -> tuple[str, ...]:
    """Every text of the letter in the order of reading, as both forms must show it."""
    head = (said.superior, said.issuer, said.number, said.short_subject)
    nation = (PARTY,) if said.layout is Layout.PARTY else (NATION, MOTTO)
    opening = (said.place_and_day, said.kind, said.subject, said.addressed, *said.addressees)
    foot = (
        *said.receivers,
        *itertools.chain.from_iterable((s.authority, s.title, s.name) for s in said.signers),
    )
    first, *annexes = said.parts
    rest = [text for part in annexes for text in _annex(part, said.enclosed)]
    every = (*head, *nation, *opening, *_texts(first.blocks), *foot, *rest)
    return tuple(text for text in every if text)


def _annex(part: Part, enclosed: str) -> tuple[str, ...]:
    if part.annex is None:
        return _texts(part.blocks)
    return (part.annex.name, part.annex.title, enclosed, *_texts(part.blocks))


def _texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text):
                found.append(text)
            case Bullets(items=items):
                found.extend(f"- {item}" for item in items)
            case Table():
                found.append(block.caption)
                found.extend(itertools.chain(block.headings, *block.rows))
            case Annex():
                found.extend((block.name, block.title))
    return tuple(found)


def _parts(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """The text, then each annex with what follows it."""
    groups: list[tuple[Annex | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if isinstance(block, Annex):
            groups.append((block, []))
        else:
            groups[-1][1].append(block)
    return tuple(Part(annex=annex, blocks=tuple(inside)) for annex, inside in groups)


def _closed(text: str) -> str:
    bare = text.rstrip(" .;")
    return text if text.endswith(_END) else f"{bare}{_END}"


def _short(letter: Letter) -> str:
    return f"V/v {letter.subject}" if letter.layout is Layout.STATE else letter.subject


def _addressed(addressees: Sequence[str]) -> str:
    if not addressees:
        return ""
    one = addressees[0].rstrip(" .;")
    return f"Kính gửi: {one}" if len(addressees) == 1 else "Kính gửi:"


def _enclosed(letter: Letter) -> str:
    """Under an annex: which document it belongs to."""
    number = number_line(letter).removeprefix("Số:").removeprefix("Số").strip()
    kind = letter.kind.capitalize() or "Công văn"
    # A notation alone begins with what parts it from the number that is still to be written.
    said = f"{_GAP}{number}" if not number or number[0] in "/-" else number
    party = letter.layout is Layout.PARTY
    issuer = f"{letter.issuer} {letter.superior}".strip() if party else letter.issuer
    return f"(Kèm theo {kind} số {said} {day_words(letter.day)} của {issuer})"
