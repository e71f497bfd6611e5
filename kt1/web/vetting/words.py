"""How what workers hold is said on the pages, and how the pages hang together."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.vetting import queries
from kt1.people.vetting.models import STANDING_LABELS, Standing
from kt1.people.vetting.queries import NO_END
from kt1.people.vetting.rules import StandingKind
from kt1.web.moments import day, local
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip, Tone

Tab = tuple[str, str, bool]


def until(moment: datetime | None) -> str:
    """The last day of it, or the hour where it does not end at midnight. Empty: not held."""
    if moment is None:
        return ""
    if moment >= NO_END:
        return _("no end")
    here = local(moment)
    if here.time() == time.min:
        return day(here - timedelta(days=1))
    return f"{here:%H:%M} {day(here)}"


def until_of(row: Standing) -> str:
    return until(row.valid_to or NO_END)


def role_of(user: User) -> str:
    """The duty of a worker read by `queries.workers`."""
    return str(ROLE_LABELS[Role(_annotated(user, "duty_role"))])


def duty_of(user: User) -> str:
    """The duty and where it is held."""
    return " · ".join(filter(None, (role_of(user), place_of(user))))


def place_of(user: User) -> str:
    return str(_annotated(user, "duty_place") or "")


def held_until(user: User, kind: str) -> datetime | None:
    found: datetime | None = _annotated(user, f"{kind}_until")
    return found


def _annotated(user: User, name: str) -> Any:
    return getattr(user, name)


def states(at: datetime) -> Callable[[User], Chip]:
    """How a worker is shown at that moment: whether they may take, and whether that ends soon."""
    wanted, days = queries.demanded(at), queries.warning_days(at)
    return lambda user: _state(queries.first_lapse(user, at, wanted), at, days)


def _state(lapse: datetime | None, at: datetime, days: Sequence[int]) -> Chip:
    if lapse is None:
        return Chip(_("May take"), Tone.GOOD)
    if lapse <= at:
        return Chip(_("Takes nothing now"), Tone.HELD)
    left = (lapse - at) / timedelta(days=1)
    if days and left <= max(days):
        return Chip(_("%(n)s days left") % {"n": number(int(left))}, Tone.RISK)
    return Chip(_("May take"), Tone.GOOD)


def kind_said(kind: str) -> str:
    return str(STANDING_LABELS[StandingKind(kind)])


def paper_state(row: Standing, at: datetime) -> Chip:
    if row.valid_to is not None and row.valid_to <= at:
        return Chip(_("Ended"), Tone.UNCONFIRMED)
    if row.valid_from > at:
        return Chip(_("Not yet in force"), Tone.MOVING)
    return Chip(_("In force"), Tone.GOOD)


def tabs(here: str) -> list[Tab]:
    """The dispatcher's pages about workers, each beside the others."""
    return [
        (label, reverse(name), name == here)
        for name, label in (
            ("workers", _("People of KT1")),
            ("vetting_requests", _("Vetting requests")),
            ("trainings", _("Trainings")),
            ("uncovered_runs", _("Left uncovered")),
        )
    ]
