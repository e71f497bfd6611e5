"""Vietnamese names: how they are searched, ordered and told apart. Pure.

Three questions, three functions. *Found by typing without accents*: `fold`. *Which comes first
in a list*: `sort_key`, a column, because the database orders by bytes. *Is it the same name*:
`spelling`; there accents count, so Lộc Thành and Lộc Thạnh stay two communes, and only what is
no difference at all (Unicode form, case, HOÀ for HÒA) is taken away.
"""

import re
import unicodedata

# Tone marks as combining characters, in the order of Vietnamese dictionaries:
# ngang (none, 0), huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# The letters that are letters of their own, written with signs that sort after "z".
_LETTERS = {
    "a\u0306": "a{",
    "a\u0302": "a|",
    "e\u0302": "e{",
    "o\u0302": "o{",
    "o\u031b": "o|",
    "u\u031b": "u{",
}
_D_STROKE = "đ"
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")

# Long and short forms of the same words, folded: people type either.
_SHORT_FORMS = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("mat tran to quoc", "mttq"),
    ("doan dai bieu quoc hoi", "doan dbqh"),
    ("vien kiem sat nhan dan", "vksnd"),
    ("toa an nhan dan", "tand"),
    ("khoa hoc va cong nghe", "khcn"),
    ("khoa hoc va cong nghe", "kh cn"),
    ("giao duc va dao tao", "gddt"),
    ("nong nghiep va moi truong", "nnmt"),
    ("van hoa the thao va du lich", "vhttdl"),
    ("ngan hang nha nuoc", "nhnn"),
    ("van phong", "vp"),
)


def fold(text: str) -> str:
    """`text` as people type it in a hurry: lower case, no accents, one space between words.

    HOÀ and HÒA, composed and decomposed letters, and any punctuation fold alike. For finding,
    never for telling two names apart.
    """
    bare = "".join(c for c in _decomposed(text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.replace(_D_STROKE, "d")))


def ways_of_writing(text: str) -> list[list[str]]:
    """The words to look for, folded: as typed, with abbreviations written out, and abbreviated."""
    typed = f" {fold(text)} "
    long = short = typed
    for whole, brief in _SHORT_FORMS:
        long = long.replace(f" {brief} ", f" {whole} ")
        short = short.replace(f" {whole} ", f" {brief} ")
    ways = [way.split() for way in dict.fromkeys((typed, long, short))]
    return [way for way in ways if way]


def spelling(text: str) -> str:
    """`text` with every meaningless difference removed and every meaningful one kept.

    The tone is written behind its syllable, so that it does not matter over which vowel it
    stood: `hoà` and `hòa` are both `hoa1`.
    """
    return " ".join(f"{letters}{tones}" for letters, tones in _syllables(text))


def sort_key(text: str) -> str:
    """A key whose byte order (collation "C") is Vietnamese order: a ă â b c d đ e ê … y.

    Letters of the whole text first, then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small
    before capital. Numbers order by their value: Khu vực 2 before Khu vực 10.
    """
    parts = _syllables(text)
    letters = " ".join(letters for letters, _ in parts)
    tones = "".join(tones or "0" for _, tones in parts)
    capitals = "".join("1" if c.isupper() else "0" for c in unicodedata.normalize("NFC", text))
    numbered = _NUMBER.sub(lambda found: _by_value(found.group()), letters)
    return f"{numbered}\t{tones.rstrip('0')}\t{capitals.rstrip('0')}"


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower())


def _syllables(text: str) -> list[tuple[str, str]]:
    """Each word as its letters, in signs that sort rightly, and its tone digits."""
    composed = unicodedata.normalize("NFC", text.lower())
    return [_syllable(word) for word in _WORD.findall(composed)]


def _syllable(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for letter in word:
        pieces = unicodedata.normalize("NFD", letter)
        base, marks = pieces[0], pieces[1:]
        tones += [_TONES[mark] for mark in marks if mark in _TONES]
        shape = base + "".join(mark for mark in marks if mark not in _TONES)
        letters.append("d{" if base == _D_STROKE else _LETTERS.get(shape, shape))
    return "".join(letters), "".join(tones)


def _by_value(number: str) -> str:
    """Digits that order by value: their count comes first (one sign, at most 26 digits)."""
    digits = number.lstrip("0") or "0"
    return chr(ord("0") + min(len(digits), 9)) + digits
