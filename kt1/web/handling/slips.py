"""The papers of hand-overs: the slip in its two copies, the slip of a run, the book of a place."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection, transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.handovers.models import Handover
from kt1.custody.trips import manifests
from kt1.custody.trips import queries as trips
from kt1.custody.trips.models import Trip
from kt1.custody.units.codes import Code
from kt1.custody.units.models import MarkOf
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mark, Mode, Scope, Urgency
from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.days import NotADayError, read_day
from kt1.web.handling import labels, sheets
from kt1.web.handling.bags import POST
from kt1.web.handling.forms import choice
from kt1.web.handling.handovers import is_giver, may_see_lines
from kt1.web.handling.taking import handover_of
from kt1.web.moments import ZONE, local
from kt1.web.papers.forms.book import BookRow, HandoverBook
from kt1.web.papers.forms.manifest import Copy, Manifest, ManifestLine
from kt1.web.papers.rules import Person, Services, Sheet
from kt1.web.request import Request, acts_as

COPIES = {"ben-giao": Copy.GIVER, "ben-nhan": Copy.TAKER}
KINDS = {"item": "Bưu gửi", "bag": "Túi", "box": "Hộp"}
BOOK_ROWS_MAX = 2_000
BOOK_DAYS_MAX = 62
UNFIT = 422

_LINES = """
SELECT u.code, u.kind, coalesce(d.name, a.name, ''),
    coalesce(i.pieces, (SELECT count(*) FROM custody_unit c WHERE c.inside_id = u.id)),
    coalesce(l.weight_g, i.weight_g, b.weight_g), l.seal, coalesce(b.lock, ''),
    coalesce(b.locator, '')
FROM custody_handover_line l
JOIN custody_unit u ON u.id = l.unit_id
LEFT JOIN custody_item i ON i.unit_id = u.id
LEFT JOIN network_agency a ON a.id = i.receiver_id
LEFT JOIN custody_bag b ON b.unit_id = u.id
LEFT JOIN network_place d ON d.id = b.destination_id
WHERE l.handover = %s ORDER BY u.kind, u.code
"""


@require_GET
@acts_as(*POST)
def handover_manifest(request: Request, handover_id: UUID, copy: str) -> HttpResponse:
    """The giver's copy has the numbers of seals, the taker's has empty places instead."""
    found = handover_of(request, handover_id)
    if copy not in COPIES:
        raise Http404
    if COPIES[copy] is Copy.GIVER and not is_giver(request.actor, found):
        raise NotAllowedError(_("The giver's copy is kept by the giver."))
    if not may_see_lines(request.actor, found):
        raise NotAllowedError(_("Until it is settled, what is given is told by the things."))
    paper = _slip(request, found, COPIES[copy])
    return sheets.answer(paper)


def _slip(request: Request, found: Handover, copy: Copy) -> Manifest:
    run = (
        Trip.objects.select_related("route", "vehicle", "escort").filter(pk=found.trip).first()
        if found.trip
        else None
    )
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [found.pk])
        rows = cursor.fetchall()
    return Manifest(
        sheet=sheets.sheet_of(request),
        copy=copy,
        number=labels.handover_number(found.pk),
        origin=found.giver_place.name,
        destination=found.taker_place.name,
        closed_at=found.offered_at,
        route=run.route.name if run else "",
        trip=run.number if run else "",
        vehicle=(run.vehicle.plate or run.vehicle.name) if run else "",
        escort=sheets.person_of(run.escort if run else None),
        leaves_at=run.leaves_at if run else None,
        giver=sheets.person_of(found.giver_person),
        taker=sheets.person_of(found.taker_person),
        lines=tuple(
            ManifestLine(
                code=Code(row[0]),
                kind=KINDS[row[1]],
                origin=found.giver_place.name,
                destination=row[2],
                pieces=row[3],
                weight_g=row[4],
                seal=row[5],
                # A lock is opened by its key: its number, like the seal's, stays with the giver.
                lock=row[6],
                locator=row[7],
            )
            for row in rows
        ),
    )


@require_GET
@acts_as(*POST)
def trip_manifest(request: Request, trip_id: UUID) -> HttpResponse:
    """Everything the run carries, without the numbers of seals: it travels with the bags."""
    found = get_object_or_404(trips.seen_by(request.actor), pk=trip_id)
    sheet = manifests.manifest(trip_id, copy=manifests.Copy.TAKER, by=request.actor)
    lines = [
        ManifestLine(
            code=Code(line.code),
            kind=KINDS[line.kind],
            origin=leg.giver,
            destination=line.destination or leg.taker,
            pieces=line.pieces,
            weight_g=line.weight_g,
            locator=line.locator,
            note="không nhận" if line.refused else "",
        )
        for leg in sheet.legs
        for line in leg.lines or ()
    ]
    end = found.route.end
    return sheets.answer(
        Manifest(
            sheet=sheets.sheet_of(request),
            copy=Copy.TAKER,
            number=found.number,
            origin=found.route.start.name,
            destination=end.name if end else found.route.start.name,
            closed_at=found.departed_at or request.at,
            route=found.route.name,
            trip=found.number,
            vehicle=found.vehicle.plate or found.vehicle.name,
            escort=sheets.person_of(found.escort),
            leaves_at=found.departed_at or found.leaves_at,
            arrives_at=found.arrived_at,
            giver=Person(),
            taker=sheets.person_of(found.courier),
            lines=tuple(lines),
        )
    )


class BookForm(forms.Form):
    """Whose book, from which day to which."""

    place = forms.ChoiceField(label=gettext_lazy("Place"))
    since = forms.CharField(label=gettext_lazy("From"), max_length=10, help_text="dd/mm/yyyy")
    until = forms.CharField(label=gettext_lazy("To"), max_length=10, help_text="dd/mm/yyyy")

    def __init__(self, data: Any = None, *, places: Sequence[Place], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"] = choice(_("Place"), [(str(p.pk), p.name) for p in places])

    def _day(self, name: str) -> date:
        try:
            return read_day(self.cleaned_data[name])
        except NotADayError as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean_since(self) -> date:
        return self._day("since")

    def clean_until(self) -> date:
        return self._day("until")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not 0 <= (said["until"] - said["since"]).days < BOOK_DAYS_MAX:
            self.add_error("until", _("The last day is not before the first; at most two months."))
        return said


@require_GET
@acts_as(*POST)
def handover_book(request: Request) -> HttpResponse:
    """Sổ giao nhận of a place: choose it, or, with `?pdf=1`, the book itself."""
    places = _book_places(request)
    today = f"{local(request.at):%d/%m/%Y}"
    asked = request.GET.get("pdf") == "1"
    start = {"place": str(request.actor.place_id or ""), "since": today, "until": today}
    form = BookForm(request.GET if asked else None, places=places, initial=start)
    if asked and form.is_valid():
        said = form.cleaned_data
        place = next(p for p in places if str(p.pk) == said["place"])
        rows = _book_rows(place, said["since"], said["until"])
        if len(rows) <= BOOK_ROWS_MAX:
            return sheets.answer(_book(request, place, said["since"], said["until"], rows))
        form.add_error("until", _("More than 2,000 lines: choose fewer days."))
    context = {
        "form": form,
        "crumbs": [(_("Hand-overs"), reverse("handovers")), (_("Hand-over book"), "")],
    }
    status = UNFIT if asked else 200
    return render(request, "handling/book.html", context, status=status)


def _book_places(request: Request) -> list[Place]:
    actor = request.actor
    mine = Q(pk=actor.place_id or 0) | Q(parent=actor.place_id or 0)
    if actor.role in {Role.DISPATCHER, Role.CONTROLLER}:
        mine |= Q(province=actor.province_id, kind__in=("post_office", "centre", "counter"))
    return list(Place.objects.filter(mine, valid_to=None).order_by("sort_key", "pk"))


# Loose items that changed hands here; what went in a bag is in the book of bags, the slip.
_BOOK = """
SELECT h.settled_at, u.id, u.code, s.name, r.name, i.urgency, i.scope, i.agreed_at, i.pieces,
    l.findings, g.title, g.card_number, t.title, t.card_number, h.witness, h.sheet
