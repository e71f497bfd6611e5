"""What the access matrix sends to the pages of figures."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from kt1.people.actor import Actor

Maker = Callable[[Any, Actor | None], dict[str, Any]]

PAYLOADS: dict[str, Maker] = {
    "adoption_target": lambda _scene, _person: {
        "once": str(uuid4()),
        "year": "2026",
        "bloc": "",
        "percent": "80",
        "paper": "12/KH-UBND 05/01/2026",
    },
}
