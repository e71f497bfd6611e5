"""The command line `kt1`.

Each verb is a module here with HELP, `configure(parser)` and `run(args) -> exit code`. While one
runs, the database is kept running for it; a module that sets DATABASE = False needs none.
"""

import argparse
import importlib
import keyword
import os
import pkgutil
import sys
from types import ModuleType

import psycopg

from kt1.config.embedded.failure import EmbeddedError

#: These start other processes or the database itself, and load Django when they need it, if ever.
WITHOUT_DJANGO = frozenset({"db", "run", "web"})


def main(words: list[str] | None = None) -> int:
    """Run one verb. A fault of the operator's making is one sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    given = sys.argv[1:] if words is None else words
    try:
        return _run(given)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def verbs() -> list[str]:
    return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(__path__))


def _module_of(verb: str) -> ModuleType:
    """A verb that is a word of the language (`import`) has a dash below behind its module."""
    return importlib.import_module(f"{__name__}.{verb}{'_' if keyword.iskeyword(verb) else ''}")


def _run(given: list[str]) -> int:
    names = verbs()
    # Only the module of the verb asked for is loaded, unless the whole list is wanted.
    wanted = [name for name in given[:1] if name in names] or names
    if not WITHOUT_DJANGO.issuperset(wanted):
        import django  # noqa: PLC0415 - `kt1 db` answers without it

        django.setup()
    modules: dict[str, ModuleType] = {}
    parser = argparse.ArgumentParser(prog="kt1", description="KT1: custody, clock and proof.")
    choices = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in wanted:
        modules[name] = _module_of(name)
        child = choices.add_parser(name, help=modules[name].HELP, description=modules[name].HELP)
        modules[name].configure(child)
    arguments = parser.parse_args(given)
    chosen = modules[arguments.verb]
    if arguments.verb in WITHOUT_DJANGO or not getattr(chosen, "DATABASE", True):
        return int(chosen.run(arguments))
    return _with_database(chosen, arguments)


def _with_database(chosen: ModuleType, arguments: argparse.Namespace) -> int:
    from django.db import connections as django_connections  # noqa: PLC0415 - needs settings
    from django.db.utils import ProgrammingError  # noqa: PLC0415 - `kt1 db` answers without it

    from kt1.config import connections, installation  # noqa: PLC0415 - they need settings

    with connections.kept_running():
        installation.set_clock()
        try:
            return int(chosen.run(arguments))
        except ProgrammingError as error:
            if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
                raise
            print("This database has no tables yet: run `kt1 migrate`.", file=sys.stderr)
            return 1
        finally:
            django_connections.close_all()
