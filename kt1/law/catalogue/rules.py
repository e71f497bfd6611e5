"""What is said to the public of the service: one statement at a time, in versions. Pure.

A statement is never edited: the next version closes the one before it on its last day. Prices
are whole Vietnamese đồng, weights whole grams.

Source: QD32-2025; TT16-2017 Đ.18.3; TT23-2017
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.law.parameters.keys import Evidence


class Topic(StrEnum):
    """What a statement is about."""

    PRODUCT = "product"
    DUTY = "duty"  # what has to go by KT1
    WRAPPING = "wrapping"
    COVER = "cover"
    TARIFF = "tariff"
    HOTLINE = "hotline"  # the post's telephone for KT1, answered day and night
    COMPLAINT = "complaint"
    OFFICE = "office"  # a point of the post: where, when open, which telephone


#: Said by and for one province; the rest holds everywhere and rests on law.
OF_A_PROVINCE = frozenset({Topic.HOTLINE, Topic.COMPLAINT, Topic.OFFICE})
#: Who maintains a provincial statement has its number known to everybody who calls.
CALLED = frozenset({Topic.HOTLINE})

PHONE = re.compile(r"(\+?[0-9]{3,15})?")
PROVINCE = re.compile(r"[0-9]{2}")
KEY = re.compile(r"[0-9A-Za-z._-]{1,40}")
_NOISE = str.maketrans("", "", " .-()")


class Standing(StrEnum):
    """How far a statement can be relied on today."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    HISTORIC = "historic"
    ENDED = "ended"
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One version of one statement, as somebody enters it.

    `key` names it among those of its topic (a product's code, a place's code); `province` is the
    two-digit code of the province it is said for, empty for the whole country. `with_tax` says
    whether VAT is in the amounts; None where there are none.
    """

    topic: Topic
    key: str
    title: str
    province: str = ""
    text: str = ""
    phone: str = ""
    amount_min: int | None = None
    amount_max: int | None = None
    grams_from: int | None = None
    grams_to: int | None = None
    with_tax: bool | None = None
    valid_from: date
    valid_to: date | None = None
    instrument: str = ""
    article: str = ""
    paper: str = ""  # number and date of the paper of the post or the Sở, where no law says it
    evidence: Evidence = Evidence.ASSUMPTION
    note: str = ""


class Unfit(StrEnum):
    """Why a statement cannot be entered."""

    PROVINCE = "province"
    KEY = "key"
    TITLE = "title"
    PHONE = "phone"
    NO_PHONE = "no_phone"
    AMOUNTS = "amounts"
    GRAMS = "grams"
    SPAN = "span"
    NO_PAPER = "no_paper"


def unfit(said: Statement) -> Unfit | None:
    """The first thing wrong with a statement, or None."""
    faults: Mapping[Unfit, bool] = {
        Unfit.PROVINCE: (said.topic in OF_A_PROVINCE) != bool(PROVINCE.fullmatch(said.province))
        or (said.topic not in OF_A_PROVINCE and said.province != ""),
        Unfit.KEY: not KEY.fullmatch(said.key),
        Unfit.TITLE: not said.title.strip(),
        Unfit.PHONE: not PHONE.fullmatch(said.phone),
        Unfit.NO_PHONE: said.topic in CALLED and not said.phone,
        Unfit.AMOUNTS: _wrong_amounts(said),
        Unfit.GRAMS: _wrong_grams(said),
        Unfit.SPAN: said.valid_to is not None and said.valid_to < said.valid_from,
        Unfit.NO_PAPER: said.evidence is not Evidence.ASSUMPTION
        and not said.instrument
        and not said.paper.strip(),
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def _wrong_amounts(said: Statement) -> bool:
    given = (said.amount_min, said.amount_max, said.with_tax)
    if said.topic is not Topic.TARIFF:
        return any(one is not None for one in given)
    if said.amount_min is None or said.amount_max is None or said.with_tax is None:
        return True
    return not 0 <= said.amount_min <= said.amount_max


def _wrong_grams(said: Statement) -> bool:
    if (said.grams_from is None) != (said.grams_to is None):
        return True
    if said.grams_from is None or said.grams_to is None:
        return False
    return said.topic is not Topic.TARIFF or not 0 <= said.grams_from <= said.grams_to


def standing(
    *, on: date, valid_from: date, valid_to: date | None, evidence: str, confirmed: bool
) -> Standing:
    """How far a version can be relied on, on a day."""
    if on < valid_from:
        return Standing.COMING
    if valid_to is not None and valid_to < on:
        return Standing.ENDED
    if evidence == Evidence.HISTORIC:
        return Standing.HISTORIC
    return Standing.CONFIRMED if confirmed else Standing.UNCONFIRMED


def digits(typed: str) -> str:
    """A telephone number, however a person wrote it."""
    return typed.strip().translate(_NOISE)


def shown_phone(number: str) -> str:
    """0222 3821 234 for eleven digits, 0901 234 567 for ten; others as they are stored."""
    if number.startswith("0") and len(number) in {10, 11}:
        middle = len(number) - 3
        return f"{number[:4]} {number[4:middle]} {number[middle:]}"
    return number


def shown_amounts(least: int, most: int) -> str:
    """11.364–15.000, or 18.182 where both are one."""
    texts = dict.fromkeys(f"{amount:,}".replace(",", ".") for amount in (least, most))
    return "–".join(texts)


def holding(spans: Iterable[tuple[date, date | None]], on: date) -> int | None:
    """Which of these spans (last day included) holds on the day: its place, or None."""
    for place, (first, last) in enumerate(spans):
        if first <= on and (last is None or on <= last):
            return place
    return None
