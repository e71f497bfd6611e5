"""An issued report in the envelope of the exchange of official documents. Pure.

Only what is public to its recipients goes in: header, PDF and data. Attachments stand beside the
envelope, in base64, named by its manifest. Element names as QCVN 102:2016/BTTTT has them, seen in
messages of systems that use it, the text of the standard not at hand: to be tried with the
exchange of the province before it is relied on.

Source: ND30-2020 (public documents travel between systems); the envelope: QCVN 102:2016/BTTTT
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from kt1.law.calendars.rules import VIETNAM

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#: Ordinary; a report is never marked urgent by the system.
PRIORITY = 0
#: The kind of paper in the standard's table: an administrative document, báo cáo.
TYPE, TYPE_NAME = 1, "Báo cáo"


@dataclass(frozen=True, slots=True)
class Organ:
    """A body as the exchange knows it; many have no code, then the name stands alone."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The header of one document."""

    document_id: str
    sender: Organ
    recipients: Sequence[Organ]
    number: str
    notation: str
    place: str
    dated: date
    subject: str
    signer_authority: str
    signer_title: str
    signer: str
    pages: int
    sent_at: datetime


def written(envelope: Envelope, attachments: Iterable[Attachment]) -> bytes:
    """The message as UTF-8 XML."""
    ET.register_namespace("edXML", NAMESPACE)
    root = ET.Element(_name("edXML"))
    body = ET.SubElement(root, _name("edXMLEnvelope"))
    header = ET.SubElement(body, _name("edXMLHeader"))
    _message(ET.SubElement(header, _name("MessageHeader")), envelope)
    trace = ET.SubElement(ET.SubElement(header, _name("TraceHeaderList")), _name("TraceHeader"))
    _texts(
        trace,
        OrganId=envelope.sender.id or envelope.sender.name,
        Timestamp=f"{envelope.sent_at.astimezone(VIETNAM):%Y/%m/%d %H:%M:%S}",
    )
    manifest = ET.SubElement(ET.SubElement(body, _name("edXMLBody")), _name("edXMLManifest"))
    manifest.set("version", "1.0")
    encoded = ET.SubElement(root, _name("AttachmentEncoded"))
    for n, one in enumerate(attachments, 1):
        content_id = f"cid:{envelope.document_id}-{n}"
        _texts(
            ET.SubElement(manifest, _name("Reference")),
            ContentId=content_id,
            ContentType=one.kind,
            AttachmentName=one.name,
        )
        _texts(
            ET.SubElement(encoded, _name("Attachment")),
            ContentId=content_id,
            AttachmentName=one.name,
            ContentType=one.kind,
            ContentTransferEncoded=base64.b64encode(one.content).decode(),
        )
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _message(header: ET.Element, envelope: Envelope) -> None:
    for tag, organs in (("From", [envelope.sender]), ("To", envelope.recipients)):
        for organ in organs:
            _texts(ET.SubElement(header, _name(tag)), OrganId=organ.id, OrganName=organ.name)
    _texts(header, DocumentId=envelope.document_id)
    _texts(
        ET.SubElement(header, _name("Code")),
        CodeNumber=envelope.number,
        CodeNotation=envelope.notation,
    )
    _texts(
        ET.SubElement(header, _name("PromulgationInfo")),
        Place=envelope.place,
        PromulgationDate=f"{envelope.dated:%Y/%m/%d}",
    )
    _texts(ET.SubElement(header, _name("DocumentType")), Type=str(TYPE), TypeName=TYPE_NAME)
    _texts(header, Subject=envelope.subject)
    _texts(
        ET.SubElement(header, _name("SignerInfo")),
        Competence=envelope.signer_authority,
        Position=envelope.signer_title,
        FullName=envelope.signer,
    )
    _texts(
        ET.SubElement(header, _name("OtherInfo")),
        Priority=str(PRIORITY),
        PageAmount=str(envelope.pages),
    )


def split_number(text: str) -> tuple[str, str]:
    """05/BC-SKHCN into its number and its notation."""
    number, _mark, notation = text.partition("/")
    return number.strip(), notation.strip()


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        if text:
            ET.SubElement(parent, _name(tag)).text = text
