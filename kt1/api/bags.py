"""Bags and boxes: take into use, pack, seal."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Status

from kt1.api import schemas
from kt1.api.door import code_of, facts, place_of
from kt1.custody.bags import actions
from kt1.custody.units.rules import Kind

router = Router(tags=["bags"])


@router.post("", response={201: schemas.BagOut}, operation_id="make_bag")
def make(request: HttpRequest, said: schemas.BagIn) -> Status[dict[str, Any]]:
    """Take a bag or box into use at one's own place."""
    return Status(
        201,
        actions.make(
            kind=Kind(said.kind),
            destination_id=place_of(said.destination) if said.destination else None,
            **facts(request),
        ),
    )


@router.post("/{code}/contents", response=schemas.ContentsOut, operation_id="pack_bag")
def pack(
    request: HttpRequest, code: Path[schemas.Code], said: schemas.ContentsIn
) -> dict[str, Any]:
    """Put units into an open bag that one holds."""
    return actions.pack(bag=code_of(code), codes=[code_of(c) for c in said.items], **facts(request))


@router.post("/{code}/seal", response=schemas.SealOut, operation_id="seal_bag")
def seal(request: HttpRequest, code: Path[schemas.Code], said: schemas.SealIn) -> dict[str, Any]:
    """Close a bag. A seal that is unknown or repeated leaves it open and opens a sự vụ."""
    return actions.seal(
        bag=code_of(code),
        number=said.number.upper(),
        lock=said.lock,
        locator=said.locator,
        destination_id=place_of(said.destination) if said.destination else None,
        weight_g=said.weight_g,
        **facts(request),
    )
