"""A letter as an editable document: the measures of NĐ 30/2020, Phụ lục I, or of the Party."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kt1.web.papers import docx
from kt1.web.papers.docx import Columns, Grid, Page, Rule, Text, Turn
from kt1.web.papers.letters.composing import (
    MOTTO,
    NATION,
    PARTY,
    Composed,
    Part,
    composed,
    texts,
)
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
from kt1.web.papers.letters.widths import twips
from kt1.web.papers.rules import printable

#: Twentieths of a point between the margins of an upright page.
_ROOM = 11906 - 1701 - 851
_HEAD_WIDTHS = {Layout.STATE: (45, 55), Layout.PARTY: (46, 54)}
_FOOT_WIDTHS = (50, 50)
#: Half points.
_BODY = 28
_TABLE = 24
#: Headings down to this level are bold, those below in italics.
_LAST_STRONG = 2
#: Room for a signature, in twentieths of a point.
_SIGNED = 1400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Half points of what stands around the text."""

    office: int
    nation: int
    motto: int
    number: int
    day: int
    short: int
    kind: int
    signer: int
    receivers: int
    listed: int


_SIZES = {
    Layout.STATE: _Sizes(
        office=24, nation=24, motto=26, number=26, day=26, short=24, kind=28, signer=28,
        receivers=24, listed=22,
    ),
    Layout.PARTY: _Sizes(
        office=28, nation=30, motto=0, number=28, day=28, short=24, kind=32, signer=28,
        receivers=28, listed=24,
    ),
}  # fmt: skip


def docx_of(letter: Letter) -> bytes:
    """The letter to be edited. The same letter gives the same bytes.

    Raises:
        LevelWordError: a text of it says a level of secrecy in words.
    """
    said = composed(letter)
    printable({"texts": [*texts(said)]})
    first, *annexes = said.parts
    parts: list[docx.Part] = [_head(said), *_opening(said), *_blocks(first.blocks), *_foot(said)]
    for part in annexes:
        parts += _annex(part, said.enclosed)
    page = Page(title=letter.subject, numbered=True, band=letter.band.value)
    return docx.written(parts, page)


