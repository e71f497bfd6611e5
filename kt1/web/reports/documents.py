"""A version as files: DOCX to be edited, PDF to be signed, XLSX and JSON, the edXML envelope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.units.models import AdminUnit
from kt1.network.units.queries import units
from kt1.network.units.rules import UnitKind
from kt1.oversight.reports import queries
from kt1.oversight.reports.figures import Frozen
from kt1.oversight.reports.models import Report, ReportDefinition, ReportVersion
from kt1.oversight.reports.rules import SUPERIORS, Cycle, Recipient, keeper_of, words_of
from kt1.web.exports.tables import XLSX_TYPE
from kt1.web.papers import letters
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.papers.letters import Layout
from kt1.web.papers.rules import Band, file_name
from kt1.web.reports import outputs
from kt1.web.reports.edxml import Attachment, Envelope, Organ, split_number, written
from kt1.web.reports.paper import Face, Office, letter

PDF_TYPE, JSON_TYPE, XML_TYPE = "application/pdf", "application/json", "application/xml"
KINDS: Mapping[str, str] = {
    "docx": DOCX_TYPE,
    "pdf": PDF_TYPE,
    "xlsx": XLSX_TYPE,
    "json": JSON_TYPE,
    "xml": XML_TYPE,
}
COMMITTEE = "Ủy ban nhân dân"
DEPARTMENT = "Sở Khoa học và Công nghệ"
LEADERS: Mapping[Body, str] = {
    Body.SCIENCE_DEPARTMENT: "GIÁM ĐỐC",
    Body.PARTY_OFFICE: "CHÁNH VĂN PHÒNG",
}
MINISTRY = "Bộ Khoa học và Công nghệ (Cục Bưu điện Trung ương)"
_NAMES: Mapping[Recipient, str] = {
    Recipient.PROVINCE: f"{COMMITTEE} {{province}}",
    Recipient.MINISTRY: MINISTRY,
    Recipient.PARTY: "Thường trực {party}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that any of the files is written from."""

    face: Face
    frozen: Frozen
    words: Mapping[str, str]
    band: Band
    name: str  # of the files, without their suffix

    def file_name(self, suffix: str) -> str:
        return file_name(self.band, self.name, suffix=suffix)

    def content(self, suffix: str) -> bytes:
        """One of `docx`, `pdf`, `xlsx`, `json`.

        Raises:
            LevelWordError: a text names a level of secrecy in words.
        """
        match suffix:
            case "docx":
                return letters.docx(letter(self.face, self.frozen, self.words))
            case "pdf":
                return letters.pdf(letter(self.face, self.frozen, self.words))
            case "xlsx":
                return outputs.workbook(self.face, self.frozen, self.words, self.band)
        return outputs.data(self.face, self.frozen, self.words, self.band)


def of_version(version: ReportVersion, band: Band) -> Document:
    """About six queries."""
    report = version.report
    return Document(
        face=_face(version, band),
        frozen=queries.frozen_of(version),
        words=queries.narrative_of(version),
        band=band,
        name=f"{_called(report.code)} {report.province.code} {_slug(report)}, bản {version.n}",
    )


def of_count(
    frozen: Frozen, province: AdminUnit, definition: ReportDefinition, period: str, band: Band
) -> Document:
    """A document of figures counted now and not kept: no words, number or version."""
    cycle = Cycle(definition.cycle)
    office = office_of(province.pk, frozen.span.last, keeper_of(definition.code))
    days = f"từ {frozen.span.first:%d/%m/%Y} đến {frozen.span.last:%d/%m/%Y}"
    asked = cycle is Cycle.ON_DEMAND
    words = days if asked else words_of(cycle, period)
    face = Face(
        title=f"{definition.title.removesuffix(f' ({words_of(cycle, period)})')} {words}",
        addressees=addressees(definition, definition.recipients, office),
        office=office,
    )
    called = f"{frozen.span.first:%Y%m%d}-{frozen.span.last:%Y%m%d}" if asked else period
    name = f"{_called(definition.code)} {province.code} {called}"
    return Document(face=banded(face, band), frozen=frozen, words={}, band=band, name=name)


def banded(face: Face, band: Band) -> Face:
    return replace(face, demonstration=band is Band.DEMONSTRATION, drill=band is Band.DRILL)


