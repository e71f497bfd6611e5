"""Differences between two versions, each figure under the name it has in the report. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from kt1.oversight.reports.figures import Difference, Pair
from kt1.web.reports.content import GROUPS
from kt1.web.reports.tables import CHECKS, SCOPES, URGENCIES, WAYS
from kt1.web.reports.wording import HIDDEN, Unit, amount

_MEASURES = {"items": "bưu gửi", "weight_g": "kg"}
_OUTCOMES = {
    "population": "đã đến hạn",
    "on_time": "đạt",
    "late_post": "trễ do Bưu điện",
    "late_receiver": "trễ do nơi nhận",
    "force_majeure": "bất khả kháng",
    "recalled": "rút lại",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure as two versions state it; the year before where that changed too."""

    label: str
    was: str
    now: str


def changed(found: Iterable[Difference], hidden: frozenset[str]) -> list[Changed]:
    """In the order of the report; a figure hidden in either version shows no number."""
    names = labels()
    order = {key: n for n, key in enumerate(names)}
    rows = []
    for one in sorted(found, key=lambda d: (order.get(d.key, len(order)), d.key)):
        label, unit = names.get(one.key, (_fallback(one.key), _unit(one.key)))
        if one.key in hidden:
            rows.append(Changed(label, HIDDEN, HIDDEN))
        else:
            rows.append(Changed(label, _said(one.was, unit), _said(one.now, unit)))
    return rows


def labels() -> dict[str, tuple[str, Unit]]:
    """What each figure is called, by its key."""
    found: dict[str, tuple[str, Unit]] = {}
    for section, groups in GROUPS.items():
        for title, said in groups.items():
            for key, label, unit in said:
                found.setdefault(key, (f"{section}. {title}: {label}", unit))
    for key, label, _unit_word in CHECKS:
        found.setdefault(key, (f"Biểu 04: {label}", Unit.CASE))
    return found


def _fallback(key: str) -> str:
    """A cell of a table by its place in it: Biểu 01: Đi, liên tỉnh, KT1 Hỏa tốc (bưu gửi)."""
    parts = key.split(".")
    if parts[0] in WAYS:
        service = [word for one, word in URGENCIES.items() if one in parts]
        words = ", ".join([WAYS[parts[0]], *service])
        return f"Biểu 01: {words} ({_MEASURES.get(parts[-1], parts[-1])})"
    if parts[0] == "quality" and parts[-1] in _OUTCOMES:
        service = [word for one, word in URGENCIES.items() if one in parts]
        scope = [word for one, word in SCOPES.items() if one in parts]
        return f"Biểu 02: {' '.join([*service, *scope])} ({_OUTCOMES[parts[-1]]})"
    number = {"staff": "03", "budget": "05"}.get(parts[0], "")
    return f"Biểu {number}: {' '.join(parts[1:])}" if number else key


def _unit(key: str) -> Unit:
    if key.endswith("weight_g"):
        return Unit.GRAM
    return Unit.VND if key.endswith("vnd") else Unit.ITEM


def _said(pair: Pair, unit: Unit) -> str:
    return f"{amount(pair[0], unit)} ({amount(pair[1], unit)})"
