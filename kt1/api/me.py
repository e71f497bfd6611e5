"""Who a token stands for: the cheapest call there is, for programs that check their door."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kt1.api import schemas
from kt1.api.door import actor_of

router = Router(tags=["me"])


@router.get("", response=schemas.MeOut, operation_id="get_me")
def me(request: HttpRequest) -> dict[str, Any]:
    """The person and duty that this token is bound to."""
    actor = actor_of(request)
    return {"user": actor.user_id, "name": actor.name, "role": actor.role.value}
