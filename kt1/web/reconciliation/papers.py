"""The three papers of a month, as PDF to be signed and as XLSX to be worked with."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import queries, reads
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.assurance.reconciliation.rules import Class
from kt1.custody.units.codes import Code, display
from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Scope, Urgency
from kt1.network.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.handling.sheets import answer
from kt1.web.papers.forms.reconciliation import DetailList, DetailRow, PaymentSummary
from kt1.web.reconciliation import signers
from kt1.web.reconciliation.labels import DETAIL_KEPT
from kt1.web.reconciliation.lists import SIDES
from kt1.web.reconciliation.paper_parts import CLASSES, head, money_of, table_of
from kt1.web.reconciliation.records import record
from kt1.web.request import Request, acts_as

_TIMES = """
SELECT l.unit, c.started_at, c.stopped_at, c.deadline, d.at, d.capacity, d.handover
FROM assurance_line l JOIN custody_clock c ON c.unit_id = l.unit
LEFT JOIN custody_delivery d ON d.unit_id = l.unit
WHERE l.account = %s AND l.side = 'P'
"""


@require_GET
@acts_as(*SIDES)
def paper(request: Request, account_id: int, kind: str, form: str) -> HttpResponseBase:
    if kind not in _KINDS or form not in {"pdf", "xlsx"}:
        raise Http404
    account = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    if kind == "chi-tiet" and request.actor.role not in POST_SIDE | {Role.CLERK}:
        raise NotAllowedError(str(DETAIL_KEPT))
    made, sheets = _KINDS[kind](request, account)
    return answer(made) if form == "pdf" else tables.as_xlsx(*sheets)


def _detail(request: Request, account: Account) -> tuple[DetailList, tuple[Table]]:
    made = DetailList(rows=_detail_rows(account, request.at), **head(request, account))
    headings = (
        "STT", "Số hiệu", "Nhận gửi", "Nơi nhận", "Dịch vụ", "KL (g)", "Cước (đồng)", "Phát lần 1",
        "Phát", "Người thực nhận, chức vụ", "Đạt/Không đạt", "Ghi chú",
    )  # fmt: skip
    kinds = {"STT": Kind.NUMBER, "KL (g)": Kind.NUMBER, "Cước (đồng)": Kind.MONEY,
             **dict.fromkeys(("Nhận gửi", "Phát lần 1", "Phát"), Kind.MOMENT)}  # fmt: skip
    columns = [Column(heading=h, kind=kinds.get(h, Kind.TEXT)) for h in headings]
    rows = [
        [n, r.code, r.accepted, r.receiver, r.service, r.weight_g, r.amount, r.tried, r.delivered,
         r.by, r.on_time, r.note]
        for n, r in enumerate(made.rows, 1)
    ]  # fmt: skip
    return made, (table_of(request, made, columns, rows),)


def _detail_rows(account: Account, at: datetime) -> tuple[DetailRow, ...]:
    lines = list(Line.objects.filter(account=account.pk, side=Side.POST_SENT).order_by("n"))
    names = dict(
        Agency.objects.filter(pk__in={one.other for one in lines}).values_list("pk", "name")
    )
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, [account.pk])
        times = {row[0]: row[1:] for row in cursor.fetchall()}
    noted = dict(
        Difference.objects.filter(account=account, post_line__isnull=False).values_list(
            "post_line", "kind"
        )
    )
    titles = signers.titles({row[5] for row in times.values() if row[5] is not None})
    return tuple(_detail_row(line, names, times, noted, titles, at) for line in lines)


def _detail_row(  # noqa: PLR0917 - what is looked up for all rows at once
    line: Line,
    names: Mapping[int, str],
    times: Mapping[int, Any],
    noted: Mapping[int | None, str],
    titles: Mapping[UUID, str],
    at: datetime,
) -> DetailRow:
    started, stopped, deadline, delivered, capacity, handover = times.get(
        line.unit or 0, (None, None, None, None, None, None)
    )
    late = bool(deadline and (stopped or at) > deadline)
    kind = noted.get(line.pk)
    return DetailRow(
        code=display(Code(line.code)),
        accepted=started,
        receiver=names.get(line.other or 0, ""),
        service=_service(line.urgency, line.scope),
        weight_g=line.weight_g,
        amount=line.amount,
        tried=stopped,
        delivered=delivered,
        by=signers.said(titles.get(handover, ""), capacity or ""),
        on_time="Không đạt" if late else "Đạt" if stopped else "",
        note=CLASSES[Class(kind)] if kind else "",
    )


def _service(urgency: str, scope: str) -> str:
    return f"{URGENCY_NAMES[Urgency(urgency)]}, {SCOPE_NAMES[Scope(scope)]}"


def _payment(request: Request, account: Account) -> tuple[PaymentSummary, tuple[Table]]:
    cells = tuple(
        (URGENCY_NAMES[Urgency(c.urgency)], SCOPE_NAMES[Scope(c.scope)], c.items)
        for c in reads.cells(account)
    )
    made = PaymentSummary(cells=cells, money=money_of(account), **head(request, account))
    columns = [Column(heading="Nội dung"), Column(heading="Số tiền (đồng)", kind=Kind.MONEY)]
    money = made.money
    rows: list[list[Any]] = [
        [made.line, money.net],
        [money.tax_name, money.tax],
        ["Tổng cộng", money.total],
        [f"Số tiền bằng chữ: {money.fields()['words']}", None],
    ]
    return made, (table_of(request, made, columns, rows),)


_KINDS: Mapping[str, Callable[[Request, Account], tuple[Any, tuple[Table, ...]]]] = {
    "chi-tiet": _detail,
    "doi-soat": record,
    "tong-hop": _payment,
}
