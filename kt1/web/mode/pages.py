"""In which mode the installation runs: what it means, how it came to it, and changing it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.units import folding
from kt1.law.acting import MODE_SETTERS
from kt1.law.modes.actions import begin_letters
from kt1.law.modes.models import InstallationMode
from kt1.law.modes.queries import current_mode, history
from kt1.law.screening.rules import RefusedTextError
from kt1.law.services.rules import Mode
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.approvals import queries as approvals
from kt1.people.approvals.permissions import why_not_approve
from kt1.people.approvals.rules import ApprovalKind
from kt1.people.approvals.steps import AlreadyAskedError
from kt1.web.mode.forms import LettersForm
from kt1.web.moments import ZONE
from kt1.web.request import Request, acts_as, once, signed_in

UNFIT = 422
SETTERS = tuple(sorted((Role(value) for value in MODE_SETTERS), key=str))
MEANINGS = {
    Mode.FLAG: gettext_lazy(
        "Only a priority flag is stored with an item. A letter that is typed, scanned or imported"
        " is refused before anything is kept."
    ),
    Mode.LETTER: gettext_lazy(
        "The letter A, B or C is stored with an item, read only by those who need it, and every"
        " reading is recorded."
    ),
    Mode.LAN: gettext_lazy(
        "The letter is stored as well; the installation runs on a network of its own that leads"
        " nowhere else."
    ),
}


@require_http_methods(["GET", "POST"])
@signed_in
def mode(request: Request) -> HttpResponseBase:
    """GET for everybody: the mode stands on each of their pages. POST begins to store letters."""
    if request.method == "GET":
        return _page(request, _form(request, bound=False))
    return _begin(request)


@acts_as(*SETTERS)
def _begin(request: Request) -> HttpResponseBase:
    form = _form(request, bound=True)
    if not form.is_valid():
        return _page(request, form, status=UNFIT)
    try:
        begin_letters(
            mode=form.chosen,
            papers=form.papers,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except RefusedTextError:
        form.add_error(
            None,
            _("A field holds words that this system must not keep. Nothing was saved."),
        )
        return _page(request, form, status=UNFIT)
    messages.success(request, _("The mode has changed. It stands at the top of every page."))
    return redirect("mode")


@require_POST
@acts_as(*SETTERS)
def ask_back(request: Request) -> HttpResponseBase:
    try:
        folding.ask_back_to_flag(by=request.actor, at=request.at, once=once(request))
    except AlreadyAskedError:
        messages.info(request, _("This waits for a second person already."))
    else:
        messages.success(request, _("A second person has to agree now; it is on their home page."))
    return redirect("mode")


@require_POST
@acts_as(*SETTERS)
def go_back(request: Request) -> HttpResponseBase:
    folding.back_to_flag(by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Only the flag is stored now; letters of open items are folded."))
    return redirect("mode")


def _form(request: Request, *, bound: bool) -> LettersForm:
    form = LettersForm(request.POST if bound else None, now=current_mode())
    form.today = request.at.astimezone(ZONE).date()
    return form


def _page(request: Request, form: LettersForm, status: int = 200) -> HttpResponse:
    now = current_mode()
    may_set = request.actor.role in MODE_SETTERS
    asked = None
    if may_set and now is not Mode.FLAG:
        asked = (
            approvals.seen_by(request.actor)
            .filter(
                kind=ApprovalKind.MODE_CHANGE,
                used_at=None,
                refused_at=None,
                lapses_at__gt=request.at,
            )
            .first()
        )
    spans = list(history())
    context = {
        "form": form,
        "now": now,
        "meanings": [(Mode(one), text, one is now) for one, text in MEANINGS.items()],
        "spans": [(span, *_names(span, _people(spans))) for span in spans],
        "may_set": may_set,
        "may_go_back": may_set and now is not Mode.FLAG,
        "asked": asked,
        "may_agree": asked is not None and why_not_approve(request.actor, asked) is None,
        "may_do": asked is not None
        and asked.approved_at is not None
        and request.actor.user_id in {asked.asked_by_id, asked.approved_by_id},
    }
    return render(request, "mode/mode.html", context, status=status)


def _people(spans: list[InstallationMode]) -> dict[str, str]:
    """Titles of those named as `user:12`, in one query."""
    named = {text for span in spans for text in (span.set_by, span.seconded_by)}
    ids = [int(text.removeprefix("user:")) for text in named if text.startswith("user:")]
    return {
        f"user:{pk}": title
        for pk, title in User.objects.filter(pk__in=ids).values_list("pk", "title")
    }


def _names(span: InstallationMode, people: dict[str, str]) -> tuple[str, str]:
    first = _("set up so") if span.set_by == "install" else people.get(span.set_by, span.set_by)
    return first, people.get(span.seconded_by, span.seconded_by)
