"""What the acts upon rosters share. Opens no transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.law.screening.rules import Refusal, screen
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.network.models import Agency, AgencyPoint, Place
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.actions import phone_of
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank, ReceiverKind
from kt1.people.rosters import permissions
from kt1.people.rosters.facts import NewOverride, Paper, Person, Who
from kt1.people.rosters.kinds import Act, RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine

_MIDNIGHT = time(0, 0)


class UnfitRosterError(Exception):
    """What was said cannot be kept. The sentence says why, not what."""


@dataclass(frozen=True, slots=True)
class Here:
    """The agency whose roster it is, its door, and the change that is being made."""

    agency: Agency
    point: Place
    change: RosterChange

    @property
    def where(self) -> dict[str, Any]:
        return {"agency": self.agency, "point": self.point}


def open_change(
    agency_id: int, point_id: int, act: Act, *, by: Actor, at: datetime, asked: bool = False
) -> Here:
    """Lock the agency's rosters, ask for permission, and begin a change.

    Args:
        asked: the permission was found otherwise (a swap accepted by whom it was asked of).

    Raises:
        Agency.DoesNotExist, Place.DoesNotExist
        NotAllowedError: `by` does not keep this agency's rosters.
        UnfitRosterError: the agency is not reached at this point.
    """
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    if not asked and (reason := permissions.why_not_keep(by, agency)):
        raise NotAllowedError(reason)
    point = Place.objects.get(pk=point_id)
    if not AgencyPoint.objects.filter(agency=agency, point=point).exists():
        raise UnfitRosterError(_("This agency does not receive at this delivery point."))
    change = RosterChange.objects.create(
        agency=agency, point=point, act=act, made_by_id=by.user_id or None, at=at
    )
    return Here(agency, point, change)


def known(here: Here, wanted: Iterable[int]) -> dict[int, FocalPoint]:
    """Rows of this agency's register at this point.

    Raises:
        UnfitRosterError: one of them is not of this agency and point.
    """
    ids = set(wanted)
    rows = FocalPoint.objects.filter(agency=here.agency, point=here.point, erased_at=None)
    found = rows.in_bulk(ids)
    if len(found) != len(ids):
        raise UnfitRosterError(_("Somebody of this roster is not named for this agency here."))
    return found


def named(
    here: Here,
    said: Iterable[tuple[Who, Rank]],
    paper: Paper,
    *,
    begins: datetime,
    ends: datetime | None,
) -> tuple[dict[Who, int], list[FocalPoint]]:
    """Everybody's row of the register; who is new is named by the roster's paper, for its span.

    Whoever is new stands only where this roster says: their row has no kinds of days. Returns
    the ids, and the new rows.
    """
    ranks: dict[Who, Rank] = {}
    for who, rank in said:
        ranks.setdefault(who, rank)
    new = [who for who in ranks if isinstance(who, Person)]
    rows = FocalPoint.objects.bulk_create(
        [
            FocalPoint(
                **_person(one, paper),
                **here.where,
                rank=ranks[one],
                valid_from=begins,
                valid_to=ends,
            )
            for one in new
        ],
        batch_size=500,
    )
    ids: dict[Who, int] = {who: who for who in ranks if isinstance(who, int)}
    known(here, ids.values())
    ids.update({one: row.pk for one, row in zip(new, rows, strict=True)})
    return ids, rows


def withdraw(rows: Sequence[Roster], here: Here) -> None:
    for row in rows:
        row.withdrawn = here.change
        row.withdrawn_at = here.change.at
    Roster.objects.bulk_update(rows, ["withdrawn", "withdrawn_at"])


def put_override(here: Here, override: NewOverride) -> tuple[Roster, RosterLine]:
    """The rows of one override. Its span is asked before."""
    roster = Roster.objects.create(
        **facts(here, RosterKind.OVERRIDE),
        begins=override.span.begins,
        ends=override.span.ends,
        instead_of_id=override.instead_of,
    )
    line = RosterLine.objects.create(
        roster=roster, position=0, receiver_id=override.who, rank=override.rank
    )
    return roster, line


def line_of(line: RosterLine) -> dict[str, JSON]:
    """One line as the ledger binds it."""
    found: dict[str, JSON] = {"receiver": line.receiver_id, "rank": str(line.rank)}
    if line.begins and line.ends:
        found |= {"begins": line.begins.isoformat(), "ends": line.ends.isoformat()}
    return found


def facts(here: Here, kind: RosterKind) -> dict[str, Any]:
    """What every row of this change begins with."""
    return {
        **here.where,
        "kind": kind,
        "made": here.change,
        "made_at": here.change.at,
    }


def why_unfit_text(texts: Iterable[str], paper: Paper | None) -> str | None:
    """The first fault of what was typed, as a sentence."""
    if any(screen(text) for text in texts):
        return _("A field holds words that this system must not keep. Nothing was saved.")
    if paper is None:
        return None
    if screen(paper.number) not in {None, Refusal.DOCUMENT_NUMBER}:
        return _("A field holds words that this system must not keep. Nothing was saved.")
    number = paper.number.strip()
    if not number or len(number) > 40 or any(sign.isspace() for sign in number):  # noqa: PLR2004
        return _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
    return None


def write(
    here: Here,
    *,
    by: Actor,
    body: Mapping[str, JSON],
    lines: Sequence[Mapping[str, JSON]] = (),
    notes: Mapping[str, str] | None = None,
) -> UUID:
    """The entry of the change: ids, codes and times; titles and names only as notes."""
    return append(
        kind=f"roster.{here.change.act}",
        subject=f"agency:{here.agency.code}",
        actor=str(by),
        at=here.change.at,
        body={"point": here.point.code, "change": here.change.pk, **body},
        lines=lines,
        notes={field: text for field, text in (notes or {}).items() if text},
    )


def _person(one: Person, paper: Paper) -> dict[str, Any]:
    return {
        "kind": ReceiverKind.PERSON if one.name.strip() else ReceiverKind.DUTY_POST,
        "name": one.name.strip(),
        "title": one.title.strip(),
        "phone": phone_of(one.phone),
        "day_kinds": [],
        "from_time": _MIDNIGHT,
        "to_time": _MIDNIGHT,
        "authority_doc": paper.number.strip(),
        "authority_date": paper.on,
    }
