"""Bodies whose gaps are asked about, for the access matrix."""

from typing import Any

OWN, OTHER, FAR = "own", "other", "far"

ARGUMENTS: dict[str, dict[str, Any]] = {
    "coverage_body": {
        OWN: lambda scene, _: {"code": scene.world.sender.code},
        OTHER: lambda scene, _: {"code": scene.world.receiver.code},
        FAR: lambda scene, _: {"code": scene.world.far.code},
    },
}
