"""The record of liability as a paper to be signed by both."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kt1.assurance.complaints import queries
from kt1.assurance.complaints.models import Complaint, Liability
from kt1.assurance.complaints.rules import Cause, Matter, Method, Responsible
from kt1.custody.items.models import Item
from kt1.custody.units.codes import Code
from kt1.web.handling.sheets import answer, sheet_of
from kt1.web.papers.forms.liability import LiabilityRecord
from kt1.web.request import Request, signed_in

#: As printed: papers are Vietnamese whatever the screen's language.
MATTERS = {
    Matter.LOSS: "mất bưu gửi",
    Matter.DELAY: "chậm so với thời gian toàn trình",
    Matter.DAMAGE: "hư hỏng, rách bì",
    Matter.SWAPPED: "tráo đổi",
    Matter.PRICE: "giá cước",
    Matter.OTHER: "việc khác của dịch vụ",
}
CAUSES = {
    Cause.ACCEPTANCE: "khâu chấp nhận",
    Cause.SORTING: "khâu khai thác",
    Cause.TRANSPORT: "khâu vận chuyển",
    Cause.DELIVERY: "khâu phát",
    Cause.AGENCY: "thuộc người gửi hoặc người nhận",
    Cause.FORCE_MAJEURE: "bất khả kháng",
    Cause.NOT_FOUND: "chưa xác định được",
}
RESPONSIBLE = {
    Responsible.POST: "Bưu điện của tỉnh, thành phố này",
    Responsible.OTHER_POST: "Bưu điện của tỉnh, thành phố khác",
    Responsible.CENTRAL: "Cục Bưu điện Trung ương",
}
METHODS = {
    Method.TRANSFER: "chuyển khoản",
    Method.CASH: "tiền mặt",
    Method.OFFSET: "trừ vào kỳ thanh toán",
}


@require_GET
@signed_in
def liability(request: Request, complaint_id: int) -> HttpResponseBase:
    found: Complaint = get_object_or_404(queries.seen_by(request.actor), pk=complaint_id)
    rows = Liability.objects.select_related("accepted_place").filter(complaint=found)
    if (record := rows.first()) is None:
        raise Http404
    item = Item.objects.select_related("sender", "receiver", "unit").get(pk=found.unit_id)
    return answer(
        LiabilityRecord(
            sheet=sheet_of(request),
            number=record.number,
            dated=record.dated,
            complaint=str(found),
            matter=MATTERS[Matter(found.matter)],
            code=Code(item.unit.code),
            sender=item.sender.name,
            receiver=item.receiver.name,
            accepted_at=record.accepted_at,
            accepted_place=record.accepted_place.name if record.accepted_place else "",
            cause=CAUSES[Cause(record.cause)],
            responsible=RESPONSIBLE[Responsible(record.responsible)],
            price_vnd=record.price_vnd,
            amount_vnd=record.amount_vnd,
            method=METHODS[Method(record.method)],
            pay_by=record.pay_by,
            payee=found.agency.name,
        )
    )
