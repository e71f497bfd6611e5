"""Who may say what of the service. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.law.acting import Acting, why_not_confirm_law, why_not_keep_law
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import OF_A_PROVINCE, Topic

#: The post says where and when it is reached; the Sở where complaints go besides.
PROVINCIAL_KEEPERS = frozenset({"dispatcher", "regulator"})


def why_not_publish(
    actor: Acting, topic: Topic, *, province: str = "", within: str | None = None
) -> str | None:
    """`within` is the code of the only province the actor keeps; None where it is all."""
    if topic not in OF_A_PROVINCE:
        return why_not_keep_law(actor)
    if actor.role not in PROVINCIAL_KEEPERS:
        return _("The dispatcher of the post and the Department keep what is said of the service.")
    if province and within is not None and within != province:
        return _("This is said for a province that others keep.")
    return None


def why_not_confirm(
    actor: Acting, row: ServiceInformation, *, within: str | None = None
) -> str | None:
    if row.confirmed_at is not None:
        return _("This version is confirmed already.")
    if reason := why_not_confirm_law(actor):
        return reason
    if row.entered_by == str(actor):
        return _(
            "Whoever entered a version does not confirm it: another compares it with the paper."
        )
    if row.province and within is not None and within != row.province:
        return _("This is said for a province that others keep.")
    return None
