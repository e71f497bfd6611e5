"""The sheet of a self-review as a letter to be signed, in Word and as PDF."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.reviews import queries
from kt1.oversight.reviews.models import PART_LABELS, Review, ReviewAnswer
from kt1.oversight.reviews.rules import Part
from kt1.web.frame import installation
from kt1.web.moments import day
from kt1.web.papers.letters import Heading, Layout, Letter, Paragraph, Signer, Table, docx, pdf
from kt1.web.papers.rules import Band
from kt1.web.request import Request, signed_in

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTHS, ALIGNED = (1, 10, 3), "cll"
_MADE: Mapping[str, tuple[Callable[[Letter], bytes], str]] = {
    "docx": (docx, DOCX_TYPE),
    "pdf": (pdf, "application/pdf"),
}
ROMAN = ("I", "II", "III", "IV", "V")


def letter_of(review: Review) -> Letter:
    """Báo cáo kết quả tự rà soát. Words of a paper of the province: Vietnamese, whoever prints."""
    said = {one.question_id: one for one in review.answers.all()}
    blocks: list[Heading | Paragraph | Table] = [
        Paragraph(_grounds(review)),
        Paragraph(
            f"{review.agency.name} báo cáo kết quả tự rà soát từ ngày {day(review.round.first)} "
            f"đến ngày {day(review.round.last)} như sau:"
        ),
    ]
    questions = list(review.round.questionnaire.questions.order_by("n", "pk"))
    parts = [part for part in Part if any(one.part == part for one in questions)]
    for roman, part in zip(ROMAN, parts, strict=False):
        rows = tuple(
            (str(n), one.text, _answer(said.get(one.pk)))
            for n, one in enumerate((q for q in questions if q.part == part), 1)
        )
        blocks.append(Heading(1, f"{roman}. {PART_LABELS[part]}"))
        blocks.append(Table(("STT", "Nội dung", "Trả lời"), rows, WIDTHS, ALIGNED))
    party = review.agency.line == Line.PARTY
    return Letter(
        layout=Layout.PARTY if party else Layout.STATE,
        issuer=review.agency.name,
        kind="BÁO CÁO",
        number=review.paper_number,
        place=place_of(review.agency),
        day=review.paper_date,
        subject="Kết quả tự rà soát việc gửi, nhận bưu gửi KT1",
        blocks=tuple(blocks),
        signer=Signer(title="THỦ TRƯỞNG CƠ QUAN"),
        receivers=(_asker(review), "Lưu: VT"),
        demonstration=installation.band() is Band.DEMONSTRATION,
        drill=installation.band() is Band.DRILL,
    )


def _grounds(review: Review) -> str:
    found = review.round
    if not found.basis_number or found.basis_date is None:
        return f"Thực hiện yêu cầu tự rà soát “{found.name}”."
    return f"Thực hiện văn bản số {found.basis_number} ngày {day(found.basis_date)}."


def place_of(body: Agency) -> str:
    """Where the body writes from: its commune, or its province. One query."""
    unit = body.commune or body.province
    return unit.versions.order_by("-valid_from").values_list("name", flat=True).first() or unit.code


def _asker(review: Review) -> str:
    party = review.round.asked_by_role == "party_office"
    return "Văn phòng Tỉnh ủy" if party else "Sở Khoa học và Công nghệ"


def _answer(given: ReviewAnswer | None) -> str:
    return "" if given is None else str(given.get_value_display()).capitalize()


@require_GET
@signed_in
def paper(request: Request, review_id: int, form: str) -> HttpResponseBase:
    """`form` is docx or pdf."""
    rows = queries.seen_by(request.actor).select_related(
        "round__questionnaire", "agency__commune", "agency__province"
    )
    review = get_object_or_404(rows, pk=review_id)
    if form not in _MADE:
        raise Http404
    make, kind = _MADE[form]
    with override("vi"):  # an official paper, whatever the language of the session
        letter = letter_of(review)
        made = make(letter)
    answer = HttpResponse(made, content_type=kind)
    named = content_disposition_header(as_attachment=True, filename=letter.file_name(form))
    answer.headers["Content-Disposition"] = named or "attachment"
    answer.headers["Cache-Control"] = "no-store"
    return answer
