"""The bodies served: family, bloc (khối) and line (tuyến). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.law.calendars.rules import DayKind


class Family(StrEnum):
    """The families of addressees named by the provincial directives."""

    PROVINCIAL_PARTY_OFFICE = "vp_tinh_uy"
    PARTY_BOARD = "ban_dang"
    PARTY_OF_PARTY_BODIES = "dang_bo_cq_dang"
    PARTY_OF_UBND = "dang_bo_ubnd"
    ASSEMBLY_OFFICE = "vp_dbqh_hdnd"
    FRONT = "mttq"
    SOCIO_POLITICAL = "to_chuc_ctxh"
    DEPARTMENT = "so_ban_nganh"
    POLICE = "cong_an"
    MILITARY = "quan_su"
    PROCURACY = "vksnd"
    COURT = "tand"
    COMMUNE_PARTY = "dang_uy_xa"
    COMMUNE_COUNCIL = "hdnd_xa"
    COMMUNE_UBND = "ubnd_xa"
    STATE_BANK = "nhnn"
    POST = "buu_dien"
    OTHER = "khac"


class Bloc(StrEnum):
    """Khối: to whose house a body belongs."""

    PARTY = "dang"
    GOVERNMENT = "chinh_quyen"
    FRONT = "mttq_doan_the"
    JUSTICE = "tu_phap"
    ARMED = "llvt"
    VERTICAL = "nganh_doc"


class Line(StrEnum):
    """Tuyến: through whom a body may be reminded and to whom a matter rises."""

    PARTY = "dang"
    COUNCIL = "hdnd"
    STATE = "ubnd"
    FRONT = "mttq"
    COURT = "toa_an"
    PROCURACY = "kiem_sat"
    POLICE = "cong_an"
    MILITARY = "quan_su"
    BANK = "ngan_hang"
    POST = "buu_dien"


class Annex(StrEnum):
    """Under which list of the Decision a body uses the service."""

    CENTRAL = "I"
    LOCAL = "II"
    ADMITTED = "admitted"


class BudgetLevel(StrEnum):
    """Cấp ngân sách: who bears the cost."""

    PROVINCE = "tinh"
    COMMUNE = "xa"
    PARTY = "dang"
    VERTICAL = "nganh_doc"
    UNKNOWN = ""


class Hours(StrEnum):
    """At which hours of the day a delivery point stands for a body."""

    ANY = "any"
    WORKING = "working"
    OFF = "off"


ANY_DAY = "any"
DAYS = frozenset({ANY_DAY, *DayKind})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """A body as a form or a file states it; other things are named by their codes."""

    code: str
    name: str
    family: str
    bloc: str
    line: str
    province: str
    commune: str = ""
    works_on_paper: bool = False
    postcode: str = ""
    organ_id: str = ""
    contract_no: str = ""
    customer_code: str = ""
    budget_code: str = ""
    budget_level: str = ""
    tax_code: str = ""
    payer: str = ""
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFacts:
    """Where a body may be reached, on which days and at which hours."""

    agency: str
    point: str
    day_kind: str = ANY_DAY
    hours: str = Hours.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipFacts:
    """Under which annex a body uses the service, and which paper says so."""

    agency: str
    annex: str
    source: str
    valid_from: date
    valid_to: date | None = None
