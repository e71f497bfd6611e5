"""Danh sách đầu mối tiếp nhận bưu gửi KT1: one line a body and door (practice §C.2).

Off-hours contacts are Amber: each answer writes one row of the reading log. For use inside the
agency and the post only.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import AgencyPoint
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points import queries
from kt1.people.focal_points.models import DAY_LABELS, FocalPoint
from kt1.people.focal_points.permissions import why_not_issue_list
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind
from kt1.people.readings.steps import log_reading
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.papers.forms.receivers import ReceiverRow
from kt1.web.people.receivers import READERS
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as

PAGE = "receivers.register"
#: An hour in which every office is open, and one in which none is.
OFFICE, NIGHT = time(9, 0), time(22, 0)

Named = dict[str, Any]

_PAST_MIDNIGHT = Q(to_time__lte=F("from_time"))
_AT_NIGHT = (_PAST_MIDNIGHT & (Q(from_time__lte=NIGHT) | Q(to_time__gt=NIGHT))) | Q(
    from_time__lte=NIGHT, to_time__gt=NIGHT
)


def rows_of(actor: Actor, at: datetime) -> QuerySet[AgencyPoint]:
    """Each body's doors once, with all who are named there now; one query."""
    seen = queries.seen_by(actor).order_by()
    # Whoever stands only by a roster has no standing hours: the duty list names them.
    standing = queries.in_force(at) & ~Q(day_kinds=[])
    here = seen.filter(standing, agency=OuterRef("agency"), point=OuterRef("point")).order_by(
        "rank", "from_time", "pk"
    )
    earlier = AgencyPoint.objects.filter(
        agency=OuterRef("agency"), point=OuterRef("point"), pk__lt=OuterRef("pk")
    )
    ties = AgencyPoint.objects.filter(agency__in=seen.values("agency")) | _of(actor)
    return (
        ties.filter(~Exists(earlier))
        .select_related("agency", "point")
        .annotate(
            named=ArraySubquery(
                here.values(
                    json=JSONObject(
                        kind="kind",
                        name="name",
                        title="title",
                        phone="phone",
                        rank="rank",
                        days="day_kinds",
                        from_time="from_time",
                        to_time="to_time",
                        paper="authority_doc",
                        paper_date="authority_date",
                        since="valid_from",
                        until="valid_to",
                    )
                )
            ),
            anybody=Exists(here),
            off_hours=Exists(here.filter(_AT_NIGHT)),
        )
    )


def _of(actor: Actor) -> QuerySet[AgencyPoint]:
    """Doors of bodies of which nobody is named yet: they belong on the list as gaps."""
    if actor.is_agency:
        return AgencyPoint.objects.filter(agency=actor.agency_id)
    if actor.role is Role.DISPATCHER:
        return AgencyPoint.objects.filter(agency__province=actor.province_id)
    return AgencyPoint.objects.none()


def _named(row: AgencyPoint) -> list[Named]:
    found: list[Named] = getattr(row, "named")  # noqa: B009 - annotated above
    return found


def _covers(one: Named, hour: time) -> bool:
    starts, ends = time.fromisoformat(one["from_time"]), time.fromisoformat(one["to_time"])
    if ends > starts:
        return starts <= hour < ends
    return hour >= starts or hour < ends


def _who(one: Named) -> str:
    said = " · ".join(part for part in (one["name"], one["title"], one["phone"]) if part)
    return f"{said} ({one['from_time'][:5]}–{one['to_time'][:5]})"


def _lines(fits: Callable[[Named], bool]) -> Callable[[AgencyPoint], str]:
    return lambda row: "; ".join(dict.fromkeys(_who(one) for one in _named(row) if fits(one)))


def _is_rank(*ranks: Rank) -> Callable[[Named], bool]:
    return lambda one: one["rank"] in ranks


def _inside(one: Named) -> bool:
    """Who has the day; a duty post of the whole day stands in both columns."""
    in_hours = DayOfDuty.WORKING in one["days"] and _covers(one, OFFICE)
    return one["rank"] == Rank.FOCAL and in_hours


def _off(one: Named) -> bool:
    beyond = set(one["days"]) - {DayOfDuty.WORKING.value}
    return one["rank"] == Rank.FOCAL and (_covers(one, NIGHT) or bool(beyond))


def _room(one: Named) -> bool:
    return _off(one) and one["kind"] == ReceiverKind.DUTY_ROOM


def _outside(one: Named) -> bool:
    return _off(one) and one["kind"] != ReceiverKind.DUTY_ROOM


