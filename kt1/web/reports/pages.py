"""The calendar of reports, one report with its version, the differences between two versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.permissions import OF_PROVINCE as QUALITY_READERS
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import units
from kt1.oversight.figures.permissions import READERS as FIGURE_READERS
from kt1.oversight.reports import calendars, permissions, queries, steps
from kt1.oversight.reports.calendars import Slot
from kt1.oversight.reports.figures import differences, lacking_changed
from kt1.oversight.reports.models import (
    RECIPIENT_LABELS,
    RETURN_LABELS,
    WAY_LABELS,
    Report,
    ReportSubmission,
    ReportVersion,
)
from kt1.oversight.reports.rules import (
    Cycle,
    Recipient,
    Return,
    Section,
    Standing,
    State,
    Way,
    words_of,
)
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import KEEPERS
from kt1.web.lists.answer import answer
from kt1.web.reports.content import figures_of, parts
from kt1.web.reports.forms import AgainForm
from kt1.web.reports.labels import STANDING_CHIPS, state_chip
from kt1.web.reports.lists import MADE, RECEIVED, TITLE
from kt1.web.reports.paper import hidden_note
from kt1.web.reports.sheets import sheets
from kt1.web.reports.tables import LACKS
from kt1.web.reports.versions import changed
from kt1.web.request import Request, signed_in


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the calendar."""

    slot: Slot
    words: str
    chip: Any
    state: Any
    url: str
    may_make: bool


@require_GET
@signed_in
def reports(request: Request) -> HttpResponseBase:
    """For the department what is owed and made; for recipients what came; for its head what is."""
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    today = request.at.astimezone(VIETNAM).date()
    if actor.role in permissions.RECEIVERS:
        named = AdminUnitVersion.objects.filter(
            unit=OuterRef("version__report__province"), valid_to=None
        )
        rows = queries.submissions_seen_by(actor).annotate(
            province_name=Subquery(named.values("name")[:1])
        )
        absent = {"missing": _missing(actor, today)}
        return answer(request, RECEIVED, rows, template="reports/received.html", context=absent)
    if actor.role is Role.HEAD:
        return answer(request, MADE, queries.seen_by(actor))
    wanted = request.GET.get("tt", "")
    slots = calendars.calendar(actor.province_id or 0, today, KEEPERS[actor.role])
    context = {
        "rows": [_row(slot) for slot in reversed(slots) if wanted in {"", slot.standing}],
        "wanted": wanted,
        "standings": [(one.value, STANDING_CHIPS[one]) for one in Standing],
        "late": sum(slot.standing is Standing.LATE for slot in slots),
        "party": actor.role is Role.PARTY_OFFICE,
    }
    return render(request, "reports/reports.html", context)


def _missing(actor: Actor, today: date) -> list[tuple[str, str, date]]:
    """Reports that did not come though their day is past: province, what, due."""
    found = calendars.missing(permissions.RECEIVERS[actor.role], today)
    if actor.role is not Role.MINISTRY:
        found = [one for one in found if actor.is_in(one[0])]
    names = units({province for province, _slot in found}, today)
    return [
        (names[province].title, slot.report.title if slot.report else _title(slot), slot.due)
        for province, slot in found
    ]


def _title(slot: Slot) -> str:
    return f"{slot.definition.title} {words_of(Cycle(slot.definition.cycle), slot.period)}"


def _row(slot: Slot) -> Row:
    report = slot.report
    newest = max(report.versions.all(), key=lambda one: one.n, default=None) if report else None
    return Row(
        slot=slot,
        words=report.title if report else _title(slot),
        chip=STANDING_CHIPS[slot.standing],
        state=state_chip(newest) if newest else None,
        url=reverse("report", args=[report.pk]) if report else "",
        may_make=report is None,
    )


