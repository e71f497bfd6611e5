"""Taking back what a wrong order changed on the register. Opens no transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.successions.models import FormerName, Heir, Reorganisation
from kt1.network.successions.rules import Passing
from kt1.network.successions.steps import call, desks, tie_of
from kt1.network.units.models import AdminUnitVersion


def take_back(wrong: Reorganisation, last_day: date) -> Passing:
    """Put the register back to what it was before an order. Returns what follows, reversed."""
    done: Mapping[str, Any] = wrong.effects or {}
    before = FormerName.objects.filter(pk__in=done.get("names", ())).select_related("agency")
    call({row.agency: (row.name, row.customer_code) for row in before})
    FormerName.objects.filter(pk__in=done.get("names", ())).delete()
    Heir.objects.filter(pk__in=done.get("heirs", ())).delete()
    AnnexMembership.objects.filter(pk__in=done.get("annex_made", ())).delete()
    _set_last_days(AnnexMembership, done.get("annex_ended", ()))
    _ties(done.get("ties_made", ())).delete()
    AgencyPoint.objects.bulk_create(
        [tie_of(*said) for said in done.get("ties_taken", ())], ignore_conflicts=True
    )
    for payer, bodies in _grouped(done.get("paid", ())).items():
        Agency.objects.filter(pk__in=bodies).update(payer=payer)
    _set_last_days(Agency, done.get("ended", ()))
    for day, bodies in _grouped(done.get("ended", ())).items():
        desks(bodies).update(valid_to=day)
    for one in Agency.objects.filter(pk__in=done.get("founded", ())):
        last = max(last_day, one.valid_from)
        Agency.objects.filter(pk=one.pk).update(valid_to=last)
        desks([one.pk]).update(valid_to=last)
    AdminUnitVersion.objects.filter(pk__in=done.get("unit_made", ())).delete()
    _set_last_days(AdminUnitVersion, done.get("unit_ended", ()))
    return _reversed(wrong)


def _ties(said: Sequence[Sequence[Any]]) -> Any:
    rows = AgencyPoint.objects.filter(agency__in={one[0] for one in said})
    wanted = {tuple(one) for one in said}
    stand = rows.values_list("agency_id", "point_id", "day_kind", "hours", "pk")
    return AgencyPoint.objects.filter(pk__in=[one[-1] for one in stand if one[:-1] in wanted])


def _set_last_days(model: Any, said: Sequence[Sequence[Any]]) -> None:
    for day, ids in _grouped(said).items():
        model.objects.filter(pk__in=ids).update(valid_to=day)


def _grouped(pairs: Sequence[Sequence[Any]]) -> dict[Any, list[int]]:
    """Value -> ids that had it; mostly there is one value."""
    groups: dict[Any, list[int]] = {}
    for pk, value in pairs:
        groups.setdefault(value, []).append(pk)
    return groups


def _reversed(wrong: Reorganisation) -> Passing:
    """What moved, the other way round. Whose heirs it was is for the followers to know."""
    said: Mapping[str, Any] = wrong.passing or {}
    return Passing(names={body: (after, before) for body, before, after in said.get("names", ())})
