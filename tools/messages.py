"""The Vietnamese of the interface: joined from the parts, compiled, and checked.

Each part of the product keeps its own strings in kt1/web/locale/vi/parts/<part>.po. `build` joins
them into build/locale; `check` reads every string the code asks for and names what is missing,
uncertain, contradictory or no longer used.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "kt1" / "web" / "locale" / "vi" / "parts"
BUILT = ROOT / "build" / "locale" / "vi" / "LC_MESSAGES"

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")

Key = tuple[str, str | None]


def build() -> None:
    catalog, _ = joined()  # contradictions are for `check` to name; set-up goes on
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT / "django.mo").open("wb") as file:
        write_mo(file, catalog)


def joined() -> tuple[Catalog, list[str]]:
    """All parts as one catalogue, and where they contradict each other."""
    catalog = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    faults = []
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as file:
            read = read_po(file, locale="vi", charset="utf-8", abort_invalid=True)
        for message in read:
            if not message.id:
                continue
            known = catalog.get(message.id, message.context)
            if known and known.string != message.string:
                faults.append(f"{part.name}: two translations of {message.id!r}")
            catalog[message.id] = message
    return catalog, faults


def check() -> list[str]:
    catalog, faults = joined()
    wanted = dict(asked_for())
    for key, place in wanted.items():
        message = catalog.get(*key)
        if message is None or not _is_whole(message):
            faults.append(f"{place}: no Vietnamese for {key[0]!r}")
        elif message.fuzzy:
            faults.append(f"{place}: the Vietnamese for {key[0]!r} is marked uncertain")
        elif not _same_values(message):
            faults.append(f"{place}: {key[0]!r} and its Vietnamese name different values")
    for message in catalog:
        if message.id and _key(message) not in wanted:
            faults.append(f"{_key(message)[0]!r} is translated, but nothing asks for it")
    return sorted(set(faults))


def asked_for() -> Iterator[tuple[Key, str]]:
    """Every string of the code and the templates, with the place that asks for it."""
    settings.configure(USE_I18N=True)
    django.setup()
    for path in sorted(ROOT.glob("kt1/**/*")):
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # Python reads indentation, a template's means nothing.
            lines = templatize(path.read_text(encoding="utf8")).splitlines()
            source = "\n".join(line.strip() for line in lines).encode()
        else:
            continue
        # A template becomes Python of a kind; line numbers stay.
        for line, ids, _, context in extract("python", io.BytesIO(source), KEYWORDS):
            first = ids if isinstance(ids, str) else ids[0]
            yield (first, context), f"{path.relative_to(ROOT)}:{line}"


def _key(message: Message) -> Key:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return first, message.context


def _strings(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _is_whole(message: Message) -> bool:
    return all(_strings(message.string)) and bool(_strings(message.string))


def _same_values(message: Message) -> bool:
    """Whether the translation names exactly the values of the original (of its longest form)."""
    named = [set(PLACEHOLDER.findall(text)) for text in _strings(message.id)]
    translated = [set(PLACEHOLDER.findall(text)) for text in _strings(message.string)]
    return all(names == named[-1] for names in translated)


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    else:
        found = check()
        print("\n".join(found) or "Every string has its Vietnamese.")
        sys.exit(1 if found else 0)
