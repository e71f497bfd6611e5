"""What people do with bags. The only code that writes them; seals' stock is in seals.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.bags import acts, permissions, queries
from kt1.custody.units import queries as units
from kt1.custody.units import register
from kt1.custody.units.ids import act_id
from kt1.custody.units.keys import new_codes
from kt1.custody.units.rules import Act, Held, Kind, NotPossibleError, State, line_of
from kt1.custody.units.steps import Once, reserve_unit_ids, write
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError


def make(
    *,
    kind: Kind = Kind.BAG,
    destination_id: int | None = None,
    code: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Take a bag or box into use at one's own place; its code stays with it for life."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if (reason := permissions.why_not_make(by)) or by.place_id is None:
            raise NotAllowedError(reason or "")
        if kind not in {Kind.BAG, Kind.BOX}:
            raise NotPossibleError(_("Only a bag or a box is taken into use."))
        chosen = code or str(new_codes(1)[0])
        (unit,) = reserve_unit_ids(1)
        write(
            acts.made(
                unit=unit,
                code=chosen,
                kind=kind,
                place=by.place_id,
                person=by.user_id,
                destination=_destination(destination_id),
            ),
            by=by,
            at=at,
        )
        return act.store({"code": chosen})


def _destination(place_id: int | None) -> int | None:
    if place_id is None:
        return None
    place = register.place(place_id)
    if place is None or place.agency is not None:
        raise NotPossibleError(_("A bag goes to a place of the post."))
    return place_id


def pack(
    *, bag: str, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Put units into an open bag that one holds."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        held, contents = _locked(bag, codes, by)
        if reason := permissions.why_not_pack(by, held):
            raise NotAllowedError(reason)
        already = len(queries.lock_contents(held.id))
        write(acts.packed(held, contents, already=already), by=by, at=at)
        return act.store({"bag": held.code, "contents": already + len(contents)})


def unpack(
    *, bag: str, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Take units out of an open bag."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        held, contents = _locked(bag, codes, by)
        if reason := permissions.why_not_open(by, held):
            raise NotAllowedError(reason)
        write(acts.unpacked(held, contents), by=by, at=at)
        return act.store({"bag": held.code, "codes": [u.code for u in contents]})


def _locked(bag: str, codes: Sequence[str], by: Actor) -> tuple[Held, list[Held]]:
    """The bag and the units, locked together in the order of their ids."""
    every = units.lock([bag, *codes], by=by)
    (held,) = [u for u in every if u.code == bag]
    return held, [u for u in every if u.code != bag]


def seal(
    *,
    bag: str,
    number: str,
    lock: str = "",
    locator: str = "",
    destination_id: int | None = None,
    weight_g: int | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Close a bag with a seal issued to oneself, or a lock, or both.

    A seal that is unknown, repeated or issued to another is an irregularity at once (N6): the
    bag stays open, a sự vụ opens, and the answer says `sealed` false with the `fault`.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        (held,) = units.lock([bag], by=by)
        if reason := permissions.why_not_pack(by, held):
            raise NotAllowedError(reason)
        try:
            done = acts.sealed(
                held,
                seal=queries.lock_seals([number]).get(number) if number else None,
                number=number,
                person=by.user_id,
                lock=lock,
                locator=locator,
                destination=_destination(destination_id),
                weight_g=weight_g,
                at=at,
            )
        except acts.SealFaultError as fault:
            done = acts.seal_reported(held, fault, key=act_id(once, by=by, at=at), at=at)
        entry = write(done, by=by, at=at)
        return act.store(
            {
                "bag": held.code,
                "seal": number,
                "sealed": done.kind == "bag.sealed",
                "fault": str(done.body.get("fault", "")),
                "entry": str(entry),
            }
        )


def open_sealed(
    *,
    bag: str,
    number_seen: str,
    intact: bool,
    counted: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Open a sealed bag after saying what its seal looks like; what was counted comes out.

    Without a count the contents stay inside and the answer tells what should be there.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        (held,) = units.lock([bag], by=by)
        if reason := permissions.why_not_open(by, held):
            raise NotAllowedError(reason)
        number = queries.seal_on(held.id)
        contents = queries.lock_contents(held.id)
        done = acts.opened(
            held,
            contents,
            seal=queries.lock_seals([number]).get(number) if number else None,
            number_seen=number_seen,
            intact=intact,
            person=by.user_id,
            irregularity=act_id(once, by=by, at=at),
            at=at,
        )
        acts.take_out(done, held, contents, counted, key=act_id(once, by=by, at=at, n=1), at=at)
        entry = write(done, by=by, at=at)
        return act.store(
            {
                "bag": held.code,
                "intact": done.body["intact"],
                "contents": [u.code for u in contents],
                "entry": str(entry),
            }
        )


def repack(
    *,
    bag: str,
    new_bag: str,
    number: str,
    counted: Sequence[str],
    torn: Sequence[str] = (),
    minutes: str,
    told: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """A broken seal on the way: count covers, new bag, new seal, and the journey goes on (W8).

    Only a cover itself not intact is held. `told` is the title of the shift leader told by
    telephone; `minutes` the number of the biên bản both signed. A new seal that is unknown,
    repeated or issued to another is an irregularity as at `seal`: nothing is packed anew.

    Raises:
        NotPossibleError: the old bag is not open, the new one is not empty, or the count is off.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        every = {u.code: u for u in units.lock([bag, new_bag], by=by)}
        old, new = every[bag], every[new_bag]
        for one in (old, new):
            if reason := permissions.why_not_open(by, one):
                raise NotAllowedError(reason)
        contents = queries.lock_contents(old.id)
        if {u.code for u in contents} != set(counted):
            raise NotPossibleError(_("The covers counted are not those on record; count again."))
        if queries.lock_contents(new.id):
            raise NotPossibleError(_("The new bag is not empty."))
        # The new bag goes where the old one was going.
        going = queries.destination_of(old.id)
        seals = queries.lock_seals([number])
        try:
            done = _repacked(old, new, contents, set(torn), seals, number, going, by, at)
            done.body["minutes"] = minutes
            done.notes["told"] = told
        except acts.SealFaultError as fault:
            done = acts.seal_reported(new, fault, key=act_id(once, by=by, at=at), at=at)
        entry = write(done, by=by, at=at)
        sealed = done.kind == "bag.repacked"
        return act.store(
            {
                "bag": new.code,
                "sealed": sealed,
                "fault": str(done.body.get("fault", "")),
                "held": sorted(torn) if sealed else [],
                "entry": str(entry),
            }
        )


def _repacked(  # noqa: PLR0917 - the facts of one repacking
    old: Held,
    new: Held,
    contents: Sequence[Held],
    torn: set[str],
    seals: dict[str, acts.HeldSeal],
    number: str,
    going: int | None,
    by: Actor,
    at: datetime,
) -> Act:
    if old.state != State.OPEN or old.place is None or new.place != old.place:
        raise NotPossibleError(_("Open the old bag first, with the new one beside it."))
    done = acts.sealed(
        new,
        seal=seals.get(number),
        number=number,
        person=by.user_id,
        lock="",
        locator="",
        destination=going,
        weight_g=None,
        at=at,
    )
    done.kind = "bag.repacked"
    done.subject = f"bag:{new.code}"
    done.body = {"from": old.code, "counted": len(contents), "torn": sorted(torn)}
    for unit in contents:
        if unit.code in torn:
            out = {"inside": None, "place": old.place, "person": old.person}
            done.lines.append(line_of(unit, state=State.HELD.value, **out))
        else:
            done.lines.append(line_of(unit, inside=new.id, place=None, person=None))
    return done
