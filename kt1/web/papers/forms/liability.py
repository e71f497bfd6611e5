"""Biên bản xác định trách nhiệm bồi thường, with everything that TT 02/2012 Đ.9 asks for.

What was inside is nobody's business here: the item is named by its number and by both bodies.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.law.tariffs.words import in_words
from kt1.web.papers.rules import Fields, Sheet, day, file_name, grouped, hour_and_day


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityRecord:
    """Signed by the post and by the body that is paid."""

    template: ClassVar[str] = "liability.typ"

    sheet: Sheet
    number: str
    dated: date
    complaint: str
    matter: str
    code: Code
    sender: str
    receiver: str
    accepted_at: datetime
    accepted_place: str
    cause: str
    responsible: str
    price_vnd: int | None
    amount_vnd: int
    method: str
    pay_by: date
    payee: str

    @property
    def title(self) -> str:
        return "Biên bản xác định trách nhiệm bồi thường"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, "Biên bản xác định trách nhiệm", self.number)

    def fields(self) -> Fields:
        return {
            "form": "KT1-15",
            "number": self.number,
            "day": day(self.dated),
            "complaint": self.complaint,
            "matter": self.matter,
            "code": display(self.code),
            "sender": self.sender,
            "receiver": self.receiver,
            "accepted": hour_and_day(self.accepted_at),
            "accepted_place": self.accepted_place,
            "cause": self.cause,
            "responsible": self.responsible,
            "price": "" if self.price_vnd is None else grouped(self.price_vnd),
            "amount": grouped(self.amount_vnd),
            "words": in_words(self.amount_vnd),
            "method": self.method,
            "pay_by": day(self.pay_by),
            "payee": self.payee,
        }
