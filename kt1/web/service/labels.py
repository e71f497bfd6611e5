"""Words of the pages on the service."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kt1.law.catalogue.rules import Standing, Unfit
from kt1.law.instruments.models import Instrument
from kt1.law.instruments.rules import cite
from kt1.law.parameters.keys import AREA_KINDS, Key
from kt1.web.parts.chips import Chip, Tone
from kt1.web.service.norm_labels import DUTIES, LISTED, OWN_LABELS, OWN_SCOPES, OWN_UNITS
from kt1.web.words import Words

STANDING_CHIPS: Mapping[Standing, Chip] = {
    Standing.CONFIRMED: Chip(gettext_lazy("confirmed by another"), Tone.GOOD),
    Standing.UNCONFIRMED: Chip(gettext_lazy("not confirmed"), Tone.UNCONFIRMED),
    Standing.HISTORIC: Chip(gettext_lazy("historic, for reference"), Tone.HELD),
    Standing.ENDED: Chip(gettext_lazy("ended")),
    Standing.COMING: Chip(gettext_lazy("from a later day"), Tone.MOVING),
}
UNFIT_WORDS: Mapping[Unfit, Words] = {
    Unfit.PROVINCE: gettext_lazy("This is said for one province; say which."),
    Unfit.KEY: gettext_lazy(
        "The code has letters, digits, dots, dashes and underscores, at most 40."
    ),
    Unfit.TITLE: gettext_lazy("Say what it is called."),
    Unfit.PHONE: gettext_lazy("A telephone number has 3 to 15 digits."),
    Unfit.NO_PHONE: gettext_lazy("Say the telephone number."),
    Unfit.AMOUNTS: gettext_lazy("A tariff has a lowest and a highest amount, in whole đồng."),
    Unfit.GRAMS: gettext_lazy("Weights go from the smaller to the larger, in whole grams."),
    Unfit.SPAN: gettext_lazy("The end must be later than the beginning."),
    Unfit.NO_PAPER: gettext_lazy("Name the paper it rests on, or mark it as an assumption."),
}
#: Norms that a user of the service asks about first; `norm_labels` names the others.
KEY_LABELS: Mapping[Key, Words] = {
    Key.TRANSIT_DAYS: gettext_lazy("Longest transit time, J + n"),
    Key.HALF_DAY_AT: gettext_lazy("When half a day ends"),
    Key.DAY_END: gettext_lazy("When a whole day ends"),
    Key.ACCEPT_CUTOFF: gettext_lazy("Latest acceptance for day J"),
    Key.J_ON_NONWORKING_DAY: gettext_lazy("Day J may be a day off"),
    Key.WORKING_CALENDAR: gettext_lazy("Calendar of working days"),
    Key.LEAD_HOURS: gettext_lazy("Timed items: accepted so long before"),
    Key.SPECIAL_GEOGRAPHY: gettext_lazy("Special areas"),
    Key.SPECIAL_GEOGRAPHY_TRANSIT: gettext_lazy("Transit time in special areas"),
    Key.DELIVERIES_PER_DAY: gettext_lazy("Deliveries a day, at least"),
    Key.SERVICE_ALL_HOURS: gettext_lazy("Service day and night, all days"),
    Key.SAFETY_PERCENT: gettext_lazy("Items delivered safely"),
    Key.MARK_WITH_URGENCY: gettext_lazy("Mark and urgency may be combined"),
    Key.ATTEMPT_PLACE: gettext_lazy("Place of the first delivery attempt"),
    Key.WORKING_HOURS: gettext_lazy("Working hours of an office"),
    Key.COMPLAINT_WINDOW_MONTHS: gettext_lazy("Time to complain"),
    Key.COMPLAINT_ANSWER_WORKING_DAYS: gettext_lazy("Time to answer a complaint"),
    Key.COMPLAINT_LAW_WINDOW_MONTHS: gettext_lazy("Time to complain by the general law"),
    Key.COMPLAINT_LAW_ANSWER_MONTHS: gettext_lazy("Time to answer by the general law"),
    Key.COMPENSATION_TIMES: gettext_lazy("Compensation, at least so many times the price"),
    Key.COMPENSATION_PAY_DAYS: gettext_lazy("Time to pay compensation"),
    Key.RETENTION_YEARS: gettext_lazy("Papers and data are kept, at least"),
}
_SCOPES: Mapping[str, Words] = {
    "none.noi_tinh": gettext_lazy("ordinary and marked, within the province"),
    "none.lien_tinh": gettext_lazy("ordinary and marked, between provinces"),
    "HT.noi_tinh": gettext_lazy("Hỏa tốc, within the province"),
    "HT.lien_tinh": gettext_lazy("Hỏa tốc, between provinces"),
    "noi_thanh": gettext_lazy("inner city"),
    "ngoai_thanh": gettext_lazy("outskirts"),
    "lien_tinh": gettext_lazy("between provinces"),
    "district": gettext_lazy("district centre (until 01/7/2025)"),
    "commune": gettext_lazy("commune"),
    "in_hours": gettext_lazy("in working hours"),
    "off_hours": gettext_lazy("off hours"),
    "loss": gettext_lazy("loss"),
    "delay": gettext_lazy("delay"),
    "damage": gettext_lazy("damage, cover torn"),
    "swapped": gettext_lazy("swapped"),
    "price": gettext_lazy("price charged"),
    "other": gettext_lazy("another matter of the service"),
    "paper": gettext_lazy("papers"),
    "electronic": gettext_lazy("electronic data"),
}
_UNITS: Mapping[str, Words] = {
    "working_days": gettext_lazy("working days"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("calendar days"),
    "times_price": gettext_lazy("times the price"),
    "times_a_day": gettext_lazy("times a day"),
    "percent": "%",
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
}
AREAS_UNIT, BODIES_UNIT = "communes", "bodies"
_VALUES: Mapping[str, Words] = {
    "actual": gettext_lazy("as it takes"),
    "address": gettext_lazy("the address on the item"),
    "designated_point": gettext_lazy("the point the agency named"),
    "right_place": gettext_lazy("at the right place of the hour"),
    "any_place": gettext_lazy("at any place"),
    "CBCC": gettext_lazy("officials' calendar"),
}


def norm_said(key: str) -> Words:
    """What a parameter is called, whoever asks about it."""
    known = Key(key)
    return KEY_LABELS[known] if known in KEY_LABELS else OWN_LABELS[known]


def scope_said(scope: str) -> Words:
    duty, _dot, step = scope.partition(".")
    if duty in DUTIES and step:
        return f"{DUTIES[duty]}: {scope_said(step)}"
    if scope.isdigit():
        return _("province of code %(code)s") % {"code": scope}
    return _SCOPES.get(scope) or OWN_SCOPES.get(scope, scope)


def value_said(value: object, unit: str) -> str:
    """The figure of a norm as a person reads it; a decimal comma, spans joined."""
    if value is None:
        return _("none set")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join("–".join(str(end) for end in span) for span in value)
    if unit in _LISTS and value:
        return _LISTS[unit](str(value).split())
    if str(value) in _VALUES:
        return str(_VALUES[str(value)])
    text = str(value).replace(".", ",")
    named = _UNITS.get(unit) or OWN_UNITS.get(unit)
    return f"{text} {named}" if named else text


def areas_said(areas: Sequence[str]) -> str:
    """Every đặc khu, and 12 communes by name: a list of special geography, short."""
    kinds = [_("every %(kind)s") % {"kind": AREA_KINDS[one]} for one in areas if one in AREA_KINDS]
    n = len(areas) - len(kinds)
    if n:
        kinds.append(ngettext("%(n)s commune named", "%(n)s communes named", n) % {"n": n})
    return ", ".join(kinds)


def bodies_said(bodies: Sequence[str]) -> str:
    return ", ".join(str(LISTED[one]) for one in bodies)


#: Units of norms that list several words.
_LISTS: Mapping[str, Callable[[Sequence[str]], str]] = {
    AREAS_UNIT: areas_said,
    BODIES_UNIT: bodies_said,
}


def paper_said(instrument: Instrument | None, article: str, paper: str) -> str:
    """Điểm c khoản 4 Điều 4, 16/2017/TT-BTTTT; or the number of the post's own paper."""
    if instrument is not None:
        named = str(instrument)
        return f"{cite(article)}, {named}" if article else named
    return paper or _("no paper: an assumption")
