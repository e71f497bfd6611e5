"""Which norms the product asks for, and what stands still while one of them is unset. Pure.

A set is compared with this list before anyone goes by it: what it lacks is said by name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms


class Stop(StrEnum):
    """What cannot be done without the norm."""

    DEADLINE = "deadline"  # nothing is accepted: its deadline cannot be derived
    TIMED = "timed"
    ATTEMPT = "attempt"  # whether an attempt stops the clock; where receivers are lacking
    COMPLAINT = "complaint"
    COMPENSATION = "compensation"
    GEOGRAPHY = "geography"  # special areas have the deadline of all others
    SHOWN = "shown"  # nothing stops; it is looked up
    FREQUENCY = "frequency"
    HANDOVER = "handover"
    WEIGHING = "weighing"  # every difference of weight is a finding
    RECEIVER = "receiver"
    COVERAGE = "coverage"
    VETTING = "vetting"
    RECONCILE = "reconcile"
    QUALITY = "quality"
    MEASURE = "measure"  # quality is measured without it, but coarser
    PRICE = "price"
    BUDGET = "budget"
    SHARED = "shared"  # figures, reports: which cells are too small to be shared
    REPORT = "report"
    REMINDER = "reminder"
    DIRECTIVE = "directive"
    ADOPTION = "adoption"
    OUTREACH = "outreach"
    INCIDENT = "incident"
    GAP = "gap"
    DRILL = "drill"
    SECURITY = "security"
    READING = "reading"
    PROCEDURE = "procedure"  # of an inspection
    SAMPLE = "sample"
    VIOLATION = "violation"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One norm that is asked for by name."""

    key: Key
    scope: str
    stop: Stop


#: What a circular on the service says; the rest the operator sets for itself, or another law does.
BY_CIRCULAR = frozenset(
    {
        *(Stop.DEADLINE, Stop.TIMED, Stop.GEOGRAPHY, Stop.ATTEMPT),
        *(Stop.COMPLAINT, Stop.SHOWN, Stop.FREQUENCY),
    }
)
#: Sets that are read beside the one gone by: what all build on, and the procedure of inspections.
GENERAL, PROCEDURE = "CHUNG", "ND217-2025"
NEVER_GONE_BY = frozenset({GENERAL, PROCEDURE})

_SERVICES = ("none.noi_tinh", "HT.noi_tinh", "none.lien_tinh", "HT.lien_tinh")
_HARMS = ("delay", "loss", "damage", "swapped")
_COMPLAINTS = ("loss", "delay", "damage", "swapped", "price", "other")
_BASES = ("planned", "ad_hoc")
_NONE = ("",)
_INCIDENTS = ("loss", "leak", "opened", "wrong", "seal", "gap", "delay")

