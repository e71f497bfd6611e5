"""Opening, containing and telling: the hours after an incident was found."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kt1.assurance.gaps.rules import Seen
from kt1.assurance.incidents import permissions, queries, steps
from kt1.assurance.incidents.models import Incident, IncidentNotice, IncidentUnit
from kt1.assurance.incidents.norms import clocks
from kt1.assurance.incidents.rules import (
    Addressee,
    Cover,
    Gap,
    Kind,
    Means,
    State,
    Why,
    code_of,
    incident_id,
)
from kt1.custody.items.models import Item
from kt1.custody.units import queries as units
from kt1.custody.units.models import Unit
from kt1.law.modes.queries import modes_on
from kt1.law.screening.rules import RefusedTextError, screen
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


class UnfitIncidentError(Exception):
    """It cannot be done so. The sentence says why."""


def screened(text: str, *, names_a_paper: bool = False) -> str:
    """The text, stripped.

    Raises:
        RefusedTextError: it may not be kept.
    """
    said = text.strip()
    if refusal := screen(said, names_a_paper=names_a_paper):
        raise RefusedTextError(refusal)
    return said


def locked(incident_id: UUID, by: Actor, at: datetime) -> Incident:
    """Lock one that `by` may see.

    Raises:
        Incident.DoesNotExist
    """
    known = queries.seen_by(by, at).order_by().values("pk")
    return Incident.objects.select_for_update(of=("self",)).get(Q(pk__in=known), pk=incident_id)


@transaction.atomic(durable=True)
def open_by_hand(
    *,
    kind: Kind,
    code: str,
    cover: Cover,
    found_at: datetime,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> UUID:
    """Open an incident of one item or bag. What lies in a bag is watched with it.

    Of a suspected leak no words are kept: code, number, time, state of the cover (W13).

    Raises:
        UnknownUnitError: there is none that `by` may know of.
        NotAllowedError, RefusedTextError, UnfitIncidentError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return UUID(done["incident"])
    if reason := permissions.why_not_open(by):
        raise NotAllowedError(reason)
    must_make_sense(kind, found_at, note, by=by, at=at)
    unit = units.seen_by(by).select_related("place", "inside__place").filter(code=code).first()
    if unit is None:
        raise units.UnknownUnitError([code])
    place, inside = whereabouts(unit)
    key = incident_id(f"hand/{once.key}")
    row = Incident(
        id=key,
        code=code_of(key),
        kind=kind,
        leak=kind is Kind.LEAK,
        province_id=by.province_id or 0,
        place_id=place,
        cover=cover,
        found_at=found_at,
        opened_at=at,
        opened_by_id=by.user_id,
        agency_id=by.agency_id if by.is_agency else None,
    )
    watched = {unit.pk: Seen(place_from=place)} | dict.fromkeys(inside, Seen(why=Why.INSIDE))
    opened = steps.Opened(row=row, units=watched)
    steps.write([opened])
    steps.tell(row, "opened", steps.opened_body(opened), by=by, at=at, note=screened(note))
    finish(once, actor=str(by), answer={"incident": str(key)})
    return key


def must_make_sense(kind: Kind, found_at: datetime, note: str, *, by: Actor, at: datetime) -> None:
    """Raises:
    UnfitIncidentError: a person does not open it so.
    """
    if kind is Kind.GAP:
        raise UnfitIncidentError(_("Gaps in custody are found from the ledger."))
    if by.is_agency and kind not in permissions.TOLD_BY_AGENCIES:
        raise UnfitIncidentError(
            _("An agency tells of signs of opening, a wrong delivery or a suspected leak;"
              " of loss and delay it complains.")
        )  # fmt: skip
    if found_at > at:
        raise UnfitIncidentError(_("It was found before now."))
    if kind is Kind.LEAK and note.strip():
        raise UnfitIncidentError(
            _("Of a suspected leak nothing is written here in words. Go on on paper.")
        )


def whereabouts(unit: Unit) -> tuple[int | None, list[int]]:
    """Where it is, by way of its bag; and what lies in it."""
    outer = unit.inside
    place = unit.place_id or (None if outer is None else outer.place_id)
    return place, list(Unit.objects.filter(inside=unit).values_list("pk", flat=True))


