"""The page of figures: cards that open, one table, the same days of the year before beside it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.oversight.figures.lines import Shown
from kt1.oversight.figures.permissions import READERS, WITHOUT_DUTIES
from kt1.people.readings.steps import log_reading
from kt1.web.charts.bars import Bars, Series
from kt1.web.exports import rules as exports
from kt1.web.exports import tables
from kt1.web.figures.asking import Asking, asking, dimensions, least
from kt1.web.figures.cells import cards, cells
from kt1.web.figures.gathering import Gathered, gathered
from kt1.web.figures.labels import BY_LABELS, tabs
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.quality.labels import per_cent
from kt1.web.request import Request, acts_as

FORMS = ("xlsx", "csv")
#: As the log of readings calls the page: it says of bodies that nobody stands for them off hours.
READING = "figures.table"


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
    plain = request.actor.role in WITHOUT_DUTIES
    lines = [(line, cells(one, found, line, plain=plain)) for line in found.lines]
    context = {
        "one": one,
        "found": found,
        "cards": cards(request.actor, one, found),
        "bars": _bars(one, found),
        "by_label": BY_LABELS[one.by],
        "bys": [
            (BY_LABELS[key], one.address(theo=key), key == one.by)
            for key in dimensions(request.actor, request.GET)
        ],
        "kept": _kept(one),
        "lines": lines,
        "headings": [figure.label for figure in lines[0][1]] if lines else [],
        "least": small,
        "files": [(form.upper(), one.address(**{EXPORT: form})) for form in FORMS],
        "wider": one.address(xa="", khoi="", tuyen="", cq="", tinh=""),
        "tabs": tabs(request.actor, "figures"),
    }
    return render(request, "figures/figures.html", context)


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
    shown = [(line.label, line.shown) for line in found.lines]
    shown += [(_("In all"), found.total)] if found.lines else []
    plain = request.actor.role in WITHOUT_DUTIES
    table = exports.Table(
        title=_("Figures of the KT1 service"),
        columns=_headings(one, found, plain=plain),
        rows=[_row(label, each, found, plain=plain) for label, each in shown],
        above=above,
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def _headings(one: Asking, found: Gathered, *, plain: bool) -> list[exports.Column]:
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
    if not found.of_bodies:
        return [first, *items, *rates]
    return [first, *bodies, *items, *rates, *(more[:1] if plain else more)]


def _row(label: str, shown: Shown, found: Gathered, *, plain: bool) -> Sequence[exports.Cell]:
    facts = shown.facts
    items: list[Any] = [shown.sent, shown.sent_before, shown.received, shown.received_before,
                        shown.due, per_cent(shown.rate), per_cent(shown.rate_before)]  # fmt: skip
    if not found.of_bodies:
        return [label, *items]
    duties = [] if plain else [facts.lacking, facts.overdue]
    return [label, facts.bodies, facts.using, *items, shown.harmed, *duties]
