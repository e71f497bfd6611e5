"""Which communes are of special geography on a day, and what that does to J+n. Pure.

A list is a parameter: for all provinces, and one more for a province beside it. It names kinds of
communes or their codes. What holds on the day of acceptance holds for the item.

Source: TT16-2017 Đ.4.4.e; TT15-2022 Phụ lục I, of which only the name was found
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kt1.law.parameters.keys import AREA_KINDS, Key
from kt1.law.parameters.rules import Norms, Parameter, areas_of, halves_of, word_of

ACTUAL = "actual"


@dataclass(frozen=True, eq=False, kw_only=True)
class Areas:
    """What the lists of one day name, each with the list that names it."""

    kinds: Mapping[str, Parameter]  # by what the law calls a commune: "đặc khu"
    codes: Mapping[str, Parameter]

    def named(self, code: str, kind: str) -> Parameter | None:
        """The list that names the commune, by its code or else by its kind."""
        return self.codes.get(code) or self.kinds.get(kind)


# Norms compare by identity: a revision of the law makes new ones.
@lru_cache(maxsize=2048)
def areas(norms: Norms) -> Areas:
    """Every list that holds; a list of none names nothing."""
    kinds: dict[str, Parameter] = {}
    codes: dict[str, Parameter] = {}
    for (key, _scope), listed in norms.parameters.items():
        if key is not Key.SPECIAL_GEOGRAPHY or listed.value is None:
            continue
        for one in areas_of(listed):
            if one in AREA_KINDS:
                kinds.setdefault(AREA_KINDS[one], listed)
            else:
                codes.setdefault(one, listed)
    return Areas(kinds=MappingProxyType(kinds), codes=MappingProxyType(codes))


def transit(norms: Norms) -> Parameter | None:
    """What the norms say of the way to such a commune; None: nothing."""
    return norms.find(Key.SPECIAL_GEOGRAPHY_TRANSIT)


def added_halves(parameter: Parameter) -> int | None:
    """Half days added to n; None where the norm sets no time: as long as it takes."""
    return None if word_of(parameter) == ACTUAL else halves_of(parameter)
