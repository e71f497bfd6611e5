"""The page of figures: cards that open, one table, the same days of the year before beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.permissions import READERS as QUALITY_READERS
from kt1.oversight.figures.board import Lack
from kt1.oversight.figures.lines import Shown
from kt1.oversight.figures.permissions import READERS
from kt1.people.accounts.rules import Role
from kt1.people.readings.steps import log_reading
from kt1.web.charts.bars import Bars, Series
from kt1.web.exports import rules as exports
from kt1.web.exports import tables
from kt1.web.figures.asking import Asking, asking, dimensions, least
from kt1.web.figures.gathering import Gathered, gathered
from kt1.web.figures.labels import BY_LABELS, signed_per_cent, tabs
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.numbers import number
from kt1.web.quality.labels import per_cent
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

FORMS = ("xlsx", "csv")
#: As the log of readings calls the page: it says of bodies that nobody stands for them off hours.
READING = "figures.table"
#: Stands where a cell is too small to be shared, or would tell such a one.
HIDDEN = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure at the top: what it is, how it came about, what is behind it."""

    label: Words
    value: str
    under: str
    url: str = ""


@require_GET
@acts_as(*sorted(READERS))
def figures(request: Request) -> HttpResponseBase:
    """The question stands in the address; every figure opens."""
    one = asking(request.GET, request.actor, request.at)
    small = least(request.at)
    with transaction.atomic():
        log_reading(request.actor, request.at, READING, ())
        found = gathered(request.actor, one, request.at, small)
    if form := request.GET.get(EXPORT, ""):
        return _file(request, one, found, form)
    context = {
        "one": one,
        "found": found,
        "cards": cards(request, one, found),
        "bars": _bars(one, found),
        "by_label": BY_LABELS[one.by],
        "bys": [
            (BY_LABELS[key], one.address(theo=key), key == one.by)
            for key in dimensions(request.actor, request.GET)
        ],
        "kept": _kept(one),
        "lines": [(line, cells(line.shown)) for line in found.lines],
        "least": small,
        "files": [(form.upper(), one.address(**{EXPORT: form})) for form in FORMS],
        "wider": one.address(xa="", khoi="", tuyen="", cq="", tinh=""),
        "tabs": tabs(request.actor, "figures"),
        "late_url": _board(Lack.OVERDUE) if request.actor.role is not Role.MINISTRY else "",
        "is_ministry": request.actor.role is Role.MINISTRY,
    }
    return render(request, "figures/figures.html", context)


def cards(request: Request, one: Asking, found: Gathered) -> list[Card]:
    shown, facts = found.total, found.total.facts
    role = request.actor.role
    quality = _quality(one) if role in QUALITY_READERS else one.address(theo="thang")
    found_cards = [
        Card(
            label=_("Items sent"),
            value=said(shown.sent),
            under=_against(shown.sent_before, shown.sent_change),
            url=one.address(theo="dich-vu") if not found.scope else one.address(theo="thang"),
        ),
        Card(
            label=_("Items received"),
            value=said(shown.received),
            under=_against(shown.received_before, shown.received_change),
            url=one.address(theo="thang"),
        ),
        Card(
            label=_("On time"),
            value=per_cent(shown.rate),
            under=_("%(rate)s the year before") % {"rate": per_cent(shown.rate_before)},
            url=quality,
        ),
    ]
    if not found.of_bodies:
        return found_cards
    used = _("%(n)s of %(all)s bodies") % {"n": number(facts.using), "all": number(facts.bodies)}
    adoption = "" if role is Role.MINISTRY else reverse("adoption")
    found_cards.insert(
        0,
        Card(label=_("Bodies that used it"), value=per_cent(shown.share), under=used, url=adoption),
    )
    if role is Role.MINISTRY:
        return found_cards
    return [
        *found_cards,
        Card(
            label=_("Lost or not intact"),
            value=said(shown.harmed),
            under=_("of what was received"),
            url=quality,
        ),
        Card(
            label=_("Nobody off hours"),
            value=number(facts.lacking),
            under=_("bodies that lack a frame"),
            url=reverse("coverage_month"),
        ),
        Card(
            label=_("Past its day"),
            value=number(facts.overdue),
            under=_("tasks, reviews, months, sheets"),
            url=_board(Lack.OVERDUE),
        ),
    ]


