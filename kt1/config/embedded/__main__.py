"""Start a supervisor for one place in the background.

Prints `ready`, `taken` (another one has the place) or a sentence saying why it cannot run.
"""

import os
import sys
from pathlib import Path

from kt1.config.embedded.failure import EmbeddedError
from kt1.config.embedded.places import Place
from kt1.config.embedded.supervisor import Supervisor


def main() -> int:
    place = Place(Path(sys.argv[1]))
    hear, tell = os.pipe()
    if os.fork():
        os.close(tell)
        with os.fdopen(hear) as answers:
            answer = answers.read()
        print(answer)
        return 0
    os.close(hear)
    os.setsid()  # a Ctrl-C at the terminal is not for us
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)
    return _serve(place, tell)


def _serve(place: Place, tell: int) -> int:
    told = False

    def report(word: str) -> None:
        nonlocal told
        if not told:
            os.write(tell, word.encode())
            os.close(tell)
        told = True

    try:
        Supervisor(place, stays=False).run(report)
    except EmbeddedError as error:
        if told:  # nobody waits for our word any more
            with place.log.open("a") as log:
                log.write(f"{error}\n")
        report(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
