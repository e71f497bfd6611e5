"""A version as a file, in the form asked for."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from kt1.web.budget.pages import download
from kt1.web.frame import installation
from kt1.web.reports import documents
from kt1.web.reports.pages import asked
from kt1.web.request import Request, signed_in


@require_GET
@signed_in
def report_file(request: Request, pk: int, n: int, form: str) -> HttpResponseBase:
    """DOCX, PDF, XLSX, JSON; `xml` is the edXML envelope of an issued version."""
    version = asked(request, pk, str(n))
    if form not in documents.KINDS or (form == "xml" and not version.number):
        raise Http404
    document = documents.of_version(version, installation.band())
    if form == "xml":
        content = documents.edxml(version, document, request.at)
        return download(content, document.file_name("edxml.xml"), documents.XML_TYPE)
    return download(document.content(form), document.file_name(form), documents.KINDS[form])
