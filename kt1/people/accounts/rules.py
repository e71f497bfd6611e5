"""Roles, and where each may act. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does for KT1 while acting in one duty."""

    CLERK = "clerk"  # văn thư, đầu mối
    ACCOUNTANT = "accountant"  # kế toán
    HEAD = "head"  # thủ trưởng cơ quan
    PARTY_OFFICE = "party_office"  # Văn phòng Tỉnh ủy
    COUNTER = "counter"  # giao dịch viên
    CONTROLLER = "controller"  # khai thác, kiểm soát
    COURIER = "courier"  # bưu tá, áp tải
    DISPATCHER = "dispatcher"  # điều độ, quản lý
    REGULATOR = "regulator"  # Sở KH&CN
    POLICE_PA03 = "police_pa03"  # an ninh chính trị nội bộ
    POLICE_PA05 = "police_pa05"  # an ninh mạng
    FINANCE = "finance"  # Sở Tài chính
    PROVINCE_LEADER = "province_leader"  # lãnh đạo UBND tỉnh
    MINISTRY = "ministry"  # Cục BĐTW
    WITNESS = "witness"  # đơn vị lưu bản đối chứng
    ADMIN = "admin"  # quản trị, reads no business data


USERNAME_PATTERN = r"^[a-z0-9][a-z0-9._-]{1,63}$"

AGENCY_ROLES = frozenset({Role.CLERK, Role.ACCOUNTANT, Role.HEAD})
POST_ROLES = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER})
POLICE_ROLES = frozenset({Role.POLICE_PA03, Role.POLICE_PA05})


class Need(StrEnum):
    """Whether a duty names a place, an agency or a province."""

    MUST = "must"
    MAY = "may"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Scope:
    place: Need = Need.NOT
    agency: Need = Need.NOT
    province: Need = Need.NOT


_DESK = Scope(place=Need.MUST, agency=Need.MUST)
_AGENCY = Scope(agency=Need.MUST)
_POST = Scope(place=Need.MUST)
_PROVINCE = Scope(agency=Need.MAY, province=Need.MUST)

# The database holds every duty to this table (constraint duty_scope_fits_its_role).
SCOPES: Mapping[Role, Scope] = {
    Role.CLERK: _DESK,
    Role.ACCOUNTANT: _AGENCY,
    Role.HEAD: _AGENCY,
    Role.PARTY_OFFICE: Scope(agency=Need.MUST, province=Need.MUST),
    Role.COUNTER: _POST,
    Role.CONTROLLER: _POST,
    Role.COURIER: _POST,
    Role.DISPATCHER: Scope(place=Need.MAY, province=Need.MUST),
    Role.REGULATOR: _PROVINCE,
    Role.POLICE_PA03: _PROVINCE,
    Role.POLICE_PA05: _PROVINCE,
    Role.FINANCE: _PROVINCE,
    Role.PROVINCE_LEADER: _PROVINCE,
    Role.MINISTRY: Scope(agency=Need.MAY),
    Role.WITNESS: Scope(agency=Need.MAY, province=Need.MAY),
    Role.ADMIN: Scope(),
}


def scope_fits(role: Role, *, place: bool, agency: bool, province: bool) -> bool:
    """Whether a duty of this role names exactly what its role needs."""
    scope = SCOPES[role]
    pairs = ((scope.place, place), (scope.agency, agency), (scope.province, province))
    return all(need is Need.MAY or (need is Need.MUST) == given for need, given in pairs)
