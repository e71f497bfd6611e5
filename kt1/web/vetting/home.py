"""What of vetting, training and the gaps they leave waits for a person."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.custody.trips import uncovered
from kt1.law.parameters.rules import UnsetNormError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import queries
from kt1.people.vetting.rules import WORKERS
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.vetting import words
from kt1.web.vetting.workers import LACKING, SOON, horizon

_URGENT = timedelta(days=30)
_FOUND_MOST, _TEXT_MIN = 5, 3


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """At most six short queries; nothing before the installation goes by a set of norms."""
    try:
        if actor.role is Role.POLICE_PA03:
            return _to_answer(actor)
        if actor.role is Role.DISPATCHER:
            return [*_lacking(actor, at), *_soon(actor, at), *_gaps(actor, at), *_asked(actor)]
        return _own(actor, at) if actor.role in WORKERS else []
    except UnsetNormError:
        return []


def _to_answer(actor: Actor) -> list[Waiting]:
    number = queries.requests_seen_by(actor).filter(answered_at=None).count()
    line = Waiting(
        title=_("Vetting requests to answer"),
        detail=_("By number and date of your letter; the file stays with you."),
        url=f"{reverse('vetting_requests')}?tt=cho",
        count=number,
    )
    return [line] if number else []


def _asked(actor: Actor) -> list[Waiting]:
    number = queries.requests_seen_by(actor).filter(answered_at=None).count()
    line = Waiting(
        title=_("Vetting requests without an answer"),
        bundle=Bundle.VETTING,
        url=f"{reverse('vetting_requests')}?tt=cho",
        count=number,
        urgency=Urgency.LATER,
        watch=True,
    )
    return [line] if number else []


def _lacking(actor: Actor, at: datetime) -> list[Waiting]:
    number = queries.unfit(actor.province_id, at).count()
    line = Waiting(
        title=_("People who take nothing now"),
        bundle=Bundle.VETTING,
        detail=_("Vetting or training is not in force; they still give and deliver."),
        url=f"{reverse('workers')}?tt={LACKING}",
        count=number,
    )
    return [line] if number else []


def _soon(actor: Actor, at: datetime) -> list[Waiting]:
    lapsing = list(queries.lapses(at, at + horizon(at), actor.province_id))
    if not lapsing:
        return []
    wanted = queries.demanded(at)
    ends = (queries.first_lapse(one, at, wanted) for one in lapsing)
    due = min(one for one in ends if one is not None)
    return [
        Waiting(
            title=_("Vetting or training about to lapse"),
            bundle=Bundle.VETTING,
            url=f"{reverse('workers')}?tt={SOON}&sap=tham-tra",
            count=len(lapsing),
            due=due,
            urgency=Urgency.NOW if due - at <= _URGENT else Urgency.LATER,
        )
    ]


def _gaps(actor: Actor, at: datetime) -> list[Waiting]:
    found = []
    runs = uncovered.runs(actor, at)
    if number := runs.count():
        first = runs.first()
        found.append(
            Waiting(
                title=_("Planned runs whose people may not take"),
                bundle=Bundle.VETTING,
                detail=_("Change the crew before they leave."),
                url=reverse("uncovered_runs"),
                count=number,
                due=first.leaves_at if first else None,
                urgency=Urgency.RISK,
            )
        )
    if gaps := uncovered.gaps(actor, at, horizon(at)):
        due = min(gap.since for gap in gaps.values())
        found.append(
            Waiting(
                title=_("Routes left without a courier who may take"),
                bundle=Bundle.VETTING,
                url=reverse("uncovered_routes"),
                count=len(gaps),
                due=due,
                urgency=Urgency.LATE if due <= at else Urgency.NOW,
            )
        )
    return found


def _own(actor: Actor, at: datetime) -> list[Waiting]:
    """A worker is told of their own lapse, and of nobody else's."""
    user = queries.workers_seen_by(actor, at).first()
    lapse = queries.first_lapse(user, at, queries.demanded(at)) if user else None
    if lapse is None or lapse > at + horizon(at):
        return []
    if lapse <= at:
        title = _("You take nothing now: your vetting or training is not in force")
        detail = _("You still give, deliver and hand back what you hold. Ask the dispatcher.")
        return [
            Waiting(title=title, detail=detail, count=1, urgency=Urgency.LATE,
                    url=reverse("worker", args=[actor.user_id]))
        ]  # fmt: skip
    return [
        Waiting(
            title=_("Your vetting or training is about to lapse"),
            detail=_("From then on you take nothing; ask the dispatcher to renew it."),
            url=reverse("worker", args=[actor.user_id]),
            count=1,
            due=lapse,
            urgency=Urgency.LATER,
        )
    ]


def acts(actor: Actor) -> list[Act]:
    """The lists of workers are reached from the lines above, the runs and the search box."""
    if actor.role is Role.POLICE_PA03:
        return [Act(label=_("Vetting requests"), url=reverse("vetting_requests"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A dispatcher finds a worker by what they are called."""
    if actor.role is not Role.DISPATCHER or len(text) < _TEXT_MIN:
        return []
    found = queries.workers_seen_by(actor, at).filter(title__icontains=text)
    return [
        Found(
            title=one.title,
            url=reverse("worker", args=[one.pk]),
            kind=_("person of KT1"),
            detail=words.place_of(one),
        )
        for one in found.order_by("title", "pk")[:_FOUND_MOST]
    ]
