"""The page that asks which column is which, and what was said on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from kt1.custody.operator.columns import ALWAYS, HEADINGS, Days
from kt1.custody.operator.reading import Layout, lacks, proposed
from kt1.network.sheets.mapping import kept
from kt1.web.errors.answers import UNFIT
from kt1.web.operator import shown
from kt1.web.operator.payloads import Brought, of_file
from kt1.web.operator.shown import FileForm
from kt1.web.request import Request

ROWS_SHOWN = 5
DAY_ORDERS = {
    Days.DAY_FIRST: gettext_lazy("day/month/year"),
    Days.MONTH_FIRST: gettext_lazy("month/day/year"),
}


def said(request: Request, brought: Brought) -> Layout | None:
    """The columns as the page says; None where it was not asked yet."""
    if "column_at" not in request.POST:
        return None
    chosen = {fills: request.POST.get(f"column_{fills}", "") for fills in HEADINGS}
    width = len(brought.sheet.headings)
    days = request.POST.get("days", "")
    return Layout(
        {f: int(text) for f, text in chosen.items() if text.isdigit() and int(text) < width},
        Days(days) if days in set(Days) else Days.DAY_FIRST,
    )


def ask(request: Request, brought: Brought, layout: Layout | None) -> HttpResponse:
    """The headings and first rows of a file, and for each thing which column holds it."""
    again = layout is not None and bool(lacks(layout))
    layout = layout or proposed(brought.sheet)
    payload = of_file(Brought(brought.sheet, brought.digest), actor=request.actor)
    context: dict[str, Any] = {
        **shown.frame(),
        "letters": brought.sheet.letters,
        "rows_count": len(brought.sheet.rows),
        "headings": brought.sheet.headings,
        "rows": [[kept(cell) for cell in cells] for _n, cells in brought.sheet.rows[:ROWS_SHOWN]],
        "payload": payload,
        "too_long": not payload,
        "form": FileForm(),
        "missing": [HEADINGS[fills] for fills in HEADINGS if fills in lacks(layout)],
        "selects": [
            {
                "name": f"column_{fills}",
                "label": label,
                "needed": fills in ALWAYS,
                "chosen": layout.columns.get(fills, -1),
                "options": list(enumerate(brought.sheet.headings)),
            }
            for fills, label in HEADINGS.items()
        ],
        "orders": [(one, label, one is layout.days) for one, label in DAY_ORDERS.items()],
    }
    return render(request, "operator/columns.html", context, status=UNFIT if again else 200)
