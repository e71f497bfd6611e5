"""Figures of quality by month, axis or body, with and without force majeure; as a file too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.quality import queries, rules
from kt1.assurance.quality.permissions import ITEM_READERS, READERS
from kt1.assurance.quality.rules import Figures, Group, Outcome
from kt1.custody.items.models import SCOPE_LABELS, URGENCY_LABELS
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import count_on, norms
from kt1.law.services.rules import Scope, Urgency
from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.web.charts.bars import Bars, Series
from kt1.web.exports import rules as exports
from kt1.web.exports import tables
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.quality.asking import (
    BY,
    BY_WORDS,
    GROUP,
    OUTCOME,
    RECEIVER,
    SCOPE,
    SENDER,
    SINCE,
    UNTIL,
    URGENCY,
    Asking,
    asking,
    said_of,
)
from kt1.web.quality.labels import GROUP_LABELS, OUTCOME_LABELS, per_cent, tabs
from kt1.web.quality.norms import named_areas
from kt1.web.request import Request, acts_as
from kt1.web.tariff.forms import month_text
from kt1.web.words import Words

BY_LABELS: Mapping[str, Words] = {
    "thang": gettext_lazy("month"),
    "truc": gettext_lazy("urgency and scope"),
    "gui": gettext_lazy("sender"),
    "nhan": gettext_lazy("receiver"),
}
#: More bodies than a page holds are in the file.
LINES_MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `figures` is None where it is too small to be shared."""

    label: str
    figures: Figures | None
    #: Opens to its items; for whom no item is shown, to its bodies or months.
    url: str = ""

    @property
    def rate_whole(self) -> str:
        return per_cent(self.figures.rate_whole) if self.figures else ""

    @property
    def rate(self) -> str:
        return per_cent(self.figures.rate) if self.figures else ""

    @property
    def cells(self) -> Sequence[tuple[Outcome, Words, int]]:
        """Each outcome with its word and how many items it has."""
        if self.figures is None:
            return []
        return [(one, OUTCOME_LABELS[one], self.figures.of(one)) for one in Outcome]


@require_GET
@acts_as(*READERS)
def quality(request: Request) -> HttpResponseBase:
    """The question stands in the address; every figure opens to its items."""
    one = asking(request.GET, request.at)
    least = _least(request)
    asked = replace(one.asked, group=one.group)
    told = queries.figures_by(request.actor, asked, BY_WORDS[one.by], "month")
    found = told[BY_WORDS[one.by]]
    items_url = _items_url(request, one)
    lines = _lines(found, BY_WORDS[one.by], least, items_url or _finer(one))
    if form := request.GET.get(EXPORT, ""):
        return _file(request, one, lines, form)
    by_month = lines
    if one.by != "thang":
        by_month = _lines(told["month"], "month", least)
    total = rules.together(found.values())
    harmed, entered_late = queries.harmed(request.actor, asked)
    shown = total.population >= least or total.population == 0
    context = {
        "one": one,
        "total": Line("", total) if shown else None,
        "least": least,
        "lines": lines[:LINES_MOST],
        "more": max(0, len(lines) - LINES_MOST),
        "hidden": any(line.figures is None for line in lines),
        "bars": _bars(by_month),
        "safety": per_cent(rules.per_mille(total.population - harmed, total.population)),
        "harmed": harmed,
        "entered": per_cent(rules.per_mille(total.population - entered_late, total.population)),
        "entered_late": entered_late,
        "outcomes": OUTCOME_LABELS.values(),
        "items_url": items_url,
        "groups": GROUP_LABELS.items(),
        "bys": BY_LABELS.items(),
        "by_label": BY_LABELS[one.by],
        "urgencies": URGENCY_LABELS.items(),
        "scopes": SCOPE_LABELS.items(),
        "files": [(form.upper(), _address(request.GET, **{EXPORT: form})) for form in FORMS],
        "within": count_on(one.asked.last, Key.RECORDED_WITHIN_HOURS),
        "areas": named_areas(one.asked.last),
        "tabs": tabs("quality", request.actor),
    }
    return render(request, "quality/quality.html", context)


FORMS = ("xlsx", "csv")


def _least(request: Request) -> int:
    """What leaves the post and the body hides small lines; their own pages hide nothing."""
    if request.actor.role is not Role.REGULATOR:
        return 0
    return norms("CHUNG", request.at.date()).count(Key.SMALL_CELL_MIN)


