"""How quy chế and nội quy stand: the tracker, one body's two papers, and the clause offered."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import FAMILY_LABELS, Agency
from kt1.network.names.queries import called
from kt1.oversight.reviews import permissions, queries, standard, stating
from kt1.oversight.reviews.models import KIND_LABELS, InternalRule
from kt1.oversight.reviews.rules import RuleKind, RuleStage
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import RuleForm
from kt1.web.reviews.labels import rule_chip
from kt1.web.reviews.lists import tabs, today

TITLE = gettext_lazy("Internal rules on KT1")
SHORT = {
    RuleKind.REGULATION: gettext_lazy("Quy chế"),
    RuleKind.HOUSE_RULES: gettext_lazy("Nội quy"),
}
CLAUSE, LACKING, SILENT = "co", "chua", "im"


def _link(row: Agency) -> str:
    return reverse("internal_rules_of", args=[row.code])


def _with_rules(rows: QuerySet[Agency]) -> QuerySet[Agency]:
    """Each body with the facts of its two papers, in one query."""
    facts = ("stage", "number", "dated", "has_clause")
    found: dict[str, Subquery] = {}
    for kind in RuleKind:
        one = InternalRule.objects.filter(agency=OuterRef("pk"), kind=kind)
        found |= {f"{kind.value}_{fact}": Subquery(one.values(fact)) for fact in facts}
    return rows.annotate(**found)


def _rule(row: Any, kind: RuleKind) -> InternalRule | None:
    stage = getattr(row, f"{kind.value}_stage")
    if stage is None:
        return None
    said = {
        fact: getattr(row, f"{kind.value}_{fact}") for fact in ("number", "dated", "has_clause")
    }
    return InternalRule(stage=stage, **said)


def _chip(kind: RuleKind) -> Any:
    def chip(row: Any) -> Chip:
        return rule_chip(_rule(row, kind))

    return chip


def _paper(kind: RuleKind) -> Any:
    def said(row: Any) -> str:
        rule = _rule(row, kind)
        return "" if rule is None or rule.dated is None else f"{rule.number}, {day(rule.dated)}"

    return said


def _standing(rows: Rows, wanted: str) -> Rows:
    rules = InternalRule.objects.all()
    clause = rules.filter(stage=RuleStage.ISSUED, has_clause=True).values("agency")
    if wanted == CLAUSE:
        return rows.filter(pk__in=clause)
    if wanted == SILENT:
        return rows.exclude(pk__in=rules.values("agency"))
    return rows.exclude(pk__in=clause)


LISTING: Listing[Agency] = Listing(
    title=TITLE,
    order=("sort_key", "pk"),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda a: a.name,
               under=lambda a: a.code, link=_link, sort="sort_key", roomy=True),
        *(column for kind in RuleKind for column in (
            Column(key=kind.value, label=SHORT[kind], value=_chip(kind), kind=Kind.CHIP),
            Column(key=f"{kind.value}-so", label=gettext_lazy("Number, date"),
                   value=_paper(kind), wide_only=True),
        )),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(called(text))),
        ChoiceFilter(key="nhom", label=gettext_lazy("Family"), field="family",
                     choices=[(f.value, word) for f, word in FAMILY_LABELS.items()]),
        ChoiceFilter(key="tt", label=gettext_lazy("Clause on KT1"), apply=_standing, choices=[
            (CLAUSE, gettext_lazy("has it")), (LACKING, gettext_lazy("has it not yet")),
            (SILENT, gettext_lazy("nothing said yet")),
        ]),
    ),
    row_link=_link,
)  # fmt: skip


@require_GET
@signed_in
def internal_rules(request: Request) -> HttpResponseBase:
    """The tracker; an agency comes to its own two papers."""
    actor = request.actor
    if reason := permissions.why_not_read_rules(actor):
        raise NotAllowedError(reason)
    rows = _with_rules(queries.rules_seen_by(actor, today(request)))
    if actor.is_agency:
        own = rows.first()
        if own is None:
            raise Http404
        return redirect("internal_rules_of", own.code)
    context = {
        "tabs": tabs("internal_rules", request),
        "lead": _("That a paper is there and speaks of KT1; never what it says."),
    }
    return answer(request, LISTING, rows, template="reviews/tabbed.html", context=context)


def _known(request: Request, code: str) -> Agency:
    if reason := permissions.why_not_read_rules(request.actor):
        raise NotAllowedError(reason)
    return get_object_or_404(queries.rules_seen_by(request.actor, today(request)), code=code)


@require_GET
@signed_in
def internal_rules_of(request: Request, code: str) -> HttpResponseBase:
    body = _known(request, code)
    known = queries.rules_of([body.pk])
    may = permissions.why_not_state_rule(request.actor, body) is None
    context = {
        "body": body,
        "papers": [
            (kind, SHORT[kind], KIND_LABELS[kind], known.get((body.pk, kind.value)),
             rule_chip(known.get((body.pk, kind.value))))
            for kind in RuleKind
        ],
        "may": may,
        "tabs": tabs("internal_rules", request),
        "clause_heading": standard.CLAUSE_HEADING,
        "clause": standard.CLAUSE,
        "crumbs": [(TITLE, reverse("internal_rules")), (body.name, "")],
    }  # fmt: skip
    return render(request, "reviews/rules.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def state_rule(request: Request, code: str, kind: str) -> HttpResponseBase:
    body = _known(request, code)
    if kind not in set(RuleKind):
        raise Http404
    if reason := permissions.why_not_state_rule(request.actor, body):
        raise NotAllowedError(reason)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(queries.rules_of([body.pk]).get((body.pk, kind)), today(request)),
    )
    if form.is_valid():
        try:
            stating.state_rule(
                agency_code=body.code,
                kind=RuleKind(kind),
                stated=stating.Stated(**form.cleaned_data),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("number", REFUSAL_LABELS[Refusal(refused.refusal)])
        except stating.UnfitStatementError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Kept."))
            return redirect("internal_rules_of", body.code)
    back = reverse("internal_rules_of", args=[body.code])
    context = {
        "form": form,
        "heading": KIND_LABELS[RuleKind(kind)],
        "lead": body.name,
        "button": _("Keep"),
        "back": back,
        "crumbs": [
            (TITLE, reverse("internal_rules")),
            (body.name, back),
            (SHORT[RuleKind(kind)], ""),
        ],
    }
    return render(request, "reviews/form.html", context, status=UNFIT if form.is_bound else 200)


def _initial(rule: InternalRule | None, on: date) -> dict[str, Any]:
    del on
    if rule is None:
        return {}
    clause = None if rule.has_clause is None else "yes" if rule.has_clause else "no"
    return {
        "stage": rule.stage,
        "number": rule.number,
        "dated": day(rule.dated) if rule.dated else "",
        "has_clause": clause,
    }
