"""A sự vụ that turns out to be a matter of security: raised to an incident, once.

The irregularity stays custody's and is closed there with its own minutes; the incident names it
in the entry that opens it, and its id follows from the irregularity's, so there is never a second.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.gaps.rules import Seen
from kt1.assurance.incidents import actions, permissions, queries, steps
from kt1.assurance.incidents.actions import UnfitIncidentError
from kt1.assurance.incidents.models import Incident, IncidentUnit
from kt1.assurance.incidents.rules import OVER, Cover, Kind, Why, code_of, incident_id
from kt1.custody.deliveries import irregularities
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units import queries as units
from kt1.custody.units.models import Unit
from kt1.ledger.entries.queries import body_of, entries_about
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError

#: What an irregularity would be as an incident, where it says so by itself.
LIKELY: Mapping[IrregularityKind, Kind] = {
    IrregularityKind.SEAL_BROKEN: Kind.BROKEN_SEAL,
    IrregularityKind.SEAL_UNKNOWN: Kind.BROKEN_SEAL,
    IrregularityKind.SEAL_REPEATED: Kind.BROKEN_SEAL,
    IrregularityKind.COVER_TORN: Kind.OPENED,
    IrregularityKind.LOST: Kind.LOSS,
    IrregularityKind.DISPUTED: Kind.WRONG_DELIVERY,
}
#: How the cover then looks from outside.
LOOKS: Mapping[Kind, Cover] = {
    Kind.BROKEN_SEAL: Cover.SEAL_OFF,
    Kind.OPENED: Cover.TORN,
    Kind.LOSS: Cover.GONE,
}


def raised_id(irregularity_id: UUID) -> UUID:
    """The id of the incident that this irregularity is raised to."""
    return incident_id(f"irregularity/{irregularity_id}")


def raised(irregularity_id: UUID) -> Incident | None:
    return Incident.objects.filter(pk=raised_id(irregularity_id)).first()


def raised_from(incident: Incident) -> Irregularity | None:
    """The irregularity that an incident was raised from. One query, and one for what it finds."""
    opened = entries_about(steps.subject_of(incident)).filter(kind="incident.opened").first()
    named = body_of(opened).get("irregularity") if opened is not None else None
    if named is None:
        return None
    return Irregularity.objects.select_related("place").filter(pk=UUID(named)).first()


def codes_of(irregularity: Irregularity) -> list[str]:
    """Codes of the items and bags that it names, in their order."""
    named = {*irregularity.findings}
    if irregularity.unit is not None:
        named.add(irregularity.unit.code)
    return sorted(Unit.objects.filter(code__in=named).values_list("code", flat=True))


def open_already(
    codes: Collection[str], by: Actor, at: datetime, kind: Kind | None = None
) -> list[Incident]:
    """Incidents that are not over and watch one of these: the same matter may be known."""
    watching = IncidentUnit.objects.filter(unit__code__in=codes).values("incident")
    rows = queries.seen_by(by, at).filter(pk__in=watching).exclude(state__in=sorted(OVER))
    return list(rows.filter(kind=kind) if kind is not None else rows)


@transaction.atomic(durable=True)
def raise_irregularity(
    *,
    irregularity_id: UUID,
    kind: Kind,
    codes: Collection[str],
    cover: Cover,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> UUID:
    """Open the incident that an irregularity turned out to be; its clock runs since then.

    Raises:
        Irregularity.DoesNotExist: there is none that `by` may know of.
        UnknownUnitError: a code that `by` may not know of.
        NotAllowedError, RefusedTextError
        UnfitIncidentError: raised before, known as an incident, or of no item at all.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return UUID(done["incident"])
    if reason := permissions.why_not_raise(by):
        raise NotAllowedError(reason)
    known = irregularities.seen_by(by).values("pk")
    # Two persons who press at once: the second waits here and then finds it raised.
    found = Irregularity.objects.select_for_update(of=("self",)).get(
        pk=irregularity_id, pk__in=known
    )
    actions.must_make_sense(kind, found.opened_at, note, by=by, at=at)
    if fault := _why_not_again(found, kind, codes, by, at):
        raise UnfitIncidentError(fault)
    key = raised_id(found.pk)
    row = Incident(
        id=key,
        code=code_of(key),
        kind=kind,
        leak=kind is Kind.LEAK,
        province_id=by.province_id or 0,
        place_id=found.place_id,
        cover=cover,
        found_at=found.opened_at,
        opened_at=at,
        opened_by_id=by.user_id,
    )
    opened = steps.Opened(row=row, units=_watched(codes, by))
    steps.write([opened])
    body = {**steps.opened_body(opened), "irregularity": str(found.pk)}
    steps.tell(row, "opened", body, by=by, at=at, note=actions.screened(note))
    finish(once, actor=str(by), answer={"incident": str(key)})
    return key


def _why_not_again(
    found: Irregularity, kind: Kind, codes: Collection[str], by: Actor, at: datetime
) -> str | None:
    if (before := raised(found.pk)) is not None:
        return _("It was raised already: %(code)s.") % {"code": before.code}
    if not codes:
        return _("Name the items or bags it is about.")
    same = open_already(codes, by, at, kind)
    if same:
        return _("This is known as an incident already: %(codes)s.") % {
            "codes": ", ".join(one.code for one in same)
        }
    return None


def _watched(codes: Collection[str], by: Actor) -> dict[int, Seen]:
    """The units named, and what lies in those that are bags."""
    rows = list(units.seen_by(by).select_related("inside__place").filter(code__in=codes))
    if missing := set(codes) - {one.code for one in rows}:
        raise units.UnknownUnitError(sorted(missing))
    watched: dict[int, Seen] = {}
    for unit in rows:
        place, inside = actions.whereabouts(unit)
        watched |= dict.fromkeys(
            (one for one in inside if one not in watched), Seen(why=Why.INSIDE)
        )
        watched[unit.pk] = Seen(place_from=place)
    return watched
