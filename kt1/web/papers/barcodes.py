"""Barcodes as SVG drawings. They hold the code of a thing and nothing else.

Every drawing is a single path in units of one module, so the printed size of a module is chosen
in the template: 0.375 mm is exactly three dots of a 203 dpi label printer (8 dots a millimetre).
"""

from itertools import groupby

import segno
from barcode import Code128

from kt1.web.papers.rules import Fields

#: Scoring all eight masks costs five times the rest of the work. Codes are random letters, so
#: any mask is a good one; a test reads hundreds of them back.
_MASK = 2
_PAIR_99 = 99


class _Code128(Code128):  # type: ignore[misc] # it ships no hints
    """The library takes a leading pair 99 for the sign that changes to pairs, and drops it."""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        if encoded[1] == _PAIR_99:
            return encoded
        shortened: list[int] = super()._try_to_optimize(encoded)
        return shortened


def code128(text: str) -> Fields:
    """Code 128 of this text: the drawing and its width in modules, without the quiet zones."""
    bars = "".join(_Code128(text).build())
    path = []
    at = 0
    for dark, run in groupby(bars):
        width = len(list(run))
        if dark == "1":
            path.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    return {"svg": _svg(at, 1, path), "modules": at, "text": text}


def qr(text: str, *, error: str = "h") -> Fields:
    """QR of this text: the drawing and its width in modules, without the quiet zone."""
    symbol = segno.make(text, error=error, micro=False, boost_error=False, mask=_MASK)
    path = []
    for y, row in enumerate(symbol.matrix):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    side = len(symbol.matrix)
    return {"svg": _svg(side, side, path), "modules": side, "text": text}


def _svg(width: int, height: int, path: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="none"><path shape-rendering="crispEdges" d="{"".join(path)}"/></svg>'
    )
