"""The tables of the stratum, where Django looks for them."""

from kt1.people.accounts.models import Duty, SecurityNotice, User
from kt1.people.approvals.models import Approval
from kt1.people.focal_points.models import FocalPoint, IssuedList, Notice
from kt1.people.guidance.models import Guidance, GuidanceReceipt
from kt1.people.readings.models import ReadingLog
from kt1.people.reminders.models import Reminder
from kt1.people.rosters.models import Roster, RosterChange, RosterLine, Swap
from kt1.people.sign_ins.models import SessionLimit, SignIn
from kt1.people.succession.models import PeopleFollowed
from kt1.people.throttles.models import Bucket
from kt1.people.tokens.models import ApiToken
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.visits.models import Announcement, Call, Substitution

__all__ = [
    "Announcement",
    "ApiToken",
    "Approval",
    "AskedAbout",
    "Bucket",
    "Call",
    "Duty",
    "FocalPoint",
    "Guidance",
    "GuidanceReceipt",
    "IssuedList",
    "Notice",
    "PeopleFollowed",
    "ReadingLog",
    "Reminder",
    "Roster",
    "RosterChange",
    "RosterLine",
    "SecurityNotice",
    "SessionLimit",
    "SignIn",
    "Standing",
    "Substitution",
    "Swap",
    "TrainingEvent",
    "User",
    "VettingRequest",
]
