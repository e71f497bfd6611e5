"""Accounts as an actor may see them, and what they amount to."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Period, Side, State
from kt1.assurance.books.steps import span
from kt1.assurance.reconciliation.models import Adjustment, Difference, Total
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.assurance.reconciliation.rules import (
    NOTHING,
    Class,
    Figures,
    Reason,
    Told,
    effect,
    gap,
    summed,
)
from kt1.assurance.reconciliation.taxes import NONE, Held, all_held, owed, still_priced
from kt1.custody.clock.models import Clock
from kt1.law.tariffs.queries import vat_percent
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[Account]:
    """The two sides alone: the body's own people, and the post of its province."""
    found = Account.objects.select_related("agency", "province").order_by(
        "-starts", "agency__sort_key"
    )
    if actor.role in AGENCY_ROLES and actor.agency_id is not None:
        return found.filter(agency=actor.agency_id)
    if actor.role in POST_SIDE and actor.province_id is not None:
        return found.filter(province=actor.province_id)
    return found.none()


def overdue(actor: Actor, on: date) -> QuerySet[Account]:
    """Accounts past their date that are not agreed: for whoever a body's matters rise to (W7).

    The Party's bodies rise to its office, all others to the Sở; neither sees what differs.
    """
    late = Account.objects.select_related("agency").filter(
        state=State.FROZEN, due__lt=on, province=actor.province_id or 0
    )
    if actor.role is Role.PARTY_OFFICE:
        return late.filter(agency__bloc=Bloc.PARTY)
    if actor.role is Role.REGULATOR:
        return late.exclude(agency__bloc=Bloc.PARTY)
    return late.none()


def waits_to_be_frozen(actor: Actor, period: Period) -> bool:
    """Mail of the actor's province was accepted in a period of which there is no account yet."""
    since, until = span(period)
    accounts = Account.objects.filter(province=actor.province_id or 0, starts=period.starts)
    accepted = Clock.objects.filter(
        started_at__gte=since, started_at__lt=until, unit__item__from_province=actor.province_id
    )
    return not accounts.exists() and accepted.exists()


def with_mail(period: Period) -> list[int]:
    """Provinces in which mail was accepted in a period."""
    since, until = span(period)
    accepted = Clock.objects.filter(started_at__gte=since, started_at__lt=until)
    found = accepted.values_list("unit__item__from_province", flat=True).distinct()
    return sorted(key for key in found if key is not None)


def lines_of(differences: Collection[Difference]) -> dict[int, Line]:
    """The lines that differences are about, by id. One query."""
    ids = {key for one in differences for key in (one.post_line, one.agency_line) if key}
    return Line.objects.in_bulk(ids)


