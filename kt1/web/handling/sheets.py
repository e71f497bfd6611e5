"""From what a page shows to a paper in the browser: the office around it, the file's own name."""

from urllib.parse import quote

from django.http import HttpResponse

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.network.places.models import Place
from kt1.network.units.models import AdminUnitVersion
from kt1.people.accounts.models import User
from kt1.web.frame import installation
from kt1.web.frame.hotline import hotline_of
from kt1.web.papers.rules import Office, Paper, Person, Sheet
from kt1.web.papers.typesetting import printed
from kt1.web.request import Request


def sheet_of(request: Request) -> Sheet:
    """The sheet of the office where the person acts. Three short queries."""
    return Sheet(
        office=office_of(request),
        printed_at=request.at,
        printed_by=request.actor.name,
        band=installation.band(),
    )


def office_of(request: Request) -> Office:
    actor = request.actor
    post = Agency.objects.filter(family=Family.POST, province=actor.province_id, valid_to=None)
    superior = post.order_by("pk").values_list("name", flat=True).first() or "Bưu điện tỉnh"
    place = Place.objects.filter(pk=actor.place_id or 0).values_list("name", flat=True).first()
    unit = AdminUnitVersion.objects.filter(unit=actor.province_id or 0, valid_to=None)
    # Left to be written by hand where the province has published no number.
    hotline = hotline_of(actor.province_id, request.at)
    return Office(
        superior=superior,
        name=place or superior,
        hotline=hotline.shown if hotline else "",
        locality=unit.values_list("name", flat=True).first() or "",
    )


def person_of(user: User | None) -> Person:
    return Person() if user is None else Person(title=user.title, card=user.card_number)


def answer(paper: Paper) -> HttpResponse:
    """Shown in the browser, under a name that says what it is and whether the data is real."""
    made = printed(paper)
    response = HttpResponse(made.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(made.file_name)}"
    response.headers["Cache-Control"] = "no-store"
    return response
