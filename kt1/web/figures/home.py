"""What of figures waits for whoever follows a province, and what there is past its day."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.adoption import queries
from kt1.network.names.rules import fold
from kt1.oversight.figures.overdue import Owing, overdue
from kt1.oversight.figures.permissions import OF_PROVINCE, READERS
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars, Series
from kt1.web.figures.adoption import NONE
from kt1.web.figures.asking import usual_span
from kt1.web.figures.labels import OWING_LABELS
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

#: What people type for these pages, folded.
NAMES = {
    "figures": ("so lieu", "thong ke", "figures"),
    "figures_board": ("bang tong hop", "tong hop tinh hinh thuc hien"),
    "adoption": ("su dung dich vu", "muc do su dung"),
}


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
        watch=True,
        bundle=Bundle.OVERDUE,
        heads=True,
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
        watch=True,
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
    """What is past its day, of bodies of the reader's lines, by what it is."""
    if actor.role not in OF_PROVINCE or actor.province_id is None:
        return None
    today = at.astimezone(ZONE).date()
    bodies = queries.seen_by(actor, today).order_by().values_list("pk", flat=True)
    late = overdue(actor.province_id, today).among(bodies)
    if not any(late.sums.values()):
        return None
    return Bars(
        title=_("Past its day, by what is owed"),
        labels=[str(OWING_LABELS[kind]) for kind in Owing],
        series=(
            Series(_("Things past their day"), [late.sums[kind] for kind in Owing]),
            Series(_("Bodies"), [len(late.by_kind[kind]) for kind in Owing]),
        ),
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
