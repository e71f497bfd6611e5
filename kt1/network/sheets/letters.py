"""Which way of writing Vietnamese letters a text is in, and the same text in Unicode. Pure.

Offices still keep tables typed with fonts of the 1990s: TCVN 5712 (ABC) and VNI put their own
letters where Western European ones belong. Such text arrives as bytes of a CSV file or as
Western letters in the cells of a workbook; in both it is told apart by whether it makes
Vietnamese syllables.

Source: TCVN 5712; VNI; CP1258
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum


class Letters(StrEnum):
    UNICODE = "unicode"
    WINDOWS_1258 = "windows-1258"
    TCVN3 = "tcvn3"
    VNI = "vni"


class UnknownLettersError(ValueError):
    """In no known way of writing does the text make Vietnamese words."""


#: First code of a run, and the letters from there on.
_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3: Mapping[int, str] = {
    first + n: letter for first, run in _TCVN3_RUNS for n, letter in enumerate(run)
}

# A vowel is followed by a sign that bears its tone, its hat, or both.
_VNI_ON_A = dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True))
_VNI_ON_E = dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True))
_VNI_ON_O = dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True))
_VNI_ON_U = dict(zip("ùøûõï", "úùủũụ", strict=True))
_VNI_ON_HORNED_O = dict(zip("ùøûõï", "ớờởỡợ", strict=True))
_VNI_ON_HORNED_U = dict(zip("ùøûõï", "ứừửữự", strict=True))
_VNI_ON_Y = dict(zip("ùøûõ", "ýỳỷỹ", strict=True))
_VNI_PAIRS: Mapping[str, Mapping[str, str]] = {
    "a": _VNI_ON_A,
    "e": _VNI_ON_E,
    "o": _VNI_ON_O,
    "u": _VNI_ON_U,
    "y": _VNI_ON_Y,
    "ô": _VNI_ON_HORNED_O,
    "ö": _VNI_ON_HORNED_U,
}
_VNI_ALONE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
#: All that may stand for other letters: signs beyond ASCII, and the vowel before them.
_VNI_RUN = re.compile(r"[aeouyAEOUY]?[^\x00-\x7f]+")

_CONSONANTS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_VOWELS = (
    "oai|oao|oay|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|iêu|yêu|uâ|uê|uô|uơ|uy|ươ|oa|oă|oe|oo|iê|yê|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_CONSONANTS})?(?:{_VOWELS})(?:ch|ng|nh|[cmnpt])?")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORDS = re.compile(r"[^\W\d_]+")
#: Of the words that are not plain ASCII, so many of a hundred must be syllables.
_SURE = 85
#: Fewer words than these prove nothing where the file need not be Vietnamese.
_ENOUGH = 8
#: Another way of writing must be so much better to be believed.
_BETTER = 10


def _from_tcvn3(text: str) -> str:
    # A workbook holds the bytes as Windows shows them, which from A1 on are the signs themselves.
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI_RUN.sub(lambda run: _from_vni_run(run[0]), text)


def _from_vni_run(text: str) -> str:
    out: list[str] = []
    place = 0
    while place < len(text):
        sign, following = text[place], text[place + 1 : place + 2]
        joined = _VNI_PAIRS.get(sign.lower(), {}).get(following.lower())
        place += 2 if joined else 1
        letter = joined or _VNI_ALONE.get(sign.lower(), sign)
        out.append(letter.upper() if sign.isupper() else letter)
    return "".join(out)


_WAYS: Mapping[Letters, Callable[[str], str]] = {
    Letters.UNICODE: lambda text: unicodedata.normalize("NFC", text),
    Letters.TCVN3: _from_tcvn3,
    Letters.VNI: _from_vni,
}


def recognised(texts: Iterable[str], *, sure: bool = True) -> tuple[Letters, Callable[[str], str]]:
    """How all these cells are written, and what turns one of them into Unicode.

    Args:
        sure: words that make no sense in any way of writing are an error; else they stand, and
            what is in Unicode stands sign by sign.

    Raises:
        UnknownLettersError: there are words, and in no way of writing do they make sense.
    """
    sample = " ".join(text for text in texts if not text.isascii())
    if not sample or (not sure and len(_told(sample)) < _ENOUGH):
        return Letters.UNICODE, _WAYS[Letters.UNICODE] if sure else str
    scores = {way: _sense(turn(sample)) for way, turn in _WAYS.items()}
    best = max(scores, key=lambda way: (scores[way], way is Letters.UNICODE))
    if scores[best] < scores[Letters.UNICODE] + _BETTER:
        best = Letters.UNICODE
    if sure and scores[best] < _SURE:
        raise UnknownLettersError
    return best, _WAYS[best] if sure or best is not Letters.UNICODE else str


def decoded(content: bytes, *, sure: bool = True) -> tuple[Letters, str]:
    """The text of a CSV file: UTF-8, UTF-16, Windows-1258, TCVN3 or VNI.

    Raises:
        UnknownLettersError: none of these.
    """
    text = _unicode(content)
    if text is not None:
        way, turn = recognised([text], sure=sure)
        return way, turn(text)
    western = content.decode("latin-1")
    tries = {
        Letters.WINDOWS_1258: unicodedata.normalize("NFC", content.decode("cp1258", "replace")),
        Letters.TCVN3: _from_tcvn3(western),
        Letters.VNI: _from_vni(western),
    }
    best = max(tries, key=lambda way: _sense(tries[way]))
    if _sense(tries[best]) < _SURE:
        raise UnknownLettersError
    return best, tries[best]


def _unicode(content: bytes) -> str | None:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                       (b"\xfe\xff", "utf-16")):  # fmt: skip
        if content.startswith(mark):
            return _strict(content, name)
    top = content[:200]
    if b"\x00" in top:  # of a sign of ASCII one byte is nothing, and most of a table's top are
        little = top[1::2].count(0) >= top[::2].count(0)
        return _strict(content, "utf-16-le" if little else "utf-16-be")
    return _strict(content, "utf-8")


def _told(text: str) -> set[str]:
    """The words that tell ways of writing apart: of two letters at least, not plain ASCII."""
    return {word for word in _WORDS.findall(text) if len(word) > 1 and not word.isascii()}


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _sense(text: str) -> int:
    """Of the words that are not plain ASCII, how many of a hundred are Vietnamese syllables."""
    words = Counter(word.lower() for word in _WORDS.findall(text) if not word.isascii())
    signs = Counter(text)
    strange = sum(n for sign, n in signs.items() if not sign.isascii() and not sign.isalpha())
    if not words:
        return 100 if not strange else 0
    good = sum(n for word, n in words.items() if _is_syllable(word))
    return 100 * good // (words.total() + strange)


def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word)
    if sum(1 for part in parts if part in _TONES) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return _SYLLABLE.fullmatch(bare) is not None
