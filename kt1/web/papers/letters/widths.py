"""How long a line of bold Times is, near enough to draw a rule under it. Pure."""

import unicodedata

#: Thousandths of the type size, of letters without their Vietnamese marks: these do not widen.
_CAPITALS = (722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778)
_MORE_CAPITALS = (722, 556, 667, 722, 722, 1000, 722, 722, 667)
_SMALL = (500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556)
_MORE_SMALL = (444, 389, 333, 556, 500, 722, 500, 500, 444)
_WIDTHS = {
    **{chr(ord("A") + n): width for n, width in enumerate((*_CAPITALS, *_MORE_CAPITALS))},
    **{chr(ord("a") + n): width for n, width in enumerate((*_SMALL, *_MORE_SMALL))},
    " ": 250, "-": 333, "Đ": 722, "đ": 556,
}  # fmt: skip
_OTHER = 500


def twips(words: str, half_points: int) -> int:
    """The length in twentieths of a point, of a type size in half points."""
    bare = (c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    thousandths = sum(_WIDTHS.get(letter, _OTHER) for letter in bare)
    return thousandths * half_points * 10 // 1000
