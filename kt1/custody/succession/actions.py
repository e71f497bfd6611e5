"""Items under way come after their bodies. Called by the worker, once each."""

from datetime import datetime

from django.db import transaction

from kt1.custody.succession import acts, queries
from kt1.custody.succession.acts import Becomes, Standing
from kt1.custody.succession.models import CustodyFollowed, Passed
from kt1.custody.units import register
from kt1.custody.units.steps import write
from kt1.network.successions.queries import passing as passing_after
from kt1.network.successions.rules import Passing


@transaction.atomic(durable=True)
def follow(*, reorganisation_id: int, at: datetime) -> int:
    """Bring items and pick-ups after one reorganisation. Returns how many items came.

    What an open offer binds stays until the offer ends; the next call brings it. The row of
    `CustodyFollowed`, locked, is the request key: what came once is not found again.
    """
    found = queries.of_effect(reorganisation_id)
    mine, made = CustodyFollowed.objects.select_for_update().get_or_create(
        reorganisation=found, defaults={"at": at, "left": 0}
    )
    if not made and mine.left == 0:
        return 0
    if found.undoes_id:
        becoming, bound, pickups = _back(found.undoes_id)
    else:
        becoming, bound, pickups = _after(passing_after(found))
    if becoming or pickups:
        write(
            acts.passed(becoming, pickups, reorganisation=reorganisation_id, at=at),
            by="system",
            at=at,
        )
    mine.at, mine.left = at, bound
    mine.save(update_fields=["at", "left"])
    return len(becoming)


def _after(passing: Passing) -> tuple[list[Becomes], int, list[dict[str, object]]]:
    standing = queries.standing(queries.items(passing))
    free = [item for item in standing if item.offer is None]
    pickups: list[dict[str, object]] = [
        {
            "id": row.pk,
            "agency_id": passing.bodies[row.agency_id],
            "desk_id": passing.desks.get(row.desk_id, row.desk_id),
        }
        for row in queries.pickups(passing).select_for_update(of=("self",))
    ]
    return [acts.after(item, passing) for item in free], len(standing) - len(free), pickups


def _back(wrong_id: int) -> tuple[list[Becomes], int, list[dict[str, object]]]:
    """Items of a wrong order go back to whose they were, unless they went on meanwhile."""
    wrong = passing_after(queries.of_effect(wrong_id))
    before = queries.passed_by(wrong_id)
    heirs = Passing(
        bodies={**dict.fromkeys(wrong.bodies.values(), 0), **wrong.bodies},
        doors={(body, to): None for (body, _door), to in wrong.doors.items() if to},
    )
    standing = [item for item in queries.standing(queries.items(heirs)) if item.id in before]
    free = [item for item in standing if item.offer is None]
    desks = {body: desk for body in wrong.bodies if (desk := register.desk_of(body)) is not None}
    becoming = [
        one
        for item in free
        if (one := acts.back(item, was=_was(item, before), wrong=wrong, desks=desks)) is not None
    ]
    return becoming, len(standing) - len(free), []


def _was(item: Standing, before: dict[int, Passed]) -> Standing:
    row = before[item.id]
    return Standing(
        id=item.id,
        code=item.code,
        state=item.state,
        place=item.place,
        offer=item.offer,
        sender=row.sender_id,
        receiver=row.receiver_id,
        point=row.point_id,
    )
