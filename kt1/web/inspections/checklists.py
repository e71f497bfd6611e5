"""Checklists with their versions: read by everybody inspected, written by the Department."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.oversight.inspections import checklists as shipped
from kt1.oversight.inspections import drafting, permissions, published
from kt1.oversight.inspections.checklists import Checklist, changes
from kt1.oversight.inspections.models import SIDE_LABELS
from kt1.oversight.inspections.rules import Side
from kt1.oversight.inspections.steps import UnfitInspectionError, day_of
from kt1.oversight.inspections.versions import ChecklistVersion
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.checklist_files import file_of
from kt1.web.inspections.checklist_forms import NameForm, PublishForm, QuestionForm
from kt1.web.inspections.labels import tabs
from kt1.web.inspections.lists import TITLE as INSPECTIONS
from kt1.web.lists.listing import EXPORT
from kt1.web.moments import day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Inspection checklists")
#: In place of the key of a question that is not there yet.
NEW = "moi"
DRAFT = Chip(gettext_lazy("being written"), Tone.UNCONFIRMED)
IN_USE = Chip(gettext_lazy("in use"), Tone.GOOD)
TO_COME = Chip(gettext_lazy("in use later"), Tone.MOVING)
REPLACED = Chip(gettext_lazy("replaced"), Tone.PLAIN)


def _chip(one: Checklist, now: Checklist | None, request: Request) -> Chip:
    if one.province_id is not None and one.published_at is None:
        return DRAFT
    if now is not None and one.code == now.code:
        return IN_USE
    waits = one.valid_from > day_of(request.at) and one.province_id is not None
    return TO_COME if waits else REPLACED


def _known(request: Request) -> list[Checklist]:
    """What is shipped and what of the province's own this person may read. Two queries."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    own = published.loaded(published.seen_by(request.actor).order_by("side", "n"))
    return [*shipped.checklists().values(), *own]


def _in_use(known: list[Checklist], side: Side, request: Request) -> Checklist | None:
    issued = [one for one in known if one.province_id is None or one.published_at is not None]
    return shipped.in_force(issued, side, day_of(request.at))


@require_GET
@signed_in
def checklists(request: Request) -> HttpResponseBase:
    """Each side with its versions, the newest first."""
    known = _known(request)
    sides: list[dict[str, Any]] = []
    for side in Side:
        versions = sorted(
            (one for one in known if one.side is side), key=lambda one: one.version, reverse=True
        )
        now = _in_use(known, side, request)
        draft = next((one for one in versions if _chip(one, now, request) is DRAFT), None)
        rows = [(one, _chip(one, now, request)) for one in versions]
        sides.append({"side": side.value, "label": SIDE_LABELS[side], "rows": rows, "draft": draft})
    if form := request.GET.get(EXPORT):
        return file_of(request, [row for each in sides for row in each["rows"]], form)
    context = {
        "sides": sides,
        "may_draft": permissions.why_not_draft(request.actor) is None,
        "tabs": tabs(request.actor, "checklists", day_of(request.at).year),
    }
    return render(request, "inspections/checklists.html", context)


@require_GET
@signed_in
def version(request: Request, code: str) -> HttpResponseBase:
    """One version: what it asks, what it changes, and what may be done with it."""
    known = _known(request)
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise Http404
    row = published.seen_by(request.actor).filter(code=code).first()
    before = next((one for one in known if row is not None and one.code == row.based_on), None)
    chip = _chip(found, _in_use(known, found.side, request), request)
    actor = request.actor
    context = {
        "checklist": found,
        "chip": chip,
        "is_draft": chip is DRAFT,
        "row": row,
        "before": before,
        "changes": changes(before, found) if before is not None else None,
        "may_write": row is not None and permissions.why_not_write(actor, row) is None,
        "may_publish": row is not None and permissions.why_not_publish(actor, row) is None,
        "why_not_publish": permissions.why_not_publish(actor, row) if row is not None else "",
        "crumbs": [
            (INSPECTIONS, reverse("inspections")),
            (TITLE, reverse("checklists")),
            (_title(found), ""),
        ],
    }
    return render(request, "inspections/checklist_version.html", context)


def _title(found: Checklist) -> str:
    return _("Version %(n)s: %(side)s") % {"n": found.version, "side": SIDE_LABELS[found.side]}


