"""Where the two typefaces of our papers lie. Neither is part of the source: set-up installs them.

Be Vietnam Pro (labels) comes with a Python package, Tinos (forms; the measures of Times) with an
npm package.
"""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

_SANS = "fontpkg_be_vietnam_pro"
_SERIF = Path("node_modules/@expo-google-fonts/tinos")


class FontsMissingError(Exception):
    """A typeface is not installed. Its sentence is for the administrator."""


def folders() -> list[Path]:
    """The folders to search for typefaces.

    Raises:
        FontsMissingError: one of the two is not there.
    """
    found = {"Be Vietnam Pro": _sans(), "Tinos": Path(settings.BASE_DIR) / _SERIF}
    for name, folder in found.items():
        if folder is None or next(folder.rglob("*.ttf"), None) is None:
            sentence = _("The typeface %(name)s is missing, printing is off. Run: make setup")
            raise FontsMissingError(sentence % {"name": name})
    return [folder for folder in found.values() if folder is not None]


def _sans() -> Path | None:
    spec = find_spec(_SANS)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "files"
