"""The list of checklists as a file: the versions of both sides, and the questions of each."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import BadRequest
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from kt1.oversight.inspections.checklists import Checklist
from kt1.oversight.inspections.models import SIDE_LABELS
from kt1.web.exports import rules, tables
from kt1.web.exports.rules import Kind, Table
from kt1.web.frame import installation
from kt1.web.parts.chips import Chip
from kt1.web.request import Request

FORMS = ("xlsx", "csv")
Row = tuple[Checklist, Chip]


def file_of(request: Request, rows: Sequence[Row], form: str) -> HttpResponseBase:
    """CSV holds the versions alone; a spreadsheet has their questions on a second sheet.

    Raises:
        BadRequest: another form of file.
    """
    if form not in FORMS:
        raise BadRequest(_("There is no such form of file."))
    versions = _table(request, _("Inspection checklists"), _VERSIONS, map(_version, rows))
    if form == "csv":
        return tables.as_csv(versions)
    asked = (line for one, _chip in rows for line in _questions(one))
    return tables.as_xlsx(versions, _table(request, _("Questions"), _QUESTIONS, asked))


_VERSIONS = (
    ("Phiếu", Kind.TEXT, 40),
    ("Đối tượng", Kind.TEXT, 24),
    ("Phiên bản", Kind.NUMBER, 10),
    ("Áp dụng từ", Kind.DAY, 12),
    ("Số câu", Kind.NUMBER, 8),
    ("Do đâu lập", Kind.TEXT, 20),
    ("Văn bản", Kind.TEXT, 24),
    ("Trạng thái", Kind.TEXT, 16),
)
_QUESTIONS = (
    ("Phiếu", Kind.TEXT, 40),
    ("Phiên bản", Kind.NUMBER, 10),
    ("Phần", Kind.TEXT, 30),
    ("Mã câu", Kind.TEXT, 10),
    ("Nội dung", Kind.TEXT, 70),
    ("Căn cứ", Kind.TEXT, 40),
)


def _table(
    request: Request,
    title: str,
    columns: Sequence[tuple[str, Kind, int]],
    rows: Iterable[Sequence[rules.Cell]],
) -> Table:
    return Table(
        title=title,
        columns=[rules.Column(heading=name, kind=kind, width=n) for name, kind, n in columns],
        rows=rows,
        band=installation.band(),
        made_at=request.at,
        sheet=title[:31],
    )


def _version(row: Row) -> list[rules.Cell]:
    one, chip = row
    drafted = one.province_id is not None and one.published_at is None
    return [
        one.title,
        str(SIDE_LABELS[one.side]),
        one.version,
        None if drafted else one.valid_from,
        len(one.questions),
        str(_("made by the Department") if one.province_id else _("shipped with KT1")),
        one.note or one.instrument,
        str(chip),
    ]


def _questions(one: Checklist) -> Iterable[list[rules.Cell]]:
    for asked in one.questions:
        yield [one.title, one.version, asked.section, asked.key, asked.words, asked.basis]
