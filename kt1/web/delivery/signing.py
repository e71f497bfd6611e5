"""What happens at a door: delivered, not delivered, given back. Each act as the courier says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kt1.custody.clock.attempts import AttemptAnswer, Judgement
from kt1.custody.deliveries import actions, queries
from kt1.custody.deliveries.actions import NobodyMaySignError, ScreenedError
from kt1.custody.deliveries.models import REASON_LABELS
from kt1.custody.deliveries.queries import WrongDoorError
from kt1.custody.deliveries.rules import Reason
from kt1.custody.items import queries as items_of
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.people.focal_points.rules import Receiver
from kt1.people.visits import queries as visits
from kt1.people.visits.rules import Stage
from kt1.people.visits.steps import NotConfirmedError
from kt1.web.delivery import labels
from kt1.web.delivery.door import DELIVERING, Here, forget, here_at, read_by
from kt1.web.delivery.doors import Group
from kt1.web.delivery.forms import AttemptForm, DeliverForm, WhoForm
from kt1.web.errors import custody
from kt1.web.request import Request, acts_as, once

UNFIT, CONFLICT = 422, 409
#: Says that what is given goes to all the bodies of a shared door at once.
ALL = "tat-ca"
_REFUSED = (
    NotPossibleError,
    UnknownUnitError,
    WrongDoorError,
    ScreenedError,
    NotConfirmedError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """The bodies an act at a door is about: one, or all that share who may sign."""

    groups: Sequence[Group]
    people: Sequence[Receiver]

    @property
    def codes(self) -> list[str]:
        return [code for group in self.groups for code in group.codes]

    @property
    def name(self) -> str:
        return ", ".join(group.body_name for group in self.groups)

    @property
    def may_substitute(self) -> bool:
        return all(group.may_substitute for group in self.groups)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step for group in self.groups for step in group.path))


def _giving(request: Request, here: Here, *, back: bool) -> Giving:
    """What the address asks about; 404 where nothing of it is in hand at this door."""
    asked = request.GET.get("nha", "")
    groups = [group for group in here.card.groups if group.goes_back == back]
    if asked == ALL and not back and here.card.shared:
        return Giving(groups=groups, people=here.card.shared)
    chosen = [group for group in groups if str(group.body) == asked or not asked]
    if not chosen or (len(chosen) > 1 and len({group.body for group in chosen}) > 1):
        raise Http404
    return Giving(groups=chosen, people=chosen[0].people)


def _back_to(request: Request, here: Here, codes: Sequence[str]) -> HttpResponse:
    """To the door while something is left for it, else to the next one."""
    forget(request, here, list(codes))
    left = len(here.card.items) - len(codes)
    return redirect("door", here.card.key) if left else redirect("my_run")


@require_http_methods(["GET", "POST"])
@acts_as(*DELIVERING)
def deliver(request: Request, key: str) -> HttpResponseBase:
    """Give what was confirmed to somebody who may sign now."""
    here = here_at(request, key)
    giving = _giving(request, here, back=False)
    form = DeliverForm(
        request.POST or None,
        people=giving.people,
        substitution=_confirmed(request, here, giving),
        paper_first=here.card.place is not None and here.card.place.no_phones,
    )
    codes = request.POST.getlist("codes") or here.chosen(giving.codes)
    if not form.is_valid() or not codes:
        if form.is_bound and not codes:
            form.add_error(None, _("Nothing is confirmed for this door yet: scan the covers."))
        status = UNFIT if form.is_bound else 200
        return _deliver_page(request, here, giving, form, codes, status=status)
    try:
        done = actions.deliver(
            codes=codes,
            point_id=here.card.place.pk if here.card.place else 0,
            signed=form.signed(),
            **form.how,
            called_ahead=here.card.rung is not None,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NobodyMaySignError as nobody:
        form.add_error(None, custody.nobody_signs(nobody))
        return _deliver_page(request, here, giving, form, codes, status=CONFLICT)
    except _REFUSED as refused:
        form.add_error(None, _sentence(refused))
        return _deliver_page(request, here, giving, form, codes, status=CONFLICT)
    messages.success(request, _delivered(len(codes), giving, to_confirm=done["to_confirm"]))
    return _back_to(request, here, codes)


def _confirmed(request: Request, here: Here, giving: Giving) -> int | None:
    """A substitute that the shift leader confirmed for this courier, door and body."""
    if not giving.may_substitute or here.card.place is None or len(giving.groups) != 1:
        return None
    body = giving.groups[0].body
    open_ = visits.asked_at_door(request.actor, here.card.place.pk, [body], request.at)
    found = open_.get(body)
    return found.pk if found and visits.stage(found, request.at) is Stage.AGREED else None


def _sentence(refused: Exception) -> str:
    if isinstance(refused, WrongDoorError):
        return _("The receiving bodies are not reached at this door.")
    return custody.said(refused)


def _delivered(n: int, giving: Giving, *, to_confirm: bool) -> str:
    said = ngettext("%(n)s item delivered: %(body)s.", "%(n)s items delivered: %(body)s.", n)
    sentence = said % {"n": n, "body": giving.name}
    if not to_confirm:
        return sentence
    later = _("Taken off hours: their records clerk confirms it in the morning.")
    return f"{sentence} {later}"


def _deliver_page(
    request: Request,
    here: Here,
    giving: Giving,
    form: DeliverForm,
    codes: list[str],
    *,
    status: int,
) -> HttpResponse:
    read_by(request, here)
    context = _context(here, giving, form, codes)
    context["nobody"] = not giving.people and form.substitution is None
    context["may_ask"] = giving.may_substitute and len(giving.groups) == 1
    return render(request, "delivery/deliver.html", context, status=status)


def _context(here: Here, giving: Giving, form: Any, codes: Sequence[str]) -> dict[str, Any]:
    return {
        "card": here.card,
        "giving": giving,
        "form": form,
        "codes": codes,
        "unconfirmed": len(giving.codes) - len(codes),
        "crumbs": [
            (_("My run"), reverse("my_run")),
            (here.card.name, here.card.url),
            (giving.name, ""),
        ],
    }


@require_http_methods(["GET", "POST"])
@acts_as(*DELIVERING)
def attempt(request: Request, key: str) -> HttpResponseBase:
    """Not delivered: the reason in a code; the answer says whether the clock stops, and why."""
    here = here_at(request, key)
    giving = _giving(request, here, back=False)
    if here.card.place is None:
        raise Http404
    judged = _judged(request, here, giving)
    form = AttemptForm(
        request.POST or None,
        reasons=labels.reasons(REASON_LABELS, in_hours=judged.in_hours),
        likely="" if giving.people else Reason.NOBODY_MAY_SIGN.value,
        called=here.card.rung is not None,
    )
    if not form.is_valid():
        status = UNFIT if form.is_bound else 200
        return _attempt_page(request, here, giving, form, judged, status=status)
    codes = giving.codes
    try:
        done = actions.attempt(
            codes=codes,
            point_id=here.card.place.pk,
            reason=Reason(form.cleaned_data["reason"]),
            called_ahead=form.cleaned_data["called_ahead"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except _REFUSED as refused:
        form.add_error(None, _sentence(refused))
        return _attempt_page(request, here, giving, form, judged, status=CONFLICT)
    said = _("The try is recorded: %(reason)s.") % {"reason": REASON_LABELS[Reason(done["reason"])]}
    tell = messages.success if done["valid"] else messages.warning
    with_you = _("The items stay with you.")
    tell(request, f"{said} {labels.judged(done['judgement'])} {with_you}")
    forget(request, here, codes)
    return redirect("my_run")


def _judged(request: Request, here: Here, giving: Giving) -> AttemptAnswer:
    items = items_of.read_all(giving.codes, by=request.actor)
    point = here.card.place.pk if here.card.place else 0
    return queries.judge_attempt(items, point=point, at=request.at)


def _attempt_page(
    request: Request,
    here: Here,
    giving: Giving,
    form: AttemptForm,
    judged: AttemptAnswer,
    *,
    status: int,
) -> HttpResponse:
    read_by(request, here)
    context = _context(here, giving, form, giving.codes) | {
        "judgement": labels.judged(judged.judgement),
        "judgement_chip": labels.counts(Judgement(judged.judgement)),
        "in_hours": judged.in_hours,
        "parameters": judged.parameters,
    }
    return render(request, "delivery/attempt.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acts_as(*DELIVERING)
def give_back(request: Request, key: str) -> HttpResponseBase:
    """Hand returned or recalled items to their sender's desk."""
    here = here_at(request, key)
    giving = _giving(request, here, back=True)
    form = WhoForm(request.POST or None)
    codes = request.POST.getlist("codes") or here.chosen(giving.codes)
    status = UNFIT if form.is_bound else 200
    if form.is_valid() and codes:
        try:
            actions.give_back(
                codes=codes,
                signed=form.signed(),
                **form.how,
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except _REFUSED as refused:
            form.add_error(None, _sentence(refused))
            status = CONFLICT
        else:
            said = ngettext("%(n)s item given back.", "%(n)s items given back.", len(codes))
            messages.success(request, said % {"n": len(codes)})
            return _back_to(request, here, codes)
    elif form.is_bound and not codes:
        form.add_error(None, _("Nothing is confirmed for this door yet: scan the covers."))
    context = _context(here, giving, form, codes)
    return render(request, "delivery/give_back.html", context, status=status)
