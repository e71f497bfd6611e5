"""What may be stored: short, coded, and never what only the paper may hold.

The number, title, content and signer of a secret document have no column anywhere; free text has
a limit, because an unlimited field is where a secret ends up.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests.architecture.test_layers import ours

LONGEST_TEXT = 500

#: Columns of structured or binary content, each with what it holds and why it needs no limit.
ALLOWED = {
    "assurance_bookjob.columns": "numbers of columns",
    "assurance_bookjob.packed": "coded rows of a book, days and figures; emptied when it is over",
    "assurance_difference.fields": "codes of what differs",
    "assurance_mapping.columns": "numbers of columns",
    "custody_derivation.parameters": "ids of legal parameters",
    "custody_derivation.steps": "message ids and their numbers, from the code",
    "custody_delivery.path": "ids of focal points, from the rule that answered",
    "custody_event_file.columns": "names of our own columns",
    "custody_event_file.found": "counts, row numbers and codes of faults",
    "custody_event_file_part.packed": "mapped cells of a file; emptied when it is over",
    "custody_event_layout.columns": "numbers of columns",
    "custody_handover_line.findings": "coded findings",
    "custody_irregularity.findings": "coded findings",
    "custody_shift_balance.by_kind": "a count for each kind of unit",
    "custody_shift_balance.extra": "codes of units counted",
    "custody_shift_balance.missing": "codes of units counted",
    "law_legalparameter.value": "a number, a list of codes, or a table of them",
    "ledger_checkpoint.chain": "hashes",
    "ledger_checkpoint.root": "a hash",
    "ledger_entry.canonical": "ids, codes, times and coded findings",
    "ledger_entry.lines": "ids, codes and coded findings",
    "ledger_entry.lines_seed": "random bytes",
    "ledger_entry.salt": "random bytes",
    "ledger_leaf.leaf_hash": "a hash",
    "ledger_note.content": "one short text that its own column limits first; can be redacted",
    "ledger_note.salt": "random bytes",
    "ledger_pending.leaf_hash": "a hash",
    "ledger_request.answer": "ids, codes and times",
    "ledger_request.digest": "a hash",
    "ledger_tile.content": "hashes",
    "network_departure.day_kinds": "codes",
    "network_reorganisation.effects": "ids of rows",
    "network_reorganisation.ordered": "codes and names of bodies and units, which are public",
    "network_reorganisation.passing": "ids, and names of bodies",
    "oversight_report.recipients": "codes",
    "oversight_reportdefinition.names": "names of the recipients of a report, which are public",
    "oversight_reportdefinition.recipients": "codes",
    "oversight_reportversion.figures": "whole numbers by key; codes and names of bodies",
    "people_apitoken.sha256": "a hash",
    "people_approval.digest": "a hash",
    "people_approval.payload": "ids and codes of the act that is approved",
    "people_roster.day_kinds": "kinds of days",
    "people_focalpoint.day_kinds": "codes",
    "people_notice.focal_points": "ids of rows of the register",
    "people_readinglog.subjects": "ids of units",
    "people_reminder.facts": "the key of a break, codes of bodies, numbers",
    "people_succession.moved": "ids of rows",
}

FORBIDDEN = re.compile(
    r"trich_?yeu|ky_?hieu|nguoi_?ky|noi_?dung|abstract|signer|summary"
    r"|doc(ument)?_?(no|number|title|name|content)"
)
#: Harmless for a law or a person, never for something that is carried.
FORBIDDEN_OF_MAIL = frozenset({"title", "subject", "content", "image", "scan", "photo", "body"})
OF_MAIL = frozenset({"custody", "assurance"})
#: The law is public: its instruments have numbers and names.
LAW = "law"


Column: TypeAlias = "models.Field[Any, Any]"


def columns() -> list[Column]:
    return [field for model in ours() for field in model._meta.local_concrete_fields]


def name_of(field: Column) -> str:
    return f"{field.model._meta.db_table}.{field.name}"


def faults_of_text(field: Column) -> Iterator[str]:
    if isinstance(field, (models.JSONField, models.BinaryField, ArrayField)):
        if name_of(field) not in ALLOWED:
            yield f"say in ALLOWED what {name_of(field)} holds"
    elif isinstance(field, (models.CharField, models.TextField)):
        if not field.max_length or field.max_length > LONGEST_TEXT:
            yield f"{name_of(field)} holds up to {field.max_length}, not {LONGEST_TEXT} or less"
        if isinstance(field, models.TextField):
            yield f"{name_of(field)}: only a CharField holds its limit"
    if isinstance(field, models.FileField):
        yield f"{name_of(field)}: no file is stored anywhere"


def is_for_the_paper(field: Column) -> bool:
    of = field.model._meta.app_label
    if of == LAW:
        return False
    of_mail = of in OF_MAIL and not field.choices and field.name in FORBIDDEN_OF_MAIL
    return of_mail or FORBIDDEN.search(field.name) is not None


def test_text_has_a_limit() -> None:
    assert [fault for field in columns() for fault in faults_of_text(field)] == []


def test_no_column_for_what_only_the_paper_may_hold() -> None:
    assert [name_of(field) for field in columns() if is_for_the_paper(field)] == []


@pytest.mark.parametrize(
    ("broken", "faults"),
    [
        (models.TextField(max_length=10), 1),
        (models.TextField(), 2),
        (models.CharField(), 1),
        (models.CharField(max_length=LONGEST_TEXT + 1), 1),
        (models.CharField(max_length=LONGEST_TEXT), 0),
        (models.JSONField(), 1),
        (models.BinaryField(), 1),
        (models.FileField(max_length=10), 1),
    ],
)
def test_a_column_without_a_limit_would_be_seen(broken: Column, faults: int) -> None:
    broken.name, broken.model = "x", ours()[0]
    assert len(list(faults_of_text(broken))) == faults


@pytest.mark.parametrize(
    ("name", "of", "seen"),
    [
        ("doc_no", "people", True),
        ("trich_yeu", "network", True),
        ("doc_no", LAW, False),
        ("title", "custody", True),
        ("title", "people", False),
        ("code", "custody", False),
    ],
)
def test_a_column_for_the_paper_would_be_seen(name: str, of: str, *, seen: bool) -> None:
    field: Column = models.CharField(max_length=10)
    field.name, field.model = name, next(one for one in ours() if one._meta.app_label == of)
    assert is_for_the_paper(field) is seen


def test_nothing_is_allowed_that_is_gone() -> None:
    assert set(ALLOWED) - {name_of(field) for field in columns()} == set()
