"""Reports as lists: those that came to a recipient, those a department made."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kt1.oversight.reports.models import CYCLE_LABELS, Report, ReportSubmission
from kt1.oversight.reports.rules import Standing
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.reports.labels import STANDING_CHIPS

TITLE = gettext_lazy("Reports")


def _link(sent: ReportSubmission) -> str:
    return f"{reverse('report', args=[sent.version.report_id])}?ban={sent.version.n}"


#: Of submissions with the name of their province, as `pages.reports` asks for them.
RECEIVED: Listing[Any] = Listing(
    title=gettext_lazy("Reports received"),
    order=("-at", "-pk"),
    columns=(
        Column(key="bc", label=gettext_lazy("Report"), value=lambda s: s.version.report.title,
               under=lambda s: s.version.number, link=_link, roomy=True),
        Column(key="tinh", label=gettext_lazy("Province"),
               value=lambda s: s.province_name),
        Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY,
               value=lambda s: s.version.report.due, sort="version__report__due"),
        Column(key="gui", label=gettext_lazy("Sent on"), kind=Kind.DAY,
               value=lambda s: s.sent_on, sort="sent_on"),
        Column(key="dh", label=gettext_lazy("In time"), kind=Kind.CHIP,
               value=lambda s: STANDING_CHIPS[
                   Standing.SENT_LATE if s.sent_on > s.version.report.due else Standing.SENT]),
        Column(key="nhan", label=gettext_lazy("Receipt entered"), kind=Kind.MOMENT,
               value=lambda s: s.received_at, sort="received_at"),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Report"),
                   apply=lambda rows, text: rows.filter(version__report__title__icontains=text)),
        TextFilter(key="tinh", label=gettext_lazy("Province"),
                   apply=lambda rows, text: rows.filter(province_name__icontains=text)),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="sent_on", of_moment=False),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="sent_on", until=True,
                  of_moment=False),
        FlagFilter(key="cn", label=gettext_lazy("Receipt not entered"),
                   apply=lambda rows: rows.filter(received_at=None)),
    ),
    row_link=_link,
    empty=gettext_lazy("No report was sent to you yet."),
)  # fmt: skip
MADE: Listing[Report] = Listing(
    title=TITLE,
    order=("-due", "-pk"),
    columns=(
        Column(key="bc", label=gettext_lazy("Report"), value=lambda r: r.title,
               link=lambda r: reverse("report", args=[r.pk]), roomy=True),
        Column(key="tu", label=gettext_lazy("From"), kind=Kind.DAY, value=lambda r: r.first),
        Column(key="den", label=gettext_lazy("Until"), kind=Kind.DAY, value=lambda r: r.last),
        Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY, value=lambda r: r.due,
               sort="due"),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Report"),
                   apply=lambda rows, text: rows.filter(title__icontains=text)),
        ChoiceFilter(key="loai", label=gettext_lazy("How often"), field="definition__cycle",
                     choices=[(one.value, word) for one, word in CYCLE_LABELS.items()]),
    ),
    row_link=lambda r: reverse("report", args=[r.pk]),
    empty=gettext_lazy("The Department has made no report yet."),
)  # fmt: skip
