"""The default database: PostgreSQL's own server programs, kept by a small supervisor of ours.

The programs come in a wheel; the wheel's Python layer is not used (it opens folders under root).
Nothing here needs Django. `DATABASE_URL` and `MIGRATE_DATABASE_URL` put any other server in
its place, and then nothing here runs.
"""

from kt1.config.embedded.client import Lease, borrow, conninfo, running, stay, stop
from kt1.config.embedded.failure import EmbeddedError
from kt1.config.embedded.places import Place, here

__all__ = [
    "EmbeddedError",
    "Lease",
    "Place",
    "borrow",
    "conninfo",
    "here",
    "running",
    "stay",
    "stop",
]
