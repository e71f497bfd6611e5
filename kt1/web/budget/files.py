"""The dossier of a version as a file: DOCX to be edited, PDF to be signed, XLSX and CSV."""

from collections.abc import Mapping

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.law.tariffs.queries import table
from kt1.network.agencies.models import Agency
from kt1.network.units.models import AdminUnitVersion
from kt1.oversight.budget import measuring, queries
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.queries import Row
from kt1.oversight.budget.rules import Scenario, change_per_mille
from kt1.people.accounts.rules import Role
from kt1.web.budget.dossier import HEADINGS, STAGE_TITLES, Dossier, DossierLine
from kt1.web.budget.labels import per_cent
from kt1.web.budget.pages import asked, download, told_at
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.papers.letters import docx, pdf
from kt1.web.papers.rules import Office, Sheet
from kt1.web.request import Request, signed_in
from kt1.web.tariff.forms import month_text
from kt1.web.tariff.shown import banner

SCENARIOS = {Scenario.LOW: "thấp", Scenario.BASE: "theo mức đo được", Scenario.HIGH: "cao"}
DEPARTMENTS = {Role.REGULATOR: "Sở Khoa học và Công nghệ", Role.FINANCE: "Sở Tài chính"}
MONEY = frozenset({4, 5, 6})
PDF_TYPE = "application/pdf"


@require_GET
@signed_in
def budget_file(request: Request, year: int, n: int, form: str) -> HttpResponseBase:
    """One version as this person may see it, in the form asked for."""
    version = asked(request, year, str(n))
    rows = queries.rows(version, request.actor, told_at_percent=told_at(version))
    made = dossier(request, version, rows)
    match form:
        case "docx":
            return download(docx(made.letter()), made.named("docx"), DOCX_TYPE)
        case "pdf":
            return download(pdf(made.letter()), made.named("pdf"), PDF_TYPE)
        case "xlsx":
            return tables.as_xlsx(_table(request, made, rows))
        case "csv":
            return tables.as_csv(_table(request, made, rows))
    raise Http404


def dossier(request: Request, version: BudgetVersion, rows: list[Row]) -> Dossier:
    tariff = table(version.tariff)
    unstated = measuring.unstated(
        version.budget.province_id, first=version.basis_first, last=version.basis_last
    )
    return Dossier(
        sheet=_sheet(request),
        year=version.budget.year,
        stage=version.stage,
        version=version.n,
        months=f"các tháng {month_text(version.basis_first)} – {month_text(version.basis_last)}",
        growth=per_cent(version.growth_per_mille),
        scenario=f"{SCENARIOS[Scenario(version.scenario)]} ({version.scenario_percent} %)",
        vat_percent=version.vat_percent,
        tariff=tariff.title,
        tariff_note=banner(tariff),
        paper=version.paper,
        items=sum(row.items for row in rows),
        lines=tuple(_line(row, unstated) for row in rows),
    )


def _line(row: Row, unstated: Mapping[int, int]) -> DossierLine:
    agency: Agency | None = row.line.agency if row.line else None
    name = agency.name if agency else f"Các cơ quan thuộc tuyến khác ({row.bodies})"
    paid = row.line is not None and row.line.payer_id != row.line.agency_id
    open_ = unstated.get(agency.pk) if agency else None
    return DossierLine(
        name=name,
        budget_code=agency.budget_code if agency else "",
        level=row.line.level if row.line else "",
        last_year=row.last_year,
        this_year=row.this_year,
        amount=row.amount,
        change=per_cent(change_per_mille(row.this_year, row.amount)),
        note="; ".join(
            filter(
                None,
                (
                    f"{row.line.payer.name} thanh toán" if paid and row.line else "",
                    f"Hợp đồng {agency.contract_no}" if agency and agency.contract_no else "",
                    f"Chưa gồm phụ phí ký hiệu của {open_} kỳ" if open_ else "",
                ),
            )
        ),
    )


def _sheet(request: Request) -> Sheet:
    actor = request.actor
    unit = AdminUnitVersion.objects.filter(unit=actor.province_id or 0, valid_to=None).first()
    own = Agency.objects.filter(pk=actor.agency_id or 0).values_list("name", flat=True).first()
    name = own or DEPARTMENTS.get(actor.role, "UBND tỉnh")
    office = Office(
        superior=f"UBND tỉnh {unit.name}" if unit else "UBND tỉnh",
        name=name,
        hotline="",
        locality=unit.name if unit else "",
    )
    return Sheet(
        office=office,
        printed_at=request.at,
        printed_by=actor.name,
        band=installation.band(),
    )


def _table(request: Request, made: Dossier, rows: list[Row]) -> Table:
    """The columns of the table, and how the money stands beside them."""
    more = (_("Carried in"), _("Spent"), _("Committed"), _("Money left"))
    return Table(
        title=made.title,
        columns=[
            *(
                Column(heading=heading, kind=Kind.MONEY if n in MONEY else Kind.TEXT)
                for n, heading in enumerate(HEADINGS)
            ),
            *(Column(heading=heading, kind=Kind.MONEY) for heading in more),
        ],
        rows=[
            [
                *cells[:4], line.last_year, line.this_year, line.amount, *cells[7:],
                row.execution.carried_in, row.execution.spent, row.execution.committed,
                row.execution.left,
            ]
            for cells, line, row in zip(made.rows(), made.lines, rows, strict=True)
        ],
        above=[f"{STAGE_TITLES[made.stage]}, bản {made.version}", *made.basis()],
        band=made.sheet.band,
        made_at=request.at,
    )  # fmt: skip