@transaction.atomic(durable=True)
def contain(
    *,
    incident_id: UUID,
    intact: Mapping[int, bool],
    cover: Cover,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Say of each watched unit whether it is intact. Returns how many are not.

    What is not intact is held by custody's own act, which the page calls beside this one.

    Args:
        intact: by unit; what is left out was not looked at.

    Raises:
        Incident.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["not_intact"])
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_contain(by, one):
        raise NotAllowedError(reason)
    for whole in (True, False):
        looked = [unit for unit, said in intact.items() if said is whole]
        IncidentUnit.objects.filter(incident=one.pk, unit__in=looked).update(
            intact=whole, looked_at=at
        )
    torn = sorted(unit for unit, whole in intact.items() if not whole)
    one.state, one.contained_at, one.cover = State.CONTAINED, at, cover
    one.save(update_fields=["state", "contained_at", "cover"])
    steps.tell(
        one,
        "contained",
        {"looked_at": len(intact), "not_intact": torn, "cover": cover.value},
        by=by,
        at=at,
    )
    finish(once, actor=str(by), answer={"not_intact": len(torn)})
    return len(torn)


@transaction.atomic(durable=True)
def tell(
    *,
    incident_id: UUID,
    addressee: Addressee,
    means: Means,
    paper: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> str:
    """Record that somebody was told. With the last one, a contained incident is notified.

    Whom the kind does not demand may be told all the same: the notice is made with the telling.
    Returns the state it stands in.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitIncidentError: told already, or a letter without its number.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_tell(by, one):
        raise NotAllowedError(reason)
    number = screened(paper, names_a_paper=True)
    if means is Means.PAPER and not number:
        raise UnfitIncidentError(_("A letter is entered with its number."))
    notice, _made = IncidentNotice.objects.select_for_update().get_or_create(
        incident=one, addressee=addressee, defaults={"due": at}
    )
    if notice.told_at is not None:
        raise UnfitIncidentError(_("They were told already."))
    notice.told_at, notice.told_by_id, notice.means, notice.paper = at, by.user_id, means, number
    notice.save(update_fields=["told_at", "told_by", "means", "paper"])
    steps.tell(
        one,
        "told",
        {"addressee": addressee.value, "means": means.value, "paper": number},
        by=by,
        at=at,
    )
    notified(one, by=by, at=at)
    finish(once, actor=str(by), answer={"state": one.state})
    return str(one.state)


def notified(one: Incident, *, by: Actor, at: datetime) -> None:
    """Into the next state when nobody is owed the news any more."""
    owes = IncidentNotice.objects.filter(incident=one, told_at=None).exists()
    if one.state == State.CONTAINED and not owes:
        one.state, one.notified_at = State.NOTIFIED, at
        one.save(update_fields=["state", "notified_at"])
        steps.tell(one, "notified", {}, by=by, at=at)


@transaction.atomic(durable=True)
def acknowledge(
    *, incident_id: UUID, answer: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Whoever was told confirms it, with the number of their answer if there is one.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_acknowledge(by, one):
        raise NotAllowedError(reason)
    number = screened(answer, names_a_paper=True)
    addressee = permissions.READS_AS[by.role]
    one.notices.filter(addressee=addressee, acknowledged_at=None).update(
        acknowledged_at=at, acknowledged_by_id=by.user_id, answer=number
    )
    body = {"addressee": addressee.value, "answer": number}
    steps.tell(one, "acknowledged", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def suspect_leak(*, incident_id: UUID, by: Actor, at: datetime, once: RequestKey) -> None:
    """A leak is suspected: whoever must be told of one is added; from then on no word is kept.

    Raises:
        Incident.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_suspect(by, one):
        raise NotAllowedError(reason)
    one.leak = True
    if one.state == State.NOTIFIED:  # others must be told now
        one.state, one.notified_at = State.CONTAINED, None
    one.save(update_fields=["leak", "state", "notified_at"])
    watched = list(one.units.values_list("unit_id", flat=True))
    party = Item.objects.filter(pk__in=watched, sender__bloc="dang").exists()
    owed = clocks(Kind.LEAK, Gap.NONE, at, party=party, mode=modes_on([at])[at])
    IncidentNotice.objects.bulk_create(
        [IncidentNotice(incident=one, addressee=who, due=due) for who, due in owed.notices],
        ignore_conflicts=True,
    )
    steps.tell(one, "leak_suspected", {}, by=by, at=at)
    notified(one, by=by, at=at)
    finish(once, actor=str(by), answer={})
