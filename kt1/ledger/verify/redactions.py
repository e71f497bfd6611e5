"""Redactions against the entries that report them: an empty note needs two persons' word."""

from collections.abc import Mapping
from typing import Any

from kt1.ledger.entries.rules import stamp
from kt1.ledger.redaction.rules import subject_of
from kt1.ledger.verify.rules import Faults
from kt1.ledger.verify.source import Source


def check(source: Source, entries: Mapping[str, Mapping[str, Any]], faults: Faults) -> None:
    """Compare each redaction with its entry.

    Args:
        entries: what all entries that report a redaction say, by id.
    """
    left = dict(entries)
    for note_id, entry_id, first, second, minutes, reason_code, at, empty in source.redactions():
        said = {
            "actor": first,
            "at": stamp(at),
            "body": {
                "first": first,
                "minutes_number": minutes,
                "reason_code": reason_code,
                "second": second,
            },
            "subject": subject_of(note_id),
        }
        if entry_id not in left or not _says(left.pop(entry_id), said):
            faults.add("ledger_redaction", note_id, "no entry reports it in these words")
        elif not empty:
            faults.add("ledger_note", note_id, "is there although it was redacted")
    for entry_id in left:
        faults.add("ledger_redaction", entry_id, "this entry's redaction is missing")


def _says(whole: Any, said: Mapping[str, Any]) -> bool:
    return isinstance(whole, dict) and all(whole.get(name) == value for name, value in said.items())
