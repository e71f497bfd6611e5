"""Checkpoints of the ledger, for the body that keeps a copy of them: compare what was printed.

A checkpoint tells nothing of any item: a number of entries and one hash over them. Whoever holds a
printed one types it here, and is told whether the ledger still stands to it (N14).
"""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.ledger.checkpoints.models import Checkpoint
from kt1.ledger.checkpoints.queries import root_at
from kt1.ledger.checkpoints.rules import LOG
from kt1.people.accounts.rules import Role
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import DayFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as

#: A printed root may be compared by its beginning; fewer signs are no proof.
ROOT_SIGNS_MIN, ROOT_SIGNS = 16, 64

LISTING: Listing[Checkpoint] = Listing(
    title=gettext_lazy("Checkpoints of the ledger"),
    order=("-size",),
    empty=gettext_lazy("The ledger has no checkpoint yet."),
    columns=(
        Column(key="muc", label=gettext_lazy("Entries"), value=lambda row: row.size,
               kind=Kind.NUMBER, sort="size"),
        Column(key="luc", label=gettext_lazy("When"), value=lambda row: row.at,
               kind=Kind.MOMENT, sort="at"),
        Column(key="goc", label=gettext_lazy("Root"), value=lambda row: bytes(row.root).hex(),
               roomy=True),
    ),
    filters=(
        DayFilter(key="tu", label=gettext_lazy("From day"), field="at"),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="at", until=True),
    ),
)  # fmt: skip


class PrintedForm(forms.Form):
    """A checkpoint as it stands on paper."""

    size = forms.IntegerField(label=gettext_lazy("Entries on the paper"), min_value=1)
    root = forms.CharField(label=gettext_lazy("Root on the paper"), max_length=120)

    def clean_root(self) -> str:
        text = "".join(str(self.cleaned_data["root"]).split()).lower()
        if not ROOT_SIGNS_MIN <= len(text) <= ROOT_SIGNS or set(text) - set("0123456789abcdef"):
            raise forms.ValidationError(
                _("At least 16 signs of the root, digits and letters a to f.")
            )
        return text


@dataclass(frozen=True, slots=True)
class Compared:
    chip: Chip
    said: str


def compared(size: int, root: str) -> Compared:
    """Whether the ledger still has this root at this size."""
    found = root_at(size)
    if found is None:
        return Compared(
            Chip(_("not among ours"), Tone.UNCONFIRMED),
            _("No checkpoint was made at this number of entries. Read the paper again."),
        )
    if found.hex().startswith(root):
        return Compared(
            Chip(_("stands"), Tone.GOOD),
            _("The ledger is the one of your paper: nothing up to it was changed."),
        )
    return Compared(
        Chip(_("does not stand"), Tone.LATE),
        _("The root differs. Keep the paper, and tell the police (PA05) and the Department."),
    )


@require_GET
@acts_as(Role.WITNESS)
def checkpoints(request: Request) -> HttpResponseBase:
    """Every checkpoint, and the answer to a printed one."""
    typed = "size" in request.GET or "root" in request.GET
    form = PrintedForm(request.GET if typed else None)
    found = None
    if typed and form.is_valid():
        found = compared(form.cleaned_data["size"], form.cleaned_data["root"])
    context = {
        "form": form,
        "found": found,
        "lead": _("A number of entries and one hash over them; nothing of any item."),
    }
    rows = Checkpoint.objects.filter(log=LOG)
    return answer(request, LISTING, rows, template="figures/witness.html", context=context)
