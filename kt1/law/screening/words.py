"""Text as the screen reads it: disguises removed, accents kept or taken away. Pure."""

import re
import unicodedata
from typing import NamedTuple

_SLASHES = dict.fromkeys(map(ord, "∕⁄⧸╱\\|"), "/")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−_"), "-")
#: Letters of other scripts that look like Latin ones, as pasted text may carry them.
_LOOKALIKES = str.maketrans(
    "аеоріѕсухтмкнвАЕОРІЅСУХТМКНВαοτυινΑΟΤΥΙΝΜΕΚΗΒ", "aeopiscyxtmkhbAEOPISCYXTMKHBaotuivAOTYINMEKHB"
)
#: Digits and signs people put for letters.
_LEET = str.maketrans("04@13$5", "oaaiess")
_D_STROKE = str.maketrans("đĐ", "dD")
_WORD = re.compile(r"[^\W\d_]+")


class Read(NamedTuple):
    """One text in the readings that the rules ask for."""

    shown: str  # as written, one kind of slash, dash and blank
    said: str  # the same in small letters
    bare: str  # without accents
    leet: str  # without accents, digits read as the letters they look like


class Word(NamedTuple):
    shown: str
    said: str
    bare: str
    end: int  # where the text after it begins in `said`


def read(text: str) -> Read:
    shown = unicodedata.normalize("NFKC", text)
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf")
    shown = shown.translate(_SLASHES).translate(_DASHES).translate(_LOOKALIKES)
    shown = " ".join(shown.split())
    said = unicodedata.normalize("NFC", shown.lower())
    bare = unaccented(said)
    return Read(shown=shown, said=said, bare=bare, leet=bare.translate(_LEET))


def unaccented(text: str) -> str:
    pieces = unicodedata.normalize("NFD", text.translate(_D_STROKE))
    return "".join(c for c in pieces if not unicodedata.combining(c))


def is_unreadable(text: str) -> bool:
    """Control characters other than those of a line: nobody types them."""
    return any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in text)


def words(text: Read) -> list[Word]:
    """The words in order. Small letters and capitals of Vietnamese have the same length."""
    found = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text.shown)):
        said = match.group().lower()
        found.append(Word(match.group(), said, unaccented(said), match.end()))
    return found


def spaced(word: str, *, most: int = 2) -> str:
    """A pattern for the letters of `word` with up to `most` signs between any two of them.

    A letter may be given as a class: "m[aâ]t".
    """
    letters = re.findall(r"\[[^\]]*\]|.", word)
    return rf"[\W_]{{0,{most}}}".join(letters)
