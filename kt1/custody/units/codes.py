"""The code on every item, bag and box. Pure: no database, no clock, no settings.

Seventeen characters of Crockford's base 32, printed in groups of 5, 5 and 7:

    50 random bits · 5 bits of key number · 30 bits of HMAC-SHA-256 over both

A code says nothing about agency, route or mark. Nobody without the key can make one up, and a
scanner that holds the keys in force refuses a forged label without a network. One wrong or two
swapped characters are always refused inside the last six; anywhere else they pass with
probability 2⁻³⁰, as any forgery does. The format with a worked example: docs/code-format.md.
"""

import hmac
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 17
GROUPS = (5, 5, 7)

RANDOM_BITS = 50
KEY_NUMBER_BITS = 5
MAC_BITS = 30

KEY_NUMBERS = range(1 << KEY_NUMBER_BITS)
KEY_BYTES = 32

#: Characters that carry the random bits and the key number; the rest is the HMAC.
_SIGNED_LENGTH = (RANDOM_BITS + KEY_NUMBER_BITS) // 5
#: Bytes under the HMAC: the signed 55 bits as one big-endian number.
_SIGNED_BYTES = 7
_DIGEST_BITS_DROPPED = 32 - MAC_BITS

_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})

#: A whole, normalised code: `LENGTH` characters of `ALPHABET`, without dashes.
Code = NewType("Code", str)

#: Secret keys by their number, `KEY_BYTES` each.
Keys = Mapping[int, bytes]


class MalformedCodeError(ValueError):
    """The text cannot be a code: wrong length or a character outside the alphabet."""


class UnknownKeyError(LookupError):
    """There is no key of this number to make a code with."""


class CodeCheck(StrEnum):
    """What a check of a code found."""

    OK = "ok"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys in force, and the number of the one that new codes are made with."""

    issuing: int
    keys: Keys

    def __post_init__(self) -> None:
        if self.issuing not in self.keys:
            raise UnknownKeyError(self.issuing)
        for number, key in self.keys.items():
            if number not in KEY_NUMBERS or len(key) != KEY_BYTES:
                raise ValueError(f"Key {number} is not {KEY_BYTES} bytes or out of range.")

    def __repr__(self) -> str:
        # The keys themselves must never reach a log by way of a traceback.
        return f"Keyring(issuing={self.issuing}, numbers={sorted(self.keys)})"


def new(keys: Keys, key_number: int, random: int) -> Code:
    """The code made of 50 random bits and the key of this number.

    Raises:
        UnknownKeyError: there is no key of this number.
        ValueError: `random` is not a number of 50 bits.
    """
    if key_number not in keys:
        raise UnknownKeyError(key_number)
    if not 0 <= random < 1 << RANDOM_BITS:
        raise ValueError("A code takes 50 random bits.")
    signed = random << KEY_NUMBER_BITS | key_number
    return Code(_letters(signed, _SIGNED_LENGTH) + _letters(_mac(keys[key_number], signed), 6))


def new_many(
    keys: Keys, key_number: int, count: int, draw: Callable[[int], bytes]
) -> tuple[Code, ...]:
    """`count` different codes in the order drawn.

    `draw(n)` gives n random bytes: `secrets.token_bytes`, or a seeded generator's `randbytes`
    where a run must come out the same twice.
    """
    if key_number not in keys:
        raise UnknownKeyError(key_number)
    start = hmac.new(keys[key_number], digestmod="sha256")
    # A dictionary keeps the order and drops the rare code drawn twice.
    codes: dict[Code, None] = {}
    while (missing := count - len(codes)) > 0:
        codes.update(dict.fromkeys(_batch(start, key_number, draw(_SIGNED_BYTES * missing))))
    return tuple(codes)


def beginning(text: str) -> str:
    """What was typed of a code so far, normalised: to look for those that begin so."""
    return "".join(c for c in text.upper().translate(_MISREAD) if c in _VALUE)


def parse(text: str) -> Code:
    """The code that a person typed or a scanner read, normalised.

    Takes lower case, O for 0, I and L for 1, and any blanks and dashes.

    Raises:
        MalformedCodeError: it cannot be a code.
    """
    if len(text) == LENGTH and _VALUE.keys() >= set(text):
        return Code(text)
    # Dashes of every kind (Pd), blanks (Zs) and what a scanner adds at the end (Cc).
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Pd", "Zs", "Cc"})
    letters = kept.upper().translate(_MISREAD)
    if len(letters) != LENGTH or not _VALUE.keys() >= set(letters):
        raise MalformedCodeError
    return Code(letters)


def check(text: str, keys: Keys) -> CodeCheck:
    """Whether this is a code made with one of these keys."""
    try:
        code = parse(text)
    except MalformedCodeError:
        return CodeCheck.MALFORMED
    signed = _number(code[:_SIGNED_LENGTH])
    key = keys.get(signed & (len(KEY_NUMBERS) - 1))
    if key is None:
        return CodeCheck.UNKNOWN_KEY
    expected = _letters(_mac(key, signed), LENGTH - _SIGNED_LENGTH)
    if not hmac.compare_digest(expected, code[_SIGNED_LENGTH:]):
        return CodeCheck.FORGED
    return CodeCheck.OK


def display(code: Code) -> str:
    """The code in its groups, as it is printed and read aloud."""
    first, second, _ = GROUPS
    return f"{code[:first]}-{code[first : first + second]}-{code[first + second :]}"


def key_number_of(code: Code) -> int:
    """The number of the key this code claims to be made with."""
    return _VALUE[code[_SIGNED_LENGTH - 1]]


def _batch(start: hmac.HMAC, key_number: int, random: bytes) -> list[Code]:
    """Codes of each seven random bytes. Spelled out for speed; `new` says the same plainly."""
    pairs = _PAIRS
    tail = ALPHABET[key_number]
    codes = []
    for at in range(0, len(random), _SIGNED_BYTES):
        bits = int.from_bytes(random[at : at + _SIGNED_BYTES], "big") >> 6
        under = start.copy()
        under.update((bits << KEY_NUMBER_BITS | key_number).to_bytes(_SIGNED_BYTES, "big"))
        mac = int.from_bytes(under.digest()[:4], "big") >> _DIGEST_BITS_DROPPED
        codes.append(
            Code(
                f"{pairs[bits >> 40]}{pairs[bits >> 30 & 1023]}{pairs[bits >> 20 & 1023]}"
                f"{pairs[bits >> 10 & 1023]}{pairs[bits & 1023]}{tail}"
                f"{pairs[mac >> 20]}{pairs[mac >> 10 & 1023]}{pairs[mac & 1023]}"
            )
        )
    return codes


def _mac(key: bytes, signed: int) -> int:
    digest = hmac.digest(key, signed.to_bytes(_SIGNED_BYTES, "big"), "sha256")
    return int.from_bytes(digest[:4], "big") >> _DIGEST_BITS_DROPPED


def _letters(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _VALUE[letter]
    return number
