"""Where each figure opens: bodies, months, duties, quality; items only of the reader's own body.

What is behind a figure is asked by the same words of the address as the figure itself, so that the
page that opens counts the same bodies and the same months (0095).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from kt1.assurance.quality.permissions import READERS as QUALITY_READERS
from kt1.oversight.figures.board import Lack
from kt1.oversight.figures.permissions import OF_PROVINCE
from kt1.people.actor import Actor
from kt1.web.figures.asking import (
    BLOC,
    BODY,
    BY,
    COMMUNE,
    NO_ROUTE,
    ROUTE,
    SINCE,
    UNTIL,
    Asking,
)
from kt1.web.figures.narrowing import IN_COMMUNE, OF_BLOC, ON_ROUTE, USED, WITH_TEXT
from kt1.web.quality.asking import RECEIVER
from kt1.web.quality.asking import ROUTE as QUALITY_ROUTE
from kt1.web.tariff.forms import month_text, read_month

#: How the lists of bodies call what the figures are narrowed by.
_IN_LISTS = {COMMUNE: IN_COMMUNE, BLOC: OF_BLOC, ROUTE: ON_ROUTE, BODY: WITH_TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The address behind each figure of one line; empty where nothing finer may be shown."""

    using: str = ""
    sent: str = ""
    received: str = ""
    rate: str = ""
    harmed: str = ""
    lacking: str = ""
    overdue: str = ""


NOWHERE = Opened()


def opened(
    actor: Actor,
    one: Asking,
    *,
    narrow: Mapping[str, str] | None = None,
    line: str = "",
    own: bool = False,
) -> Opened:
    """Where the figures of one line lead.

    Args:
        narrow: what makes the line of the whole question, in the words of the address.
        line: the next finer table of the same question, beginning with "?"; empty: there is none.
        own: the line is of the reader's own body, whose items are theirs to see.
    """
    finer = f"{reverse('figures')}{line}" if line else ""
    if actor.role not in OF_PROVINCE:
        return Opened(using=finer, sent=finer, received=finer, rate=finer)
    said = {**_said(one), **(narrow or {})}
    sent, received = _items(said) if own else (finer, finer)
    quality = _quality(actor, said) or finer
    return Opened(
        using=_bodies("adoption", said, **{USED: "1"}),
        sent=sent,
        received=received,
        rate=quality,
        harmed=quality,
        lacking=_bodies("figures_board", said, thieu=Lack.OFF_HOURS.value),
        overdue=_bodies("figures_board", said, thieu=Lack.OVERDUE.value),
    )


def _said(one: Asking) -> dict[str, str]:
    """The question as it stands, without how it is broken down."""
    return {
        SINCE: month_text(one.span.first),
        UNTIL: month_text(one.span.last),
        COMMUNE: one.commune,
        BLOC: one.bloc,
        ROUTE: one.route,
        BODY: one.body,
    }


def _bodies(name: str, said: Mapping[str, str], **more: str) -> str:
    """A list of bodies narrowed as the figure is."""
    asked = {_IN_LISTS.get(key, key): value for key, value in said.items() if value}
    return f"{reverse(name)}?{urlencode({**asked, **more})}"


def _quality(actor: Actor, said: Mapping[str, str]) -> str:
    """The quality of one body, one route, or all; it knows of no commune and no bloc."""
    if actor.role not in QUALITY_READERS or said[COMMUNE] or said[BLOC] or said[ROUTE] == NO_ROUTE:
        return ""
    asked = {SINCE: said[SINCE], UNTIL: said[UNTIL], BY: "nhan"}
    if said[BODY]:
        asked |= {RECEIVER: said[BODY], BY: "thang"}
    if said[ROUTE]:
        asked[QUALITY_ROUTE] = said[ROUTE]
    return f"{reverse('quality')}?{urlencode(asked)}"


def _items(said: Mapping[str, str]) -> tuple[str, str]:
    """What the reader's own body sent, and what it received."""
    first = read_month(said[SINCE])
    after = (read_month(said[UNTIL]) + timedelta(days=31)).replace(day=1)
    asked = urlencode({"tu": f"{first:%d/%m/%Y}", "den": f"{after - timedelta(days=1):%d/%m/%Y}"})
    return f"{reverse('items_sent')}?{asked}", f"{reverse('items_received')}?{asked}"
