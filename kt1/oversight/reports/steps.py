"""Steps of reporting that several actions share. They open no transaction."""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kt1.law.screening.rules import LENGTH_MAX, passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.rules import NOTE_BYTES_MAX
from kt1.network.agencies.lines import Body
from kt1.oversight.reports import bloc, figures, gathering
from kt1.oversight.reports.models import (
    PIECE_CHARS,
    Report,
    ReportNarrative,
    ReportVersion,
)
from kt1.oversight.reports.rules import Cause, Span, keeper_of
from kt1.people.actor import Actor

#: The longest text of one section, in characters.
TEXT_MAX = 6000
#: Pieces of a long text overlap by so many words: nothing refused is cut in two and passes.
_OVERLAP = 12
#: A note of the ledger holds so many bytes at most; a letter has three of them at most here.
_NOTE_CHARS = NOTE_BYTES_MAX // 3


class ReportError(ValueError):
    """The report cannot be made or sent so. The sentence says why."""


def subject(report: Report) -> str:
    return f"report:{report.province_id}/{report.code}/{report.period}"


def say(
    kind: str,
    report: Report,
    *,
    by: Actor,
    at: datetime,
    notes: Mapping[str, str] | None = None,
    **more: JSON,
) -> None:
    append(kind=kind, subject=subject(report), actor=str(by), at=at, body=more, notes=notes)


def count(report: Report, *, cause: Cause, by: Actor, at: datetime) -> ReportVersion:
    """The next version: everything counted now, bound by its hash and the ledger's root."""
    gather = bloc.frozen if keeper_of(report.code) is Body.PARTY_OFFICE else gathering.frozen
    found = gather(report.province_id, Span(report.first, report.last), at)
    said: dict[str, Any] = figures.to_json(found)
    last = ReportVersion.objects.filter(report=report).order_by("-n").first()
    made = ReportVersion.objects.create(
        report=report,
        n=last.n + 1 if last else 1,
        cause=cause.value,
        figures=said,
        sha256=figures.digest(said),
        ledger_size=found.ledger_size,
        ledger_root=found.ledger_root,
        counted_at=at,
        made_by_id=by.user_id,
    )
    if last is not None:
        _carry_words(last, made)
    say(
        "report.counted", report, by=by, at=at, version=made.n, cause=made.cause,
        sha256=made.sha256, ledger_size=made.ledger_size, ledger_root=made.ledger_root,
    )  # fmt: skip
    return made


def _carry_words(last: ReportVersion, made: ReportVersion) -> None:
    """What was written of the version before is where the next begins."""
    ReportNarrative.objects.bulk_create(
        ReportNarrative(
            version=made,
            section=one.section,
            n=one.n,
            text=one.text,
            goes_on=one.goes_on,
            written_by_id=one.written_by_id,
            written_at=one.written_at,
        )
        for one in ReportNarrative.objects.filter(version=last)
    )


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text as it is kept: each piece, and whether it goes on with the paragraph before it."""
    for line in text.split("\n"):
        for n, piece in enumerate(textwrap.wrap(line, PIECE_CHARS, break_on_hyphens=False)):
            yield piece, n > 0


def locked(version_id: int) -> ReportVersion:
    """The version, its report held: two acts never follow the same one."""
    found = ReportVersion.objects.only("report_id").get(pk=version_id)
    Report.objects.select_for_update().get(pk=found.report_id)
    return ReportVersion.objects.select_related("report", "report__definition").get(pk=version_id)


def is_newest(version: ReportVersion) -> bool:
    return not ReportVersion.objects.filter(report=version.report_id, n__gt=version.n).exists()


def notes_of(name: str, text: str) -> Iterator[tuple[str, str]]:
    """A long text as notes that the ledger takes: `proposals`, then `proposals_b` …"""
    for n, start in enumerate(range(0, len(text), _NOTE_CHARS)):
        yield f"{name}_{chr(ord('a') + n)}" if n else name, text[start : start + _NOTE_CHARS]


def screened(text: str) -> str:
    """A text of several paragraphs, where it may be stored. It may name public papers.

    Raises:
        RefusedTextError: a part of it may not.
    """
    kept = text.replace("\r\n", "\n").strip()
    for piece in _pieces(kept):
        passed(piece, names_a_paper=True)
    return kept


def _pieces(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        words = line.split()
        while words:
            piece = words[:1]
            while len(piece) < len(words) and len(" ".join([*piece, words[len(piece)]])) <= (
                LENGTH_MAX
            ):
                piece.append(words[len(piece)])
            yield " ".join(piece)
            done = len(piece) >= len(words)
            words = [] if done else words[max(len(piece) - _OVERLAP, 1) :]
