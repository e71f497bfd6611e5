"""How far a long book has come, and stopping it."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.assurance.books.jobs import actions
from kt1.assurance.books.jobs.models import JOB_LABELS, BookJob
from kt1.assurance.books.jobs.rules import OVER, JobState
from kt1.assurance.books.models import SIDE_LABELS
from kt1.assurance.reconciliation import queries
from kt1.people.accounts.rules import Role
from kt1.web.reconciliation.bringing import SIDES
from kt1.web.request import Request, acts_as, once


def _job(request: Request, account_id: int, side: str, job_id: int) -> BookJob:
    """The job, where this clerk may know of its account."""
    if side not in SIDES:
        raise Http404
    account = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    jobs = BookJob.objects.filter(account=account, side=SIDES[side])
    found: BookJob = get_object_or_404(jobs.select_related("account__agency"), pk=job_id)
    return found


@require_GET
@acts_as(Role.CLERK)
def job(request: Request, account_id: int, side: str, job_id: int) -> HttpResponseBase:
    """The page asks for itself once a second while the book is on its way."""
    found = _job(request, account_id, side, job_id)
    state = JobState(found.state)
    context = {
        "job": found,
        "account": found.account,
        "side": side,
        "title": SIDE_LABELS[SIDES[side]],
        "label": JOB_LABELS[state],
        "open": state not in OVER,
        "crumbs": [
            (_("Reconciliation of volumes"), reverse("reconciliations")),
            (str(found.account.agency), reverse("reconciliation", args=[found.account_id])),
            (_("Bring the agency's book"), ""),
        ],
    }
    return render(request, "reconciliation/job.html", context)


@require_POST
@acts_as(Role.CLERK)
def stop(request: Request, account_id: int, side: str, job_id: int) -> HttpResponseBase:
    found = _job(request, account_id, side, job_id)
    stopped = actions.stop(job_id=found.pk, by=request.actor, at=request.at, once=once(request))
    if stopped:
        messages.success(request, _("Stopped. The book of before stands as it was."))
    else:
        messages.info(request, _("It was over already."))
    return redirect("reconciliation_job", account_id, side, job_id)