def _days(row: AgencyPoint) -> str:
    served = {day_kind for one in _named(row) for day_kind in one["days"]}
    return ", ".join(str(label) for kind, label in DAY_LABELS.items() if kind in served)


def _papers(row: AgencyPoint) -> str:
    papers = (
        f"{one['paper']}, {day(date.fromisoformat(one['paper_date']))}" for one in _named(row)
    )
    return "; ".join(dict.fromkeys(papers))


def _span(row: AgencyPoint) -> str:
    spans = (
        f"{day(datetime.fromisoformat(one['since']))}"
        f" – {day(datetime.fromisoformat(one['until'])) if one['until'] else ''}"
        for one in _named(row)
    )
    return "; ".join(dict.fromkeys(spans))


def _note(row: AgencyPoint) -> str:
    if not _named(row):
        return _("Nobody is named here.")
    return _("Agency works on paper") if row.agency.works_on_paper else ""


REGISTER: Listing[AgencyPoint] = Listing(
    title=gettext_lazy("List of focal points for KT1"),
    order=("agency__sort_key", "point__sort_key", "pk"),
    empty=gettext_lazy("No body has a delivery point yet."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
               sort="agency__sort_key", roomy=True),
        Column(key="ma", label=gettext_lazy("Customer code, delivery point"),
               value=lambda row: row.agency.customer_code or row.agency.code,
               under=lambda row: row.point.name),
        Column(key="dia-chi", label=gettext_lazy("Address in hours"), wide_only=True,
               value=lambda row: row.point.address),
        Column(key="trong-gio", label=gettext_lazy("Focal point in hours"), value=_lines(_inside)),
        Column(key="phong-truc", label=gettext_lazy("Off hours: room or post"),
               value=_lines(_room)),
        Column(key="ngoai-gio", label=gettext_lazy("Focal point off hours"),
               value=_lines(_outside)),
        Column(key="du-phong", label=gettext_lazy("Deputies and named in writing"),
               wide_only=True, value=_lines(_is_rank(Rank.DEPUTY, Rank.NAMED))),
        Column(key="ngay", label=gettext_lazy("Days"), wide_only=True, value=_days),
        Column(key="vb", label=gettext_lazy("Number and date of the paper"), wide_only=True,
               value=_papers),
        Column(key="hieu-luc", label=gettext_lazy("In force from – to"), wide_only=True,
               value=_span),
        Column(key="ghi-chu", label=gettext_lazy("Note"), wide_only=True, value=_note),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(agency__in=agencies_called(text))),
        ChoiceFilter(key="ngay", label=gettext_lazy("Nobody on"), choices=list(DAY_LABELS.items()),
                     apply=lambda rows, kind: rows.exclude(_serves(kind))),
        FlagFilter(key="trong", label=gettext_lazy("Nobody named"),
                   apply=lambda rows: rows.filter(anybody=False)),
        FlagFilter(key="thieu", label=gettext_lazy("Nobody off hours"),
                   apply=lambda rows: rows.filter(off_hours=False)),
    ),
)  # fmt: skip


def _serves(kind: str) -> Exists:
    return Exists(
        FocalPoint.objects.filter(
            agency=OuterRef("agency"),
            point=OuterRef("point"),
            valid_to=None,
            day_kinds__contains=[kind],
        )
    )


def line_of(row: AgencyPoint) -> ReceiverRow:
    """The same line on paper."""
    return ReceiverRow(
        agency=row.agency.name,
        code=f"{row.agency.customer_code or row.agency.code}; {row.point.name}",
        address=row.point.address,
        in_hours=_lines(_inside)(row),
        room=_lines(_room)(row),
        off_hours=_lines(_outside)(row),
        deputies=_lines(_is_rank(Rank.DEPUTY, Rank.NAMED))(row),
        days=_days(row),
        papers=_papers(row),
        span=_span(row),
        note=_note(row),
    )


@require_GET
@acts_as(*READERS)
def register(request: Request) -> HttpResponseBase:
    context: dict[str, Any] = {
        "lead": _("Internal form. For use inside the agency and the post; each reading is logged."),
        "tabs": tabs(request.actor, "focal_list"),
    }
    if why_not_issue_list(request.actor) is None:
        context |= {"act_url": reverse("list_copies"), "act_label": _("Numbered copies")}
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        rows = rows_of(request.actor, request.at)
        template = "receivers/tabbed.html"
        return answer(request, REGISTER, rows, template=template, context=context)