def _head(said: Composed) -> Columns:
    size = _SIZES[said.layout]
    left, right = (_ROOM * share // 100 for share in _HEAD_WIDTHS[said.layout])
    issued: list[Text | Rule] = []
    if said.superior:
        issued.append(_centred(said.superior, size.office))
    issued.append(_centred(said.issuer, size.office, bold=True))
    if said.layout is Layout.PARTY:
        issued.append(_centred("*", size.office))
    else:
        issued.append(_half_rule(said.issuer, size.office, left))
    issued.append(_centred(said.number, size.number, before=40))
    if said.short_subject:
        italic = said.layout is Layout.PARTY
        issued.append(_centred(said.short_subject, size.short, before=120, italic=italic))
    return Columns(cells=(issued, _nation(said, size, right)), widths=_HEAD_WIDTHS[said.layout])


def _nation(said: Composed, size: _Sizes, room: int) -> list[Text | Rule]:
    if said.layout is Layout.PARTY:
        title = _centred(PARTY, size.nation, bold=True)
        under = _rule_under(PARTY, size.nation, room)
        return [title, under, _centred(said.place_and_day, size.day, before=60, italic=True)]
    return [
        _centred(NATION, size.nation, bold=True),
        _centred(MOTTO, size.motto, bold=True),
        _rule_under(MOTTO, size.motto, room),
        _centred(said.place_and_day, size.day, before=60, italic=True),
    ]


def _opening(said: Composed) -> Iterator[docx.Part]:
    size = _SIZES[said.layout]
    if said.kind:
        yield Text(
            words=said.kind, align="center", bold=True, size=size.kind, before=360, after=0, level=1
        )
        yield Text(words=said.subject, align="center", bold=True, size=_BODY, before=0, after=0)
        if said.layout is Layout.PARTY:
            yield Text(words="-----", align="center", size=_BODY, before=0)
        else:
            yield _half_rule(said.subject, _BODY, _ROOM, most=2400)
    else:
        yield _between()
    if said.addressed:
        italic = said.layout is Layout.PARTY
        align = "center" if not said.addressees else "left"
        lead = Text(
            words=said.addressed, align=align, size=_BODY, before=300, after=60, italic=italic
        )
        if not said.addressees:
            yield lead
        else:
            listed = [
                Text(words=one, align="left", size=_BODY, before=0, after=0)
                for one in said.addressees
            ]
            yield Columns(cells=((), (lead, *listed)), widths=(22, 78))
    yield _between()


def _between() -> Text:
    """Two tables that touch are one to Word."""
    return Text(words="", size=12, before=0, after=60)


def _blocks(blocks: Sequence[Block]) -> Iterator[docx.Part]:
    for block in blocks:
        match block:
            case Heading():
                yield _heading(block)
            case Paragraph():
                yield Text(
                    words=block.text, italic=block.italic, size=_BODY, indent=True, before=0,
                    after=120,
                )  # fmt: skip
            case Bullets():
                for item in block.items:
                    yield Text(words=f"- {item}", size=_BODY, indent=True, before=0, after=120)
            case Table():
                yield from _table(block)
            case Annex():  # stands before a part, never in one
                yield Text(words=block.title)


def _heading(block: Heading) -> Text:
    if block.level == 0:
        return Text(
            words=block.text, align="center", bold=True, size=_BODY, before=60, after=120,
            kept=True,
        )  # fmt: skip
    small = block.level > _LAST_STRONG
    return Text(
        words=block.text,
        bold=not small,
        italic=small,
        size=_BODY,
        indent=True,
        before=60,
        after=120,
        level=min(block.level + 1, 3),
        kept=True,
    )


def _table(table: Table) -> Iterator[docx.Part]:
    if table.caption:
        yield Text(words=table.caption, align="center", bold=True, size=_TABLE + 2, kept=True)
    widths = table.widths or (1,) * len(table.headings)
    whole = sum(widths)
    shares = [100 * width // whole for width in widths]
    shares[-1] += 100 - sum(shares)
    yield Grid(
        rows=[table.headings, *table.rows],
        widths=shares,
        right=frozenset(n for n, side in enumerate(table.aligned) if side == "r"),
        middle=frozenset(n for n, side in enumerate(table.aligned) if side == "c"),
        strong_last=min(table.total, len(table.rows)),
        size=_TABLE,
    )
    yield _between()


def _foot(said: Composed) -> Iterator[docx.Part]:
    size = _SIZES[said.layout]
    yield _between()
    receivers: list[Text | Rule] = []
    if said.receivers:
        party = said.layout is Layout.PARTY
        receivers.append(
            Text(
                words="Nơi nhận:", align="left", bold=not party, italic=not party,
                underlined=party, size=size.receivers, before=0, after=0,
            )
        )  # fmt: skip
        receivers += [
            Text(words=one, align="left", size=size.listed, before=0, after=0)
            for one in said.receivers
        ]
    signed = [_signed(one, said.layout) for one in said.signers]
    if len(signed) == 1:
        yield Columns(cells=(receivers, signed[0]), widths=_FOOT_WIDTHS)
        yield _between()
        return
    each = 100 // len(signed)
    yield Columns(
        cells=signed, widths=(*(each,) * (len(signed) - 1), 100 - each * (len(signed) - 1))
    )
    yield _between()
    if receivers:
        yield Columns(cells=(receivers, ()), widths=_FOOT_WIDTHS)
        yield _between()


def _signed(signer: Signer, layout: Layout) -> list[Text | Rule]:
    size = _SIZES[layout].signer
    lines: list[Text | Rule] = []
    if signer.authority:
        lines.append(_centred(signer.authority, size, bold=True))
    if signer.title:
        lines.append(
            _centred(signer.title, size, bold=layout is Layout.STATE or not signer.authority)
        )
    lines.append(_centred(signer.name, size, bold=True, before=_SIGNED))
    return lines


def _annex(part: Part, enclosed: str) -> Iterator[docx.Part]:
    annex = part.annex
    if annex is not None:
        yield Turn(across=annex.across)
        yield Text(
            words=annex.name, align="center", bold=True, size=_BODY, before=0, after=0, level=1
        )
        yield Text(words=annex.title, align="center", bold=True, size=_BODY, before=0, after=0)
        yield Text(words=enclosed, align="center", italic=True, size=_BODY, before=0, after=120)
    yield from _blocks(part.blocks)


def _centred(
    words: str, size: int, *, bold: bool = False, italic: bool = False, before: int = 0
) -> Text:
    return Text(
        words=words, align="center", bold=bold, italic=italic, size=size, before=before, after=0
    )


def _rule_under(words: str, size: int, room: int) -> Rule:
    """As long as the words above it."""
    return Rule(aside=max((room - twips(words, size)) // 2, 0))


def _half_rule(words: str, size: int, room: int, *, most: int = 1900) -> Rule:
    """A third to a half of the words above it; of a line that is broken, of one line."""
    long = min(twips(words, size), room)
    return Rule(aside=(room - min(long * 2 // 5, most)) // 2)
