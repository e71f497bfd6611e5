"""Letters that urge: the office that writes, the verb of the line, what each body owes. No clock.

One letter goes to one or many bodies of one verb; many stand in a list enclosed. It is drafted
with its number and day left open, edited in Word, signed on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kt1.network.agencies.lines import Verb
from kt1.network.units.queries import versions_on
from kt1.network.units.rules import UnitKind
from kt1.oversight.reminders.rules import SignedAs
from kt1.people.accounts.rules import Role
from kt1.web.papers.letters import (
    Annex,
    Block,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
    notation,
)

#: So many addressees stand under "Kính gửi"; more are enclosed as a list.
NAMED_MOST = 8
_LISTED = "Các cơ quan, đơn vị có tên trong danh sách kèm theo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes: head of the letter, signers, whom the outcome goes to."""

    layout: Layout
    superior: str
    issuer: str
    named: str
    place: str
    number: str
    signers: tuple[Signer, Signer]
    above: str
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that one body owes, in the words of a letter."""

    agency: str
    what: str
    due: date


def office_of(role: Role, province_id: int, on: date) -> Office:
    """Sở KH&CN writes as an office of the State; the Party's office in the Party's layout."""
    version = versions_on(on).filter(unit=province_id).first()
    kind, name = (version.kind, version.name) if version else ("tỉnh", "")
    if role is Role.PARTY_OFFICE:
        return _party_office(kind, name)
    committee = f"UBND {kind} {name}"
    return Office(
        layout=Layout.STATE,
        superior=committee,
        issuer="Sở Khoa học và Công nghệ",
        named="Sở Khoa học và Công nghệ",
        place=name,
        number=notation(Layout.STATE, "", "SKHCN", "BCVT"),
        signers=(Signer("", "GIÁM ĐỐC"), Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        above=f"Chủ tịch {committee}",
        receivers=("Như trên", f"{committee} (để báo cáo)", "Lưu: VT, BCVT"),
    )


def _party_office(kind: str, name: str) -> Office:
    committee = "Thành ủy" if kind == UnitKind.CITY else "Tỉnh ủy"
    return Office(
        layout=Layout.PARTY,
        superior=f"{committee} {name}",
        issuer="Văn phòng",
        named=f"Văn phòng {committee}",
        place=name,
        number=notation(Layout.PARTY, "", "VPTU"),
        signers=(
            Signer("", "CHÁNH VĂN PHÒNG"),
            Signer("K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        above=f"Thường trực {committee}",
        receivers=("Như trên", "Lưu Văn phòng"),
    )


def signed(office: Office, how: str) -> Signer:
    return office.signers[how == SignedAs.DEPUTY]


def urging(
    office: Office,
    *,
    verb: Verb,
    matters: Sequence[Matter],
    as_of: date,
    until: date,
    subject: str,
    signer: Signer,
) -> Letter:
    """A letter about what is past its day. Number and day are filled in by the caller."""
    bodies = tuple(dict.fromkeys(one.agency for one in matters))
    many = len(bodies) > NAMED_MOST
    table = _table(matters, one_body=len(bodies) == 1)
    where = "tại danh sách kèm theo" if many else "dưới đây"
    whose = "cơ quan, đơn vị" if len(bodies) == 1 else "các cơ quan, đơn vị"
    blocks: list[Block] = [
        Paragraph(
            "Qua theo dõi việc cung cấp, sử dụng dịch vụ bưu chính KT1 trên địa bàn, tính đến ngày "
            f"{as_of:%d/%m/%Y}, {whose} chưa thực hiện các nội dung đã quá hạn {where}"
            f"{'.' if many else ':'}"
        )
    ]
    if not many:
        blocks.append(table)
    blocks += _asks(office, verb=verb, whose=whose, until=until)
    if many:
        blocks += [Annex("DANH SÁCH", "Cơ quan, đơn vị và nội dung chưa thực hiện"), table]
    return Letter(
        layout=office.layout,
        superior=office.superior,
        issuer=office.issuer,
        number=office.number,
        place=office.place,
        subject=subject,
        addressees=(_LISTED,) if many else bodies,
        blocks=tuple(blocks),
        signer=signer,
        receivers=office.receivers,
    )


def _asks(office: Office, *, verb: Verb, whose: str, until: date) -> list[Block]:
    day = f"{until:%d/%m/%Y}"
    if verb is Verb.ORDER:
        return [
            Paragraph(
                f"{office.named} yêu cầu {whose} khẩn trương thực hiện xong trước ngày {day} "
                f"và thông báo kết quả về {office.named} để tổng hợp. Sau thời hạn trên, "
                f"{office.named} báo cáo {office.above} những nơi chưa thực hiện."
            ),
            Paragraph(
                f"Trong quá trình thực hiện, nếu có vướng mắc, {whose} kịp thời phản ánh về "
                f"{office.named} để được hướng dẫn."
            ),
        ]
    return [
        Paragraph(
            f"{office.named} đề nghị {whose} quan tâm phối hợp, thực hiện xong trước ngày {day} và "
            f"thông báo kết quả để {office.named} tổng hợp. Nếu có vướng mắc, đề nghị trao đổi với "
            f"{office.named} để cùng giải quyết."
        )
    ]


def _table(matters: Sequence[Matter], *, one_body: bool) -> Table:
    rows = [
        (str(n), one.agency, one.what, f"{one.due:%d/%m/%Y}") for n, one in enumerate(matters, 1)
    ]
    if one_body:
        return Table(
            headings=("STT", "Nội dung chưa thực hiện", "Hạn"),
            rows=tuple((n, what, due) for n, _agency, what, due in rows),
            widths=(8, 72, 20),
            aligned="clc",
        )
    return Table(
        headings=("STT", "Cơ quan, đơn vị", "Nội dung chưa thực hiện", "Hạn"),
        rows=tuple(rows),
        widths=(7, 34, 42, 17),
        aligned="cllc",
    )


def with_number(letter: Letter, number: str, dated: date | None) -> Letter:
    """As issued; a draft keeps the room for both."""
    return replace(letter, number=number, day=dated) if number else letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What one body lacks in a break: its first gap in words, how many, how many hours in all."""

    agency: str
    first: str
    spans: int
    hours: int


