"""One of each paper, on invented data, for guides and reviews. Everything bears the band.

People are named by their role. Lettered items run only between a commune's UBND and a sở. The
codes are made with a key of zeros that no installation holds: a scanner refuses them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kt1.custody.units.codes import Code, new
from kt1.law.services.rules import Mark, Mode, Scope, Urgency
from kt1.web.papers.forms.book import BookRow, HandoverBook
from kt1.web.papers.forms.delivery import DeliveryLine, DeliverySheet, MaySign
from kt1.web.papers.forms.fallback import FallbackSheets
from kt1.web.papers.forms.irregularity import Cover, IrregularityMinutes, Occasion, Rebag
from kt1.web.papers.forms.labels import BagLabel, BagLabels, ItemLabel, ItemLabels, LabelSize
from kt1.web.papers.forms.manifest import Copy, Manifest, ManifestLine
from kt1.web.papers.forms.posting import PostingSlip, PostingSlips
from kt1.web.papers.forms.receivers import ReceiverList, ReceiverRow
from kt1.web.papers.forms.roster import DutyDay, DutyList, DutyTurn
from kt1.web.papers.forms.shift import BalanceLine, PendingLine, ShiftMinutes, StockLine
from kt1.web.papers.month_samples import liability, of_month
from kt1.web.papers.rules import (
    Band,
    Checkpoint,
    Office,
    Paper,
    Party,
    Person,
    Services,
    Sheet,
)

#: The evening of 29 tháng Chạp, when the demonstration's clock starts.
EVENING = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)
NIGHT = EVENING + timedelta(hours=5)

OFFICE = Office(
    superior="Bưu điện tỉnh Bắc Ninh",
    name="Bưu cục KT1 Bắc Ninh",
    hotline="0000 000 000",
    locality="Bắc Ninh",
)
CENTRE = "Trung tâm khai thác KT1 Đồng Nai"
COMMUNE = Party(
    name="UBND phường Kinh Bắc",
    address="Trụ sở UBND phường Kinh Bắc, phường Kinh Bắc",
    province="tỉnh Bắc Ninh",
    postcode="16114",
    code="MH-24-0001",
)
DEPARTMENT = Party(
    name="Sở Khoa học và Công nghệ tỉnh Đồng Nai",
    address="Trụ sở Sở Khoa học và Công nghệ, phường Trấn Biên",
    province="tỉnh Đồng Nai",
    postcode="76137",
)
CLERK = Person(title="Văn thư UBND phường Kinh Bắc")
COURIER = Person(title="Bưu tá KT1", card="BT-0001")
ESCORT = Person(title="Áp tải KT1", card="AT-0001")
CONTROLLER = Person(title="Kiểm soát viên ca đêm", card="KS-0001")
LEADER = Person(title="Trưởng ca đêm")
INTACT = "Nguyên vẹn"

LETTERED = Services(mode=Mode.LETTER, mark=Mark.C, urgency=Urgency.EXPRESS, scope=Scope.BETWEEN)
FLAGGED = Services(
    mode=Mode.FLAG,
    mark=Mark.FLAG,
    urgency=Urgency.TIMED,
    agreed=EVENING + timedelta(hours=15, minutes=30),
)
PLAIN = Services(mode=Mode.LETTER, scope=Scope.BETWEEN)


def sample(number: int) -> Code:
    # Far apart, so that two samples do not look alike.
    return new({0: bytes(32)}, 0, number * 0x2545F4914F6CD % (1 << 50))


def samples() -> Iterator[Paper]:
    """One of each paper; the manifest in its two copies, the item label in its two sizes."""
    sheet = Sheet(
        office=OFFICE, printed_at=NIGHT, printed_by=CONTROLLER.title, band=Band.DEMONSTRATION
    )
    witnessed = replace(sheet, checkpoint=_checkpoint())
    yield from _labels(sheet)
    yield PostingSlips(sheet=sheet, slips=(_slip(),))
    yield _book(sheet)
    yield from _manifest(sheet).both()
    yield _delivery(sheet)
    yield _irregularity(sheet)
    yield _shift(witnessed)
    yield _duty(sheet)
    yield _receivers(sheet)
    yield from of_month(witnessed)
    yield liability(sheet, sample(3))
    yield FallbackSheets(sheet=sheet, numbers=("GN-24-000001", "GN-24-000002"))


def _checkpoint() -> Checkpoint:
    root = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kM7nP9Q="
    note = f"kt1.example/24\n23114\n{root}\n\n— kt1.example/24 {root * 2}\n"
    return Checkpoint(size=23_114, root=root, at=NIGHT, note=note)


def _labels(sheet: Sheet) -> Iterator[Paper]:
    item = ItemLabel(
        code=sample(1),
        sender=COMMUNE,
        receiver=DEPARTMENT,
        services=LETTERED,
        content="Thư",
        weight_g=250,
        accepted_at=EVENING,
        accepted_where="UBND phường Kinh Bắc (tại địa chỉ người gửi)",
    )
    flag = replace(item, code=sample(2), services=FLAGGED, content="Gói", piece=1, pieces=3)
    yield ItemLabels(sheet=sheet, labels=(item,))
    yield ItemLabels(sheet=sheet, labels=(flag,), size=LabelSize.A6)
    tag = BagLabel(
        code=sample(10),
        kind="Túi",
        owner=OFFICE.superior,
        origin=OFFICE.name,
        destination=CENTRE,
        dispatch="CT-24-000123",
        pieces=4,
        weight_g=1_340,
        closed_at=NIGHT,
    )
    fixed = BagLabel(code=sample(11), kind="Hộp", owner=OFFICE.superior)
    yield BagLabels(sheet=sheet, labels=(tag, fixed))


def _slip() -> PostingSlip:
    looked_at = ("Dấu KT1", "Dấu ngày", "Ký hiệu", "Niêm phong", "Bì", "Nơi gửi, nơi nhận")
    return PostingSlip(
        code=sample(1),
        sender=COMMUNE,
        receiver=DEPARTMENT,
        services=LETTERED,
        content="Thư",
        pieces=1,
        accepted_at=EVENING,
        accepted_where="UBND phường Kinh Bắc (tại địa chỉ người gửi)",
        accepted_by=COURIER,
        given_by=CLERK,
        checks=tuple((name, True) for name in looked_at),
        deadline=datetime(2026, 2, 24, 17, 0, tzinfo=UTC),
        expected=NIGHT + timedelta(hours=11),
        advice=True,
        registered=True,
    )


def _book(sheet: Sheet) -> HandoverBook:
    rows = tuple(
        BookRow(
            at=EVENING + timedelta(minutes=number),
            code=sample(number),
            sender=COMMUNE.name,
            receiver=DEPARTMENT.name,
            services=(PLAIN, LETTERED)[number % 2],
            condition=INTACT,
            giver=CLERK,
            taker=COURIER,
        )
        for number in range(1, 25)
    )
    return HandoverBook(
        sheet=sheet,
        owner=CLERK.title,
        since=date(2026, 2, 1),
        until=date(2026, 2, 28),
        rows=rows,
    )


def _manifest(sheet: Sheet) -> Manifest:
    lines = tuple(
        ManifestLine(
            code=sample(number),
            kind=("Túi", "Hộp")[number % 2],
            origin=OFFICE.name,
            destination=CENTRE,
            pieces=number,
            weight_g=335 * number,
            seal=f"NP-{118_000 + number}",
        )
        for number in range(10, 16)
    )
    located = replace(lines[0], locator="ĐV-0001")
    return Manifest(
        sheet=sheet,
        copy=Copy.GIVER,
        number="CT-24-000123",
        origin=OFFICE.name,
        destination=CENTRE,
        closed_at=NIGHT,
        shift="đêm",
        route="Bắc Ninh – Hà Nội",
        trip="CX-24-000456",
        vehicle="00C-000.00",
        escort=ESCORT,
        giver=CONTROLLER,
        lines=(located, *lines[1:]),
    )


def _delivery(sheet: Sheet) -> DeliverySheet:
    return DeliverySheet(
        sheet=sheet,
        number="KP-24-000077",
        run="CP-24-000091",
        courier=COURIER,
        point="Phòng trực UBND phường Kinh Bắc",
        address="Trụ sở UBND phường Kinh Bắc, tỉnh Bắc Ninh 16114",
        window_from=NIGHT,
        window_to=NIGHT + timedelta(hours=8),
        may_sign=(
            MaySign(who="Phòng trực UBND", rank="đầu mối ngoài giờ", telephone="0000 000 001"),
            MaySign(who="Cán bộ trực lãnh đạo", rank="dự phòng"),
        ),
        no_phones=True,
        call_first=True,
        lines=tuple(
            DeliveryLine(code=sample(number), services=PLAIN, condition=INTACT)
            for number in range(30, 35)
        ),
    )


def _irregularity(sheet: Sheet) -> IrregularityMinutes:
    covers = tuple(Cover(code=sample(number), condition=INTACT) for number in range(40, 43))
    torn = Cover(code=sample(43), condition="Rách mép 3 cm, keo còn", recovered=True, held=True)
    return IrregularityMinutes(
        sheet=sheet,
        number="BB-24-000012",
        occasion=Occasion.SEAL_BROKEN,
        at=NIGHT,
        place=OFFICE.name,
        journey="chuyến thư CT-24-000123, chuyến xe CX-24-000456",
        giver=ESCORT,
        taker=CONTROLLER,
        leader=LEADER,
        leader_told_at=NIGHT + timedelta(minutes=4),
        by_phone=True,
        findings=("Dây niêm phong đứt, đầu dây còn trên túi", "Vải túi không rách"),
        declared=4,
        counted=4,
        bag=Rebag(
            code=sample(10),
            kind="Túi",
            seal="NP-118010",
            seal_found="đứt",
            new_code=sample(16),
            new_seal="NP-119001",
        ),
        covers=(*covers, torn),
        measures=("Đã báo nơi gửi, nơi nhận của bì giữ lại.",),
    )


def _duty(sheet: Sheet) -> DutyList:
    room = DutyTurn(
        hours="07:30–07:30 (+1)",
        who="Phòng trực UBND phường Kinh Bắc",
        rank="đầu mối",
        telephone="0000 000 001",
        source="Lịch trực Tết Bính Ngọ",
    )
    return DutyList(
        sheet=sheet,
        agency=COMMUNE.name,
        point="Văn phòng UBND phường Kinh Bắc",
        since=date(2026, 2, 16),
        until=date(2026, 2, 18),
        days=(
            DutyDay(day="Thứ Hai 16/02/2026", lunar="29 tháng Chạp", kind="Tết", turns=(room,)),
            DutyDay(
                day="Thứ Ba 17/02/2026",
                lunar="mùng 1 tháng Giêng",
                kind="Tết",
                turns=(room,),
                gaps=("chưa có người: 07:30–24:00",),
            ),
            DutyDay(day="Thứ Tư 18/02/2026", lunar="mùng 2 tháng Giêng", kind="Tết", turns=()),
        ),
    )


def _receivers(sheet: Sheet) -> ReceiverList:
    row = ReceiverRow(
        agency=COMMUNE.name,
        code="09187-UB · 24-P-09187",
        address=COMMUNE.address,
        in_hours="Văn thư, 0000 000 001",
        room="Phòng trực, 0000 000 002",
        off_hours="Trực ban, 0000 000 002",
        deputies="Chánh văn phòng, 0000 000 003",
        days="ngoài giờ – T7 – CN – lễ – Tết",
        papers="12/QĐ-UBND, 01/07/2025",
        span="01/07/2025 –",
        note="",
    )
    return ReceiverList(sheet=sheet, number="DM-24-0001", as_of=NIGHT, copies=2, rows=(row, row))


def _shift(sheet: Sheet) -> ShiftMinutes:
    return ShiftMinutes(
        sheet=sheet,
        number="BC-24-000301",
        place=OFFICE.name,
        since=EVENING,
        until=NIGHT,
        outgoing=Person(title="Kiểm soát viên ca chiều", card="KS-0002"),
        incoming=CONTROLLER,
        leader=LEADER,
        balance=(
            BalanceLine(
                kind="Bưu gửi rời", opening=12, taken=48, given=41, delivered=9, counted=10
            ),
            BalanceLine(kind="Túi niêm phong", opening=3, taken=7, given=8, delivered=0, counted=2),
        ),
        stock=(
            StockLine(kind="Túi, hộp rỗng", count=14),
            StockLine(kind="Dây niêm phong", count=86, numbers="NP-119015 – NP-119100"),
            StockLine(kind="Khóa và chìa khóa", count=4, numbers="K-01 – K-04"),
        ),
        pending=(
            PendingLine(
                number="BB-24-000012", kind="Bì không nguyên vẹn", since=NIGHT, code=sample(43)
            ),
        ),
    )
