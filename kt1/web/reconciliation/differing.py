"""The list of one month: what differs, or all the post accepted; filtered, sorted, as a file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Case, CharField, Count, DateField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, key_of
from kt1.assurance.reconciliation import reads
from kt1.assurance.reconciliation.models import CLASS_LABELS, REASON_LABELS, Difference
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.lists import files
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Filter, TextFilter
from kt1.web.lists.listing import EXPORT, Listing, Page, page_of
from kt1.web.moments import clock, day, moment
from kt1.web.numbers import number
from kt1.web.reconciliation.labels import DETAIL_KEPT
from kt1.web.reconciliation.pairs import Row, Said, Told
from kt1.web.request import Request

ALL, OPEN, SETTLED = "tat-ca", "mo", "xong"
#: The form that the ticks of the list belong to.
FORM = "resolve"


def differences(account: Account) -> Told[Difference]:
    """Of one account, with the number and day that the list sorts by."""
    said: dict[str, Any] = {"code": CharField(), "day": DateField()}
    of = {
        name: Coalesce(
            *(Subquery(Line.objects.filter(pk=OuterRef(side)).values(name)[:1])
              for side in ("post_line", "agency_line")),
            output_field=field,
        )
        for name, field in said.items()
    }  # fmt: skip
    rows: Told[Difference] = Told(Difference).told_by(reads.of_differences)
    settled = Case(When(resolved_at=None, then=Value(0)), default=Value(1))
    return rows.filter(account=account).select_related("resolved_by").annotate(
        **of, settled=settled, said=Count("remarks")
    )  # fmt: skip


def posts(account: Account) -> Told[Line]:
    """All that the post accepted, beside the sender's book."""
    rows: Told[Line] = Told(Line).told_by(lambda found: reads.of_posts(account, found))
    return rows.filter(account=account.pk, side=Side.POST_SENT)


def answer_file(request: Request, account: Account) -> HttpResponseBase:
    """The list as a file: it names receivers, so it stays with the two clerks (W5).

    Raises:
        NotAllowedError: for whoever handles money and papers of payment.
    """
    if request.actor.role not in POST_SIDE | {Role.CLERK}:
        raise NotAllowedError(str(DETAIL_KEPT))
    whole = bool(request.GET.get(ALL))
    rows: Any = posts(account) if whole else differences(account)
    listing: Listing[Any] = Listing(
        title=f"{_title(whole=whole)} {account.period.said.replace('/', '-')}",
        order=_order(whole=whole),
        columns=tuple(_file_columns()),
        filters=_filters(whole=whole),
    )
    return files.export(request, listing, rows, request.GET[EXPORT])


def page(request: Request, account: Account, *, ticks: bool, ticked: Any = ()) -> Page:
    """A page of the list as the address asks for it."""
    asked = request.GET if request.method == "GET" else QueryDict(request.POST.get("place", ""))
    whole = bool(asked.get(ALL))
    rows: Any = posts(account) if whole else differences(account)
    listing: Listing[Any] = Listing(
        title=_title(whole=whole),
        order=_order(whole=whole),
        columns=tuple(_columns(whole=whole, ticks=ticks, ticked=frozenset(ticked))),
        filters=_filters(whole=whole),
        exports=request.actor.role in POST_SIDE | {Role.CLERK},
        empty=gettext_lazy("Both books agree in everything."),
    )
    found = page_of(listing, rows, asked)
    if whole:  # its filters and "clear" stay with the whole list
        found = replace(found, kept=(*found.kept, (ALL, "1")), clear_url=f"?{urlencode({ALL: 1})}")
    return _standing_at(found, reverse("reconciliation", args=[account.pk]))


def _standing_at(found: Page, path: str) -> Page:
    """The page is also the answer to forms of other addresses: its links lead to the month."""

    def at(url: str) -> str:
        return f"{path}{url}" if url else ""

    return replace(
        found,
        newer=at(found.newer),
        older=at(found.older),
        clear_url=at(found.clear_url),
        headings=tuple(replace(one, url=at(one.url)) for one in found.headings),
        export_urls={form: at(url) for form, url in found.export_urls.items()},
    )


