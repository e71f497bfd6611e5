"""Whether a table about to be entered is whole and makes sense. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from kt1.law.tariffs.rules import SURCHARGES, VND_MAX, Rate, RateKind, Reach


class Unfit(StrEnum):
    """Why a table cannot be entered."""

    CODE = "code"
    TITLE = "title"
    NO_STEPS = "no_steps"
    STEPS_NOT_RISING = "steps_not_rising"
    GRAMS = "grams"
    AMOUNT = "amount"
    SURCHARGE = "surcharge"
    TWICE = "twice"


_CODE_MAX = 20


def unfit(code: str, title: str, rates: Sequence[Rate]) -> Unfit | None:
    """The first thing wrong with a table about to be entered, or None."""
    names = [(r.kind, r.reach, r.key, r.grams if r.kind is RateKind.STEP else 0) for r in rates]
    faults: Mapping[Unfit, bool] = {
        Unfit.CODE: not code.strip() or len(code) > _CODE_MAX,
        Unfit.TITLE: not title.strip(),
        Unfit.AMOUNT: any(not 0 <= r.vnd <= VND_MAX for r in rates),
        Unfit.GRAMS: any((r.kind is RateKind.SURCHARGE) != (r.grams == 0) for r in rates),
        Unfit.SURCHARGE: any(
            r.kind is RateKind.SURCHARGE and r.key not in SURCHARGES for r in rates
        ),
        Unfit.TWICE: len(set(names)) != len(names),
        Unfit.NO_STEPS: any(
            not any(r.kind is RateKind.STEP and r.reach == reach for r in rates)
            for reach in (Reach.WITHIN, Reach.BETWEEN)
        ),
        Unfit.STEPS_NOT_RISING: any(_falls(rates, reach) for reach in Reach),
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def _falls(rates: Sequence[Rate], reach: str) -> bool:
    """Whether a heavier step costs less than a lighter one."""
    steps = sorted((r.grams, r.vnd) for r in rates if r.kind is RateKind.STEP and r.reach == reach)
    return any(heavy[1] < light[1] for light, heavy in pairwise(steps))
