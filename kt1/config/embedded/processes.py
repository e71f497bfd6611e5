"""Which processes of this machine belong to one embedded server.

Read from /proc, because a process id in a file proves nothing: it may be a zombie that nobody
reaps (containers), or a stranger that got the number after a crash.
"""

import os
import signal
from pathlib import Path

from kt1.config.embedded.places import Place


def postmaster(place: Place) -> int | None:
    """The living server process for this data folder, if there is one."""
    for pid, words in _commands():
        if Path(words[0]).name == "postgres" and str(place.data) in words[1:]:
            return pid
    return None


def children(place: Place) -> list[int]:
    """Living processes of the server that outlived it for a moment."""
    title = f"postgres: {place.mark}:"
    return [pid for pid, words in _commands() if words[0].startswith(title)]


def end(pid: int, how: signal.Signals) -> None:
    """Signal a process that may be gone already."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def is_stale(pid_file: Path) -> bool:
    """Whether the server's lock file names a zombie or a stranger.

    The server itself sees only that some process has that number, and would refuse to start.
    """
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return False
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists()  # whoever asks has made sure that no living server is there


def _commands() -> list[tuple[int, list[str]]]:
    """(id, words of its command line) of each process; zombies have none."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile, or is hidden from us
            continue
        words = [os.fsdecode(word) for word in line.split(b"\0") if word]
        if words:
            found.append((int(folder.name), words))
    return found
