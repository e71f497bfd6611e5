"""What an order that took effect has moved, from what each stratum wrote down of it."""

from django.utils.translation import gettext as _

from kt1.custody.succession.models import CustodyFollowed, Passed
from kt1.network.models import Reorganisation
from kt1.people.models import PeopleFollowed
from kt1.web.succession.preview import Part


def done_parts(found: Reorganisation) -> list[Part]:
    """Counts; empty ones are left out. Three queries."""
    register = found.effects or {}
    people = PeopleFollowed.objects.filter(pk=found.pk).first()
    moved = people.moved if people else {}
    custody = CustodyFollowed.objects.filter(pk=found.pk).first()
    counts = (
        ("ended", _("Agencies that ended"), len(register.get("ended", ()))),
        ("founded", _("Agencies founded"), len(register.get("founded", ()))),
        ("names", _("Agencies renamed"), len(register.get("names", ()))),
        ("doors", _("Delivery points that passed on"), len(register.get("ties_made", ()))),
        ("annex", _("Annex memberships that ended"), len(register.get("annex_ended", ()))),
        ("duties", _("Duties of accounts"), len(moved.get("duties", ()))),
        ("receivers", _("Receivers in the register"), len(moved.get("receivers", ()))),
        ("titles", _("Shown titles of persons"), len(moved.get("titles", ()))),
        ("items", _("Items that came to the successor"),
         Passed.objects.filter(reorganisation=found.pk).count()),
        ("left", _("Items still under an open offer"), custody.left if custody else 0),
    )  # fmt: skip
    return [Part(key=key, label=label, what="", count=n) for key, label, n in counts if n]
