"""`kt1 paper`: one of each label and form, to look at."""

import argparse
import json
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from kt1.web.papers.fonts import FontsMissingError
from kt1.web.papers.samples import samples
from kt1.web.papers.typesetting import printed

HELP = "write samples of the labels and forms"
DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True)
    sample = verbs.add_parser("sample", help="one of each as PDF, on invented data")
    sample.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    sample.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    out: Path = args.out
    try:
        files = _write(out)
    except (FontsMissingError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if args.json:
        said = json.dumps({"out": str(out), "files": files}, ensure_ascii=False)
    else:
        said = "\n".join([*files, _("%(n)s files in %(out)s") % {"n": len(files), "out": out}])
    sys.stdout.write(f"{said}\n")
    return 0


def _write(out: Path) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for paper in samples():
        page = printed(paper)
        (out / page.file_name).write_bytes(page.content)
        files.append(page.file_name)
    return files
