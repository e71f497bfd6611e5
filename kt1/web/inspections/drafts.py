"""What drafted papers of inspections and violations share: head, number, quoted papers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kt1.network.agencies.lines import RULES
from kt1.network.agencies.rules import Line
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.violations.models import Violation
from kt1.people.accounts.rules import Role
from kt1.web.papers.letters import Block, Letter, notation
from kt1.web.papers.letters.composing import day_words
from kt1.web.reminders.letters import Office, office_of
from kt1.web.words import Words

SHORT = "SKHCN"


@dataclass(frozen=True, slots=True)
class Kind:
    """One paper: its name, when there is something to write, and how."""

    label: Words
    ready: Callable[..., bool]
    made: Callable[..., Letter]


def said(on: date | None) -> str:
    """A day in a table or a span: 20/07/2026."""
    return "…/…/……" if on is None else f"{on:%d/%m/%Y}"


def in_words(on: date | None) -> str:
    """A day in running text: ngày 20 tháng 7 năm 2026, dots to write on where it is open."""
    return "ngày …… tháng …… năm ………" if on is None else day_words(on)


def quoted(number: str, dated: date | None) -> str:
    """So it is quoted: số 05/QĐ-SKHCN ngày 20 tháng 7 năm 2026, dots where it has none yet."""
    return f"số {number or '……'} {in_words(dated)}"


def drafted(office: Office, kind: str, subject: str, blocks: list[Block], **more: Any) -> Letter:
    letter = Letter(
        layout=office.layout,
        superior=office.superior,
        issuer=office.issuer,
        kind=kind,
        number=notation(office.layout, kind, SHORT, "BCVT"),
        place=office.place,
        subject=subject,
        blocks=tuple(blocks),
        signer=office.signers[0],
        receivers=office.receivers,
    )
    return replace(letter, **more)


def office_for(found: Inspection | Violation, on: date) -> Office:
    return office_of(Role.REGULATOR, found.province_id, on)


def verb_of(found: Inspection | Violation) -> str:
    """The verb of the letter follows the body's line (W7)."""
    word = RULES[Line(found.agency.line)].verb.value
    return f"{word[:1].upper()}{word[1:]}"
