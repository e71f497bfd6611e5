"""What of figures waits for whoever follows a province, and how its fortnight went."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.adoption import queries
from kt1.assurance.quality.rules import hidden
from kt1.network.names.rules import fold
from kt1.oversight.figures.overdue import overdue
from kt1.oversight.figures.permissions import OF_PROVINCE, READERS
from kt1.oversight.figures.queries import midnight
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars, Series
from kt1.web.figures.adoption import NONE
from kt1.web.figures.asking import least, usual_span
from kt1.web.home.waiting import Act, Found, Urgency, Waiting
from kt1.web.moments import ZONE

#: Days of the picture.
DAYS = 14
#: What people type for these pages, folded.
NAMES = {
    "figures": ("so lieu", "thong ke", "figures"),
    "figures_board": ("bang tong hop", "tong hop tinh hinh thuc hien"),
    "adoption": ("su dung dich vu", "muc do su dung"),
}

_DAYS = """
SELECT (c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
    count(*) FILTER (WHERE i.from_province_id = %(province)s),
    count(*) FILTER (WHERE i.to_province_id = %(province)s)
FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s
    AND (i.from_province_id = %(province)s OR i.to_province_id = %(province)s)
GROUP BY 1
"""


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Bodies of one's lines with something past its day, and those that send nothing or less."""
    if actor.role not in OF_PROVINCE or actor.province_id is None:
        return []
    today = at.astimezone(ZONE).date()
    rows = queries.seen_by(actor, today).order_by()
    bodies = list(rows.values_list("pk", flat=True))
    return [
        line
        for line in (_late(actor.province_id, bodies, today), _silent(bodies, at))
        if line.count
    ]


def _late(province: int, bodies: list[int], today: date) -> Waiting:
    late = overdue(province, today)
    return Waiting(
        title=_("Bodies with something past its day"),
        detail=_("Tasks, self-reviews, reconciliation, quality."),
        url=f"{reverse('figures_board')}?thieu=overdue",
        count=sum(late.of(body) > 0 for body in bodies),
        urgency=Urgency.LATE,
    )


def _silent(bodies: list[int], at: datetime) -> Waiting:
    span = usual_span(at)
    return Waiting(
        title=_("Bodies that have sent nothing"),
        detail=_("In %(first)s – %(last)s; those that send less are on the same page.")
        % {"first": f"{span.first:%m/%Y}", "last": f"{span.last:%m/%Y}"},
        url=f"{reverse('adoption')}?tt={NONE}",
        count=len(bodies) - len(queries.senders(bodies, span)),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    """The board; and the figures where they are not in the menu."""
    if actor.role not in OF_PROVINCE:
        return []
    board = Act(
        label=_("Board of duties"), url=reverse("figures_board"), hint=_("every body, every duty")
    )
    if actor.role is not Role.PARTY_OFFICE:
        return [board]
    return [board, Act(label=_("Figures of the KT1 service"), url=reverse("figures"))]


def picture(actor: Actor, at: datetime) -> Bars | None:
    """Items of the last days, out and in; small days are not shown."""
    if actor.role not in {Role.REGULATOR, Role.PROVINCE_LEADER} or actor.province_id is None:
        return None
    today = at.astimezone(ZONE).date()
    days = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    with connection.cursor() as cursor:
        cursor.execute(
            _DAYS,
            {
                "province": actor.province_id,
                "begins": midnight(days[0]),
                "ends": midnight(today + timedelta(days=1)),
            },
        )
        counted = {day: (int(sent), int(came)) for day, sent, came in cursor.fetchall()}
    few = least(at)
    sent = [counted.get(day, (0, 0))[0] for day in days]
    came = [counted.get(day, (0, 0))[1] for day in days]
    gone = hidden(sent, few) | hidden(came, few)
    kept = [n for n in range(DAYS) if n not in gone]
    if not any(sent[n] or came[n] for n in kept):
        return None
    return Bars(
        title=_("Items of the last two weeks, by day of acceptance"),
        labels=[f"{days[n]:%d/%m}" for n in kept],
        series=(
            Series(_("Sent"), [sent[n] for n in kept]),
            Series(_("Received"), [came[n] for n in kept]),
        ),
        unit=_("items"),
        note=_("Days of few items are left out.") if gone else "",
    )


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del at
    if actor.role not in READERS:
        return []
    titles = {
        "figures": _("Figures of the KT1 service"),
        "figures_board": _("Board of duties"),
        "adoption": _("Use of the service"),
    }
    said = fold(text).strip()
    mine = titles if actor.role in OF_PROVINCE else {"figures": titles["figures"]}
    return [
        Found(title=title, url=reverse(name), kind=_("page"))
        for name, title in mine.items()
        if said in NAMES[name]
    ]
