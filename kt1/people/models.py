"""The tables of the stratum, where Django looks for them."""

from kt1.people.accounts.models import Duty, SecurityNotice, User
from kt1.people.approvals.models import Approval
from kt1.people.focal_points.models import FocalPoint
from kt1.people.readings.models import ReadingLog
from kt1.people.sign_ins.models import SessionLimit, SignIn
from kt1.people.succession.models import PeopleFollowed
from kt1.people.throttles.models import Bucket
from kt1.people.tokens.models import ApiToken

__all__ = [
    "ApiToken",
    "Approval",
    "Bucket",
    "Duty",
    "FocalPoint",
    "PeopleFollowed",
    "ReadingLog",
    "SecurityNotice",
    "SessionLimit",
    "SignIn",
    "User",
]
