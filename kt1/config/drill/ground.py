"""`python -m kt1.config.drill.ground [count]`: the drill's database, before and after."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    django.setup()
    if sys.argv[1:] == ["count"]:
        _count()
    else:
        _build()


def _build() -> None:
    from kt1.config import installation  # noqa: PLC0415 - after django.setup
    from kt1.config.simulation import demonstration  # noqa: PLC0415

    scene = demonstration.Scene(letters=False)
    demonstration.ground(scene)
    installation.declare(installation.Kind.DRILL, now_is=scene.until)


def _count() -> None:
    from django.db import connection  # noqa: PLC0415 - after django.setup

    from kt1.ledger.checkpoints.actions import sequence_all  # noqa: PLC0415

    sequence_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key::text FROM ledger_request WHERE answer IS NOT NULL")
        requests = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT code FROM custody_unit")
        codes = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM (SELECT unit_id FROM custody_handover_line"
            " GROUP BY unit_id HAVING count(*) > 1) doubled"
        )
        twice = cursor.fetchone()[0]
    json.dump({"requests": requests, "codes": codes, "attempts_twice": twice}, sys.stdout)


if __name__ == "__main__":
    main()
