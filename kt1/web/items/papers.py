"""Papers of items as PDF: labels, Phiếu gửi KT1, minutes of a refusal, the hand-over book."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.custody.items import listed
from kt1.custody.items.models import REFUSAL_LABELS, Item
from kt1.custody.items.rules import Check, Refusal
from kt1.custody.units.codes import Code
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, lines_of
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.web.handling.sheets import answer, person_of
from kt1.web.items import paper_facts
from kt1.web.items.labels import COVER_CHECKS
from kt1.web.items.paper_facts import CONTENT_NAMES, Acceptances
from kt1.web.items.typed import read_codes
from kt1.web.papers.forms.irregularity import Cover, IrregularityMinutes, Occasion
from kt1.web.papers.forms.labels import ItemLabel, ItemLabels, LabelSize
from kt1.web.papers.forms.posting import PostingSlip, PostingSlips
from kt1.web.papers.rules import Party, Person, Services
from kt1.web.request import Request, signed_in
from kt1.web.tariff.panel import printed_prices

Parties = Mapping[int, Party]

#: As printed: papers are Vietnamese whatever the screen's language.
CHECK_NAMES = {
    Check.KT1_STAMP: "Dấu KT1",
    Check.DATE_STAMP: "Dấu ngày",
    Check.SYMBOL: "Ký hiệu",
    Check.SEAL: "Niêm phong",
    Check.COVER: "Bì nguyên vẹn",
    Check.ADDRESS: "Nơi gửi, nơi nhận",
}
REFUSAL_NAMES = {
    Refusal.NOT_A_USER: "Người gửi không thuộc đối tượng sử dụng dịch vụ KT1",
    Refusal.BANNED: "Vật phẩm, hàng hóa không được gửi",
    Refusal.NO_ADDRESS: "Thiếu hoặc không rõ nơi gửi, nơi nhận",
    Refusal.COVER: "Bì không đúng quy định hoặc không nguyên vẹn",
    Refusal.NO_STAMP: "Thiếu dấu KT1, dấu ngày hoặc ký hiệu",
    Refusal.SEAL: "Không niêm phong hoặc niêm phong không nguyên vẹn",
    Refusal.LEAD_TIME: "Không đủ thời gian tối thiểu trước giờ hẹn",
}


def _asked(request: Request) -> list[Item]:
    """The items that the address names and the person may know of; none of them: 404."""
    wanted = read_codes(request.GET.get("ma", ""))
    rows = listed.seen_by(request.actor).filter(unit__code__in=wanted)
    items = list(listed.with_all(rows, request.at).order_by("pk"))
    if not items or len(items) != len(wanted):
        raise Http404
    return items


@require_GET
@signed_in
def item_labels(request: Request) -> HttpResponseBase:
    """One label a piece, on A6 or 100 × 150 mm. The mark is on it: the reading is logged."""
    items = _asked(request)
    size = LabelSize.A6 if request.GET.get("co") == "a6" else LabelSize.THERMAL
    parties = paper_facts.parties(items, request)
    services = paper_facts.services(items, request, "items.labels")
    acceptances = Acceptances(items)
    labels = [
        _label(item, piece, parties, services, acceptances)
        for item in items
        for piece in range(1, item.pieces + 1)
    ]
    return answer(ItemLabels(sheet=paper_facts.sheet(request), labels=tuple(labels), size=size))


def _label(
    item: Item,
    piece: int,
    parties: Parties,
    services: dict[int, Services],
    acceptances: Acceptances,
) -> ItemLabel:
    handover = acceptances.of(item)
    return ItemLabel(
        code=Code(item.unit.code),
        sender=parties[item.sender_id],
        receiver=parties[item.receiver_id],
        services=services[item.pk],
        piece=piece,
        pieces=item.pieces,
        content=CONTENT_NAMES[item.content],
        weight_g=item.weight_g,
        accepted_at=handover.settled_at if handover else None,
        accepted_where=handover.taker_place.name if handover else "",
    )


@require_GET
@signed_in
def posting_slips(request: Request) -> HttpResponseBase:
    """Phiếu gửi KT1 of accepted items: the proof of posting, in two copies."""
    items = _asked(request)
    acceptances = Acceptances(items)
    if any(acceptances.of(item) is None for item in items):
        raise BadRequest(_("A Phiếu gửi KT1 is printed once the item is accepted."))
    parties = paper_facts.parties(items, request)
    services = paper_facts.services(items, request, "items.slips")
    advised = set(
        Item.objects.filter(pk__in=[i.pk for i in items], unit__advice__isnull=False).values_list(
            "pk", flat=True
        )
    )
    marks = {pk: said.mark for pk, said in services.items()}
    prices = printed_prices([item.pk for item in items], marks)
    slips = [
        replace(
            _slip(item, parties, services[item.pk], acceptances, advice=item.pk in advised),
            price_vnd=prices[item.pk].vnd,
            price_note=prices[item.pk].note,
        )
        for item in items
    ]
    return answer(PostingSlips(sheet=paper_facts.sheet(request), slips=tuple(slips)))


def _slip(
    item: Item,
    parties: Parties,
    services: Services,
    acceptances: Acceptances,
    *,
    advice: bool,
) -> PostingSlip:
    handover = acceptances.of(item)
    assert handover is not None  # noqa: S101 - asked by the caller
    checks = acceptances.checks(item)
    return PostingSlip(
        code=Code(item.unit.code),
        sender=parties[item.sender_id],
        receiver=parties[item.receiver_id],
        services=services,
        content=CONTENT_NAMES[item.content],
        pieces=item.pieces,
        accepted_at=item.unit.clock.started_at,
        accepted_where=handover.taker_place.name,
        accepted_by=person_of(handover.taker_person),
        given_by=person_of(handover.giver_person),
        checks=tuple((CHECK_NAMES[check], check.value in checks) for check in COVER_CHECKS),
        weight_g=item.weight_g,
        deadline=item.unit.clock.deadline,
        expected=item.unit.clock.expected_at,
        advice=advice,
        focal_only=item.focal_only,
        registered=Check.BOOK_SIGNED.value in checks,
    )


def _refusal(request: Request, entry_id: UUID) -> tuple[Entry, dict[str, Any], Place]:
    entry = get_object_or_404(Entry, pk=entry_id, kind="item.refused_at_acceptance")
    body = body_of(entry)
    place = Place.objects.select_related("agency").get(pk=body["desk"])
    actor = request.actor
    near = actor.is_post and actor.is_in(place.province_id)
    if not near and not (actor.agency_id and actor.is_of(place.agency_id)):
        raise Http404
    return entry, body, place


@require_GET
@signed_in
def refused(request: Request, entry: UUID) -> HttpResponseBase:
    """A refusal as it was recorded; its minutes are printed from here."""
    found, body, place = _refusal(request, entry)
    context = {
        "entry": found,
        "desk": place,
        "reason": REFUSAL_LABELS[Refusal(str(body["reason"]))],
        "pieces": body["pieces"],
        "lines": lines_of(found),
        "crumbs": [(_("Accept items"), reverse("accept")), (_("Refused at acceptance"), "")]
        if request.actor.is_post
        else [(_("Refused at acceptance"), "")],
    }
    return render(request, "items/refused.html", context)


@require_GET
@signed_in
def refusal_minutes(request: Request, entry: UUID) -> HttpResponseBase:
    """Biên bản of a refusal, for both sides to sign."""
    found, body, place = _refusal(request, entry)
    by = User.objects.filter(pk=int(found.actor.removeprefix("user:"))).first()
    reason = REFUSAL_NAMES[Refusal(str(body["reason"]))]
    covers: Sequence[Cover] = [
        Cover(code=Code(line["code"]), condition=reason) for line in lines_of(found)
    ]
    return answer(
        IrregularityMinutes(
            sheet=paper_facts.sheet(request),
            number=f"TC-{found.pk.hex[-8:].upper()}",
            occasion=Occasion.OTHER,
            at=found.at,
            place=place.name,
            giver=Person(title=place.name),
            taker=person_of(by),
            leader=Person(),
            findings=(f"Từ chối nhận gửi: {reason}",),
            counted=int(str(body["pieces"])),
            covers=tuple(covers),
            measures=("Bì trả lại người gửi tại chỗ, chưa chấp nhận gửi",),
        )
    )
