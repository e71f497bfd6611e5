"""`kt1 export`: write a file of agencies, places, points, annex or routes."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from kt1.config.clock import now
from kt1.law.calendars.rules import VIETNAM
from kt1.network.sheets.files import Form
from kt1.network.sheets.tables import SheetName
from kt1.network.sheets.writing import written
from kt1.web.frame import installation

HELP = "write agencies, places, points, annex or routes as XLSX or CSV, as `kt1 import` reads them"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sheet", choices=[name.value for name in SheetName], help="what it holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="its ending says the form")
    parser.add_argument("--province", metavar="CODE", help="of one province only")


def run(args: argparse.Namespace) -> int:
    ending = args.file.suffix.removeprefix(".").lower()
    if ending not in set(Form):
        print(_("The name of the file has to end in .xlsx or .csv."), file=sys.stderr)
        return 2
    content = written(
        SheetName(args.sheet),
        Form(ending),
        province=args.province,
        on=now().astimezone(VIETNAM).date(),
        note=installation.band().value,
    )
    args.file.write_bytes(content)
    return 0
