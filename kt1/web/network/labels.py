"""What the pages call the columns of the files; the files themselves are always Vietnamese."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kt1.law.calendars.rules import DayKind
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import (
    ANNEX_LABELS,
    BLOC_LABELS,
    BUDGET_LABELS,
    FAMILY_LABELS,
    HOURS_LABELS,
    LINE_LABELS,
)
from kt1.network.agencies.rules import ANY_DAY
from kt1.network.places.models import KIND_LABELS, ZONE_LABELS
from kt1.network.routes.models import ROUTE_KIND_LABELS
from kt1.network.sheets.tables import SheetName
from kt1.web.words import Words

SHEET_LABELS: Mapping[SheetName, Words] = {
    SheetName.AGENCIES: _("Agencies"),
    SheetName.PLACES: _("Places"),
    SheetName.POINTS: _("Delivery points of agencies"),
    SheetName.ANNEX: _("Annex membership"),
    SheetName.ROUTES: _("Routes and timetables"),
    SheetName.UNITS: _("Provinces and communes"),
    SheetName.SUCCESSIONS: _("Succession of provinces and communes"),
}
FIELD_LABELS: Mapping[str, Words] = {
    "code": _("Code"),
    "name": _("Name"),
    "family": _("Family"),
    "bloc": _("Bloc"),
    "line": _("Line"),
    "province": _("Province (code)"),
    "commune": _("Commune (code)"),
    "works_on_paper": _("Works on paper"),
    "postcode": _("Postcode"),
    "organ_id": _("Identifier for document exchange"),
    "contract_no": _("KT1 contract number"),
    "customer_code": _("Customer code"),
    "budget_code": _("Budget unit code"),
    "budget_level": _("Budget level"),
    "tax_code": _("Tax code"),
    "payer": _("Paying agency (code)"),
    "valid_from": _("Valid from"),
    "valid_to": _("Last day"),
    "agency": _("Agency (code)"),
    "point": _("Delivery point (code)"),
    "day_kind": _("Days"),
    "hours": _("Hours"),
    "annex": _("Annex"),
    "source": _("Paper that says so"),
    "kind": _("Kind"),
    "parent": _("Belongs to (code)"),
    "address": _("Address"),
    "zone": _("Zone"),
    "gate_only": _("At the duty gate only"),
    "no_phones": _("No telephones: paper signature first"),
    "focal_only": _("Named receivers only, no substitute"),
    "dedicated": _("Dedicated vehicle"),
    "plate": _("Plate"),
    "handling_minutes": _("Handling time"),
    "start": _("Start (code)"),
    "end": _("End (code)"),
    "stops": _("Stops"),
    "runs": _("Departures"),
}
#: The same columns where a name is chosen instead of a code typed.
NAMED_LABELS: Mapping[str, Words] = {
    "province": _("Province"),
    "commune": _("Commune or ward"),
    "parent": _("Belongs to"),
    "point": _("Delivery point"),
    "start": _("Start"),
    "end": _("End"),
}
HINTS: Mapping[str, Words] = {
    "commune": _("Five digits, for a body or door of a commune"),
    "valid_from": _("dd/mm/yyyy"),
    "valid_to": _("dd/mm/yyyy; leave it empty while it goes on"),
    "source": _("Number and date of the paper"),
    "end": _("Leave it empty where the run comes back to its start"),
    "stops": _("Code and minutes after leaving, one after the other: 09187-P1:10; 09187-P2:19"),
    "runs": _("Leaving and arriving, with the days: 08:30-10:00 (ngày làm việc, làm bù)"),
    "handling_minutes": _("From a run's arrival to the next run it can make"),
}
DAY_LABELS: Mapping[str, Words] = {
    ANY_DAY: _("every day"),
    DayKind.WORKING: _("working day"),
    DayKind.SATURDAY: _("Saturday"),
    DayKind.SUNDAY: _("Sunday"),
    DayKind.HOLIDAY: _("holiday"),
    DayKind.TET: _("Tết"),
    DayKind.SWAPPED_OFF: _("day off by swap"),
    DayKind.MAKE_UP: _("make-up working day"),
}
CHOICE_LABELS: Mapping[str, Mapping[Any, Words]] = {
    "family": FAMILY_LABELS,
    "bloc": BLOC_LABELS,
    "line": LINE_LABELS,
    "budget_level": BUDGET_LABELS,
    "annex": ANNEX_LABELS,
    "hours": HOURS_LABELS,
    "day_kind": DAY_LABELS,
    "zone": ZONE_LABELS,
    "kind": {**KIND_LABELS, **ROUTE_KIND_LABELS},
}
BODY_LABELS: Mapping[Body, Words] = {
    Body.SCIENCE_DEPARTMENT: _("Department of Science and Technology"),
    Body.FINANCE_DEPARTMENT: _("Department of Finance"),
    Body.PROVINCE: _("Provincial People's Committee"),
    Body.PARTY_OFFICE: _("Office of the provincial Party committee"),
    Body.ASSEMBLY_OFFICE: _("Office of the deputies and the People's Council"),
    Body.FRONT_COMMITTEE: _("Provincial Fatherland Front committee"),
    Body.OWN_SUPERIOR: _("its own superior"),
    Body.CENTRAL_POST: _("Central Post Department"),
}
