"""How far the taking in of a long book has come. Pure.

A file is read and screened whole in memory before anything of it is kept (W6). Only a book of
which every row was understood becomes a job; what waits is its coded rows, never the file.
"""

from collections.abc import Mapping
from enum import StrEnum

#: Rows written in one step of the worker: what may pass between a press on "stop" and its effect.
ROWS_A_STEP = 5_000
#: A job whose rows nobody took in for so long is stopped; the worker was away.
HOURS_KEPT = 24


class JobState(StrEnum):
    """The first one is the beginning."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


JOB_NEXT: Mapping[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.WRITING, JobState.STOPPED, JobState.FAILED}),
    JobState.WRITING: frozenset({JobState.DONE, JobState.STOPPED, JobState.FAILED}),
    JobState.DONE: frozenset(),
    JobState.STOPPED: frozenset(),
    JobState.FAILED: frozenset(),
}
OVER = frozenset(state for state, following in JOB_NEXT.items() if not following)
