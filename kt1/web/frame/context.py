"""What the frame of every page shows. Two short queries at most, asked once a request."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kt1.law.catalogue.queries import Hotline
from kt1.law.modes import queries as modes
from kt1.law.services.rules import Mode
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.actor import Actor
from kt1.people.approvals.rules import RULES
from kt1.web.frame import installation, navigation, where
from kt1.web.frame.hotline import hotline_of
from kt1.web.moments import ZONE
from kt1.web.words import Words

MODE_NAMES: dict[Mode, Words] = {
    Mode.FLAG: _("Priority flag"),
    Mode.LETTER: _("Letters A/B/C"),
    Mode.LAN: _("Independent LAN"),
}
IN_TWOS = frozenset(role for rule in RULES.values() for role in rule.ask | rule.approve)
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "kt1_theme"


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, in what, where: as the top of the page names them."""

    name: str
    role: Words
    where: str
    #: Whether their duty asks for, or may be, a second person.
    in_twos: bool

    @property
    def place(self) -> Words:
        """What the top says under the name: the place, or the role where the name says it."""
        return self.where if self.where and self.where != self.name else self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    person: Person | None
    entries: tuple[navigation.Shown, ...]
    mode: str
    mode_name: Words
    kind: str
    bands: tuple[Words, ...]
    theme: str
    language: str
    #: The post's telephone for KT1 where the person acts; None where none was published.
    hotline: Hotline | None
    in_province: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: an answer without a frame asks nothing."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    actor: Actor | None = getattr(request, "actor", None)
    mode = modes.current_mode()
    kind, name = where.kind_and_name(actor, _day(request))
    return Frame(
        person=_person(actor, name) if actor else None,
        entries=navigation.shown(actor.role, request.path) if actor else (),
        mode=mode.value,
        mode_name=MODE_NAMES[mode],
        kind=kind,
        bands=installation.bands(kind),
        theme=theme_of(request),
        language=get_language() or "vi",
        hotline=hotline_of(actor.province_id, _at(request)) if actor else None,
        in_province=actor is not None and actor.province_id is not None,
    )


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]  # set by kt1.config.middleware.moment
    return at


def _day(request: HttpRequest) -> date:
    return _at(request).astimezone(ZONE).date()


def _person(actor: Actor, place: str) -> Person:
    return Person(
        name=actor.name,
        role=ROLE_LABELS[actor.role],
        where=place,
        in_twos=actor.role in IN_TWOS,
    )
