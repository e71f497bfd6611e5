"""The model clause on KT1 as the draft of a decision: into the quy chế or nội quy of a body.

A model to begin with, edited in Word by the body's own people: what it amends, its articles and
the number stay open. Words of a paper of the province: Vietnamese, whoever prints.
"""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.reviews import permissions, queries, standard
from kt1.oversight.reviews.rules import RuleKind
from kt1.people.actor import NotAllowedError
from kt1.web.papers.letters import Block, Heading, Layout, Letter, Paragraph, Signer
from kt1.web.reminders.files import answered
from kt1.web.request import Request, signed_in
from kt1.web.reviews.lists import today
from kt1.web.reviews.papers import place_of

NAMES = {
    RuleKind.REGULATION: "Quy chế bảo vệ bí mật nhà nước",
    RuleKind.HOUSE_RULES: "Nội quy bảo vệ bí mật nhà nước",
}
_GROUNDS = (
    "Căn cứ Luật Bảo vệ bí mật nhà nước số 117/2025/QH15;",
    "Căn cứ Nghị định số 63/2026/NĐ-CP quy định chi tiết Luật Bảo vệ bí mật nhà nước;",
    "Căn cứ Quyết định số 32/2025/QĐ-TTg về Mạng bưu chính phục vụ cơ quan Đảng, Nhà nước;",
)
_MODEL = (
    "(Mẫu tham khảo: đối chiếu văn bản hiện hành, điền số điều và xin ý kiến bộ phận pháp chế trước"
    " khi ký.)"
)


def letter_of(body: Agency, kind: RuleKind) -> Letter:
    """Quyết định bổ sung một điều; in the layout of the body's line."""
    name = NAMES[kind]
    blocks: list[Block] = [
        Heading(0, "THẨM QUYỀN BAN HÀNH ……………………"),
        *(Paragraph(one, italic=True) for one in _GROUNDS),
        Paragraph(_MODEL, italic=True),
        Heading(0, "QUYẾT ĐỊNH:"),
        Paragraph(
            f"Điều 1. Bổ sung Điều …… vào {name} của {body.name} ban hành kèm theo Quyết định số"
            " …… ngày …/…/…… như sau:"
        ),
        Paragraph(f"“Điều ……. {standard.CLAUSE_HEADING}"),
        *(Paragraph(f"{n}. {said}") for n, said in enumerate(standard.CLAUSE[:-1], 1)),
        Paragraph(f"{len(standard.CLAUSE)}. {standard.CLAUSE[-1]}”"),
        Paragraph("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        Paragraph(
            f"Điều 3. Văn phòng, các đơn vị, cá nhân thuộc {body.name} chịu trách nhiệm thi hành"
            " Quyết định này."
        ),
    ]
    return Letter(
        layout=Layout.PARTY if body.line == Line.PARTY else Layout.STATE,
        issuer=body.name,
        kind="QUYẾT ĐỊNH",
        place=place_of(body),
        subject=f"Sửa đổi, bổ sung {name}",
        blocks=tuple(blocks),
        signer=Signer(title="THỦ TRƯỞNG CƠ QUAN"),
        receivers=("Như Điều 3", "Lưu: VT"),
    )


@require_GET
@signed_in
def clause(request: Request, code: str, kind: str, form: str) -> HttpResponseBase:
    """`form` is docx or pdf."""
    if reason := permissions.why_not_read_rules(request.actor):
        raise NotAllowedError(reason)
    bodies = queries.rules_seen_by(request.actor, today(request))
    body = get_object_or_404(bodies.select_related("commune", "province"), code=code)
    if kind not in set(RuleKind):
        raise Http404
    return answered(letter_of(body, RuleKind(kind)), form)
