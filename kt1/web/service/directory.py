"""Danh mục: one page of what everybody looks up, reached from every page (accesskey d).

The menu holds the acts of the day, seven at most; what is looked up now and then stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.complaints.permissions import why_not_read as why_not_read_complaints
from kt1.assurance.disclosures.permissions import why_not_read as why_not_read_disclosures
from kt1.assurance.quality.confirming.permissions import DECIDERS
from kt1.assurance.quality.confirming.permissions import READERS as SHEET_READERS
from kt1.assurance.quality.permissions import READERS as QUALITY_READERS
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.custody.operator.permissions import why_not_take_file
from kt1.oversight.budget.permissions import why_not_read as why_not_read_budget
from kt1.oversight.directives.permissions import why_not_read as why_not_read_directives
from kt1.oversight.inspections import permissions as inspecting
from kt1.oversight.outreach.permissions import why_not_open, why_not_watch
from kt1.oversight.reports.permissions import why_not_read as why_not_read_reports
from kt1.oversight.requests.permissions import why_not_read as why_not_read_inquiries
from kt1.oversight.reviews import permissions as reviewing
from kt1.oversight.violations import permissions as following
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.guidance.permissions import READERS, why_not_give
from kt1.web.delivery.listings import POST as DELIVERING
from kt1.web.network.permissions import why_not_read_places, why_not_read_routes
from kt1.web.norms.labels import READERS as KEEPERS
from kt1.web.reminders.labels import READERS as REMINDED
from kt1.web.request import Request, signed_in
from kt1.web.service.wayfinding import TABS
from kt1.web.service.work import safety, work
from kt1.web.succession.permissions import READERS as REORGANISERS
from kt1.web.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    heading: Words
    links: Sequence[tuple[Words, str, Words]]  # label, address, hint


@require_GET
@signed_in
def directory(request: Request) -> HttpResponseBase:
    actor = request.actor
    mail = Group("mail", _("Mail and who receives it"), work(actor))
    guarded = Group("safety", _("Incidents and safety"), safety(actor))
    left = [_network(actor), mail, _with_others(actor)]
    right = [_service(actor), guarded, _answering(actor)]
    stacks = [[group for group in stack if group.links] for stack in (left, right)]
    return render(request, "service/directory.html", {"stacks": stacks})


def _network(actor: Actor) -> Group:
    places = why_not_read_places(actor) is None
    routes = why_not_read_routes(actor) is None
    links: list[tuple[Words, str, Words]] = [
        (_("Agencies"), reverse("agencies"), _("bodies served, their doors and annexes")),
    ]
    if places:
        links.append((_("Places"), reverse("places"), _("offices, counters, doors, vehicles")))
    if routes:
        links.append((_("Routes"), reverse("routes"), _("stops and timetables")))
    links.append(
        (_("Provinces and communes"), reverse("units"), _("names, codes, postcodes of the day"))
    )
    if actor.role in REORGANISERS:
        links.append(
            (
                _("Reorganisations of agencies"),
                reverse("reorganisations"),
                _("mergers, splits, new names, new seats"),
            )
        )
    return Group("network", _("The network"), links)


def _service(actor: Actor) -> Group:
    links: list[tuple[Words, str, Words]] = [(label, reverse(name), "") for name, label in TABS]
    if actor.role in KEEPERS:
        links += [
            (_("Norm sets"), reverse("norm_sets"), _("entered, confirmed, gone by; what is unset")),
            (_("Legal papers"), reverse("law_papers"), _("what figures and days rest on")),
            (_("Working days"), reverse("calendar_years"), _("holidays, swaps, years covered")),
        ]
    links.append((_("Tables of prices"), reverse("tariff"), _("who pays, and a price for any day")))
    if actor.is_post or actor.is_agency:
        links.append(
            (
                _("Surcharges of marks, from paper"),
                reverse("paper_surcharges"),
                _("one amount a month and body, in flag mode"),
            )
        )
    if why_not_read_budget(actor) is None:
        links.append((_("Budget"), reverse("budgets"), _("estimated, allocated, spent")))
    links.append((_("All of it on paper"), reverse("service_print"), _("to print or to send")))
    if actor.role is Role.CLERK:
        links.insert(
            0,
            (
                _("Posting assistant"),
                reverse("assistant"),
                _("which service, how to wrap, how early"),
            ),
        )
    return Group("service", _("The KT1 service"), links)


def _state(actor: Actor) -> list[tuple[Words, str, Words]]:
    """Directives, requests, the library and events."""
    links: list[tuple[Words, str, Words]] = []
    if why_not_read_directives(actor) is None:
        links += [
            (_("Directives"), reverse("directives"), _("papers and the tasks they put on bodies")),
            (_("Tasks of bodies"), reverse("tasks"), _("who has done what, and by when")),
        ]
    if actor.role in REMINDED:
        links.append((_("Not done yet"), reverse("owed"), _("who owes what, and what was sent")))
    if why_not_read_inquiries(actor) is None:
        links.append((_("Requests and answers"), reverse("inquiries"), ""))
    if why_not_read_reports(actor) is None:
        links.append((_("Reports"), reverse("reports"), _("to the province and the Ministry")))
    if why_not_open(actor) is None:
        links += [
            (_("Library"), reverse("library"), _("short guides, with a quiz")),
            (_("Events and campaigns"), reverse("outreach_events"), ""),
        ]
    if why_not_watch(actor) is None:
        links += [
            (_("Campaigns"), reverse("campaigns"), _("events, who came, bodies by commune")),
            (_("Whom outreach reached"), reverse("outreach_coverage"), ""),
        ]
    return links


def _with_others(actor: Actor) -> Group:
    links: list[tuple[Words, str, Words]] = _state(actor)
    if actor.role in READERS or why_not_give(actor) is None:
        links.append(
            (
                _("Guidance log"),
                reverse("guidance_log"),
                _("what the post and the Department explained, and when"),
            )
        )
    links += _reconciled(actor)
    if why_not_read_complaints(actor) is None:
        links.append(
            (_("Complaints"), reverse("complaints"), _("filed, answered, what is owed and when"))
        )
    links += _inspected(actor)
    if actor.role in DECIDERS:
        links.append((_("Months not confirmed in time"), reverse("reconciliations_overdue"), ""))
    if why_not_read_disclosures(actor) is None:
        links.append(
            (
                _("Requests of authorities"),
                reverse("disclosures"),
                _("who asked to be shown records, by which minutes"),
            )
        )
    if actor.role in QUALITY_READERS:
        links.append(
            (
                _("Quality of the service"),
                reverse("quality"),
                _("on time, late and whose it was; force majeure"),
            )
        )
    if actor.role in SHEET_READERS:
        links.append((_("Confirmations of quality"), reverse("quality_sheets"), ""))
    if why_not_take_file(actor) is None:
        links.append(
            (
                _("Files of the operator's system"),
                reverse("operator_files"),
                _("take events in; past files"),
            )
        )
    return Group("others", _("With others"), links)


def _reconciled(actor: Actor) -> list[tuple[Words, str, Words]]:
    """What both sides put side by side: months, bags, advices of delivery."""
    on_the_post_s = actor.role in POST_SIDE
    pages = (
        (_("Reconciliation of volumes"), "reconciliations",
         _("both books of each period, differences, signatures"),
         on_the_post_s or actor.role in AGENCY_ROLES),
        (_("Dispatches, bag by bag"), "dispatches_reconciled",
         _("sent against received, between provinces and the centre"), on_the_post_s),
        (_("Advices of delivery"), "advices", _("to come back to the sender, or back already"),
         actor.role is Role.CLERK or actor.role in DELIVERING),
    )  # fmt: skip
    return [(label, reverse(name), hint) for label, name, hint, theirs in pages if theirs]


def _inspected(actor: Actor) -> list[tuple[Words, str, Words]]:
    pages = (
        (_("Watch list"), "watch_list", _("bodies at or past a threshold, and reminders"),
         inspecting.why_not_watch(actor)),
        (_("Inspections"), "inspections", _("plan, visits, findings, conclusions"),
         inspecting.why_not_read(actor)),
        (_("Inspection checklists"), "checklists", _("what a visit asks, and its legal basis"),
         inspecting.why_not_read(actor)),
        (_("Violations"), "violations", _("corrections and how each ended"),
         following.why_not_read(actor)),
    )  # fmt: skip
    return [(label, reverse(name), hint) for label, name, hint, why_not in pages if not why_not]


def _answering(actor: Actor) -> Group:
    """What a body says of itself."""
    pages = (
        (_("Self-reviews"), "reviews", _("asked, answered, signed off"),
         reviewing.why_not_read(actor)),
        (_("Internal rules on KT1"), "internal_rules", _("quy chế, nội quy, and a model clause"),
         reviewing.why_not_read_rules(actor)),
        (_("Covers not by KT1"), "outside_reports", _("day, sender, how it came"),
         reviewing.why_not_read_reports(actor)),
    )  # fmt: skip
    links = [(label, reverse(name), hint) for label, name, hint, why_not in pages if not why_not]
    return Group("answering", _("Self-review"), links)
