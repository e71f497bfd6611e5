"""A list as an answer: the file of `rules` with its name, sent as it is written."""

import tempfile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from kt1.web.exports.rules import Table, csv_chunks, file_name, write_xlsx

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A file up to this size stays in memory.
SPOOLED_MAX = 2 << 20


def as_csv(table: Table) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_chunks(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _named(table, "csv")
    return response


def as_xlsx(table: Table, *more: Table) -> HttpResponseBase:
    """The file is named after the first of its sheets."""
    # Not closed here: the response reads it and closes it.
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOLED_MAX)  # noqa: SIM115
    write_xlsx(table, spool, *more)
    spool.seek(0)
    response = FileResponse(spool, content_type=XLSX_TYPE)
    response["Content-Disposition"] = _named(table, "xlsx")
    return response


def _named(table: Table, suffix: str) -> str:
    """The Vietnamese name, in the form that headers have for other letters than ASCII."""
    return str(content_disposition_header(as_attachment=True, filename=file_name(table, suffix)))
