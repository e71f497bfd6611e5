"""The duty list of one door, to be printed, signed and hung up. No feed by address, ever."""

from dataclasses import replace

from django.db import transaction
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.law.calendars.lunar import lunar_label
from kt1.web.handling import sheets
from kt1.web.moments import ZONE
from kt1.web.papers.forms.roster import DutyDay, DutyList, DutyTurn
from kt1.web.request import Request, acts_as
from kt1.web.rosters.calendar import READERS, asked_days
from kt1.web.rosters.here import days_from, here_at, read_by, register_of
from kt1.web.rosters.shown import DayShown, days_shown


@require_GET
@acts_as(*READERS)
def duty_list(request: Request, code: str) -> HttpResponseBase:
    here = here_at(request, code)
    today = request.at.astimezone(ZONE).date()
    first, weeks = asked_days(request, today)
    span = days_from(first, 7 * weeks)
    with transaction.atomic():
        read_by(request)
        sheet = sheets.sheet_of(request)
        # The office's own paper: its name stands at the head, not that of the post.
        office = replace(sheet.office, superior=here.agency.name, name=here.point.name)
        days, _told = days_shown(here, register_of(here, span), span, today)
        return sheets.answer(
            DutyList(
                sheet=replace(sheet, office=office),
                agency=here.agency.name,
                point=here.point.name,
                since=days[0].on,
                until=days[-1].on,
                days=tuple(_day(one) for one in days),
            )
        )


def _day(one: DayShown) -> DutyDay:
    return DutyDay(
        day=f"{one.weekday} {one.date}",
        lunar=lunar_label(one.on),
        kind=str(one.kind),
        turns=tuple(
            DutyTurn(
                hours=turn.hours,
                who=f"{turn.title}, {turn.name}" if turn.name else turn.title,
                rank=str(turn.rank),
                telephone=turn.phone,
                source=str(turn.source),
            )
            for turn in one.turns
        ),
        gaps=tuple(_("nobody: %(hours)s") % {"hours": hours} for hours in one.gaps),
    )
