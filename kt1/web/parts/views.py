"""Every component in every state on one page: for looking at, and for tests that look.

Only where the data is not real.
"""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kt1.network.units.models import AdminUnitVersion
from kt1.web.frame import installation
from kt1.web.lists.answer import answer
from kt1.web.parts import samples
from kt1.web.request import Request, signed_in

PLAY = frozenset({installation.DEMONSTRATION, "drill", "test"})
UNFIT = 422


def _only_in_play() -> None:
    if installation.kind() not in PLAY:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def parts(request: Request) -> HttpResponse:
    _only_in_play()
    sent = request.method == "POST"
    form = samples.SampleForm(request.POST) if sent else samples.SampleForm(initial={"weight": 250})
    context = {
        "chips": samples.CHIPS,
        "waiting": samples.waiting(request.at),
        "clocks": samples.clocks(request.at),
        "chain": samples.chain(request.at),
        "doors": samples.doors(request.at),
        "tabs": [(_("Items"), "#board", True), (_("Bags"), "#board", False)],
        "bars": samples.picture(),
        "form": form,
        "code": samples.CODE,
    }
    status = UNFIT if sent and not form.is_valid() else 200
    return render(request, "parts/_all.html", context, status=status)


@require_safe
@signed_in
def sample_list(request: Request) -> HttpResponseBase:
    _only_in_play()
    rows = AdminUnitVersion.objects.filter(
        unit__parent__code__in=(samples.BAC_NINH, samples.DONG_NAI)
    ).select_related("unit")
    return answer(request, samples.LISTING, rows)


@require_http_methods(["GET", "POST"])
@signed_in
def sample_scan(request: Request) -> HttpResponse:
    """The scan panel alone: any code is good but one that ends in X; keeps nothing."""
    _only_in_play()
    code = request.POST.get("code", "")
    good = not code.upper().endswith("X")
    scanned = request.POST.get("how") == "scanned"
    context = {
        "count": 12 + bool(code and good),
        "expected": 14,
        "last_code": code,
        "last_good": good,
        "last_word": (_("Scanned") if scanned else _("Typed")) if good else _("Not in this bag"),
    }
    return render(request, "parts/_scan_page.html", context)
