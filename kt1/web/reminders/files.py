"""Letters as files: of what is past its day, and of doors where nobody may sign."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpResponseBase

from kt1.network.agencies.lines import Body, Verb
from kt1.oversight.reminders.models import UrgedLine, Urging
from kt1.oversight.reminders.permissions import OFFICES
from kt1.people.accounts.rules import Role
from kt1.people.coverage.rules import day_of
from kt1.web.budget.pages import download
from kt1.web.frame import installation
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.papers.letters import Letter, docx, pdf
from kt1.web.papers.rules import Band
from kt1.web.reminders.letters import Matter, office_of, signed, urging, with_number
from kt1.web.reminders.said import Said, details, in_letter

PDF_TYPE = "application/pdf"
_ROLES: dict[str, Role] = {office.value: role for role, office in OFFICES.items()}
_GENERAL = "đôn đốc thực hiện các nội dung về dịch vụ bưu chính KT1"


def file_of(row: Urging, lines: Iterable[UrgedLine], form: str) -> HttpResponseBase:
    return answered(letter_of(row, lines), form)


def letter_of(row: Urging, lines: Iterable[UrgedLine]) -> Letter:
    """The letter that an urging is, today as on the day it was drafted."""
    named = [line.owing for line in lines]
    said = details(named)
    matters = [
        Matter(agency=one.agency.name, what=_what(one.rule, said[one.pk]), due=one.due)
        for one in named
    ]
    as_of = day_of(row.made_at)
    office = office_of(_ROLES[Body(row.office).value], row.province_id, row.dated or as_of)
    letter = urging(
        office,
        verb=Verb[row.verb],
        matters=matters,
        as_of=as_of,
        until=row.until,
        subject=_subject({one.rule for one in named}),
        signer=signed(office, row.signed_as),
    )
    return with_number(letter, row.number, row.dated)


def answered(letter: Letter, form: str) -> HttpResponseBase:
    """As a file to keep, with the band of this database."""
    band = installation.band()
    letter = replace(letter, demonstration=band is Band.DEMONSTRATION, drill=band is Band.DRILL)
    if form == "docx":
        return download(docx(letter), letter.file_name("docx"), DOCX_TYPE)
    if form == "pdf":
        return download(pdf(letter), letter.file_name("pdf"), PDF_TYPE)
    raise Http404


def _what(rule: str, said: Said) -> str:
    words = in_letter(rule, said)
    return words[:1].upper() + words[1:]


def _subject(rules: set[str]) -> str:
    """One duty is named in the subject; several are not."""
    if len(rules) > 1:
        return _GENERAL
    return f"đôn đốc {in_letter(next(iter(rules)), Said())}"
