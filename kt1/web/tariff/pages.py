"""The tariff as everybody may read it: its tables in versions, who pays, and a price worked out."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.items.models import URGENCY_LABELS
from kt1.custody.price.queries import Priced, Quotes
from kt1.custody.price.rules import ItemPrice, Parties
from kt1.law.calendars.rules import VIETNAM
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Scope, Urgency, marks_allowed
from kt1.law.tariffs import actions, permissions, queries
from kt1.law.tariffs.models import REACH_LABELS, PayerRule, Tariff
from kt1.law.tariffs.rules import SURCHARGES, NoTariffError, Rate, Reach, Table, choose
from kt1.people.actor import Actor
from kt1.web.days import NotADayError, read_day
from kt1.web.items import labels
from kt1.web.request import Request, once, signed_in
from kt1.web.tariff.shown import STANDING_CHIPS, banner, ladder, payer_words, shown

GRAMS_MAX = 50_000


def today(request: Request) -> date:
    return request.at.astimezone(VIETNAM).date()


def tabs(actor: Actor, current: str) -> list[tuple[Any, str, bool]]:
    """The pages of prices beside each other; amounts from paper only for whom they concern."""
    pages = [(gettext_lazy("Tariff"), "tariff"), (gettext_lazy("Work out a price"), "price")]
    if actor.is_post or actor.is_agency:
        pages.append((gettext_lazy("Marks, from paper"), "paper_surcharges"))
    return [(label, reverse(name), name == current) for label, name in pages]


@require_GET
@signed_in
def tariff(request: Request, code: str = "") -> HttpResponseBase:
    """One table: the one that holds today, or the version that the address names."""
    on, tables = today(request), queries.tables()
    table = _named(tables, code) if code else _now(tables, on)
    row = Tariff.objects.filter(pk=table.id).first() if table else None
    actor = request.actor
    context = {
        "table": table,
        "chip": STANDING_CHIPS[table.standing] if table else None,
        "banner": banner(table) if table else "",
        "ladders": [(REACH_LABELS[r], ladder(table, r.value)) for r in Reach] if table else [],
        "region": REACH_LABELS[Reach.REGION],
        "surcharges": _surcharges(table) if table else [],
        "notes": _notes(table) if table else [],
        "percent": queries.vat_percent(on),
        "versions": sorted(tables, key=lambda t: t.valid_from, reverse=True),
        "payers": _payers(actor, on),
        "on": on,
        "may_enter": permissions.why_not_enter(actor) is None,
        "may_confirm": row is not None and permissions.why_not_confirm(actor, row) is None,
        "tabs": tabs(actor, "tariff" if not code else ""),
        "crumbs": [(_("Tariff"), reverse("tariff")), (code, "")] if code else [],
    }
    return render(request, "tariff/tariff.html", context)


def _named(tables: tuple[Table, ...], code: str) -> Table:
    found = next((one for one in tables if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _now(tables: tuple[Table, ...], on: date) -> Table | None:
    try:
        return choose(tables, on)
    except NoTariffError:
        return None


def _surcharges(table: Table) -> list[tuple[Any, Rate]]:
    names: dict[str, Any] = {one.value: label for one, label in URGENCY_LABELS.items()}
    names.update({mark: _("mark %(mark)s") % {"mark": mark} for mark in "ABC"})
    found = [(names[key], table.surcharge(key)) for key in SURCHARGES]
    return [(name, rate) for name, rate in found if rate is not None]


def _notes(table: Table) -> list[str]:
    """What must be known of single amounts, each said once."""
    said = [
        f"{REACH_LABELS[Reach(r.reach)] if r.reach else r.key}: {r.note}"
        for r in table.rates
        if r.note
    ]
    return [*([table.note] if table.note else []), *dict.fromkeys(said)]


def _payers(actor: Actor, on: date) -> list[dict[str, Any]]:
    may = {
        row.pk
        for row in PayerRule.objects.filter(confirmed_at=None)
        if permissions.why_not_confirm(actor, row) is None
    }
    return [
        {"rule": one, "said": payer_words(one), "may_confirm": one.id in may}
        for one in queries.payer_rules()
        if one.holds(on) or one.valid_from > on
    ]


@require_GET
@signed_in
def price(request: Request) -> HttpResponseBase:
    """A price worked out for any service, weight and day; of no item, and nothing is kept."""
    asked, faults = _asked(request)
    found = None if faults or asked is None else asked
    context = {
        "typed": request.GET,
        "faults": faults,
        "price": replace(shown(found), payer="") if found else None,
        "on": today(request),
        "scopes": labels.SCOPES,
        "urgencies": labels.URGENCIES,
        "marks": labels.marks_of(current_mode()),
        "tabs": tabs(request.actor, "price"),
    }
    return render(request, "tariff/price.html", context, status=422 if faults else 200)


def _asked(request: Request) -> tuple[ItemPrice | None, dict[str, str]]:
    """What the address asks for, and what of it cannot be read, by field."""
    get = request.GET
    if "gam" not in get:
        return None, {}
    faults: dict[str, str] = {}
    day, known = today(request), None
    try:
        day = read_day(get["ngay"]) if get.get("ngay") else day
        known = known_at(get.get("biet", ""))
    except NotADayError as fault:
        faults["ngay"] = str(fault)
    grams = get["gam"].strip().replace(".", "")
    if not (grams.isascii() and grams.isdigit() and 1 <= int(grams[:9]) <= GRAMS_MAX):
        faults["gam"] = _("A weight is between 1 gram and 50 kilograms.")
    axes = (get.get("pham-vi", Scope.WITHIN), get.get("khan", Urgency.NONE))
    mark = get.get("ky-hieu", Mark.NONE)
    if axes[0] not in set(Scope) or axes[1] not in set(Urgency) or mark not in _marks():
        faults["ky-hieu"] = _("There is no such choice.")
    if faults:
        return None, faults
    facts = Priced(
        sender=0,
        receiver=0,
        scope=axes[0],
        urgency=axes[1],
        mark=Mark(mark),
        grams=int(grams),
        day=day,
    )
    return Quotes(Parties({}, frozenset()), known_at=known).of(facts), {}


def _marks() -> set[str]:
    return {mark.value for mark in marks_allowed(current_mode())}


def known_at(text: str) -> datetime | None:
    """The end of the day up to which entries count. Raises NotADayError."""
    if not text.strip():
        return None
    return datetime.combine(read_day(text), time.max, VIETNAM)


@require_POST
@signed_in
def confirm(request: Request, code: str) -> HttpResponseBase:
    row = Tariff.objects.filter(code=code).first()
    if row is None:
        raise Http404
    actions.confirm(tariff_id=row.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The table is confirmed."))
    return redirect("tariff_version", code)


@require_POST
@signed_in
def confirm_payer(request: Request, rule: int) -> HttpResponseBase:
    if not PayerRule.objects.filter(pk=rule).exists():
        raise Http404
    actions.confirm_payer(rule_id=rule, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The rule is confirmed."))
    return redirect("tariff")
