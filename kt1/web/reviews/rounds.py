"""Opening a round, its roll-up, and closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import FAMILY_LABELS
from kt1.network.agencies.rules import Family
from kt1.oversight.reviews import actions, permissions, queries
from kt1.oversight.reviews.models import PART_LABELS, SAID_LABELS, STATE_LABELS, ReviewRound
from kt1.oversight.reviews.rules import OPENERS, Part, Said, State, departs, percent, progress
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.exports import tables
from kt1.web.exports.rules import Cell, Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.moments import day
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import RoundForm
from kt1.web.reviews.labels import round_chip
from kt1.web.reviews.lists import TITLE, today


@require_http_methods(["GET", "POST"])
@signed_in
def open_round(request: Request) -> HttpResponseBase:
    if reason := permissions.why_not_open(request.actor):
        raise NotAllowedError(reason)
    versions = list(queries.versions_seen_by(request.actor).exclude(issued_at=None))
    families = queries.families_under(request.actor, today(request))
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        versions=versions,
        families=families,
        initial={"families": [family.value for family in families if family is not Family.POST]},
    )
    if form.is_valid():
        values = form.cleaned_data
        values["questionnaire_id"] = values.pop("questionnaire")
        try:
            made = actions.open_round(
                opening=actions.Opening(**values),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitRoundError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("review_round", made)
    context = {
        "form": form,
        "versions": versions,
        "may_write": permissions.why_not_edit_questions(request.actor) is None,
        "back": reverse("reviews"),
        "crumbs": [(TITLE, reverse("reviews")), (_("Open a round"), "")],
    }
    return render(request, "reviews/open.html", context, status=UNFIT if form.is_bound else 200)


@require_GET
@signed_in
def review_round(request: Request, round_id: int) -> HttpResponseBase:
    """The roll-up: who has answered, and what was said; each figure opens the bodies behind it."""
    found = get_object_or_404(queries.rounds_seen_by(request.actor), pk=round_id)
    wanted = request.GET.get("nhom", "")
    family = wanted if wanted in set(Family) else ""
    rolled = queries.roll_up(found, today(request), family)
    done, asked = progress(rolled.states)
    whose = request.actor.role in OPENERS
    form = request.GET.get("xuat")
    if whose and form in {"csv", "xlsx"}:
        table = _table(request, found, rolled)
        return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)
    context = {
        "round": found,
        "chip": round_chip(found, today(request)),
        "done": done,
        "asked": asked,
        "share": percent(done, asked),
        "overdue": rolled.overdue,
        "let_go": rolled.let_go,
        "states": [
            (STATE_LABELS[State(state)], n, _bodies(found, family, tt=state) if whose else "")
            for state, n in rolled.states.items()
        ],
        "overdue_url": _bodies(found, family, qh="1") if whose else "",
        "groups": _groups(found, rolled, family) if whose else [],
        "family": family,
        "families": [
            (one.value, FAMILY_LABELS[one])
            for one in queries.families_under(request.actor, today(request))
        ],
        "may_close": permissions.why_not_close(request.actor, found) is None,
        "files": [
            (f.upper(), f"?{urlencode({'nhom': family, 'xuat': f})}") for f in ("xlsx", "csv")
        ],
        "bodies_url": _bodies(found, family) if whose else "",
        "crumbs": [(TITLE, reverse("reviews")), (found.name, "")],
    }
    return render(request, "reviews/round.html", context)


def _bodies(found: ReviewRound, family: str, **more: str) -> str:
    asked = {**({"nhom": family} if family else {}), **more}
    address = reverse("review_bodies", args=[found.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


def _groups(found: ReviewRound, rolled: queries.RollUp, family: str) -> list[tuple[Any, list[Any]]]:
    """Part by part: question, each answer with its number and address, share as hoped for."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in rolled.lines:
        question, tally = line.question, line.tally
        concerned = tally.answered - tally.counts.get(Said.NOT_CONCERNED, 0)
        rows.setdefault(question.part, []).append({
            "code": question.code,
            "text": question.text,
            "answers": [
                {
                    "word": SAID_LABELS[said],
                    "n": n,
                    "url": _bodies(found, family, dap=f"{question.pk}.{said.value}"),
                    "departs": departs(question.wanted, said.value),
                }
                for said, n in tally.counts.items()
            ],
            "share": percent(concerned - tally.departing, concerned) if question.wanted else None,
            "measured": bool(question.wanted),
        })  # fmt: skip
    return [(PART_LABELS[part], rows[part]) for part in Part if part in rows]


def _table(request: Request, found: ReviewRound, rolled: queries.RollUp) -> Table:
    """Question by answer, as it is shown."""
    rows: list[list[Cell]] = [
        [line.question.code, line.question.text, str(SAID_LABELS[said]), n]
        for line in rolled.lines
        for said, n in line.tally.counts.items()
    ]
    return Table(
        title=found.name,
        columns=[
            Column(heading=_("No.")),
            Column(heading=_("Question"), width=80),
            Column(heading=_("Answer")),
            Column(heading=_("Bodies"), kind=Kind.NUMBER),
        ],
        rows=rows,
        above=[f"{day(found.first)} – {day(found.last)}"],
        band=installation.band(),
        made_at=request.at,
    )


@require_POST
@signed_in
def close(request: Request, round_id: int) -> HttpResponseBase:
    get_object_or_404(queries.rounds_seen_by(request.actor), pk=round_id)
    actions.close_round(round_id=round_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Closed. Nothing is answered any more."))
    return redirect("review_round", round_id)
