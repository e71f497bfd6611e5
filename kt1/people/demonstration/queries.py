"""The accounts a demonstration shows on its sign-in page.

Whether to show them (a demonstration, and a browser on the machine itself) is the page's to say:
this stratum does not know what kind of installation it is in. Elsewhere there are none.
"""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.cast import START


def demo_accounts(at: datetime) -> list[Duty]:
    """One duty a role, with its user, in the order of the roles.

    Where there are several, one of the ward where the story begins or of the office that serves
    it, so that whoever signs in finds work waiting.
    """
    locked = {"user__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    duties = (
        Duty.objects.filter(in_force(at), user__is_demonstration=True)
        .exclude(**locked)
        .select_related("user", "agency", "place__parent")
        .order_by("pk")
    )
    near = _communes_of_the_office()
    by_role: dict[str, Duty] = {}
    for duty in duties:
        kept = by_role.setdefault(duty.role, duty)
        if _is_near(duty, near) and not _is_near(kept, near):
            by_role[duty.role] = duty
    return [by_role[role] for role in Role if role in by_role]


def _communes_of_the_office() -> frozenset[int]:
    """Communes served by the same post office: their postcodes share three digits."""
    code = Agency.objects.filter(code=START).values_list("postcode", flat=True).first() or "-"
    found = Agency.objects.filter(family=Family.COMMUNE_UBND, postcode__startswith=code[:3])
    return frozenset(pk for pk in found.values_list("commune", flat=True) if pk is not None)


def _is_near(duty: Duty, near: frozenset[int]) -> bool:
    if duty.agency is not None:
        return duty.agency.code == START
    if duty.place is None:
        return False
    site = duty.place.parent if duty.place.commune_id is None else duty.place
    return site is not None and site.commune_id in near
