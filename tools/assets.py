"""Puts the files that pages need from the installed packages into build/assets.

Nothing of them is committed, and no page loads anything from outside.
"""

import importlib.util
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "assets"

#: Path under build/assets (and under /static/) → path under node_modules.
FROM_NPM = {
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/zxing/reader.js": "zxing-wasm/dist/iife/reader/index.js",
    "vendor/zxing/zxing_reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
    "fonts/inter-latin-400-normal.woff2": "@fontsource/inter/files/inter-latin-400-normal.woff2",
    "fonts/inter-latin-500-normal.woff2": "@fontsource/inter/files/inter-latin-500-normal.woff2",
    "fonts/inter-latin-600-normal.woff2": "@fontsource/inter/files/inter-latin-600-normal.woff2",
    "fonts/ibm-plex-mono-latin-500-normal.woff2": (
        "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2"
    ),
}
#: Faces of the interface, from a Python package.
FACES = ("Regular", "Italic", "Medium", "SemiBold")


def main() -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, source in FROM_NPM.items():
        _copy(ROOT / "node_modules" / source, name)
    spec = importlib.util.find_spec("fontpkg_be_vietnam_pro")
    if spec is None or spec.origin is None:
        raise SystemExit("The package fontpkg-be-vietnam-pro is not installed.")
    for face in FACES:
        file = f"BeVietnamPro-{face}.ttf"
        _copy(Path(spec.origin).parent / "files" / file, f"fonts/{file}")


def _copy(source: Path, name: str) -> None:
    target = TARGET / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
