"""A request key that came again with another request: a sự vụ, because somebody's record is off."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units.rules import Act
from kt1.custody.units.steps import write
from kt1.people.actor import Actor


@transaction.atomic(durable=True)
def report_reuse(*, key: UUID, by: Actor, at: datetime) -> UUID | None:
    """Open the sự vụ in a transaction of its own: that of the request was rolled back.

    None for an actor without a place: there is nowhere for it to be looked into.
    """
    if by.place_id is None:
        return None
    number = uuid5(key, at.isoformat())
    write(
        Act(
            kind="request.key_reused",
            subject=f"place:{by.place_id}",
            body={"irregularity": str(number), "key": str(key)},
            rows=[
                (
                    "irregularity",
                    [
                        {
                            "id": number,
                            "kind": IrregularityKind.KEY_REUSED.value,
                            "place_id": by.place_id,
                            "opened_at": at,
                        }
                    ],
                )
            ],
        ),
        by=by,
        at=at,
    )
    return number