def told_of(line: Line | None) -> Told | None:
    if line is None:
        return None
    return Told(
        id=line.pk,
        code=line.code,
        day=line.day,
        other=line.other,
        urgency=line.urgency,
        scope=line.scope,
        pieces=line.pieces,
        weight_g=line.weight_g,
        amount=line.amount,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Both books of the sending side, what lies between them, and what both will have agreed.

    `post` + `gaps` = `agency` always; `post` + `effects` + `adjusted` = `agreed`.
    """

    post: Figures
    agency: Figures | None  # None: the body keeps no book here and brought none
    gaps: Figures
    effects: Figures
    adjusted: Figures
    surcharge: int
    open: int  # differences not resolved yet
    unpriced: int
    percent: int | None
    held: Held = NONE  # what of `net` was priced with its tax inside

    @property
    def agreed(self) -> Figures:
        return self.post + self.effects + self.adjusted

    @property
    def net(self) -> int:
        return self.agreed.amount + self.surcharge

    @property
    def tax(self) -> int:
        return owed(self.net, self.held, self.percent)

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def holds(self) -> bool:
        return self.agency is None or self.post + self.gaps == self.agency


def balance(account: Account) -> Balance:
    """Five queries, however many items."""
    return balances([account])[account.pk]


@dataclass(slots=True)
class _Parts:
    post: Figures = NOTHING
    agency: Figures | None = None
    gaps: list[Figures] = field(default_factory=list)
    effects: list[Figures] = field(default_factory=list)
    adjusted: list[Figures] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    open: int = 0
    unpriced: int = 0


def balances(accounts: Collection[Account]) -> dict[int, Balance]:
    """Of several accounts at once; the number of queries does not grow with them."""
    keys = [account.pk for account in accounts]
    parts = {key: _Parts() for key in keys}
    for total in Total.objects.filter(account__in=keys, side__in=["P", "S"]):
        _add_total(parts[total.account_id], total)
    differences = list(Difference.objects.filter(account__in=keys))
    lines = lines_of(differences)
    for one in differences:
        _add_difference(parts[one.account_id], one, lines)
    for more in Adjustment.objects.filter(account__in=keys):
        parts[more.account_id].adjusted.append(Figures(more.items, more.weight_g, more.amount))
    return {account.pk: _balance(account, parts[account.pk]) for account in accounts}


def _add_total(part: _Parts, total: Total) -> None:
    figures = Figures(total.items, total.weight_g, total.amount)
    if total.side == Side.POST_SENT:
        part.post += figures
        part.unpriced += total.unpriced
        part.held.append(Held(total.held_net, total.held_tax))
    else:
        part.agency = (part.agency or NOTHING) + figures


def _add_difference(part: _Parts, one: Difference, lines: Mapping[int, Line]) -> None:
    part.open += one.resolved_at is None
    post = told_of(lines.get(one.post_line or 0))
    agency = told_of(lines.get(one.agency_line or 0))
    sides = {lines[key].side for key in (one.post_line, one.agency_line) if key}
    if not sides <= {Side.POST_SENT, Side.SENDER}:
        return
    part.gaps.append(gap(post, agency))
    if one.resolved_at is not None:
        reason = Reason(one.reason)
        part.effects.append(effect(reason, post, agency))
        if post is not None and not still_priced(reason, post, agency):
            part.held.append(NONE - _held(lines[post.id]))


def _held(line: Line) -> Held:
    return NONE if line.tax is None else Held(line.amount or 0, line.tax)


def _balance(account: Account, part: _Parts) -> Balance:
    of_marks = Held(account.surcharge_held_net, account.surcharge_held_tax)
    return Balance(
        post=part.post,
        agency=part.agency,
        gaps=summed(part.gaps),
        effects=summed(part.effects),
        adjusted=summed(part.adjusted),
        surcharge=account.surcharge or 0,
        open=part.open,
        unpriced=part.unpriced,
        percent=vat_percent(account.ends),
        held=all_held([*part.held, of_marks]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A province's period in figures; nothing in it names a body or a mark."""

    period: str
    accounts: int
    items: int
    matched: int
    differences: Mapping[str, int]
    unresolved: int
    amount_vnd: int
    agreed: int
    signed: int


_MATCHED = """
SELECT count(*) FROM assurance_line p
JOIN assurance_line s ON s.account = p.account AND s.side = 'S' AND s.code = p.code
    AND s.copy = 0
WHERE p.side = 'P' AND p.account = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM assurance_difference d
    WHERE d.account_id = p.account AND d.post_line = p.id)
"""


def summary(province_id: int, period: Period) -> Summary:
    """What `kt1 reconcile` answers. `matched` counts pairs by number and by the stated rules."""
    accounts = list(Account.objects.filter(province=province_id, starts=period.starts))
    keys = [account.pk for account in accounts]
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED, [keys])
        (matched,) = cursor.fetchone()
    rows = Difference.objects.filter(account__in=keys).values_list("kind", "resolved_at")
    kinds = Counter(kind for kind, _at in rows)
    found = balances(accounts).values()
    return Summary(
        period=period.name,
        accounts=len(accounts),
        items=sum(one.post.items for one in found),
        matched=matched + kinds[Class.NUMBER],
        differences={k.value: kinds[k] for k in Class if k is not Class.NUMBER},
        unresolved=sum(1 for _kind, at in rows if at is None),
        amount_vnd=sum(one.total for one in found),
        agreed=sum(1 for a in accounts if a.state != State.FROZEN),
        signed=sum(1 for a in accounts if a.state == State.SIGNED),
    )


@dataclass(frozen=True, slots=True)
class SignedTotal:
    """What a body owes for one period, in đồng, as both sides agreed; adjustments included."""

    agency: int
    month: date
    net_vnd: int
    tax_vnd: int
    total_vnd: int
    signed: bool


def signed_totals(province_id: int, first: date, last: date) -> list[SignedTotal]:
    """Agreed accounts of a province whose period begins between two days, both included.

    `signed` tells the signed and stamped from the agreed. A bounded number of queries.
    """
    rows = Account.objects.filter(
        province=province_id, starts__gte=first, starts__lte=last
    ).exclude(state=State.FROZEN)
    accounts = list(rows.order_by("agency_id", "starts"))
    found = balances(accounts)
    return [
        SignedTotal(
            agency=one.agency_id,
            month=one.starts,
            net_vnd=found[one.pk].net,
            tax_vnd=found[one.pk].tax,
            total_vnd=found[one.pk].total,
            signed=one.state == State.SIGNED,
        )
        for one in accounts
    ]
