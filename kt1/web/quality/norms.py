"""Which norms stand behind the figures of quality, in words."""

from datetime import date

from django.utils.translation import gettext as _

from kt1.law.geography.rules import areas
from kt1.law.parameters.keys import Evidence
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import Parameter, areas_of
from kt1.web.service.labels import areas_said


def named_areas(on: date) -> str:
    """What the lists of special geography name on the day, each with its paper; "" without one."""
    found = areas(own_norms(on))
    lists = {one.id: one for one in (*found.kinds.values(), *found.codes.values())}
    return "; ".join(_named(lists[name]) for name in sorted(lists))


def _named(one: Parameter) -> str:
    said = {"areas": areas_said(areas_of(one)), "paper": f"{one.article} {one.instrument}".strip()}
    if one.evidence is Evidence.ASSUMPTION:
        return _("%(areas)s (an assumption, no paper)") % said
    return _("%(areas)s (%(paper)s)") % said