def covering(
    office: Office,
    *,
    verb: Verb,
    gaps: Sequence[Gap],
    when: str,
    until: date,
    signer: Signer,
) -> Letter:
    """A letter to bodies that have named nobody for some hours of a break."""
    bodies = tuple(one.agency for one in gaps)
    many = len(bodies) > NAMED_MOST
    table = Table(
        headings=("STT", "Cơ quan, đơn vị", "Khoảng đầu tiên", "Số khoảng", "Tổng giờ"),
        rows=tuple(
            (str(n), one.agency, one.first, str(one.spans), str(one.hours))
            for n, one in enumerate(gaps, start=1)
        ),
        widths=(7, 40, 29, 12, 12),
        aligned="clcrr",
    )
    whose = "cơ quan, đơn vị" if len(bodies) == 1 else "các cơ quan, đơn vị"
    ask = "yêu cầu" if verb is Verb.ORDER else "đề nghị"
    how = "khẩn trương" if verb is Verb.ORDER else "phối hợp,"
    where = "tại danh sách kèm theo" if many else "dưới đây"
    blocks: list[Block] = [
        Paragraph(
            f"Qua kiểm tra trước {when}, {whose} còn khoảng thời gian chưa có người được cử ký "
            f"nhận bưu gửi KT1 {where}{'.' if many else ':'}"
        )
    ]
    if not many:
        blocks.append(table)
    blocks.append(
        Paragraph(
            f"Để bảo đảm bưu gửi KT1 được phát đúng quy định, {office.named} {ask} {whose} {how} "
            "cử đầu mối hoặc phòng trực tiếp nhận cho các khoảng thời gian trên, gửi văn bản cử "
            f"đầu mối về Bưu điện và {office.named} trước ngày {until:%d/%m/%Y}."
        )
    )
    if many:
        blocks += [Annex("DANH SÁCH", "Cơ quan, đơn vị chưa có người ký nhận", across=False), table]
    return Letter(
        layout=office.layout,
        superior=office.superior,
        issuer=office.issuer,
        number=office.number,
        place=office.place,
        subject=f"cử đầu mối tiếp nhận bưu gửi KT1 trong {when}",
        addressees=(_LISTED,) if many else bodies,
        blocks=tuple(blocks),
        signer=signer,
        receivers=office.receivers,
    )