def asked_again(text: str) -> str:
    """The place in the list from which a form was sent, to return to: known keys only."""
    given = QueryDict(text)
    kept = {key: given[key] for key in ("loai", "tt", "so", "sap", "trang") if given.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def _title(*, whole: bool) -> str:
    return _("All items") if whole else _("What differs")


def _order(*, whole: bool) -> tuple[str, ...]:
    return ("n", "pk") if whole else ("settled", "kind", "pk")


def _filters(*, whole: bool) -> tuple[Filter, ...]:
    number_ = TextFilter(
        key="so",
        label=gettext_lazy("Number"),
        apply=lambda rows, text: rows.filter(code__contains=key_of(text) or text),
    )
    if whole:
        return (number_,)
    states = ((OPEN, gettext_lazy("open")), (SETTLED, gettext_lazy("resolved")))
    return (
        ChoiceFilter(
            key="loai",
            label=gettext_lazy("Kind of difference"),
            field="kind",
            choices=[(kind.value, word) for kind, word in CLASS_LABELS.items()],
        ),
        ChoiceFilter(
            key="tt",
            label=gettext_lazy("State"),
            choices=states,
            apply=lambda rows, raw: rows.filter(resolved_at__isnull=raw == OPEN),
        ),
        ChoiceFilter(
            key="ly-do",
            label=gettext_lazy("Reason"),
            field="reason",
            choices=[(reason.value, word) for reason, word in REASON_LABELS.items()],
        ),
        number_,
    )


def _columns(*, whole: bool, ticks: bool, ticked: frozenset[int]) -> list[Column[Any]]:
    shown: list[Column[Any]] = [
        Column(key="so", label=gettext_lazy("Number"), kind=Kind.CODE, sort="code",
               value=lambda one: one.row.code),
        Column(key="gui", label=gettext_lazy("Sending side"), roomy=True,
               value=lambda one: _head(one.row.sender), under=lambda one: _rest(one.row.sender)),
        Column(key="ngay", label=gettext_lazy("Post"), roomy=True, sort="day",
               value=lambda one: _head(one.row.post), under=lambda one: _rest(one.row.post)),
        Column(key="nhan", label=gettext_lazy("Receiving side"), value=_received),
        Column(key="kq", label=gettext_lazy("Result"), sort="" if whole else "kind", roomy=True,
               value=lambda one: one.row.word, under=lambda one: _came_to(one.row)),
    ]  # fmt: skip
    if whole:
        return shown
    if ticks:
        box = _box(ticked)
        shown.insert(0, Column(key="chon", label=gettext_lazy("Tick"), value=box))
    shown.append(
        Column(key="yk", label=gettext_lazy("Remarks"), value=_remarks,
               link=lambda one: f"/doi-soat/{one.account_id}?dong={one.pk}#y-kien")
    )  # fmt: skip
    return shown


def _box(ticked: frozenset[int]) -> Callable[[Any], str]:
    def box(one: Any) -> str:
        return format_html(
            '<input type="checkbox" form="{}" name="difference" value="{}" aria-label="{}"{}>',
            FORM, one.pk, one.row.code, " checked" if one.pk in ticked else "",
        )  # fmt: skip

    return box


def _head(said: Said) -> str:
    if said.line is None:
        return "–"
    return ", ".join(part for part in (day(said.line.day), said.other) if part)


def _rest(said: Said) -> str:
    if said.line is None:
        return ""
    weight, amount = said.line.weight_g, said.line.amount
    parts = (
        said.service,
        "" if weight is None else f"{number(weight)} g",
        "" if amount is None else f"{number(amount)} đ",
    )
    return " · ".join(part for part in parts if part)


def _received(one: Any) -> str:
    row: Row = one.row
    if row.receiver.line:
        return _head(row.receiver)
    if row.delivered is None:
        return "–"
    return _("delivered %(at)s") % {"at": f"{clock(row.delivered)} {day(row.delivered)}"}


def _found(row: Row) -> str:
    """In which fields, and by which rule the two lines are one item."""
    parts = [", ".join(str(field) for field in row.fields)]
    if row.rule and row.pair.difference:
        parts.append(f"{row.rule} ({row.pair.difference.score}/100)")
    return " · ".join(part for part in parts if part)


def _came_to(row: Row) -> str:
    parts = (_found(row), str(row.reason), _resolved(row))
    return " · ".join(part for part in parts if part)


def _resolved(row: Row) -> str:
    one = row.pair.difference
    if one is None or one.resolved_at is None:
        return ""
    who = one.resolved_by.title if one.resolved_by else _("by rule")
    return f"{who}, {moment(one.resolved_at)}"


def _remarks(one: Any) -> str:
    if not one.said:
        return _("Write")
    return ngettext("%(n)d remark", "%(n)d remarks", one.said) % {"n": one.said}


def _file_columns() -> list[Column[Any]]:
    """Each fact in a cell of its own."""
    shown: list[Column[Any]] = [
        Column(key="so", label=gettext_lazy("Number"), sort="code",
               value=lambda one: one.row.code),
        Column(key="kq", label=gettext_lazy("Result"), sort="kind",
               value=lambda one: one.row.word),
        Column(key="khac", label=gettext_lazy("Differs in"),
               value=lambda one: _found(one.row)),
    ]  # fmt: skip
    sides: tuple[tuple[str, Any, Callable[[Row], Said]], ...] = (
        ("gui", _("Sending side"), lambda row: row.sender),
        ("bd", _("Post"), lambda row: row.post),
        ("nhan", _("Receiving side"), lambda row: row.receiver),
    )
    for key, label, of in sides:
        shown += _side(key, label, of)
    shown += [
        Column(key="ly-do", label=gettext_lazy("Reason"), value=lambda one: one.row.reason),
        Column(key="gq", label=gettext_lazy("Resolved"), value=lambda one: _resolved(one.row)),
    ]
    return shown


def _side(key: str, label: str, of: Callable[[Row], Said]) -> list[Column[Any]]:
    """What one book says, a fact a column."""

    def fact(name: str) -> Callable[[Any], Any]:
        return lambda one: getattr(of(one.row).line, name, None)

    return [
        Column(key=f"{key}-ngay", label=f"{label}: {_('day')}", kind=Kind.DAY, value=fact("day")),
        Column(key=f"{key}-khac", label=f"{label}: {_('the other body')}",
               value=lambda one: of(one.row).other),
        Column(key=f"{key}-dv", label=f"{label}: {_('service')}",
               value=lambda one: of(one.row).service),
        Column(key=f"{key}-kl", label=f"{label}: {_('weight (g)')}", kind=Kind.NUMBER,
               value=fact("weight_g")),
        Column(key=f"{key}-cuoc", label=f"{label}: {_('price')}", kind=Kind.NUMBER,
               value=fact("amount")),
    ]  # fmt: skip
