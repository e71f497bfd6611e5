"""`kt1 init`: an empty real installation."""

import argparse
import sys

from kt1.config import installation, migrations
from kt1.config.installation import Kind, KindError

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
    return 0
