"""One statement about the service: its versions, the next one, its end, its confirmation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.catalogue import actions, permissions, queries
from kt1.law.catalogue.models import TOPIC_LABELS, ServiceInformation
from kt1.law.catalogue.rules import OF_A_PROVINCE, Topic
from kt1.law.screening.rules import RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.days import NotADayError, read_day
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, once, signed_in
from kt1.web.service.forms import form_of
from kt1.web.service.labels import UNFIT_WORDS
from kt1.web.service.tables import proof_columns
from kt1.web.service.wayfinding import crumbs, province_of, today, within

PAGE_OF = {
    Topic.PRODUCT: "service_products",
    Topic.TARIFF: "service_tariff",
    Topic.HOTLINE: "service_contacts",
    Topic.COMPLAINT: "service_contacts",
    Topic.OFFICE: "service_offices",
    Topic.DUTY: "service_rules",
    Topic.WRAPPING: "service_rules",
    Topic.COVER: "service_rules",
}
REFUSED = gettext_lazy("A field holds words that this system must not keep. Nothing was saved.")


@require_GET
@signed_in
def versions(request: Request, pk: int) -> HttpResponseBase:
    """Every version of one statement, with what this person may do about the newest."""
    row = _found(request, pk)
    topic, on = Topic(row.topic), today(request)
    listing: Listing[ServiceInformation] = Listing(
        title=row.title,
        order=("-version", "pk"),
        columns=(
            Column(key="ten", label=gettext_lazy("What it says"), value=lambda one: one.title,
                   under=lambda one: " · ".join(filter(None, (one.text, one.phone))), roomy=True),
            *proof_columns(on),
        ),
    )  # fmt: skip
    rows = queries.versions(topic, row.key, row.province)
    newest = rows.first() or row
    why_not = permissions.why_not_publish(
        request.actor, topic, province=row.province, within=within(request.actor)
    )
    context = {
        "crumbs": crumbs((TOPIC_LABELS[topic], reverse(PAGE_OF[topic])), (row.title, "")),
        "newest": newest,
        "why_not_publish": why_not,
        "may_end": why_not is None and newest.valid_to is None,
        "may_confirm": permissions.why_not_confirm(
            request.actor, newest, within=within(request.actor)
        )
        is None,
        "next_url": f"{reverse('service_publish', args=[topic.value])}?sau={newest.pk}",
    }
    return answer(request, listing, rows, template="service/versions.html", context=context)


def _found(request: Request, pk: int) -> ServiceInformation:
    """What is said of another province is nothing of this person's."""
    row = get_object_or_404(ServiceInformation.objects.select_related("instrument"), pk=pk)
    own = within(request.actor)
    if row.province and own is not None and row.province != own:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
@signed_in
def publish(request: Request, topic: str) -> HttpResponseBase:
    """The next version of a statement (`sau` names the one before), or a new statement."""
    if topic not in set(Topic):
        raise Http404
    wanted = Topic(topic)
    _must_be_allowed(request, wanted)
    before = _before(request, wanted)
    form = form_of(
        wanted,
        request.POST if request.method == "POST" else None,
        before=before,
        province=province_of(request.actor),
        on=today(request),
    )
    if form.is_valid():
        done = _publish(request, form)
        if done is not None:
            messages.success(request, _("The version is published."))
            return redirect("service_versions", done.pk)
    context = {
        "form": form,
        "topic": TOPIC_LABELS[wanted],
        "before": before,
        "crumbs": crumbs((TOPIC_LABELS[wanted], reverse(PAGE_OF[wanted])), (_("Publish"), "")),
        "back": reverse(PAGE_OF[wanted]),
        "others": _others(wanted),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "service/publish.html", context, status=status)


def _others(topic: Topic) -> list[tuple[Any, str, bool]]:
    """The topics that one page shows together, as tabs of the form."""
    shown = [one for one, page in PAGE_OF.items() if page == PAGE_OF[topic]]
    if len(shown) == 1:
        return []
    return [
        (TOPIC_LABELS[one], reverse("service_publish", args=[one.value]), one is topic)
        for one in shown
    ]


def _must_be_allowed(request: Request, topic: Topic) -> None:
    reason = permissions.why_not_publish(
        request.actor,
        topic,
        province=province_of(request.actor) if topic in OF_A_PROVINCE else "",
        within=within(request.actor),
    )
    if reason:
        raise NotAllowedError(reason)


def _before(request: Request, topic: Topic) -> ServiceInformation | None:
    raw = request.GET.get("sau", "")
    if not raw.isdigit() or len(raw) > 9:  # noqa: PLR2004 - longer is no id
        return None
    row = _found(request, int(raw))
    if row.topic != topic:
        raise Http404
    return row


def _publish(request: Request, form: Any) -> ServiceInformation | None:
    """Done, or None with the fault on the form."""
    try:
        return actions.publish(
            statement=form.statement(),
            within=within(request.actor),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except actions.UnfitStatementError as fault:
        form.add_error(None, str(UNFIT_WORDS[fault.unfit]))
    except RefusedTextError:
        form.add_error(None, str(REFUSED))
    except actions.LaterVersionError:
        form.add_error("valid_from", _("A version begins on that day or later already."))
    return None


@require_POST
@signed_in
def confirm(request: Request, pk: int) -> HttpResponseBase:
    """Say that the version was compared with its paper, or that the number answers."""
    row = _found(request, pk)
    actions.confirm(
        information_id=row.pk,
        within=within(request.actor),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.success(request, _("The version is confirmed."))
    return redirect("service_versions", row.pk)


@require_POST
@signed_in
def end(request: Request, pk: int) -> HttpResponseBase:
    """Say which day is the last one of a version."""
    row = _found(request, pk)
    try:
        last = read_day(request.POST.get("last_day", ""))
        actions.end(
            information_id=row.pk,
            last_day=last,
            within=within(request.actor),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotADayError as fault:
        messages.error(request, str(fault))
    except actions.AlreadyEndedError:
        messages.error(request, _("It has ended already, or that day lies before its first."))
    else:
        messages.success(request, _("The version ends on that day."))
    return redirect("service_versions", row.pk)
