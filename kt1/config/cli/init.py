"""`kt1 init`: an empty real installation."""

import argparse
import sys

from kt1.config import installation, migrations
from kt1.config.installation import Kind, KindError
from kt1.law.parameters.models import NormSet
from kt1.law.parameters.wanted import NEVER_GONE_BY

HELP = "make an empty real installation, in flag mode"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: what an installation is called and who works there is entered on its pages."""


def run(args: argparse.Namespace) -> int:
    migrations.apply()
    try:
        installation.declare(Kind.REAL)
    except KindError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        "An empty installation in flag mode is ready. Next: `kt1 user new` for its administrator."
    )
    sets = NormSet.objects.exclude(code__in=NEVER_GONE_BY)
    if not sets.exclude(active_from=None).exists():
        codes = ", ".join(sets.order_by("pk").values_list("code", flat=True))
        print(
            f"No norm set is active ({codes}): until one is, nothing can be accepted or counted."
            " Choose it on the administrator's page Bộ định mức,"
            " or by `kt1 norm activate --set CODE --since YYYY-MM-DD`."
        )
    return 0
