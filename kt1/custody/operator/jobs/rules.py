"""How far a long file of events has come. Pure.

The file is read and screened whole in memory before anything of it is kept (W6). Only rows whose
every cell was understood wait for the worker, as the cells of the columns that were asked for; they
go when the file is over, whichever way. What the person is shown comes before anything is written.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

#: Rows of one part: a part is unpacked at a time.
ROWS_A_PART = 5_000
#: Rows after which the page is told, and a press on "stop" is heard.
ROWS_TOLD = 1_000
#: Somebody who was shown what a file would do has so long to agree, or to fetch the wrong rows.
SHOWN_FOR = timedelta(hours=1)
#: A file nobody worked at for so long is given up; the worker was away.
WAITS_FOR = timedelta(hours=24)


class FileState(StrEnum):
    """The first one is the beginning."""

    WAITING = "waiting"  # chờ kiểm tra
    CHECKING = "checking"
    CHECKED = "checked"  # đã kiểm tra, chờ người đồng ý
    FAULTY = "faulty"  # có dòng sai, chờ người lấy lại các dòng ấy
    AGREED = "agreed"  # đã đồng ý, chờ ghi
    TAKING = "taking"
    DONE = "done"
    RETURNED = "returned"  # có dòng sai, đã trả lại
    STOPPED = "stopped"
    FAILED = "failed"


_ENDS = frozenset({FileState.STOPPED, FileState.FAILED})
FILE_NEXT: Mapping[FileState, frozenset[FileState]] = {
    FileState.WAITING: frozenset({FileState.CHECKING, *_ENDS}),
    FileState.CHECKING: frozenset({FileState.CHECKED, FileState.FAULTY, *_ENDS}),
    FileState.CHECKED: frozenset({FileState.AGREED, *_ENDS}),
    FileState.FAULTY: frozenset({FileState.RETURNED, *_ENDS}),
    FileState.AGREED: frozenset({FileState.TAKING, *_ENDS}),
    # The record may have gone on since the check: then rows are wrong that were not.
    FileState.TAKING: frozenset({FileState.DONE, FileState.FAULTY, *_ENDS}),
    FileState.DONE: frozenset(),
    FileState.RETURNED: frozenset(),
    FileState.STOPPED: frozenset(),
    FileState.FAILED: frozenset(),
}
OVER = frozenset(state for state, following in FILE_NEXT.items() if not following)
#: The worker has it, or will; a page that shows it asks again by itself.
AT_WORK = frozenset(
    {FileState.WAITING, FileState.CHECKING, FileState.AGREED, FileState.TAKING}
)  # fmt: skip


class Why(StrEnum):
    """Why a file was given up."""

    LATE = "late"
    GONE = "gone"  # whoever brought it acts no longer
    NORM = "norm"  # a deadline cannot be derived
    BROKEN = "broken"
