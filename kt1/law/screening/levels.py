"""Whether a text names a level of secrecy, however it is spelt. Pure.

The pair words are unmistakable. The third word alone has many innocent uses: it passes inside
a known compound or a name, and is a level otherwise. Accents decide where they are written
(Tuyết mất thẻ is about a person who lost a card); unaccented pairs are taken as levels.
"""

import re

from kt1.law.screening.words import Read, Word, spaced, words

_NOT_IN_WORD = r"(?<![^\W\d_])"
_NOT_ON = r"(?![^\W\d_])"
_E, _O, _A = "[eêẹệ]", "[oôóố]", "[aâạậ]"

_PAIRS = re.compile(
    f"{_NOT_IN_WORD}(?:"
    + spaced(f"tuy{_E}tm{_A}t", most=3)
    + "|"
    + spaced(f"t{_O}im[aâậ]t", most=3)
    + f"){_NOT_ON}"
)
_LEET_PAIRS = re.compile(r"(?<![a-z])(?:tuyet|toi)[\W_]{0,3}mat(?![a-z])")
#: The third word pulled apart: "m ậ t", "m.ậ.t".
_PULLED = re.compile(rf"{_NOT_IN_WORD}m[\W_]{{1,3}}{_A}[\W_]{{1,3}}t{_NOT_ON}")
#: The third word as keyboards leave it when the input method is off: Telex and VNI.
_KEYS = re.compile(
    r"(?<![a-z0-9])m(?:aatj|aajt|ajat|atja|aatj|ât[j5]|â[j5]t|a65t|a56t|a6t5|a5t6|at65|at56)(?![a-z0-9])"
)
_ENGLISH = re.compile(r"\b(?:secret|confidential|classified)\b")
_DIGIT_IN_WORD = re.compile(r"[^\W\d_][\d@$]+[^\W\d_]|[\d@$][^\W\d_]")

_LEVEL = frozenset({"mật", "mât"})
#: Without one of these no word of a text needs a closer look; most texts have none.
_THIRD_WORD = re.compile(f"mat|{'|'.join(sorted(_LEVEL))}")
_BEFORE_INNOCENT = frozenset({"bảo", "bí", "thân", "ong", "đường", "túi", "sỏi", "gan"})
_AFTER_INNOCENT = frozenset(
    {"ong", "khẩu", "mã", "độ", "thiết", "ngữ", "gấu", "mía", "hoa", "ngọt"}
)
_PAPER_PAIRS = frozenset(
    {
        "van ban",
        "tai lieu",
        "cong van",
        "ho so",
        "bao cao",
        "to trinh",
        "ke hoach",
        "quyet dinh",
        "chi thi",
        "nghi quyet",
        "thong bao",
        "cong dien",
        "dong dau",
        "muc do",
        "cap do",
    }
)
#: Words that make what follows a level, even where both begin with a capital.
_BEFORE_LEVEL = frozenset(
    {
        "độ",
        "dấu",
        "mức",
        "loại",
        "cấp",
        "hạng",
        "chữ",
        "bì",
        "thư",
        "gói",
        "kiện",
        "tin",
        "điện",
        "giấy",
        "bản",
        "khẩn",
        "tốc",
        "gửi",
        "giao",
        "nhận",
        "phát",
        "chuyển",
        "có",
        "là",
        "ghi",
        "kèm",
    }
)
_AFTER_LEVEL = frozenset({"khẩn", "hỏa", "hoả", "thượng", "a", "b", "c"})
#: People and places are called by these.
_BEFORE_NAME = frozenset(
    {
        *("ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "chí", "tên"),
        *("thôn", "xóm", "phố", "phường", "xã", "làng", "tổ", "khu", "chợ", "cầu"),
    }
)


def names_a_level(text: Read) -> bool:
    if _PAIRS.search(text.said) or _PULLED.search(text.said) or _KEYS.search(text.said):
        return True
    if _ENGLISH.search(text.bare):
        return True
    if _DIGIT_IN_WORD.search(text.said) and _LEET_PAIRS.search(text.leet):
        return True
    if not _THIRD_WORD.search(text.said):
        return False
    row = words(text)
    return any(_is_level(row, n, text) for n in range(len(row)))


def _is_level(row: list[Word], n: int, text: Read) -> bool:
    word = row[n]
    before = row[n - 1] if n else None
    after = row[n + 1] if n + 1 < len(row) else None
    of_a_paper = n > 1 and f"{row[n - 2].bare} {row[n - 1].bare}" in _PAPER_PAIRS
    if word.said == "mat":
        return of_a_paper or _is_unaccented_level(before, after, text.said[word.end :])
    if word.said not in _LEVEL:
        return False
    if before is not None and before.said in _BEFORE_INNOCENT:
        return False
    if after is not None and after.said in _AFTER_INNOCENT:
        return False
    return of_a_paper or not _is_name(word, before, after)


def _is_unaccented_level(before: Word | None, after: Word | None, rest: str) -> bool:
    """ "do mat: C" is a level, "do mat dien" a power cut, "mat o" a place that is gone."""
    if before is None or before.said not in {"do", "độ"}:
        return False
    ends = not rest.strip() or rest.lstrip()[0] in ":=-.,;)"
    return (
        before.said == "độ" or ends or (after is not None and after.said in {"a", "b", "c", "cao"})
    )


def _is_name(word: Word, before: Word | None, after: Word | None) -> bool:
    if word.shown[1:] != word.said[1:] or word.shown[0] == word.said[0]:
        return False  # not written as a name: one capital, then small letters
    if before is not None and before.said in _BEFORE_LEVEL:
        return False
    if after is not None and after.said in _AFTER_LEVEL:
        return False
    return (before is not None and (before.said in _BEFORE_NAME or _is_title(before))) or (
        after is not None and _is_title(after)
    )


def _is_title(word: Word) -> bool:
    return word.shown[0] != word.said[0] and word.shown[1:] == word.said[1:]
