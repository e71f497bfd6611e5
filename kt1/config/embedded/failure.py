"""What can go wrong with the embedded server, each as one sentence an operator can act on."""

from pathlib import Path


class EmbeddedError(Exception):
    """The embedded server cannot run here. The message is one whole sentence."""


#: What PostgreSQL writes, and what it means to the person who started it.
KNOWN = (
    ("No space left on device", "The disk that holds {place} is full: free some space."),
    ("Read-only file system", "The disk that holds {place} can only be read."),
    ("Disk quota exceeded", "The disk quota for {place} is used up: free some space."),
    ("database files are incompatible", "{place} was made by another version of PostgreSQL."),
    ("Cannot allocate memory", "There is not enough free memory for the database."),
    ("could not load", "A library that the database needs is missing; run `make setup` again."),
    ("error while loading shared libraries", "A library of the system is missing."),
)


def sentence(output: str, place: Path) -> str:
    """One sentence for what the server's programs wrote when they failed."""
    for mark, meaning in KNOWN:
        if mark in output:
            return meaning.format(place=place)
    telling = [line for line in output.splitlines() if "FATAL:" in line or "error:" in line]
    last = telling[-1].strip() if telling else (output.strip().splitlines() or ["no message"])[-1]
    return f"The database in {place} did not start: {last}"
