"""Roles, where each may act, and how long a sign-in lasts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts: without a touch, and in all."""

    idle: timedelta
    absolute: timedelta

    def end(self, *, opened_at: datetime, seen_at: datetime) -> datetime:
        """The moment from which the sign-in no longer counts."""
        return min(opened_at + self.absolute, seen_at + self.idle)


_SHIFT = timedelta(hours=12)

# First values of the table people_session_limit; an installation may set its own.
# A courier's telephone stays in the courier's hand all the run; an administrator's page does not.
DEFAULT_LIMITS: Mapping[Role, Limits] = {
    role: Limits(
        idle={
            Role.ADMIN: timedelta(minutes=15),
            Role.POLICE_PA03: timedelta(minutes=15),
            Role.POLICE_PA05: timedelta(minutes=15),
            Role.COUNTER: timedelta(minutes=60),
            Role.CONTROLLER: timedelta(minutes=60),
            Role.COURIER: _SHIFT,
        }.get(role, timedelta(minutes=30)),
        absolute=_SHIFT,
    )
    for role in Role
}

PASSWORD_SHORTEST = 15
PASSWORD_LONGEST = 128


class PasswordFault(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TELLS_THE_NAME = "tells_the_name"
    ONE_LETTER = "one_letter"


def password_fault(password: str, *, names: Iterable[str]) -> PasswordFault | None:
    """What is wrong with a new password. Length counts, mixtures of signs are not asked for."""
    if len(password) < PASSWORD_SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > PASSWORD_LONGEST:
        return PasswordFault.TOO_LONG
    folded = password.casefold()
    if any(name and name.casefold() in folded for name in names):
        return PasswordFault.TELLS_THE_NAME
    fewest_signs = 5
    if len(set(folded)) < fewest_signs:
        return PasswordFault.ONE_LETTER
    return None
