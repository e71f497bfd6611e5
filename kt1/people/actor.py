"""The acting person, as every action receives them, and what may be asked about them."""

from dataclasses import dataclass

from kt1.law.acting import NotAllowedError
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role

__all__ = ["Actor", "NotAllowedError", "console"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one duty. Rights follow from the duty, never from the person alone.

    `province_id` is the duty's own province or, where the duty is at a place or an agency, theirs.
    """

    user_id: int
    name: str
    role: Role
    place_id: int | None = None
    agency_id: int | None = None
    province_id: int | None = None
    duty_id: int | None = None

    def __str__(self) -> str:
        return f"user:{self.user_id}" if self.user_id else "console"

    @property
    def is_post(self) -> bool:
        return self.role in POST_ROLES

    @property
    def is_agency(self) -> bool:
        return self.role in AGENCY_ROLES

    def is_at(self, place_id: int | None) -> bool:
        """Whether this person acts at that very place."""
        return place_id is not None and self.place_id == place_id

    def is_of(self, agency_id: int | None) -> bool:
        """Whether this person acts for that very agency."""
        return agency_id is not None and self.agency_id == agency_id

    def is_in(self, province_id: int | None) -> bool:
        """Whether this person's duty lies in that province."""
        return province_id is not None and self.province_id == province_id


def console() -> Actor:
    """Whoever holds the command line of the server. They settle accounts, nothing else."""
    return Actor(user_id=0, name="console", role=Role.ADMIN)
