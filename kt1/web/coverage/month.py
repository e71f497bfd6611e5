"""Each month: the bodies that name nobody for a night, a Saturday, a Sunday, a holiday or Tết.

At the end of the month, or now while it lasts; months past are answered from what held then.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import LINE_LABELS, Agency
from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.coverage import queries
from kt1.people.coverage.frames import (
    Frame,
    lacking,
    lacking_all,
    month_end,
    with_frames,
)
from kt1.people.coverage.permissions import READERS
from kt1.people.coverage.rules import day_of
from kt1.people.readings.steps import log_reading
from kt1.web.coverage import reads
from kt1.web.coverage.months import MONTH, MonthFilter, month_of, months_back
from kt1.web.coverage.tabs import tabs
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import moment
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

FRAME_LABELS: dict[Frame, Words] = {
    Frame.NIGHT: gettext_lazy("Nights"),
    Frame.SATURDAY: gettext_lazy("Saturdays"),
    Frame.SUNDAY: gettext_lazy("Sundays"),
    Frame.HOLIDAY: gettext_lazy("Holidays"),
    Frame.TET: gettext_lazy("Tết"),
}
LOOKERS = tuple(role for role in READERS if role not in AGENCY_ROLES)


def _there(row: Any, frame: Frame) -> Chip:
    if getattr(row, f"has_{frame}"):
        return Chip(_("named"), Tone.GOOD)
    return Chip(_("missing"), Tone.RISK)


def _lacks(rows: QuerySet[Agency], frame: str) -> QuerySet[Agency]:
    return rows.filter(**{f"has_{frame}": False})


def listing(request: Request) -> Listing[Agency]:
    frames: tuple[Column[Agency], ...] = tuple(
        Column(
            key=frame.value,
            label=label,
            value=lambda row, frame=frame: _there(row, frame),  # type: ignore[misc]  # bound now
            kind=Kind.CHIP,
        )
        for frame, label in FRAME_LABELS.items()
    )
    return Listing(
        title=_("Bodies without receivers off hours"),
        order=("sort_key", "pk"),
        empty=_("Every body has named receivers for all times off hours."),
        columns=(
            Column(key="co-quan", label=_("Agency"), value=lambda row: row.name, roomy=True,
                   sort="sort_key", under=lambda row: str(row.get_line_display()),
                   link=lambda row: reverse("coverage_body", args=[row.code])),
            *frames,
            Column(key="giay", label=_("Works on paper"), kind=Kind.YES_NO, wide_only=True,
                   value=lambda row: row.works_on_paper),
        ),
        filters=(
            MonthFilter(choices=months_back(request.at)),
            TextFilter(key="q", label=_("Agency"),
                       apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
            ChoiceFilter(key="tuyen", label=_("Line"), choices=list(LINE_LABELS.items()),
                         field="line"),
            ChoiceFilter(key="thieu", label=_("Missing frame"), choices=list(FRAME_LABELS.items()),
                         apply=_lacks),
            FlagFilter(key="khong", label=_("Nobody at all off hours"), apply=lacking_all),
        ),
    )  # fmt: skip


@require_GET
@acts_as(*LOOKERS)
def off_hours(request: Request) -> HttpResponseBase:
    first = month_of(request.GET.get(MONTH, ""), request.at)
    looked_at = month_end(first, request.at)
    with transaction.atomic():
        log_reading(request.actor, request.at, reads.MONTH, ())
        seen = queries.seen_by(request.actor, day_of(looked_at))
        rows = lacking(with_frames(seen, looked_at))
        context = {
            "tabs": tabs(request.actor, "coverage_month"),
            "lead": _("As it stood at %(moment)s. For the post and the line only.")
            % {"moment": moment(looked_at)},
            "bodies": seen.count(),
        }
        return answer(
            request, listing(request), rows, template="coverage/month.html", context=context
        )