def said(value: int | None) -> str:
    """A number, or the sign of a hidden one."""
    return HIDDEN if value is None else number(value)


def _against(before: int | None, change: int | None) -> str:
    return _("%(n)s the year before (%(change)s)") % {
        "n": said(before),
        "change": signed_per_cent(change),
    }


def _board(lack: Lack) -> str:
    return f"{reverse('figures_board')}?thieu={lack.value}"


def _quality(one: Asking) -> str:
    return f"{reverse('quality')}?tu={one.typed['tu']}&den={one.typed['den']}&theo=nhan"


def cells(shown: Shown) -> Mapping[str, str]:
    """The cells of one line as they are read."""
    return {
        "sent": said(shown.sent),
        "sent_change": signed_per_cent(shown.sent_change),
        "received": said(shown.received),
        "received_change": signed_per_cent(shown.received_change),
        "rate": per_cent(shown.rate),
        "rate_before": per_cent(shown.rate_before),
        "harmed": said(shown.harmed),
    }


def _kept(one: Asking) -> list[tuple[str, str]]:
    """What the form of months carries on."""
    said_of = (("theo", one.by), ("xa", one.commune), ("khoi", one.bloc), ("tuyen", one.route),
               ("cq", one.body), ("tinh", one.province))  # fmt: skip
    return [(key, value) for key, value in said_of if value]


def _bars(one: Asking, found: Gathered) -> Bars | None:
    """By month: what was sent and received; hidden months are left out."""
    if one.by != "thang":
        return None
    shown = [line for line in found.lines if not {"sent", "received"} & line.shown.gone]
    if not shown:
        return None
    return Bars(
        title=_("Items by month of acceptance"),
        labels=[line.label for line in shown],
        series=(
            Series(_("Sent"), [line.shown.sent or 0 for line in shown]),
            Series(_("Received"), [line.shown.received or 0 for line in shown]),
        ),
        unit=_("items"),
    )


def _file(request: Request, one: Asking, found: Gathered, form: str) -> HttpResponseBase:
    if form not in FORMS:
        raise BadRequest(_("There is no such form of file."))
    above = [one.months, *([found.scope] if found.scope else [])]
    if found.hides:
        above.append(
            _("Cells of fewer than %(n)s items are left blank.") % {"n": least(request.at)}
        )
    table = exports.Table(
        title=_("Figures of the KT1 service"),
        columns=_headings(one, found),
        rows=[
            *(_row(line.label, line.shown, found) for line in found.lines),
            *([_row(_("In all"), found.total, found)] if found.lines else []),
        ],
        above=above,
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def _headings(one: Asking, found: Gathered) -> list[exports.Column]:
    n = exports.Kind.NUMBER
    first = exports.Column(heading=str(BY_LABELS[one.by]).capitalize())
    bodies = [exports.Column(heading=label, kind=n) for label in (
        _("Bodies"), _("Bodies that used it"))]  # fmt: skip
    items = [exports.Column(heading=label, kind=n) for label in (
        _("Items sent"), _("Sent, the year before"), _("Items received"),
        _("Received, the year before"), _("Due"))]  # fmt: skip
    rates = [exports.Column(heading=label) for label in (_("On time"), _("The year before"))]
    more = [exports.Column(heading=label, kind=n) for label in (
        _("Lost or not intact"), _("Nobody off hours"), _("Past its day"))]  # fmt: skip
    return [first, *bodies, *items, *rates, *more] if found.of_bodies else [first, *items, *rates]


def _row(label: str, shown: Shown, found: Gathered) -> Sequence[exports.Cell]:
    facts = shown.facts
    items: list[Any] = [shown.sent, shown.sent_before, shown.received, shown.received_before,
                        shown.due, per_cent(shown.rate), per_cent(shown.rate_before)]  # fmt: skip
    if not found.of_bodies:
        return [label, *items]
    return [label, facts.bodies, facts.using, *items, shown.harmed, facts.lacking, facts.overdue]
