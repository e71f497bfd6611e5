"""Documents drawn from the code: written by `make doc`, compared by `make check`."""

import sys
from collections.abc import Callable
from pathlib import Path

from tools import contract, licences, states

ROOT = Path(__file__).resolve().parent.parent
#: Each gives the documents it is the source of: path under the checkout → text.
SOURCES: tuple[Callable[[], dict[str, str]], ...] = (
    states.documents,
    contract.documents,
    licences.documents,
)


def main() -> int:
    wanted = {path: text for source in SOURCES for path, text in source().items()}
    stale = [path for path in _kept() if path not in wanted]
    if sys.argv[1:] == ["write"]:
        for path in stale:
            (ROOT / path).unlink()
        for path, text in wanted.items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf8")
        return 0
    faults = [f"{path}: nothing draws it any more" for path in stale]
    for path, text in wanted.items():
        if not (ROOT / path).exists():
            faults.append(f"{path}: missing; run `make doc`")
        elif (ROOT / path).read_text(encoding="utf8") != text:
            faults.append(f"{path}: differs from the code; run `make doc`")
    print("\n".join(faults) or "Every document is as the code says.")
    return 1 if faults else 0


def _kept() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "states").glob("*.md")]


if __name__ == "__main__":
    sys.exit(main())
