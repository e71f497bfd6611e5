"""The people and places of the story, found in the demonstration by their codes."""

from dataclasses import dataclass

from kt1.custody.units import register
from kt1.network.routes.models import Route
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def actor(username: str) -> Actor:
    """The one duty of an account of the demonstration, as an acting person."""
    duty = Duty.objects.select_related("user", "place", "agency").get(user__username=username)
    province = duty.province_id or (duty.place.province_id if duty.place else None)
    if province is None and duty.agency is not None:
        province = duty.agency.province_id
    return Actor(
        user_id=duty.user_id,
        name=duty.user.title,
        role=Role(duty.role),
        place_id=duty.place_id,
        agency_id=duty.agency_id,
        province_id=province,
        duty_id=duty.pk,
    )


def place(code: str) -> int:
    found = register.place_of_code(code)
    if found is None:
        raise LookupError(code)
    return found


def agency(code: str) -> int:
    found = register.agency_of_code(code)
    if found is None:
        raise LookupError(code)
    return found


def route(code: str) -> int:
    return Route.objects.values_list("pk", flat=True).get(code=code)


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the post in the story."""

    code: str

    @property
    def place(self) -> int:
        return place(self.code)

    @property
    def controller(self) -> Actor:
        return actor(f"kt1-{self.code.lower()}")

    @property
    def courier(self) -> Actor:
        return actor(f"bt1-{self.code.lower()}")

    @property
    def leader(self) -> Actor:
        return actor(f"dd1-{self.code.lower()}")
