"""Making reports and taking them through: counting, words, leader, number, sending, receipt."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.screening.rules import RefusedTextError
from kt1.network.agencies.lines import Body
from kt1.oversight.reports import actions, permissions, queries, sending
from kt1.oversight.reports.models import ReportVersion
from kt1.oversight.reports.rules import (
    PARTY_TITLES,
    TITLES,
    Cause,
    Way,
    keeper_of,
)
from kt1.oversight.reports.sending import Signed
from kt1.oversight.reports.steps import ReportError
from kt1.people.actor import NotAllowedError
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.reports.forms import (
    AgainForm,
    IssueForm,
    ReturnForm,
    SendForm,
    WordsForm,
)
from kt1.web.reports.lists import TITLE
from kt1.web.reports.pages import asked
from kt1.web.request import Request, once, signed_in
from kt1.web.tariff.entering import REFUSED


@require_POST
@signed_in
def make_report(request: Request, code: str, period: str) -> HttpResponseBase:
    """Count the report of a period for the first time."""
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    try:
        made = actions.make(
            code=code, period=period, by=request.actor, at=request.at, once=once(request)
        )
    except (ReportError, UnsetNormError) as fault:
        messages.error(request, custody.said(fault))
        return redirect("reports")
    messages.success(request, _("The figures are counted and frozen. Write the words now."))
    return redirect("report", made.report_id)


@require_http_methods(["GET", "POST"])
@signed_in
def write_report(request: Request, pk: int) -> HttpResponseBase:
    """The words of all sections on one page; what is typed and refused is kept on it."""
    version = asked(request, pk)
    if reason := permissions.why_not_write(request.actor, version):
        raise NotAllowedError(reason)
    party = keeper_of(version.report.code) is Body.PARTY_OFFICE
    form = WordsForm(
        request.POST or None,
        texts=queries.narrative_of(version),
        titles=PARTY_TITLES if party else TITLES,
    )

    def act() -> ReportVersion:
        return sending.write(
            version_id=version.pk,
            texts=form.texts(),
            by=request.actor,
            at=request.at,
            once=once(request),
        )

    if done(form, act) is not None:
        messages.success(request, _("The words are saved."))
        return redirect("report", pk)
    context = _context(version, form, _("Words of the report"), _("Save"))
    context["lead"] = _(
        "The figures stand in the report already: say what they mean. Sections V and VI are only"
        " words. Public papers may be named; nothing of what was in a cover."
    )
    return render(request, "reports/form.html", context, status=status_of(form))


@require_POST
@signed_in
def present_report(request: Request, pk: int) -> HttpResponseBase:
    version = asked(request, pk)
    try:
        sending.present(version_id=version.pk, by=request.actor, at=request.at, once=once(request))
    except ReportError as fault:
        messages.error(request, str(fault))
        return redirect("report", pk)
    messages.success(request, _("The report lies with the leader."))
    return redirect("report", pk)


@require_POST
@signed_in
def decide_report(request: Request, pk: int) -> HttpResponseBase:
    """The leader approves it."""
    version = asked(request, pk)
    sending.decide(version_id=version.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The report is approved."))
    return redirect("report", pk)


@require_http_methods(["GET", "POST"])
@signed_in
def return_report(request: Request, pk: int) -> HttpResponseBase:
    """The leader sends it back: for which reason, and what is to be changed."""
    version = asked(request, pk)
    if reason := permissions.why_not_decide(request.actor, version):
        raise NotAllowedError(reason)
    form = ReturnForm(request.POST if request.method == "POST" else None)

    def act() -> ReportVersion:
        return sending.decide(
            version_id=version.pk,
            returned=form.cleaned_data["reason"],
            remark=form.cleaned_data["remark"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )

    if done(form, act) is not None:
        messages.success(request, _("The report went back to be rewritten."))
        return redirect("report", pk)
    context = _context(version, form, _("Send the report back"), _("Send it back"))
    context["lead"] = _("Whoever wrote it reads the reason and the remark on its page.")
    return render(request, "reports/form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@signed_in
def issue_report(request: Request, pk: int) -> HttpResponseBase:
    """Number, date and signer, once the paper is signed."""
    version = asked(request, pk)
    if reason := permissions.why_not_issue(request.actor, version):
        raise NotAllowedError(reason)
    today = f"{request.at.astimezone(VIETNAM):%d/%m/%Y}"
    keeper = keeper_of(version.report.code)
    form = IssueForm(request.POST or None, keeper=keeper, initial={"dated": today})

    def act() -> ReportVersion:
        said = form.cleaned_data
        return sending.issue(
            version_id=version.pk,
            signed=Signed(**{name: said[name] for name in Signed.__slots__}),
            by=request.actor,
            at=request.at,
            once=once(request),
        )

    if done(form, act) is not None:
        messages.success(request, _("The report is issued. Send it to its recipients."))
        return redirect("report", pk)
    context = _context(version, form, _("Number, date and signer"), _("Save"))
    context["lead"] = _("As they stand on the signed and stamped paper.")
    return render(request, "reports/form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@signed_in
def send_report(request: Request, pk: int) -> HttpResponseBase:
    """Enter in the log to whom it went; those with an account can read it from then on."""
    version = asked(request, pk)
    if reason := permissions.why_not_send(request.actor, version):
        raise NotAllowedError(reason)
    left = queries.to_be_sent(version)
    if not left:
        raise Http404
    today = f"{request.at.astimezone(VIETNAM):%d/%m/%Y}"
    form = SendForm(
        request.POST or None,
        recipients=left.superiors,
        bodies=left.bodies,
        initial={"sent_on": today},
    )

    def act() -> ReportVersion:
        said = form.cleaned_data
        return sending.send(
            version_id=version.pk,
            recipients=form.superiors(),
            bodies=form.bodies(),
            way=Way(said["way"]),
            sent_on=said["sent_on"],
            reference=said["reference"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )

    if done(form, act) is not None:
        messages.success(request, _("It is in the log: the recipients can read it now."))
        return redirect("report", pk)
    context = _context(version, form, _("Send the report"), _("Enter in the log"))
    return render(request, "reports/form.html", context, status=status_of(form))


@require_POST
@signed_in
def count_report(request: Request, pk: int) -> HttpResponseBase:
    """The next version, everything counted now."""
    version = asked(request, pk)
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        made = actions.count_again(
            version_id=version.pk,
            cause=Cause(form.cleaned_data["cause"]),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except ReportError as fault:
        messages.error(request, str(fault))
        return redirect("report", pk)
    messages.success(request, _("A new version is counted. See what it states otherwise."))
    return redirect(f"{reverse('report_compare', args=[pk])}?tu={version.n}&den={made.n}")


@require_POST
@signed_in
def receive_report(request: Request, pk: int, submission: int) -> HttpResponseBase:
    """A recipient says that they have it."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    seen = queries.submissions_seen_by(request.actor).filter(version__report=pk, pk=submission)
    if not seen.exists():
        raise Http404
    sending.acknowledge(
        submission_id=submission, by=request.actor, at=request.at, once=once(request)
    )
    messages.success(request, _("The receipt is entered."))
    return redirect("report", pk)


def done(form: Form, act: Callable[[], ReportVersion]) -> ReportVersion | None:
    """The act, where the form is whole; what refuses it stands on the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (ReportError, UnsetNormError) as fault:
        form.add_error(None, custody.said(fault))
    except RefusedTextError:
        form.add_error(None, REFUSED)
    return None


def _context(version: ReportVersion, form: Form, heading: str, button: str) -> dict[str, object]:
    back = reverse("report", args=[version.report_id])
    return {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "crumbs": [(TITLE, reverse("reports")), (version.report.title, back), (heading, "")],
    }


def status_of(form: Form) -> int:
    return UNFIT if form.is_bound else 200
