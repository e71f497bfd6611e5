"""What the pages of norms share: tabs, crumbs, the day."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.web.service.wayfinding import today
from kt1.web.words import Words

__all__ = ["TABS", "crumbs", "tabs", "today"]

TABS: Sequence[tuple[str, Words]] = (
    ("norm_sets", _("Norm sets")),
    ("norm_areas", _("Special areas")),
    ("law_papers", _("Legal papers")),
    ("calendar_years", _("Working days")),
)


def tabs(current: str) -> list[tuple[Words, str, bool]]:
    return [(label, reverse(name), name == current) for name, label in TABS]


def crumbs(*further: tuple[Words, str]) -> list[tuple[Words, str]]:
    return [(_("Directory"), reverse("directory")), *further]
