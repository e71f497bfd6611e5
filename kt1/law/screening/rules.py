"""The one rule for every free-text field: what may not be written into a networked system.

Refused are numbers and symbols of documents, the words of the levels of secrecy, abstracts,
signers, the letter of a mark, and text longer than a remark. The answer is a code; the text
is neither echoed nor kept by anyone who asks. Where a word has an innocent meaning (bảo mật,
mật ong, a name) it passes; where text without accents could mean either, it is refused: it
costs the writer a moment and no secret.

Source: L117-2025 Đ.5; ND26-2020 Đ.4.7; W1; W6
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from kt1.law.screening import levels
from kt1.law.screening.words import Read, is_unreadable, read, spaced

#: The longest remark, in characters.
LENGTH_MAX = 200


class Refusal(StrEnum):
    """Why a text is refused. Shown to the writer as a sentence, never with the text."""

    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    SECRECY_LEVEL = "secrecy_level"
    MARK_LETTER = "mark_letter"
    DOCUMENT_NUMBER = "document_number"
    ABSTRACT = "abstract"
    SIGNER = "signer"


class RefusedTextError(ValueError):
    """A text that may not be kept. It carries the reason, never the text."""

    def __init__(self, refusal: str) -> None:
        super().__init__(refusal)
        self.refusal = refusal


#: Abbreviations of kinds of documents, as symbols begin with them.
_TYPE = (
    "(?:qd|cv|bc|tb|ttr|kh|ct|ctr|nq|nd|tt|hd|qc|qyd|pa|bb|gm|ggt|pc|cd|kl|"
    "ubnd|hdnd|tu|du|ttg|vptu|vpub)"
)
_ORG = (
    r"(?:ubnd|hdnd|tu|du|ttg|tw|cp|bca|bqp|btc|bnv|bkhcn|btttt|vp[a-z]*|s[a-z]{2,6}|[a-z]{1,4}tu)"
)
_PAPER = (
    "(?:cong van|quyet dinh|to trinh|bao cao|ke hoach|chi thi|nghi quyet|thong bao|van ban|"
    "tai lieu|cong dien|huong dan|giay moi|ket luan|ho so|vb|cv|qd)"
)
# These are followed by their number; "thông báo 2 lần" and "hướng dẫn 2 người" are not.
_ALWAYS_NUMBERED = "(?:cong van|cv|quyet dinh|qd|nghi quyet|chi thi|to trinh|cong dien)"
# A number that does not go on from a word before it: KT1-A is not document 1.
_N = r"(?<![\w])\d{1,6}"

_NUMBERS = re.compile(
    "|".join(
        (
            rf"{_N}\s*/\s*{_TYPE}\b",  # 123/QĐ
            rf"{_N}\s*/\s*(?:19|20)\d\d\s*/\s*[a-z]",  # 12/2025/QĐ-TTg
            rf"{_N}\s*/\s*[a-z]{{2,12}}\s*-\s*[a-z]{{2,}}",  # 3976/BKHCN-CBĐTW
            rf"{_N}\s*-\s*[a-z]{{1,4}}\s*/\s*[a-z]{{2,}}",  # 45-CV/TU
            rf"{_N}\s+{_TYPE}[-/][a-z]{{2,}}",  # 123 QĐ-UBND
            rf"{_N}(?P<between>[-.]){_TYPE}(?P=between)[a-z]{{2,}}",  # 123.QĐ.UBND
            rf"\b{_TYPE}[-/]{_ORG}\b",  # QĐ-UBND
            rf"\b{_PAPER}\s*(?:mat\s*)?so\s*[:.]?\s*\d",  # công văn số 12
            rf"\bso\s+{_PAPER}\s*[:.]?\s*\d",  # số công văn: 12
            rf"\b{_ALWAYS_NUMBERED}\s*(?:mat\s*)?\d",  # công văn 123
            r"\bso\s*[:.]?[\s./]*/\s*[a-z]{2,}\s*-\s*[a-z]{2,}",  # Số:   /UBND-CDS
            r"\bso\s*(?:,|/|-|va)?\s*ky hieu\b",
            r"\bso hieu (?:van ban|cong van|tai lieu)\b",
        )
    )
)
_ABSTRACTS = re.compile(
    "|".join(
        (
            rf"\b{spaced('trichyeu')}\b",
            r"\bv\s*/\s*v\b",
            r"^ve viec\b",
            rf"\b{_PAPER}\b.{{0,40}}\bve viec\b",
            rf"\bnoi dung (?:{_PAPER}|ben trong|thu|buu gui)\b",
            rf"\b(?:ten|tieu de) (?:{_PAPER}|loai)\b",
            r"\bkinh gui\b",
            r"^noi dung\s*:",
        )
    )
)
# Signing for an envelope or a book is the daily work here; signing a document is not.
_OTHER_SIGNING = r"(?!\s*(?:nhan|giao|so|thay|bien|xac|ten))"
_SIGNS_FOR = (
    "(?:chu tich|pho|giam doc|bo truong|thu truong|truong|bi thu|ubnd|uy ban|ban|chanh|"
    "cuc truong|hoi dong|dang uy|tinh uy|thuong)"
)
_SIGNERS = re.compile(
    "|".join(
        (
            rf"\bnguoi ky\b{_OTHER_SIGNING}",
            r"\bky ban hanh\b",
            r"\bky boi\b",
            rf"\b(?:kt|tm|tl|tuq|q)\s*\.\s*{_SIGNS_FOR}",
            rf"\b(?:k/t|t/m|t/l|t/uq)\s*\.?\s*{_SIGNS_FOR}",
            r"\bdo (?:dong chi|d/c|ong|ba|chu tich|pct|bi thu|giam doc)\b.{0,60}\bky\b"
            + _OTHER_SIGNING,
        )
    )
)
# Accents kept: "dấu A" is a mark, "đầu A" is the end of a street.
_LETTERS = re.compile(r"\b(?:dấu|dau|ký hiệu|kí hiệu|ky hieu|ki hieu)\s*[\"'(]?\s*[abc]\b")

# Headings of the registers of secret documents, whole cells.
_HEADINGS = re.compile(
    r"(?:muc )?do mat\b.{0,30}|nguoi ky|trich yeu.{0,40}|ten loai\b.{0,40}|"
    r"so\s*(?:,|/|-|va)?\s*ky hieu\b.{0,30}|so (?:van ban|cong van|vb|cv)(?: (?:di|den))?|"
    r"so den|ngay den va so den|so (?:dang ky|chuyen giao|theo doi) bi mat nha nuoc.*|"
    r".*\bso bmnn\b.*|.*\bbi mat nha nuoc (?:di|den)\b.*|danh muc bi mat nha nuoc.*"
)


def screen(text: str, *, names_a_paper: bool = False) -> str | None:
    """Why this text may not be stored, or None where it may.

    Args:
        text: what somebody typed, scanned or sent.
        names_a_paper: the field is there to hold the number of a public paper (an authority
            to receive, a notice); numbers pass, everything else is refused as elsewhere.
    """
    if len(text) > LENGTH_MAX:
        return Refusal.TOO_LONG
    if is_unreadable(text):
        return Refusal.UNREADABLE
    return _found(read(text), numbers_pass=names_a_paper)


def passed(text: str, *, names_a_paper: bool = False) -> str:
    """The text, where it may be stored.

    Raises:
        RefusedTextError: it may not.
    """
    refusal = screen(text, names_a_paper=names_a_paper)
    if refusal is not None:
        raise RefusedTextError(refusal)
    return text


def looks_like_secret_register(
    rows: Iterable[Sequence[str]], *, paper_columns: AbstractSet[int] = frozenset()
) -> bool:
    """Whether a file looks like a register of secret documents, and is refused whole.

    Args:
        rows: every row, headings included, as text.
        paper_columns: columns (from 0) of a known form that hold numbers of public papers.

    Source: ND63-2026 Phụ lục III; W6
    """
    passed: set[tuple[str, bool]] = set()
    for row in rows:
        for column, cell in enumerate(row):
            asked = (cell, column in paper_columns)
            if asked in passed or not any(map(str.isalpha, cell)):
                continue
            if _is_of_a_register(cell, numbers_pass=asked[1]):
                return True
            passed.add(asked)
    return False


def _is_of_a_register(cell: str, *, numbers_pass: bool) -> bool:
    seen = read(cell)
    if _HEADINGS.fullmatch(seen.bare.strip(" .:*")):
        return True
    return _found(seen, numbers_pass=numbers_pass) is not None


def _found(text: Read, *, numbers_pass: bool) -> Refusal | None:
    if levels.names_a_level(text):
        return Refusal.SECRECY_LEVEL
    if _LETTERS.search(text.said):
        return Refusal.MARK_LETTER
    if not numbers_pass and _NUMBERS.search(text.bare):
        return Refusal.DOCUMENT_NUMBER
    if _ABSTRACTS.search(text.bare):
        return Refusal.ABSTRACT
    if _SIGNERS.search(text.bare):
        return Refusal.SIGNER
    return None
