"""`kt1 code`: make codes for a roll of labels, check one, start a new key."""

import argparse
import json
import secrets
import sys
from collections.abc import Mapping

from django.utils.translation import gettext as _

from kt1.config.keyring import KeyringError, load_keyring, rotate_keyring
from kt1.custody.units.codes import CodeCheck, check, display, new_many

HELP = "make and check the codes of items and bags"
DATABASE = False

COUNT_MAX = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True)
    new = verbs.add_parser("new", help="make codes, one a line")
    new.add_argument("--count", type=_count, default=1, metavar="N", help="how many (1)")
    test = verbs.add_parser("check", help="check a code; exits 1 when it is not one of ours")
    test.add_argument("code", metavar="CODE", help="as printed, typed or scanned")
    rotate = verbs.add_parser("rotate", help="start a new key; codes of the older ones stay good")
    for verb in (new, test, rotate):
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    try:
        match args.act:
            case "new":
                return _new(args)
            case "check":
                return _check(args)
            case _:
                return _rotate(args)
    except KeyringError as error:
        if args.json:
            _answer(args, {"error": str(error)}, "")
        else:
            sys.stderr.write(f"{error}\n")
        return 2


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= COUNT_MAX:
        raise argparse.ArgumentTypeError(f"1 – {COUNT_MAX}")
    return count


def _new(args: argparse.Namespace) -> int:
    ring = load_keyring()
    codes = new_many(ring.keys, ring.issuing, args.count, secrets.token_bytes)
    lines = "\n".join(display(code) for code in codes)
    _answer(args, {"key_number": ring.issuing, "codes": codes}, lines)
    return 0


def _check(args: argparse.Namespace) -> int:
    found = check(args.code, load_keyring().keys)
    sentence = {
        CodeCheck.OK: _("The code is one of ours."),
        CodeCheck.MALFORMED: _("This cannot be a code: 17 letters and digits are needed."),
        CodeCheck.UNKNOWN_KEY: _("The code names a key that is not in force here."),
        CodeCheck.FORGED: _("The code is mistyped or forged."),
    }[found]
    ok = found is CodeCheck.OK
    _answer(args, {"ok": ok, "result": found.value, "reason": sentence}, sentence)
    return 0 if ok else 1


def _rotate(args: argparse.Namespace) -> int:
    ring = rotate_keyring()
    sentence = _("New codes are made with key %(number)s.") % {"number": ring.issuing}
    _answer(args, {"key_number": ring.issuing, "keys": sorted(ring.keys)}, sentence)
    return 0


def _answer(args: argparse.Namespace, fields: Mapping[str, object], words: str) -> None:
    text = json.dumps(fields, ensure_ascii=False) if args.json else words
    sys.stdout.write(f"{text}\n")
