"""The KT1 service as three independent axes: mark, urgency and scope.

The mark is what the cover shows, never the word it stands for: labels, receipts, messages
and file names carry the letter only.

Source: TT16-2017 Đ.3.2; TT15-2022 Đ.3; W5
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """What the cover shows besides the KT1 stamp."""

    NONE = "none"
    FLAG = "F"  # cờ ưu tiên: handle first, and the letter stays on paper
    A = "A"
    B = "B"
    C = "C"


class Urgency(StrEnum):
    """How fast. Not the urgency stamp of the letter inside, which is another scale."""

    NONE = "none"
    EXPRESS = "HT"  # Hỏa tốc
    TIMED = "HG"  # Hẹn giờ


class Scope(StrEnum):
    WITHIN = "noi_tinh"
    BETWEEN = "lien_tinh"


class Mode(StrEnum):
    """What an installation may store of the mark."""

    FLAG = "flag"
    LETTER = "letter"
    LAN = "lan"


class Zone(StrEnum):
    """Where in the province the receiver is; sets the lead time of Hẹn giờ."""

    INNER = "noi_thanh"
    OUTER = "ngoai_thanh"


class Cell(NamedTuple):
    """One of the 24 cells (12 in flag mode) of a volume table inside the post."""

    mark: Mark
    urgency: Urgency
    scope: Scope


class FoldedCell(NamedTuple):
    """One of the 6 cells of a table that leaves the post and the sender: no mark axis."""

    urgency: Urgency
    scope: Scope


class UnknownProductError(ValueError):
    """The text is not the code of a KT1 product."""


MARKS_IN_MODE: Mapping[Mode, frozenset[Mark]] = {
    Mode.FLAG: frozenset({Mark.NONE, Mark.FLAG}),
    Mode.LETTER: frozenset({Mark.NONE, Mark.A, Mark.B, Mark.C}),
    Mode.LAN: frozenset({Mark.NONE, Mark.A, Mark.B, Mark.C}),
}

#: The Vietnamese names, for papers that are Vietnamese whatever the screen's language.
MARK_NAMES: Mapping[Mark, str] = {
    Mark.NONE: "không ký hiệu",
    Mark.FLAG: "cờ ưu tiên",
    Mark.A: "A",
    Mark.B: "B",
    Mark.C: "C",
}
URGENCY_NAMES: Mapping[Urgency, str] = {
    Urgency.NONE: "thường",
    Urgency.EXPRESS: "Hỏa tốc",
    Urgency.TIMED: "Hẹn giờ",
}
SCOPE_NAMES: Mapping[Scope, str] = {
    Scope.WITHIN: "nội tỉnh",
    Scope.BETWEEN: "liên tỉnh",
}
MODE_NAMES: Mapping[Mode, str] = {
    Mode.FLAG: "cờ ưu tiên",
    Mode.LETTER: "chữ A/B/C",
    Mode.LAN: "mạng LAN độc lập",
}
ZONE_NAMES: Mapping[Zone, str] = {
    Zone.INNER: "nội thành",
    Zone.OUTER: "ngoại thành",
}


def marks_allowed(mode: Mode) -> frozenset[Mark]:
    return MARKS_IN_MODE[mode]


def fold_mark(mark: Mark) -> Mark:
    """The mark as flag mode may keep it: any letter becomes the flag."""
    return Mark.NONE if mark is Mark.NONE else Mark.FLAG


def cells(mode: Mode) -> Iterator[Cell]:
    """Every cell of a volume table inside the post, in the order of its rows."""
    for mark in Mark:
        if mark in MARKS_IN_MODE[mode]:
            for urgency in Urgency:
                for scope in Scope:
                    yield Cell(mark, urgency, scope)


def folded_cells() -> Iterator[FoldedCell]:
    for urgency in Urgency:
        for scope in Scope:
            yield FoldedCell(urgency, scope)


def fold_cell(cell: Cell) -> FoldedCell:
    return FoldedCell(cell.urgency, cell.scope)


def product_code(mark: Mark, urgency: Urgency) -> str:
    """KT1, KT1-A, KT1-HT, KT1-A-HT; with the flag KT1-F, KT1-F-HG."""
    parts = ["KT1"]
    if mark is not Mark.NONE:
        parts.append(mark.value)
    if urgency is not Urgency.NONE:
        parts.append(urgency.value)
    return "-".join(parts)


PRODUCTS: Mapping[str, tuple[Mark, Urgency]] = {
    product_code(mark, urgency): (mark, urgency) for mark in Mark for urgency in Urgency
}


def parse_product(code: str) -> tuple[Mark, Urgency]:
    """The two axes that a product code names.

    Raises:
        UnknownProductError: there is no such product.
    """
    try:
        return PRODUCTS[code.strip().upper()]
    except KeyError:
        raise UnknownProductError(code) from None


def product_name(mark: Mark, urgency: Urgency) -> str:
    """The service in words, for Vietnamese papers: "Dịch vụ KT1 Hỏa tốc, ký hiệu A"."""
    name = "Dịch vụ KT1"
    if urgency is not Urgency.NONE:
        name = f"{name} {URGENCY_NAMES[urgency]}"
    if mark is Mark.FLAG:
        return f"{name}, cờ ưu tiên"
    if mark is not Mark.NONE:
        return f"{name}, ký hiệu {mark}"
    return name