def _called(code: str) -> str:
    """How the files of a report begin: each office's have names of their own."""
    party = keeper_of(code) is Body.PARTY_OFFICE
    return "Báo cáo KT1 khối Đảng" if party else "Báo cáo KT1"


def _slug(report: Report) -> str:
    return report.period if not report.asked_no else f"theo yêu cầu {report.period}"


def _face(version: ReportVersion, band: Band) -> Face:
    report = version.report
    keeper = keeper_of(report.code)
    office = office_of(report.province_id, _day(version.counted_at), keeper)
    asked = (
        f"{report.asked_by} tại văn bản số {report.asked_no} ngày {report.asked_on:%d/%m/%Y}"
        if report.asked_on
        else ""
    )
    face = Face(
        title=report.title,
        addressees=(*addressees(report.definition, report.recipients, office), *bodies_of(report)),
        office=office,
        version=version.n,
        number=version.number,
        dated=version.dated,
        authority=version.authority,
        signer_title=version.leader_title or LEADERS[keeper],
        signer=version.leader,
        asked=asked,
        sha256=version.sha256,
    )
    return banded(face, band)


def office_of(province_id: int, on: date, keeper: Body = Body.SCIENCE_DEPARTMENT) -> Office:
    """The office and its superior as the province is called on a day (NSO names change)."""
    unit = units([province_id], on).get(province_id)
    name = unit.name if unit else ""
    kind = unit.kind if unit else "tỉnh"
    if keeper is Body.PARTY_OFFICE:
        committee = "Thành ủy" if kind == UnitKind.CITY else "Tỉnh ủy"
        return Office(
            superior=f"{committee} {name}".strip(),
            name="Văn phòng",
            called=f"Văn phòng {committee}",
            place=name,
            layout=Layout.PARTY,
            sign="VPTU",
            receivers=("Như trên", "Lưu Văn phòng"),
        )
    superior = f"{COMMITTEE} {kind} {name}".strip()
    return Office(superior=superior, name=DEPARTMENT, called=DEPARTMENT, place=name)


def addressees(
    definition: ReportDefinition, recipients: list[str], office: Office
) -> tuple[str, ...]:
    """The superior bodies as the letter writes them: names are data of the definition."""
    held = dict(zip(definition.recipients, definition.names, strict=True))
    wanted = [one for one in SUPERIORS if one in recipients]
    return names_of(wanted, office, held)


def names_of(
    recipients: Sequence[Recipient], office: Office, held: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """What the letter calls them; `held` names go before the usual ones."""
    names = {one.value: word for one, word in _NAMES.items()} | dict(held or {})
    province = office.superior.removeprefix(f"{COMMITTEE} ")
    return tuple(
        names[one].replace("{province}", province).replace("{party}", office.superior)
        for one in recipients
    )


def bodies_of(report: Report) -> tuple[str, ...]:
    """Bodies of the network that it goes to, by name."""
    rows = report.bodies.select_related("agency").order_by("agency__sort_key")
    return tuple(one.agency.name for one in rows)


def edxml(version: ReportVersion, document: Document, at: datetime) -> bytes:
    """The envelope of an issued version, with its PDF and its data.

    Raises:
        ValueError: it has no number and date yet.
    """
    if version.dated is None or not version.number:
        raise ValueError("Only an issued report goes into an envelope.")
    number, notation = split_number(version.number)
    report = version.report
    organs = dict(Agency.objects.filter(pk=report.agency_id or 0).values_list("name", "organ_id"))
    sender = Organ(next(iter(organs.values()), ""), document.face.office.called)
    codes = dict(report.bodies.values_list("agency__name", "agency__organ_id"))
    pdf = document.content("pdf")
    return written(
        Envelope(
            document_id=f"KT1-{report.province.code}-{report.code}-{report.period}-{version.n}",
            sender=sender,
            recipients=[Organ(codes.get(name, ""), name) for name in document.face.addressees],
            number=number,
            notation=notation,
            place=document.face.office.place,
            dated=version.dated,
            subject=document.face.title,
            signer_authority=version.authority,
            signer_title=version.leader_title,
            signer=version.leader,
            pages=pdf.count(b"/Type /Page") - pdf.count(b"/Type /Pages"),
            sent_at=at,
        ),
        [
            Attachment(document.file_name("pdf"), PDF_TYPE, pdf),
            Attachment(document.file_name("json"), JSON_TYPE, document.content("json")),
        ],
    )


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
