"""Which acts take two persons, and who the two may be. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kt1.people.accounts.rules import POST_ROLES, Role


class ApprovalKind(StrEnum):
    """A class of act that one person alone may not do."""

    LOSS = "loss"
    RELEASE_HELD = "release_held"
    MODE_CHANGE = "mode_change"
    REDACTION = "redaction"
    TRANSCRIPTION = "transcription"
    DESTRUCTION = "destruction"
    CORRECTION = "correction"


class Within(StrEnum):
    """How near the second person must be to the first."""

    PLACE = "place"
    PROVINCE = "province"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersonRule:
    ask: AbstractSet[Role]
    approve: AbstractSet[Role]
    within: Within
    lasts: timedelta


_SHIFT = timedelta(hours=12)
_DAY = timedelta(days=1)
_CUSTODIANS = POST_ROLES - {Role.COURIER}
_LEADERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})

# Where one person is on duty the rule is met with the shift leader of the province by telephone;
# so the second person is looked for in the province, not at the desk. Seals are destroyed by two
# who both see it.
RULES: Mapping[ApprovalKind, TwoPersonRule] = {
    ApprovalKind.LOSS: TwoPersonRule(
        ask=POST_ROLES, approve=_LEADERS, within=Within.PROVINCE, lasts=_DAY
    ),
    ApprovalKind.RELEASE_HELD: TwoPersonRule(
        ask=POST_ROLES, approve=_LEADERS, within=Within.PROVINCE, lasts=_SHIFT
    ),
    ApprovalKind.MODE_CHANGE: TwoPersonRule(
        ask=frozenset({Role.DISPATCHER, Role.ADMIN}),
        approve=frozenset({Role.DISPATCHER, Role.ADMIN}),
        within=Within.INSTALLATION,
        lasts=_DAY,
    ),
    ApprovalKind.REDACTION: TwoPersonRule(
        ask=frozenset({Role.DISPATCHER, Role.ADMIN}),
        approve=frozenset({Role.DISPATCHER, Role.ADMIN}),
        within=Within.INSTALLATION,
        lasts=_DAY,
    ),
    ApprovalKind.TRANSCRIPTION: TwoPersonRule(
        ask=POST_ROLES, approve=POST_ROLES, within=Within.PROVINCE, lasts=7 * _DAY
    ),
    ApprovalKind.DESTRUCTION: TwoPersonRule(
        ask=_CUSTODIANS, approve=_CUSTODIANS, within=Within.PLACE, lasts=_DAY
    ),
    ApprovalKind.CORRECTION: TwoPersonRule(
        ask=POST_ROLES, approve=_LEADERS, within=Within.PROVINCE, lasts=7 * _DAY
    ),
}
