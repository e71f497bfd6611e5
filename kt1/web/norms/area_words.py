"""Lists of special geography as people write and read them: names of communes, one a line."""

import re
from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.parameters.keys import AREA_KINDS, Shape
from kt1.network.names.rules import fold
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import unknown_communes, versions_on
from kt1.network.units.rules import Level
from kt1.web.norms.labels import SHAPE_FAULTS

LINES_MOST, NAMED_MOST = 4_000, 8
_CODE = re.compile(r"[0-9]{5}(?![0-9])")
_KINDS = {fold(word): key for key, word in AREA_KINDS.items()} | {key: key for key in AREA_KINDS}
_PREFIX = re.compile("^(" + "|".join(re.escape(fold(word)) for word in AREA_KINDS.values()) + ") ")


class AreasField(forms.CharField):
    """Communes of a province, or of all where `province` is "", as the value of the norm."""

    def __init__(self, province: str) -> None:
        super().__init__(
            label=gettext_lazy("Special areas"),
            required=False,
            max_length=LINES_MOST * 40,
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=str(SHAPE_FAULTS[Shape.AREAS]),
        )
        self.province = province

    def clean(self, value: str | None) -> str:
        """Words of the norm, blank between. Raises ValidationError naming what is not known."""
        words, strange = read(super().clean(value), self.province)
        if strange:
            named = ", ".join(strange[:NAMED_MOST])
            raise forms.ValidationError(
                _("Not known here, or borne by several: %(names)s. Write the code of the commune.")
                % {"names": named}
            )
        return " ".join(words)


def read(text: str, province: str) -> tuple[list[str], list[str]]:
    """(kinds and codes, what is no commune of the province or several). At most two queries.

    A line that begins with a code is that code, whatever follows it.
    """
    words: set[str] = set()
    names: dict[str, str] = {}
    for line in re.split(r"[\n,;]+", text)[:LINES_MOST]:
        said = fold(line.strip())
        if not said:
            continue
        if found := _CODE.match(said):
            words.add(found[0])
        elif said in _KINDS:
            words.add(_KINDS[said])
        else:
            names[said] = line.strip()
    codes = [word for word in words if word not in AREA_KINDS]
    strange = unknown_communes(codes, province) if codes else []
    found_by_name = _by_name(names, province) if names else {}
    for said, line in names.items():
        borne = found_by_name.get(said, set())
        if len(borne) == 1:
            words |= borne
        else:
            strange.append(line)
    return sorted(words), strange


def _by_name(names: Iterable[str], province: str) -> dict[str, set[str]]:
    """Codes by name as typed, with the kind before it or without."""
    bare = {said: _PREFIX.sub("", said) for said in names}
    rows = AdminUnitVersion.objects.filter(
        folded__in=set(bare.values()), unit__level=Level.COMMUNE, valid_to=None
    )
    if province:
        rows = rows.filter(unit__parent__code=province)
    known: dict[str, set[str]] = {}
    for code, kind, folded in rows.values_list("unit__code", "kind", "folded"):
        for said in (folded, f"{fold(kind)} {folded}"):
            known.setdefault(said, set()).add(code)
    return {said: known[said] for said in bare if said in known}


def written(value: str, on: date) -> list[str]:
    """Each word of the norm on a line of its own, as `read` takes it back. One query."""
    words = value.split()
    codes = [word for word in words if word not in AREA_KINDS]
    titles = {
        row.unit.code: f"{row.kind} {row.name}"
        for row in versions_on(on).filter(unit__code__in=codes)
    }
    kinds = [AREA_KINDS[word] for word in words if word in AREA_KINDS]
    return [*kinds, *(f"{code} {titles.get(code, '')}".strip() for code in codes)]