FROM custody_handover h
JOIN custody_handover_line l ON l.handover = h.id
JOIN custody_unit u ON u.id = l.unit_id AND u.kind = 'item'
JOIN custody_item i ON i.unit_id = u.id
JOIN network_agency s ON s.id = i.sender_id
JOIN network_agency r ON r.id = i.receiver_id
LEFT JOIN people_user g ON g.id = h.giver_person_id
LEFT JOIN people_user t ON t.id = h.taker_person_id
WHERE (h.giver_place_id = %(place)s OR h.taker_place_id = %(place)s)
  AND h.offered_at >= %(early)s AND h.settled_at >= %(since)s AND h.settled_at < %(until)s
  AND h.outcome IN ('taken', 'partly') AND NOT l.refused
ORDER BY h.settled_at, u.code LIMIT %(most)s
"""


def _book_rows(place: Place, since: date, until: date) -> list[Sequence[Any]]:
    start = datetime.combine(since, time.min, ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            _BOOK,
            {
                "place": place.pk,
                "early": start - timedelta(days=7),
                "since": start,
                "until": datetime.combine(until + timedelta(days=1), time.min, ZONE),
                "most": BOOK_ROWS_MAX + 1,
            },
        )
        return list(cursor.fetchall())


def _book(
    request: Request, place: Place, since: date, until: date, rows: Sequence[Sequence[Any]]
) -> HandoverBook:
    mode = current_mode()
    marks: dict[int, str] = {}
    if mode is not Mode.FLAG and rows:
        ids = [row[1] for row in rows]
        with transaction.atomic():
            log_reading(request.actor, request.at, "handover_book", ids)
            marks = dict(MarkOf.objects.filter(unit__in=ids).values_list("unit", "mark"))
    sheet: Sheet = sheets.sheet_of(request)
    return HandoverBook(
        sheet=sheet,
        owner=place.name,
        since=since,
        until=until,
        rows=tuple(_book_row(row, mode, marks) for row in rows),
    )


def _book_row(row: Sequence[Any], mode: Mode, marks: dict[int, str]) -> BookRow:
    return BookRow(
        at=row[0],
        code=Code(row[2]),
        sender=row[3],
        receiver=row[4],
        services=Services(
            mode=mode,
            mark=Mark(marks.get(row[1], Mark.NONE.value)),
            urgency=Urgency(row[5]),
            scope=Scope(row[6]),
            agreed=row[7],
        ),
        pieces=row[8],
        condition="Nguyên vẹn" if row[9] in {"[]", None} else "",
        giver=Person(title=row[10] or "", card=row[11] or ""),
        taker=Person(title=row[12] or "", card=row[13] or ""),
        note=f"Phiếu giấy {row[15]}" if row[15] else "",
    )
