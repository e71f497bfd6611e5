"""Processes of ours never outlive who started them."""

import subprocess
import sys

ORPHANED = """
import os, time
from kt1.config.children import end_with_parent
parent = os.getpid()
if os.fork() == 0:
    while os.getppid() == parent:
        time.sleep(0.01)
    end_with_parent(parent)
    print("still here")
"""


def test_one_whose_parent_died_before_it_asked_goes_too() -> None:
    done = subprocess.run([sys.executable, "-c", ORPHANED], capture_output=True, timeout=60)  # noqa: PLW1510 - its output ends when all have gone
    assert (done.stdout, done.stderr) == (b"", b"")
