"""What the API takes and gives. Written by hand: a new column must not leak by itself."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from kt1.custody.deliveries.rules import Capacity, Reason
from kt1.custody.handovers.rules import LINES_MAX, Outcome, Witness
from kt1.custody.items.rules import PIECES_MAX, Check, Content
from kt1.custody.units.rules import State
from kt1.law.services.rules import Mark, Scope, Urgency

Code = Annotated[
    str,
    Field(
        min_length=17,
        max_length=24,
        description="Code of an item, bag or box; dashes and lower case accepted",
        examples=["ZTFPB-K531C-04RXESK"],
    ),
]
PlaceCode = Annotated[str, Field(min_length=2, max_length=40, examples=["24-TT"])]
AgencyCode = Annotated[str, Field(min_length=2, max_length=40, examples=["24-STC"])]
SealNumber = Annotated[str, Field(max_length=20, examples=["MH0000042"])]
Short = Annotated[str, Field(max_length=120)]


class Taken(Schema):
    """Every request is closed: an unknown field is an error, not a place to put a text."""

    model_config = ConfigDict(extra="forbid")


class ItemIn(Taken):
    receiver: AgencyCode
    mark: Mark = Mark.NONE
    urgency: Urgency = Urgency.NONE
    content: Content = Content.LETTER
    pieces: int = Field(1, ge=1, le=PIECES_MAX)
    agreed_at: datetime | None = Field(None, description="Hẹn giờ: the time agreed, with offset")
    point: PlaceCode | None = None
    focal_only: bool = False
    advice: bool = Field(default=False, description="Giấy báo phát")
    locator: bool = False


class ItemsIn(Taken):
    """Items declared at one sender's desk; the desk is one's own when left out."""

    desk: PlaceCode | None = None
    items: list[ItemIn] = Field(min_length=1, max_length=LINES_MAX)


class GapOut(Schema):
    """Before the deadline of a Hỏa tốc item nobody may sign at the receiver in this span."""

    receiver: AgencyCode
    begins: datetime
    ends: datetime = Field(description="First moment at which somebody may, or the deadline")


class ItemsOut(Schema):
    codes: list[str]
    gaps: list[GapOut] = Field(
        default=[], description="Of Hỏa tốc items, were they accepted now: call the receiver first"
    )


class AcceptanceIn(Taken):
    checks: list[Check] = Field(description="What was looked at on the cover")
    witness: Literal[Witness.ONE_DEVICE, Witness.PAPER] = Witness.ONE_DEVICE
    sheet: SealNumber = ""


class AcceptanceOut(Schema):
    handover: UUID
    deadline: datetime = Field(description="Hạn toàn trình tối đa; on time is at or before it")
    gap: GapOut | None = Field(default=None, description="Of a Hỏa tốc item: tell the sender")


class BagIn(Taken):
    kind: Literal["bag", "box"] = "bag"
    destination: PlaceCode | None = None


class BagOut(Schema):
    code: str


class ContentsIn(Taken):
    items: list[Code] = Field(min_length=1, max_length=LINES_MAX)


class ContentsOut(Schema):
    bag: str
    contents: int


class SealIn(Taken):
    number: SealNumber = ""
    lock: SealNumber = ""
    locator: SealNumber = ""
    destination: PlaceCode | None = None
    weight_g: int | None = Field(None, ge=1)


class SealOut(Schema):
    bag: str
    sealed: bool
    fault: str = Field(description="Empty, or the irregularity that this number opened")


class HandoverIn(Taken):
    units: list[Code] = Field(min_length=1, max_length=LINES_MAX)
    taker_place: PlaceCode
    taker_person: int | None = None
    weights: dict[str, int] = Field(default={}, description="Grams by code, where weighed")
    trip: UUID | None = None


class HandoverMade(Schema):
    handover: UUID


class SeenIn(Taken):
    code: Code
    seal: SealNumber = Field("", description="As read on the bag, never shown before")
    intact: bool = True
    weight_g: int | None = Field(None, ge=1)
    refuse: bool = False
    typed: bool = False


class SettlementIn(Taken):
    seen: list[SeenIn] = Field(max_length=LINES_MAX)
    witness: Literal[Witness.TWO_SESSIONS, Witness.ONE_DEVICE, Witness.PAPER] = Witness.TWO_SESSIONS
    sheet: SealNumber = ""


class SettlementOut(Schema):
    handover: UUID
    outcome: Outcome
    findings: dict[str, list[str]]


class AttemptIn(Taken):
    point: PlaceCode
    reason: Reason
    called_ahead: bool = False


class AttemptOut(Schema):
    valid: bool = Field(description="Whether it stops the legal clock")
    reason: Reason
    judgement: str


class DeliveryIn(Taken):
    point: PlaceCode
    name: Short = Field(min_length=1, description="Người thực nhận; kept apart, can be redacted")
    title: Short = Field(min_length=1)
    card: Short = ""
    focal_point: int | None = None
    substitution: int | None = Field(
        None, description="Nhận thay: the confirmation that the shift leader gave for this door"
    )
    witness: Literal[Witness.ONE_DEVICE, Witness.PAPER] = Witness.ONE_DEVICE
    sheet: SealNumber = ""


class DeliveryOut(Schema):
    handover: UUID
    capacity: Capacity
    path: list[str]
    to_confirm: bool = Field(description="Taken off-hours; the records clerk confirms later")


class LinkOut(Schema):
    """One hand-over of the chain."""

    handover: UUID
    kind: str
    outcome: Outcome
    giver: str
    taker: str
    offered_at: datetime
    settled_at: datetime | None
    witness: str
    inside: str | None = Field(description="Code of the bag it travelled in, if any")


class ItemOut(Schema):
    """An item as both bodies and the post may see it. Never the mark: it is Amber."""

    code: str
    state: State
    sender: str
    receiver: str
    urgency: Urgency
    scope: Scope
    pieces: int
    weight_g: int | None
    accepted_at: datetime | None
    deadline: datetime | None
    expected_at: datetime | None
    first_attempt_at: datetime | None
    delivered_at: datetime | None
    steps: list[str] = Field(description="How the deadline came about")
    chain: list[LinkOut]


class HandoverOut(Schema):
    """A hand-over as its giver and its taker may see it. Never the declared seal."""

    id: UUID
    kind: str
    outcome: Outcome
    giver: str
    taker: str
    items: int
    bags: int
    offered_at: datetime
    lapses_at: datetime
    settled_at: datetime | None
    witness: str
    findings: dict[str, list[str]]


class MeOut(Schema):
    """The person and duty behind a token."""

    user: int
    name: str
    role: str