_ASKED: Mapping[Stop, tuple[tuple[Key, tuple[str, ...]], ...]] = {
    Stop.DEADLINE: (
        (Key.TRANSIT_DAYS, _SERVICES),
        (Key.HALF_DAY_AT, _NONE),
        (Key.DAY_END, _NONE),
        (Key.ACCEPT_CUTOFF, _NONE),
        (Key.J_ON_NONWORKING_DAY, _NONE),
        (Key.WORKING_CALENDAR, _NONE),
    ),
    Stop.TIMED: ((Key.LEAD_HOURS, ("noi_thanh", "ngoai_thanh", "lien_tinh")),),
    Stop.ATTEMPT: (
        (Key.ATTEMPT_PLACE, ("in_hours", "off_hours")),
        (Key.ATTEMPT_COUNTS, _NONE),
        (Key.WORKING_HOURS, _NONE),
    ),
    Stop.COMPLAINT: (
        (Key.COMPLAINT_WINDOW_MONTHS, _NONE),
        (Key.COMPLAINT_ANSWER_WORKING_DAYS, _NONE),
    ),
    Stop.FREQUENCY: ((Key.DELIVERIES_PER_DAY, ("commune",)),),
    Stop.GEOGRAPHY: (
        (Key.SPECIAL_GEOGRAPHY, _NONE),
        (Key.SPECIAL_GEOGRAPHY_TRANSIT, _NONE),
    ),
    Stop.SHOWN: (
        (Key.SERVICE_ALL_HOURS, _NONE),
        (Key.SAFETY_PERCENT, _NONE),
        (Key.MARK_WITH_URGENCY, _NONE),
        (Key.RETENTION_YEARS, ("paper", "electronic")),
        (Key.REPORT_DUE, ("half_year", "year")),
    ),
    Stop.COMPENSATION: (
        (Key.COMPLAINT_LAW_WINDOW_MONTHS, _COMPLAINTS),
        (Key.COMPLAINT_LAW_ANSWER_MONTHS, _NONE),
        (Key.COMPENSATION_TIMES, _HARMS),
        (Key.COMPENSATION_PAY_DAYS, _NONE),
    ),
    Stop.HANDOVER: ((Key.OFFER_LAPSE_MINUTES, ("counter", "run")),),
    Stop.WEIGHING: ((Key.WEIGHING_TOLERANCE_G, _NONE),),
    Stop.RECEIVER: (
        (Key.SUBSTITUTE_CONFIRM_HOURS, _NONE),
        (Key.SUBSTITUTE_AGREED_MINUTES, _NONE),
        (Key.FOCAL_DATA_DAYS, _NONE),
        (Key.FOCAL_DUE_DAYS, _NONE),
    ),
    Stop.COVERAGE: ((Key.TET_COVERAGE_DAYS, ("first", "second", "last")),),
    Stop.VETTING: (
        (Key.TAKING_NEEDS, ("vetting", "training", "pledge")),
        (Key.VETTING_VALID_MONTHS, _NONE),
        (Key.TRAINING_VALID_MONTHS, _NONE),
        (Key.VETTING_WARNING_DAYS, ("first", "second", "third", "last")),
    ),
    Stop.RECONCILE: (
        (Key.RECONCILE_MONTHS, _NONE),
        (Key.RECONCILE_DUE_DAYS, _NONE),
        (Key.RECONCILE_DEEMED_DAYS, _NONE),
        (Key.RECONCILE_FREEZE_DAYS, _NONE),
    ),
    Stop.QUALITY: ((Key.QUALITY_CONFIRM_DAYS, _NONE),),
    Stop.MEASURE: (
        (Key.QUALITY_CARRIED_DAYS, _NONE),
        (Key.RECORDED_WITHIN_HOURS, _NONE),
        (Key.VISIT_APART_MINUTES, _NONE),
        (Key.FORCE_MAJEURE_DAYS, _NONE),
    ),
    Stop.PRICE: ((Key.VAT_PERCENT, _NONE), (Key.CENTRAL_OFFICES, _NONE)),
    Stop.BUDGET: (
        (Key.BUDGET_SCENARIO_PERCENT, ("low", "base", "high")),
        (Key.BUDGET_TOLD_AT_PERCENT, _NONE),
    ),
    Stop.SHARED: ((Key.SMALL_CELL_MIN, _NONE),),
    Stop.REPORT: ((Key.REPORT_PERIODS, ("year", "half_year", "quarter", "month")),),
    Stop.REMINDER: (
        (Key.OWED_DAYS, ("near", "late", "risen", "top")),
        (Key.DIGEST_AT, _NONE),
        (Key.EFFECT_DAYS, _NONE),
        (Key.LETTER_DAYS, _NONE),
    ),
    Stop.DIRECTIVE: (
        (Key.TASK_NEAR_DAYS, _NONE),
        (Key.RECEIPT_DUE_DAYS, _NONE),
        (Key.INQUIRY_ANSWER_DAYS, _NONE),
    ),
    Stop.ADOPTION: ((Key.ADOPTION_FALL_PERCENT, _NONE), (Key.ADOPTION_MONTHS, _NONE)),
    Stop.OUTREACH: ((Key.QUIZ_NEEDED_PERCENT, _NONE),),
    Stop.INCIDENT: (
        (
            Key.INCIDENT_NOTIFY_MINUTES,
            _INCIDENTS,
        ),
        (Key.INCIDENT_TELLS, (*_INCIDENTS, "dwell", "letters")),
        (Key.INCIDENT_CONTAIN_MINUTES, _NONE),
        (Key.INCIDENT_FIRST_REPORT_HOURS, _NONE),
        (Key.INCIDENT_FULL_REPORT_DAYS, _NONE),
        (Key.INCIDENT_DELAY_HOURS, _NONE),
    ),
    Stop.GAP: (
        (Key.DWELL_HOURS, ("site", "vehicle", "central", "door")),
        (Key.FASTEST_PERCENT, _NONE),
        (Key.GAP_WAIT_HOURS, _NONE),
    ),
    Stop.DRILL: (
        (
            Key.DRILL_MINUTES,
            (
                *("report", "count", "hold", "rebag", "search"),
                *("holders", "notify", "minutes", "paper"),
            ),
        ),
    ),
    Stop.SECURITY: (
        (Key.ASSESSMENT_MONTHS, ("site", "vehicle", "network", "people")),
        (Key.CONNECTION_CHECK_MONTHS, _NONE),
        (Key.SAFETY_WARNING_DAYS, _NONE),
    ),
    Stop.READING: ((Key.READING_ODD, ("times", "few", "night_percent")),),
    Stop.PROCEDURE: (
        (Key.INSPECTION_NOTICE_WORKING_DAYS, _BASES),
        (Key.INSPECTION_VISIT_WORKING_DAYS, _BASES),
        (Key.INSPECTION_CONCLUSION_WORKING_DAYS, _NONE),
        (Key.INSPECTION_TEAM_MIN, _NONE),
    ),
    Stop.SAMPLE: (
        (Key.INSPECTION_SAMPLE_ITEMS, _NONE),
        (
            Key.SAMPLE_TICKETS,
            ("late_item", "irregular_item", "one_sided_item", "failed_item", "urgent_item"),
        ),
        (Key.INSPECTION_FILE_YEARS, _NONE),
    ),
    Stop.VIOLATION: (
        (Key.REPEAT_MONTHS, _NONE),
        (Key.SANCTION_LIMIT_MONTHS, _NONE),
        (Key.SANCTION_WARNING_DAYS, _NONE),
    ),
    Stop.WATCH: (
        (
            Key.WATCH_BOUND,
            (
                *("late_per_mille", "harmed", "complaints_late", "nobody_there"),
                *("frames_lacking", "months_open", "days_silent"),
            ),
        ),
        (Key.WATCH_DAYS, _NONE),
    ),
}


def _all() -> Iterator[Wanted]:
    for stop, asked in _ASKED.items():
        for key, scopes in asked:
            yield from (Wanted(key, scope, stop) for scope in scopes)


WANTED: tuple[Wanted, ...] = tuple(_all())


def asked_of(code: str) -> tuple[Wanted, ...]:
    """What a set of this code is there to say, with the one it builds on."""
    if code == PROCEDURE:
        return tuple(one for one in WANTED if one.stop is Stop.PROCEDURE)
    others = tuple(one for one in WANTED if one.stop is not Stop.PROCEDURE)
    if code == GENERAL:
        return tuple(one for one in others if one.stop not in BY_CIRCULAR)
    return others


def missing(norms: Norms) -> tuple[Wanted, ...]:
    """What a set is asked for and does not hold on its day, in the order of the list."""
    return tuple(one for one in asked_of(norms.code) if norms.find(one.key, one.scope) is None)


def stops_of(lacking: tuple[Wanted, ...]) -> Mapping[Stop, tuple[Wanted, ...]]:
    """What is missing, by what it stops."""
    return {
        stop: found for stop in Stop if (found := tuple(one for one in lacking if one.stop is stop))
    }