@require_POST
@signed_in
def draft(request: Request, side: str) -> HttpResponseBase:
    """Begin the next version from the newest one."""
    if side not in set(Side):
        raise Http404
    if reason := permissions.why_not_draft(request.actor):
        raise NotAllowedError(reason)
    try:
        code = drafting.draft(side=Side(side), by=request.actor, at=request.at, once=once(request))
    except UnfitInspectionError as fault:
        messages.error(request, str(fault))
        return redirect("checklists")
    return redirect("checklist_version", code)


def _row(request: Request, code: str) -> ChecklistVersion:
    """A version of the province's own that this person may read."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    found = published.seen_by(request.actor).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _asked(row: ChecklistVersion, heading: Any, **more: Any) -> Asked:
    here = reverse("checklist_version", args=[row.code])
    crumbs = [
        (INSPECTIONS, reverse("inspections")), (TITLE, reverse("checklists")),
        (str(row), here), (heading, ""),
    ]  # fmt: skip
    return Asked(heading=heading, back=here, crumbs=crumbs, lead=str(row), **more)


@require_http_methods(["GET", "POST"])
@signed_in
def rename(request: Request, code: str) -> HttpResponseBase:
    """What a draft is called and on which paper it rests."""
    row = _row(request, code)
    form = NameForm(
        data_of(request), initial={"title": row.title, "instrument_id": row.instrument_id}
    )
    asked = _asked(
        row,
        _("Name and legal basis"),
        form=form,
        do=lambda said: drafting.name(
            code=code, **said, by=request.actor, at=request.at, once=once(request)
        ),
    )
    return answered(request, asked, reason=permissions.why_not_write(request.actor, row))


@require_http_methods(["GET", "POST"])
@signed_in
def question(request: Request, code: str, key: str) -> HttpResponseBase:
    """Word a question of a draft; `moi` adds one."""
    row = _row(request, code)
    old = row.questions.filter(key=key).first()
    if old is None and key != NEW:
        raise Http404
    fields = ("section", "words", "area", "instrument_id", "provision", "conduct")
    initial = {name: getattr(old, name) for name in fields} if old else {}
    asked = _asked(
        row,
        _("Reword question %(key)s") % {"key": key} if old else _("Add a question"),
        form=QuestionForm(data_of(request), initial=initial),
        do=lambda said: drafting.put(
            code=code, key=old.key if old else "", worded=drafting.Worded(**said),
            by=request.actor, at=request.at, once=once(request),
        ),
        more={
            "sections": list(
                dict.fromkeys(row.questions.order_by("n", "pk").values_list("section", flat=True))
            )
        },
        consequence=_("A key is kept from version to version: what was found before is known by"
                      " it. Reword a question only as long as it asks for the same."),
    )  # fmt: skip
    return answered(request, asked, reason=permissions.why_not_write(request.actor, row))


@require_POST
@signed_in
def drop(request: Request, code: str, key: str) -> HttpResponseBase:
    """Take a question out of a draft."""
    row = _row(request, code)
    if reason := permissions.why_not_write(request.actor, row):
        raise NotAllowedError(reason)
    if not row.questions.filter(key=key).exists():
        raise Http404
    drafting.drop(code=code, key=key, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Question %(key)s was taken out.") % {"key": key})
    return redirect("checklist_version", code)


@require_POST
@signed_in
def discard(request: Request, code: str) -> HttpResponseBase:
    """Give up a draft."""
    row = _row(request, code)
    if reason := permissions.why_not_write(request.actor, row):
        raise NotAllowedError(reason)
    drafting.discard(code=code, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The draft was given up."))
    return redirect("checklists")


@require_http_methods(["GET", "POST"])
@signed_in
def publish(request: Request, code: str) -> HttpResponseBase:
    """The leader, or another person of the Department, lets it be used from a day on."""
    row = _row(request, code)
    asked = _asked(
        row,
        _("Publish the version"),
        form=PublishForm(data_of(request), initial={"valid_from": day(request.at)}),
        do=lambda said: drafting.publish(
            code=code, **said, by=request.actor, at=request.at, once=once(request)
        ),
        consequence=_("It never changes afterwards. Inspections prepared before keep the version"
                      " they were prepared with."),
    )  # fmt: skip
    return answered(request, asked, reason=permissions.why_not_publish(request.actor, row))
