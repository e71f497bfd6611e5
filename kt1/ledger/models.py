from kt1.ledger.checkpoints.models import Checkpoint, Leaf, Tile
from kt1.ledger.entries.models import Entry, Note, Pending
from kt1.ledger.followers.models import Cursor
from kt1.ledger.holds.models import Hold
from kt1.ledger.redaction.models import Redaction
from kt1.ledger.requests.models import Request

__all__ = [
    "Checkpoint",
    "Cursor",
    "Entry",
    "Hold",
    "Leaf",
    "Note",
    "Pending",
    "Redaction",
    "Request",
    "Tile",
]
