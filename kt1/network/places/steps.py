"""Writing places in sets. Opens no transaction."""

from collections.abc import Sequence
from datetime import date

from kt1.network.codes import Ids
from kt1.network.names.rules import fold, sort_key
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceFacts

_FIELDS = [
    "kind", "name", "sort_key", "folded", "province", "commune", "address", "zone", "gate_only",
    "no_phones", "focal_only", "dedicated", "plate", "handling_minutes", "valid_from", "valid_to",
    "parent",
]  # fmt: skip


def put(facts: Sequence[PlaceFacts], ids: Ids) -> None:
    """Add these places or bring them to what is stated.

    Those whose parent is in the same set come after it, in as many rounds as sites are deep.
    """
    waiting = list(facts)
    while waiting:
        unborn = {fact.code for fact in waiting} - ids.places.keys()
        ready = [fact for fact in waiting if fact.parent not in unborn]
        if not ready:
            msg = "places are inside one another in a circle"
            raise ValueError(msg)
        written = Place.objects.bulk_create(
            [_place(fact, ids) for fact in ready],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=_FIELDS,
        )
        ids.places.update({place.code: place.pk for place in written})
        done = {fact.code for fact in ready}
        waiting = [fact for fact in waiting if fact.code not in done]


def close(facts: Sequence[PlaceFacts], _ids: Ids, on: date) -> None:
    """End these places with `on`."""
    Place.objects.filter(code__in=[fact.code for fact in facts]).update(valid_to=on)


def _place(fact: PlaceFacts, ids: Ids) -> Place:
    return Place(
        code=fact.code,
        kind=fact.kind,
        name=fact.name,
        sort_key=sort_key(fact.name),
        folded=fold(fact.name),
        province_id=ids.units[fact.province],
        commune_id=ids.unit(fact.commune),
        parent_id=ids.place(fact.parent),
        address=fact.address,
        zone=fact.zone,
        gate_only=fact.gate_only,
        no_phones=fact.no_phones,
        focal_only=fact.focal_only,
        dedicated=fact.dedicated,
        plate=fact.plate,
        handling_minutes=fact.handling_minutes,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
    )
