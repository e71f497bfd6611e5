"""The three papers of a month, as PDF to be signed and as XLSX to be worked with."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, State
from kt1.assurance.reconciliation import queries, reads
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.assurance.reconciliation.rules import Class, Reason
from kt1.custody.units.codes import Code, display
from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Scope, Urgency
from kt1.ledger.checkpoints.models import Checkpoint as Row
from kt1.network.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.handling.sheets import answer, sheet_of
from kt1.web.papers.forms.reconciliation import (
    DetailList,
    DetailRow,
    Money,
    PaymentSummary,
    ReconciliationRecord,
    Sides,
    VolumeRow,
    signed,
)
from kt1.web.papers.rules import Checkpoint, Sheet
from kt1.web.reconciliation import measures
from kt1.web.reconciliation.labels import DETAIL_KEPT
from kt1.web.reconciliation.lists import SIDES
from kt1.web.request import Request, acts_as

#: As printed: papers are Vietnamese whatever the screen's language.
STATES = {
    State.FROZEN: "Bản dự thảo, hai bên chưa thống nhất",
    State.AGREED: "Đã thống nhất trên hệ thống",
    State.SIGNED: "Đã ký, đóng dấu",
}
CLASSES = {
    Class.ONLY_POST: "Chỉ có ở sổ Bưu điện",
    Class.ONLY_SENDER: "Chỉ có ở sổ cơ quan gửi",
    Class.DIFFERS: "Có ở hai sổ, số liệu khác nhau",
    Class.NUMBER: "Cùng bưu gửi, số hiệu ghi sai hoặc không ghi",
    Class.REPEATED: "Ghi hai lần trong một sổ",
    Class.NOT_RECEIVED: "Đã phát, sổ nơi nhận không có",
    Class.RECEIVED_NOT_SENT: "Nơi nhận có, không có bưu gửi",
}
REASONS = {
    Reason.POST_RIGHT: "Theo số liệu Bưu điện",
    Reason.AGENCY_RIGHT: "Theo sổ cơ quan",
    Reason.OTHER_PERIOD: "Thuộc kỳ khác",
    Reason.ENTERED_TWICE: "Ghi trùng",
    Reason.NOT_KT1: "Không phải bưu gửi KT1",
}
CAPACITIES = {
    "focal": "đầu mối", "deputy": "dự phòng", "named": "người được cử", "substitute": "nhận thay",
    "clerk": "văn thư", "unstated": "",
}  # fmt: skip

_VOLUMES = """
SELECT urgency, scope, amount, count(*), coalesce(sum(weight_g), 0), coalesce(sum(amount), 0)
FROM assurance_line WHERE account = %s AND side = 'P'
GROUP BY urgency, scope, amount ORDER BY urgency, scope, amount
"""
_TIMES = """
SELECT l.unit, c.started_at, c.stopped_at, c.deadline, d.at, d.capacity
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
    made, table = _KINDS[kind](request, account)
    return answer(made) if form == "pdf" else tables.as_xlsx(table)


def _sheet(request: Request) -> Sheet:
    """Bears the ledger's root as it stands: a witness without a network (N14)."""
    sheet = sheet_of(request)
    last = Row.objects.order_by("-size").first()
    if last is None:
        return sheet
    root = bytes(last.root).hex()
    point = Checkpoint(size=last.size, root=root, at=last.at, note=f"kt1\n{last.size}\n{root}\n")
    return replace(sheet, checkpoint=point)


def _head(request: Request, account: Account) -> dict[str, Any]:
    sheet, body = _sheet(request), account.agency
    sides = Sides(
        post=sheet.office.superior,
        agency=body.name,
        customer_code=body.customer_code,
        tax_code=body.tax_code,
        budget_code=body.budget_code,
        contract=body.contract_no,
    )
    return {
        "sheet": sheet,
        "sides": sides,
        "since": account.starts,
        "until": account.ends,
        "state": STATES[State(account.state)],
    }


def _money(account: Account) -> Money:
    found = queries.balance(account)
    return Money(
        items=found.post.amount,
        surcharge=found.surcharge,
        corrections=found.effects.amount + found.adjusted.amount,
        tax=found.tax,
        percent=found.percent,
        held=found.held.tax,
    )


def _table(request: Request, paper_: Any, columns: list[Column], rows: Any) -> Table:
    above = [f"{paper_.sides.agency} – {paper_.period}", paper_.state]
    return Table(
        title=paper_.title,
        columns=columns,
        rows=rows,
        above=above,
        band=paper_.sheet.band,
        made_at=request.at,
    )


