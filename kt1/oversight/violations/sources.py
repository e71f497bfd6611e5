"""The incident or complaint that a violation comes from, named by its code."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.incidents import queries as incidents
from kt1.assurance.incidents.models import Incident
from kt1.network.agencies.rules import Bloc
from kt1.oversight.violations.rules import Origin
from kt1.oversight.violations.steps import UnfitViolationError
from kt1.people.actor import Actor

#: No code is longer than this.
CODE_CHARS_MAX = 16
_COMPLAINT = re.compile(r"(?:KN-?)?0*([1-9]\d{0,9})")


@dataclass(frozen=True, slots=True)
class Source:
    """What was named: one of the two, or nothing."""

    incident: Incident | None = None
    complaint: Complaint | None = None


def named(origin: Origin, code: str, *, by: Actor, at: datetime) -> Source:
    """The incident or complaint of a code; nothing where no code is said.

    Raises:
        UnfitViolationError: a code beside another origin, or of nothing that `by` may know of.
    """
    text = code.strip().upper()
    if not text:
        return Source()
    if origin is Origin.INCIDENT:
        found = Source(incident=incidents.seen_by(by, at).filter(code=text).first())
    elif origin is Origin.COMPLAINT:
        number = _COMPLAINT.fullmatch(text)
        found = Source(complaint=_complaint(int(number[1]), by) if number else None)
    else:
        raise UnfitViolationError(_("Only an incident or a complaint is named by its code."))
    if found == Source():
        raise UnfitViolationError(_("No such incident or complaint has come to you."))
    return found


def _complaint(number: int, by: Actor) -> Complaint | None:
    """Complaints of the Party's bodies rise to its office, not to the Sở."""
    rows = Complaint.objects.filter(province=by.province_id or 0)
    return rows.exclude(agency__bloc=Bloc.PARTY).filter(pk=number).first()
