"""What roles and reasons are called on screen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.rules import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ROLE_LABELS: Mapping[Role, "StrPromise"] = {
    Role.CLERK: _("records clerk"),
    Role.ACCOUNTANT: _("accountant"),
    Role.HEAD: _("head of agency"),
    Role.PARTY_OFFICE: _("provincial Party office"),
    Role.COUNTER: _("counter clerk"),
    Role.CONTROLLER: _("processing and control"),
    Role.COURIER: _("courier and escort"),
    Role.DISPATCHER: _("dispatcher and manager"),
    Role.REGULATOR: _("Department of Science and Technology"),
    Role.POLICE_PA03: _("police, internal political security (PA03)"),
    Role.POLICE_PA05: _("police, cyber security (PA05)"),
    Role.FINANCE: _("Department of Finance"),
    Role.PROVINCE_LEADER: _("leader of the province"),
    Role.MINISTRY: _("Central Post Bureau"),
    Role.WITNESS: _("keeper of the control copy"),
    Role.ADMIN: _("administrator"),
}