def _detail(request: Request, account: Account) -> tuple[DetailList, Table]:
    made = DetailList(rows=_detail_rows(account, request.at), **_head(request, account))
    headings = (
        "Số hiệu", "Nhận gửi", "Nơi nhận", "Dịch vụ", "KL (g)", "Cước (đồng)", "Phát lần 1",
        "Phát", "Người thực nhận", "Đạt/Không đạt", "Ghi chú",
    )  # fmt: skip
    kinds = {4: Kind.NUMBER, 5: Kind.MONEY, 1: Kind.MOMENT, 6: Kind.MOMENT, 7: Kind.MOMENT}
    columns = [Column(heading=h, kind=kinds.get(n, Kind.TEXT)) for n, h in enumerate(headings)]
    rows = [
        [r.code, r.accepted, r.receiver, r.service, r.weight_g, r.amount, r.tried, r.delivered,
         r.by, r.on_time, r.note]
        for r in made.rows
    ]  # fmt: skip
    return made, _table(request, made, columns, rows)


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
    return tuple(_detail_row(line, names, times, noted, at) for line in lines)


def _detail_row(
    line: Line,
    names: Mapping[int, str],
    times: Mapping[int, Any],
    noted: Mapping[int | None, str],
    at: datetime,
) -> DetailRow:
    started, stopped, deadline, delivered, capacity = times.get(
        line.unit or 0, (None, None, None, None, None)
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
        by=CAPACITIES.get(capacity or "", ""),
        on_time="Không đạt" if late else "Đạt" if stopped else "",
        note=CLASSES[Class(kind)] if kind else "",
    )


def _service(urgency: str, scope: str) -> str:
    return f"{URGENCY_NAMES[Urgency(urgency)]}, {SCOPE_NAMES[Scope(scope)]}"


def _record(request: Request, account: Account) -> tuple[ReconciliationRecord, Table]:
    made = ReconciliationRecord(
        volumes=_volumes(account),
        quality=measures.rows(account, request.at),
        confirmed=measures.confirmed(account),
        differences=(*_differences(account), *_adjustments(account)),
        money=_money(account),
        **_head(request, account),
    )
    columns = [
        Column(heading="Dịch vụ"), Column(heading="Phạm vi"),
        Column(heading="Số lượng", kind=Kind.NUMBER),
        Column(heading="Khối lượng (g)", kind=Kind.NUMBER),
        Column(heading="Đơn giá (đồng)", kind=Kind.MONEY),
        Column(heading="Thành tiền (đồng)", kind=Kind.MONEY),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [v.service, v.scope, v.items, v.weight_g, v.price, v.amount] for v in made.volumes
    ]
    return made, _table(request, made, columns, [*rows, *_sums(made.money)])


def _sums(money: Money) -> list[list[Any]]:
    said = (
        ("Phụ phí", money.surcharge),
        ("Điều chỉnh theo kết quả đối soát", money.corrections),
        ("Cộng trước thuế", money.net),
        (money.tax_name, money.tax),
        ("Tổng cộng", money.total),
    )
    words = [f"Số tiền bằng chữ: {money.fields()['words']}", "", None, None, None, None]
    return [*([word, "", None, None, None, amount] for word, amount in said), words]


def _volumes(account: Account) -> tuple[VolumeRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_VOLUMES, [account.pk])
        return tuple(
            VolumeRow(
                service=URGENCY_NAMES[Urgency(urgency)],
                scope=SCOPE_NAMES[Scope(scope)],
                items=items,
                weight_g=int(weight),
                price=price,
                amount=int(amount),
            )
            for urgency, scope, price, items, weight, amount in cursor.fetchall()
        )


def _differences(account: Account) -> tuple[tuple[str, str, int], ...]:
    found: Counter[tuple[str, str]] = Counter(account.differences.values_list("kind", "reason"))
    return tuple(
        (CLASSES[Class(kind)], REASONS[Reason(reason)] if reason else "Chưa giải quyết", number)
        for (kind, reason), number in sorted(found.items())
    )


def _adjustments(account: Account) -> tuple[tuple[str, str, int], ...]:
    """What of earlier periods is put right in this one."""
    rows = account.adjustments.select_related("corrects").order_by("at", "pk")
    return tuple(
        (
            f"Điều chỉnh kỳ {one.corrects.period.said}, số hiệu {one.code}",
            f"{REASONS[Reason(one.reason)]}; {signed(one.weight_g)} g; {signed(one.amount)} đồng",
            one.items,
        )
        for one in rows
    )


def _payment(request: Request, account: Account) -> tuple[PaymentSummary, Table]:
    cells = tuple(
        (URGENCY_NAMES[Urgency(c.urgency)], SCOPE_NAMES[Scope(c.scope)], c.items)
        for c in reads.cells(account)
    )
    made = PaymentSummary(cells=cells, money=_money(account), **_head(request, account))
    columns = [Column(heading="Nội dung"), Column(heading="Số tiền (đồng)", kind=Kind.MONEY)]
    money = made.money
    rows: list[list[Any]] = [
        [made.line, money.net],
        [money.tax_name, money.tax],
        ["Tổng cộng", money.total],
        [f"Số tiền bằng chữ: {money.fields()['words']}", None],
    ]
    return made, _table(request, made, columns, rows)


_KINDS: Mapping[str, Callable[[Request, Account], tuple[Any, Table]]] = {
    "chi-tiet": _detail,
    "doi-soat": _record,
    "tong-hop": _payment,
}
