"""The answer given at the door, asked again: by the register of that day, and by today's."""

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.deliveries.models import CAPACITY_LABELS, Delivery
from kt1.custody.deliveries.replaying import Verdict, replay
from kt1.custody.deliveries.rules import Capacity
from kt1.custody.items import listed
from kt1.custody.units import codes
from kt1.custody.units.codes import MalformedCodeError
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES
from kt1.people.readings.steps import log_reading
from kt1.people.visits.models import Substitution
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as

PAGE = "receivers.replay"
VERDICTS = {
    Verdict.AGREES: Chip(gettext_lazy("Agrees with the register of that moment"), Tone.GOOD),
    Verdict.CHANGED_SINCE: Chip(
        gettext_lazy("Agreed then; the register was changed afterwards"), Tone.UNCONFIRMED
    ),
    Verdict.DISAGREES: Chip(
        gettext_lazy("Does not agree with the register of that moment"), Tone.LATE
    ),
}


@require_GET
@acts_as(*sorted(AGENCY_ROLES | POST_ROLES))
def replay_answer(request: Request, code: str) -> HttpResponseBase:
    """Titles only: names and telephones may be gone by now, and are not needed."""
    try:
        parsed = codes.parse(code)
    except MalformedCodeError:
        raise Http404 from None
    item = get_object_or_404(listed.seen_by(request.actor), unit__code=parsed)
    proof = get_object_or_404(Delivery.objects.select_related("point"), pk=item.pk)
    found = replay(proof)
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, [item.pk])
    context = {
        "item": item,
        "proof": proof,
        "replay": found,
        "verdict": VERDICTS[found.verdict],
        "changed": found.verdict is not Verdict.AGREES,
        "capacity": CAPACITY_LABELS[Capacity(found.capacity)],
        "substitution": Substitution.objects.filter(handover=found.handover).first(),
        "crumbs": [
            (item.unit.code, reverse("item", args=[item.unit.code])),
            (_("Who could sign, asked again"), ""),
        ],
    }
    return render(request, "receivers/replay.html", context)
