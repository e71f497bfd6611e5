"""Norms as calculations take them. Public figures: everyone may read them."""

from datetime import date

from kt1.law.book.queries import book
from kt1.law.book.rules import NoActiveNormsError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms, count_of
from kt1.law.parameters.wanted import GENERAL


def norms(code: str, on: date) -> Norms:
    """The parameters of one set as they hold on the day, over those of its base.

    Raises:
        UnsetNormError: there is no such set.
    """
    return book().norms(code, on)


def active_norms(on: date) -> Norms:
    """Those of the set by which this installation goes on the day.

    Raises:
        UnsetNormError: none was made active for it.
    """
    return book().active_norms(on)


def active_code(on: date) -> str:
    """The set by which this installation goes on the day; empty where there is none."""
    try:
        return book().active_norms(on).code
    except NoActiveNormsError:
        return ""


def own_norms(on: date) -> Norms:
    """Where what the operator sets for itself is asked: the active set or, while none is active,
    the general one on which all build.
    """
    try:
        return active_norms(on)
    except NoActiveNormsError:
        return norms(GENERAL, on)


def count_on(on: date, key: Key, scope: str = "") -> int | None:
    """The number that holds on the day; None where none is set, or the norm sets nothing."""
    found = own_norms(on).find(key, scope)
    return None if found is None or found.value is None else count_of(found)


def banner(on: date) -> str:
    """What must stand beside every figure of the day; empty once the norms are confirmed."""
    return active_norms(on).banner
