"""The name of what a duty is held for."""

from kt1.people.accounts.models import Duty


def scope_of(duty: Duty) -> str:
    """Place, agency or province of a duty fetched by `duties_of`; no query."""
    if duty.place:
        return duty.place.name
    if duty.agency:
        return duty.agency.name
    return duty.province.code if duty.province else ""
