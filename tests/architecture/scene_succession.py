"""What the access matrix is walked with at the pages of reorganisations."""

from collections.abc import Callable
from typing import Any

from kt1.network.successions.rules import Kind
from kt1.people.actor import Actor
from tests.network.successions import confirmed, drafted, ordered

OTHER, FAR = "other", "far"
Maker = Callable[[Any, Actor | None], dict[str, Any]]


def _draft(code: str, province: str, **more: Any) -> Maker:
    """A new name for a body, entered and not confirmed."""

    def made(_scene: Any, _person: Actor | None) -> dict[str, Any]:
        order = ordered(Kind.RENAME, old=(code,), name="Tên mới")
        return {"number": drafted(order, within=province), **more}

    return made


def _waiting(code: str, province: str) -> Maker:
    def made(_scene: Any, _person: Actor | None) -> dict[str, Any]:
        order = ordered(Kind.RENAME, old=(code,), name="Tên mới")
        return {"number": confirmed(order, within=province)}

    return made


def _kind(kind: Kind) -> Maker:
    return lambda _scene, _person: {"kind": kind.value}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    "reorganisation_new": {kind.value: _kind(kind) for kind in Kind if kind is not Kind.UNDO},
    **{
        name: {OTHER: _draft("24-S1", "24"), FAR: _draft("75-S1", "75")}
        for name in ("reorganisation", "reorganisation_confirm", "reorganisation_drop")
    },
    "reorganisation_undo": {OTHER: _waiting("24-S1", "24"), FAR: _waiting("75-S1", "75")},
    "reorganisation_part": {
        OTHER: _draft("24-S1", "24", key="doi-ten"),
        FAR: _draft("75-S1", "75", key="doi-ten"),
    },
}
