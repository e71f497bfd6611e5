"""`python -m kt1.config.drill.writer N HOME`: one writer that never gives up on an act."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any
from uuid import uuid4

import django

_AGAIN_AFTER_S = 0.05


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    django.setup()
    number, home = int(sys.argv[1]), Path(sys.argv[2])
    with (home / f"said-{number}").open("a", buffering=1) as said:
        _write(number, home, said.write)


def _write(number: int, home: Path, say: Callable[[str], object]) -> None:
    from kt1.config.simulation import demonstration  # noqa: PLC0415 - after django.setup
    from kt1.config.simulation.cast import gather  # noqa: PLC0415
    from kt1.custody.items import actions as items  # noqa: PLC0415
    from kt1.custody.items.rules import Declaration  # noqa: PLC0415

    cast = _until_done(lambda: gather(["24"]))
    at, n = demonstration.Scene().until, number
    while not (home / "stop").exists():
        sender, receiver = (
            cast.bodies[n % len(cast.bodies)],
            cast.bodies[(n + 7) % len(cast.bodies)],
        )
        n += 4
        declared = _act(
            say,
            items.declare,
            by=sender.clerk,
            at=at,
            declarations=[Declaration(receiver=receiver.id)],
        )
        _act(
            say,
            items.accept,
            by=cast.offices[sender.site].courier,
            at=at,
            codes=declared["codes"],
            checks=["cover"],
        )


def _act(
    say: Callable[[str], object], action: Callable[..., dict[str, Any]], **facts: Any
) -> dict[str, Any]:
    """Do it under one key until it is acknowledged; only then say so."""
    from kt1.ledger.requests.rules import RequestKey  # noqa: PLC0415 - after django.setup

    key = uuid4()
    once = RequestKey(key=key, digest=key.bytes * 2)
    answer: dict[str, Any] = _until_done(lambda: action(**facts, once=once))
    codes = answer.get("codes") or [item["code"] for item in answer["items"]]
    say(json.dumps({"key": str(key), "codes": codes}) + "\n")
    return answer


def _until_done(act: Callable[[], Any]) -> Any:
    """Again and again while the database is away; the key makes a repeat one act."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            connection.close()
            sleep(_AGAIN_AFTER_S)


if __name__ == "__main__":
    main()