def _lines(
    found: Mapping[tuple[Any, Group], Figures], by: str, least: int, items_url: str = ""
) -> list[Line]:
    by_key: dict[Any, Figures] = {key: told for (key, _group), told in found.items()}
    named = sorted(_named(by_key, by), key=lambda pair: pair[0])
    covered = rules.hidden([figures.population for _rank, _label, figures, _one in named], least)
    return [
        Line(
            label,
            None if n in covered else figures,
            _narrowed(items_url, narrower) if items_url and n not in covered else "",
        )
        for n, (_rank, label, figures, narrower) in enumerate(named)
    ]


def _narrowed(items_url: str, narrower: Mapping[str, str]) -> str:
    """The address of all items, asked for one line only."""
    path, _mark, query = items_url.partition("?")
    said = QueryDict(query, mutable=True)
    for key, value in narrower.items():
        said[key] = value
    return f"{path}?{said.urlencode()}"


def _named(
    by_key: Mapping[Any, Figures], by: str
) -> list[tuple[Any, str, Figures, Mapping[str, str]]]:
    """(what to order by, label, figures, how the address asks for it alone) of each line."""
    if by == "month":
        return [
            (key, text, told, {SINCE: text, UNTIL: text})
            for key, told in by_key.items()
            for text in [month_text(key)]
        ]
    if by == "axis":
        return [
            (key, _axis(key), told, dict(zip((URGENCY, SCOPE), key.split("."), strict=True)))
            for key, told in by_key.items()
        ]
    names = Agency.objects.in_bulk(list(by_key))
    word = SENDER if by == "sender" else RECEIVER
    return [
        (names[key].sort_key, names[key].name, told, {word: names[key].code})
        for key, told in by_key.items()
    ]


def _axis(key: str) -> str:
    """One of the six cells that name no mark."""
    urgency, _dot, scope = key.partition(".")
    return f"{URGENCY_LABELS[Urgency(urgency)]} · {SCOPE_LABELS[Scope(scope)]}"


def _bars(lines: Sequence[Line]) -> Bars | None:
    """On time, late and excused by month, one on the other; hidden months are left out."""
    shown = [line for line in lines if line.figures is not None]
    if not shown:
        return None
    told = [line.figures or Figures() for line in shown]
    return Bars(
        title=_("Items by month of acceptance"),
        labels=[line.label for line in shown],
        series=(
            Series(_("On time"), [one.on_time for one in told]),
            Series(_("Late, force majeure"), [one.excluded for one in told]),
            Series(_("Late, not excused"), [one.late for one in told]),
        ),
        unit=_("items"),
        stacked=True,
    )


def _items_url(request: Request, one: Asking) -> str:
    if request.actor.role not in ITEM_READERS:
        return ""
    asked = {**one.typed, GROUP: one.group.value}
    asked.pop(OUTCOME)
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in asked.items() if value})
    return f"{reverse('quality_items')}?{query.urlencode()}"


def _finer(one: Asking) -> str:
    """The same question by receiver, or by month where it is of bodies already."""
    asked = {**one.typed, GROUP: one.group.value, BY: "nhan" if one.by == "thang" else "thang"}
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in asked.items() if value})
    return f"{reverse('quality')}?{query.urlencode()}"


def _address(said: QueryDict, **changed: str) -> str:
    query = said.copy()
    for key, value in changed.items():
        query[key] = value
    return f"?{query.urlencode()}"


def _file(request: Request, one: Asking, lines: Sequence[Line], form: str) -> HttpResponseBase:
    if form not in FORMS:
        raise BadRequest(_("There is no such form of file."))
    number = exports.Kind.NUMBER
    headings = [
        exports.Column(heading=str(BY_LABELS[one.by]).capitalize(), kind=exports.Kind.TEXT),
        exports.Column(heading=_("Items"), kind=number),
        *(exports.Column(heading=str(OUTCOME_LABELS[out]), kind=number) for out in Outcome),
        exports.Column(heading=_("On time, of all"), kind=exports.Kind.TEXT),
        exports.Column(heading=_("On time, without force majeure"), kind=exports.Kind.TEXT),
    ]
    table = exports.Table(
        title=_("Quality of the service"),
        columns=headings,
        rows=[_row(line) for line in lines],
        above=[said_of(one), str(GROUP_LABELS[one.group])],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def _row(line: Line) -> list[exports.Cell]:
    if line.figures is None:
        return [line.label, *[None] * (1 + len(Outcome)), "", ""]
    counts = [line.figures.of(out) for out in Outcome]
    return [line.label, line.figures.population, *counts, line.rate_whole, line.rate]