def asked(request: Request, pk: int, n: str = "") -> ReportVersion:
    """The version that the address names, else the newest this person sees. Raises Http404."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    rows = queries.versions_seen_by(request.actor).filter(report=pk)
    if n:
        rows = rows.filter(n=int(n)) if n.isdecimal() and len(n) < 6 else rows.none()  # noqa: PLR2004 - no number is longer
    found = rows.first()
    if found is None:
        raise Http404
    return found


@require_GET
@signed_in
def report(request: Request, pk: int) -> HttpResponseBase:
    """One version: what waits to be done, its figures by section, tables, versions, log."""
    version = asked(request, pk, request.GET.get("ban", ""))
    actor = request.actor
    frozen = queries.frozen_of(version)
    every = list(queries.versions_seen_by(actor).filter(report=pk).defer("figures"))
    log = list(queries.submissions_seen_by(actor).filter(version__report=pk))
    today = request.at.astimezone(VIETNAM).date()
    standing = calendars.standings(Report.objects.filter(pk=pk), today)[pk]
    context = {
        "version": version,
        "report": version.report,
        "chip": state_chip(version),
        "standing": STANDING_CHIPS[standing],
        "frozen": frozen,
        "before": frozen.span.year_before,
        "parts": parts(frozen, queries.narrative_of(version)),
        "sheets": sheets(frozen),
        "hidden": hidden_note(frozen) if frozen.hidden else "",
        "newest": every[0].pk == version.pk,
        "back": _sent_back(version) if actor.role not in permissions.RECEIVERS else None,
        "versions": [(one, state_chip(one)) for one in every],
        "log": [_logged(actor, one) for one in log],
        "files": _files(version),
        "opens": _opens(actor, version),
        "again": AgainForm(),
        "crumbs": [(TITLE, reverse("reports")), (version.report.title, "")],
        **_acts(actor, version, newest=every[0].pk == version.pk),
    }
    return render(request, "reports/report.html", context)


def _acts(actor: Actor, version: ReportVersion, *, newest: bool) -> dict[str, Any]:
    if not newest:
        return {}
    return {
        "may_write": permissions.why_not_write(actor, version) is None,
        "may_present": permissions.why_not_present(actor, version) is None,
        "may_decide": permissions.why_not_decide(actor, version) is None,
        "may_issue": permissions.why_not_issue(actor, version) is None,
        "may_send": permissions.why_not_send(actor, version) is None
        and bool(queries.to_be_sent(version)),
        "may_count": permissions.why_not_count_again(actor, version) is None,
    }


def _sent_back(version: ReportVersion) -> dict[str, Any] | None:
    """Why the leader sent this version back, while it waits to be written anew."""
    if version.state != State.RETURNED:
        return None
    entry = entries_about(steps.subject(version.report)).filter(kind="report.returned").last()
    notes = notes_of([entry.pk]).get(entry.pk, {}) if entry is not None else {}
    note = "" if "note" not in notes else notes["note"] or _("removed")
    reason = RETURN_LABELS[Return(version.return_reason)]
    return {"reason": reason, "note": note, "at": version.decided_at}


def _logged(actor: Actor, sent: ReportSubmission) -> tuple[ReportSubmission, str, str, bool]:
    return (
        sent,
        sent.body.name if sent.body else str(RECIPIENT_LABELS[Recipient(sent.recipient)]),
        str(WAY_LABELS[Way(sent.way)]),
        permissions.why_not_receive(actor, sent) is None,
    )


def _files(version: ReportVersion) -> list[tuple[str, str]]:
    forms = ["docx", "pdf", "xlsx", "json", *(["xml"] if version.number else [])]
    names = {"xml": "edXML"}
    return [
        (
            names.get(form, form.upper()),
            reverse("report_file", args=[version.report_id, version.n, form]),
        )
        for form in forms
    ]


def _opens(actor: Actor, version: ReportVersion) -> dict[str, list[tuple[str, str]]]:
    """By section, the pages on which its figures open down to what is behind them."""
    report = version.report
    months = f"tu={report.first:%m/%Y}&den={report.last:%m/%Y}"
    found: dict[Section, list[tuple[str, str]]] = {}
    if actor.role in FIGURE_READERS:
        link = (_("Open in the figures"), f"{reverse('figures')}?{months}")
        found = {one: [link] for one in (Section.PROVISION, Section.USE)}
    if actor.role in QUALITY_READERS:
        found.setdefault(Section.PROVISION, []).append(
            (_("Open the quality"), f"{reverse('quality')}?{months}")
        )
    return {section.value: links for section, links in found.items()}


@require_GET
@signed_in
def compare(request: Request, pk: int) -> HttpResponseBase:
    """What a later version states otherwise than an earlier one, figure by figure."""
    later = asked(request, pk, request.GET.get("den", ""))
    before = queries.versions_seen_by(request.actor).filter(report=pk, n__lt=later.n).first()
    from_n = request.GET.get("tu", "")
    earlier = asked(request, pk, from_n) if from_n else before or later
    old, new = queries.frozen_of(earlier), queries.frozen_of(later)
    hidden = old.hidden | new.hidden
    rows = differences(figures_of(old), figures_of(new))
    came, went = lacking_changed(old.lacking, new.lacking)
    versions = list(queries.versions_seen_by(request.actor).filter(report=pk).defer("figures"))
    context = {
        "earlier": earlier,
        "later": later,
        "report": later.report,
        "rows": changed(rows, hidden),
        "came": [(one, [LACKS.get(name, name) for name in one.lacks]) for one in came],
        "went": went,
        "versions": versions,
        "crumbs": [
            (TITLE, reverse("reports")),
            (later.report.title, reverse("report", args=[pk])),
            (_("Differences"), ""),
        ],
    }
    return render(request, "reports/compare.html", context)
