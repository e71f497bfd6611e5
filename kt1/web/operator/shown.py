"""What pages on the operator's files share: their frame, faults, contradictions, wrong rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.operator import words
from kt1.custody.operator.faults import Fault
from kt1.custody.operator.planning import Conflict
from kt1.custody.operator.rules import Clash, EventKind
from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import FAULTS_SHOWN
from kt1.network.sheets.mapping import kept
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Table
from kt1.web.frame import installation
from kt1.web.request import Request

TITLE = gettext_lazy("Files of the operator's system")


class FileForm(forms.Form):
    """A file to look at. It is read in memory and never stored."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV; at most 100,000 rows and 24 MB"),
    )


def frame() -> dict[str, Any]:
    return {
        "crumbs": [
            (_("Directory"), reverse("directory")),
            (TITLE, reverse("operator_files")),
            (_("Take in a file"), ""),
        ]
    }


def counted(done: dict[str, Any]) -> str:
    return _("New %(new)d, known already %(unchanged)d, contradicting %(conflicts)d.") % {
        name: done[name] for name in ("new", "unchanged", "conflicts")
    }


def of_faults(faults: Sequence[Fault], count: int) -> dict[str, Any]:
    """The first of so many faults, as sentences."""
    return {
        "faults": [words.sentence(fault) for fault in faults[:FAULTS_SHOWN]],
        "fault_count": count,
        "more_faults": max(0, count - FAULTS_SHOWN),
    }


def of_conflicts(
    conflicts: Sequence[tuple[int, EventKind, Clash, str]], count: int
) -> dict[str, Any]:
    """The first of so many contradictions: row, event, how it contradicts, the item's code."""
    return {
        "conflicts": [
            {
                "row": row,
                "event": words.EVENT_LABELS[kind],
                "what": words.CLASH_LABELS[clash],
                "code": code,
            }
            for row, kind, clash, code in conflicts[:FAULTS_SHOWN]
        ],
        "conflict_count": count,
        "more_conflicts": max(0, count - FAULTS_SHOWN),
    }


def told(conflicts: Sequence[Conflict]) -> list[tuple[int, EventKind, Clash, str]]:
    return [(one.event.row, one.event.kind, one.clash, one.code) for one in conflicts]


def rows_as_file(
    request: Request, headings: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell]]]
) -> HttpResponseBase:
    """The rows that could not be taken, in a file of their own; it is kept nowhere."""
    width = max([len(headings), *(len(cells) for _number, cells in rows)])
    blank = [""] * width
    table = Table(
        title=_("Rows that were not read"),
        columns=[
            *(Column(heading=heading or "–") for heading in [*headings, *blank][:width]),
            Column(heading=_("Row of the file")),
        ],
        rows=[[*[*map(kept, cells), *blank][:width], str(number)] for number, cells in rows],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_xlsx(table)
