"""What the three papers of a month share: words, head, money, and the ledger's witness."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation import proof, queries, reads
from kt1.assurance.reconciliation.rules import Class, Reason
from kt1.web.exports.rules import Column, Table
from kt1.web.handling.sheets import sheet_of
from kt1.web.papers.forms.reconciliation import Money, Sides
from kt1.web.papers.rules import Checkpoint, Sheet, grouped
from kt1.web.request import Request

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
DEEMED = "Coi là đã thống nhất: cơ quan không có ý kiến trong thời hạn"
NOT_YET = "số liệu chưa vào sổ cái"


def _sheet(request: Request, account: Account) -> Sheet:
    """Bears the first root that covers the month, so every print the same one (N14)."""
    sheet, point = sheet_of(request), proof.witness(account)
    if point is None:
        return sheet
    root = bytes(point.root).hex()
    note = f"kt1\n{point.size}\n{root}\n"
    return replace(sheet, checkpoint=Checkpoint(size=point.size, root=root, at=point.at, note=note))


def head(request: Request, account: Account) -> dict[str, Any]:
    sheet, body = _sheet(request, account), account.agency
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
        "state": "; ".join(_standing(account, witnessed=sheet.checkpoint is not None)),
    }


def _standing(account: Account, *, witnessed: bool) -> list[str]:
    """How far the account has come, and what a reader of its sums must know."""
    by_silence = account.deemed and account.state == State.AGREED
    said = [DEEMED if by_silence else STATES[State(account.state)]]
    if unpriced := reads.unpriced(account):
        said.append(f"{grouped(unpriced)} bưu gửi chưa có cước, chưa tính vào tổng")
    return said if witnessed else [*said, NOT_YET]


def money_of(account: Account) -> Money:
    found = queries.balance(account)
    return Money(
        items=found.post.amount,
        surcharge=found.surcharge,
        corrections=found.effects.amount + found.adjusted.amount,
        tax=found.tax,
        percent=found.percent,
        held=found.held.tax,
    )


def _under(paper_: Any) -> list[str]:
    """Under which contract, and the root of the ledger that bears witness, as the print says."""
    sides, point = paper_.sides, paper_.sheet.checkpoint
    named = (
        ("Mã khách hàng", sides.customer_code), ("MST", sides.tax_code),
        ("Mã ĐVQHNS", sides.budget_code), ("Hợp đồng số", sides.contract),
    )  # fmt: skip
    said = "; ".join(f"{word}: {text}" for word, text in named if text)
    root = f"Gốc sổ cái: {grouped(point.size)} bản ghi, {point.root}" if point else ""
    return [line for line in (f"Bên cung cấp: {sides.post}", said, root) if line]


def table_of(
    request: Request, paper_: Any, columns: Sequence[Column], rows: Any, *, sheet: str = ""
) -> Table:
    """The same as a sheet of a workbook."""
    above = [f"{paper_.sides.agency} – {paper_.period}", *_under(paper_), paper_.state]
    return Table(
        title=paper_.title,
        columns=columns,
        rows=rows,
        above=above,
        band=paper_.sheet.band,
        made_at=request.at,
        sheet=sheet or "Danh sách",
    )
