"""The names of every parameter, and how the value of each is written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How sure the figure is. Kept in the words of the dossier it comes from."""

    OFFICIAL = "official_text"  # read in the text of an instrument in force
    PRESS = "press"  # reported by someone who read it
    HISTORIC = "historic"  # read in the text of an instrument since replaced
    ASSUMPTION = "assumption"  # ours: the text is silent or was not found


class Shape(StrEnum):
    """What a value looks like."""

    HALVES = "halves"  # "1.5": whole and half days
    CLOCK = "clock"  # "12:00"; the end of a day is "24:00"
    COUNT = "count"  # 1, 2, 3 …
    BOOLEAN = "boolean"
    WORD = "word"
    SPANS = "spans"  # [["07:30", "11:30"], ["13:30", "17:00"]]
    DAY_OF_YEAR = "day_of_year"  # "20/07"
    AREAS = "areas"  # "dac_khu 11914": kinds and codes of communes, blank between


class Key(StrEnum):
    """Every parameter there is. The scope beside it says for what it holds."""

    TRANSIT_DAYS = "transit_days"  # n of J+n; scope urgency.scope
    HALF_DAY_AT = "half_day_at"
    DAY_END = "day_end"
    ACCEPT_CUTOFF = "accept_cutoff"
    J_ON_NONWORKING_DAY = "j_on_nonworking_day"
    WORKING_CALENDAR = "working_calendar"
    LEAD_HOURS = "lead_hours"  # Hẹn giờ; scope noi_thanh, ngoai_thanh, lien_tinh
    SPECIAL_GEOGRAPHY = "special_geography"  # scope: code of a province, or none for them all
    SPECIAL_GEOGRAPHY_TRANSIT = "special_geography_transit"
    DELIVERIES_PER_DAY = "deliveries_per_day"
    SERVICE_ALL_HOURS = "service_all_hours"
    SAFETY_PERCENT = "safety_percent"
    MARK_WITH_URGENCY = "mark_with_urgency"
    ATTEMPT_PLACE = "attempt_place"  # scope in_hours, off_hours
    ATTEMPT_COUNTS = "attempt_counts"
    WORKING_HOURS = "working_hours"
    COMPLAINT_WINDOW_MONTHS = "complaint_window_months"
    COMPLAINT_ANSWER_WORKING_DAYS = "complaint_answer_working_days"
    COMPLAINT_LAW_WINDOW_MONTHS = "complaint_law_window_months"  # scope loss, delay, damage, …
    COMPLAINT_LAW_ANSWER_MONTHS = "complaint_law_answer_months"
    COMPENSATION_TIMES = "compensation_times"  # × price, at least; scope loss, delay, …
    COMPENSATION_PAY_DAYS = "compensation_pay_days"  # after the liability record
    RETENTION_YEARS = "retention_years"  # scope paper, electronic
    INSPECTION_NOTICE_WORKING_DAYS = "inspection_notice_working_days"  # scope planned, ad_hoc
    INSPECTION_VISIT_WORKING_DAYS = "inspection_visit_working_days"  # scope planned, ad_hoc
    INSPECTION_CONCLUSION_WORKING_DAYS = "inspection_conclusion_working_days"  # after the visit
    INSPECTION_TEAM_MIN = "inspection_team_min"
    INSPECTION_FILE_YEARS = "inspection_file_years"  # after it ended, at least
    INSPECTION_SAMPLE_ITEMS = "inspection_sample_items"
    REPEAT_MONTHS = "repeat_months"  # the same found again within them is a repeat
    SANCTION_LIMIT_MONTHS = "sanction_limit_months"
    SANCTION_WARNING_DAYS = "sanction_warning_days"
    WATCH_BOUND = "watch_bound"  # scope: a measure of the watch list
    WATCH_DAYS = "watch_days"  # looked back on
    REPORT_DUE = "report_due"  # scope half_year, year
    OFFER_LAPSE_MINUTES = "offer_lapse_minutes"  # scope counter, run
    SMALL_CELL_MIN = "small_cell_min"
    WEIGHING_TOLERANCE_G = "weighing_tolerance_g"  # two scales may differ by this much
    SUBSTITUTE_CONFIRM_HOURS = "substitute_confirm_hours"
    SUBSTITUTE_AGREED_MINUTES = "substitute_agreed_minutes"  # a word given for one visit
    VETTING_VALID_MONTHS = "vetting_valid_months"
    FOCAL_DATA_DAYS = "focal_data_days"
    TET_COVERAGE_DAYS = "tet_coverage_days"  # scope first, second, last
    TAKING_NEEDS = "taking_needs"  # scope vetting, training, pledge
    VETTING_WARNING_DAYS = "vetting_warning_days"  # scope first, second, third, last
    TRAINING_VALID_MONTHS = "training_valid_months"
    VAT_PERCENT = "vat_percent"
    BUDGET_SCENARIO_PERCENT = "budget_scenario_percent"  # scope low, base, high
    BUDGET_TOLD_AT_PERCENT = "budget_told_at_percent"
    CENTRAL_OFFICES = "central_offices"  # codes of bodies, blank between
    RECONCILE_MONTHS = "reconcile_months"
    RECONCILE_DUE_DAYS = "reconcile_due_days"  # after the end of the period
    RECONCILE_DEEMED_DAYS = "reconcile_deemed_days"  # after period and approval; silence is consent
    RECONCILE_FREEZE_DAYS = "reconcile_freeze_days"  # after the end, by itself
    QUALITY_CONFIRM_DAYS = "quality_confirm_days"  # after the end of the period
    QUALITY_CARRIED_DAYS = "quality_carried_days"  # before it: accepted then, due in it
    RECORDED_WITHIN_HOURS = "recorded_within_hours"  # entered later is entered late
    VISIT_APART_MINUTES = "visit_apart_minutes"  # tries further apart are two visits
    FORCE_MAJEURE_DAYS = "force_majeure_days"  # one event lasts no longer
    TASK_NEAR_DAYS = "task_near_days"  # a task of a directive is near its day
    INQUIRY_ANSWER_DAYS = "inquiry_answer_days"  # to answer a request of whoever follows one
    QUIZ_NEEDED_PERCENT = "quiz_pass_percent"
    ADOPTION_FALL_PERCENT = "adoption_fall_percent"
    ADOPTION_MONTHS = "adoption_months"  # looked back on, and compared with as many before
    OWED_DAYS = "owed_days"  # scope near, late, risen, top; month.late … for one duty alone
    FOCAL_DUE_DAYS = "focal_due_days"  # after a directive that sets no day
    RECEIPT_DUE_DAYS = "receipt_due_days"  # to say that a directive was received

    INCIDENT_NOTIFY_MINUTES = "incident_notify_minutes"  # scope: kind of incident; none: at once
    INCIDENT_TELLS = "incident_tells"  # whom; scope: kind of incident, dwell, letters
    INCIDENT_CONTAIN_MINUTES = "incident_contain_minutes"
    INCIDENT_FIRST_REPORT_HOURS = "incident_first_report_hours"
    INCIDENT_FULL_REPORT_DAYS = "incident_full_report_days"
    INCIDENT_DELAY_HOURS = "incident_delay_hours"  # after the deadline, still not delivered
    GAP_WAIT_HOURS = "gap_wait_hours"  # what is still written down about the hours before
    DWELL_HOURS = "dwell_hours"  # scope site, vehicle, central, door
    FASTEST_PERCENT = "fastest_percent"  # of the timetable; a leg cannot be quicker
    DRILL_MINUTES = "drill_minutes"  # scope: a step of a drill
    ASSESSMENT_MONTHS = "assessment_months"  # scope site, vehicle, network, people
    CONNECTION_CHECK_MONTHS = "connection_check_months"
    SAFETY_WARNING_DAYS = "safety_warning_days"  # before a day of assessment, drill, check
    READING_ODD = "reading_odd"  # a reader stands out; scope times, few, night_percent
    SAMPLE_TICKETS = "sample_tickets"  # beside the one every item has; scope late_item, …
    EFFECT_DAYS = "effect_days"  # what is done so soon after people were told, is its effect
    LETTER_DAYS = "letter_days"  # offered to whoever writes to remind
    REPORT_PERIODS = "report_periods"  # the calendar looks back on; scope year, half_year, …
    DIGEST_AT = "digest_at"  # people are told each morning from then on


#: Words that a calculation understands; any other would stop it.
CHOICES: Mapping[Key, tuple[str, ...]] = {
    Key.ATTEMPT_PLACE: ("address", "designated_point"),
    Key.ATTEMPT_COUNTS: ("right_place", "any_place"),
    # No norm at all, or so many working days added to n of J+n.
    Key.SPECIAL_GEOGRAPHY_TRANSIT: (
        "actual",
        *("0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"),
        *("6", "7", "8", "9", "10"),
    ),
}
#: Of keys whose value is several words, blank between: which words these may be.
LISTS: Mapping[Key, tuple[str, ...]] = {
    Key.INCIDENT_TELLS: ("post_head", "sender", "department", "central", "pa03", "pa05"),
}
#: Kinds of communes that a list of special geography may name instead of each code.
AREA_KINDS: Mapping[str, str] = {"dac_khu": "đặc khu", "xa": "xã", "phuong": "phường"}


@dataclass(frozen=True, slots=True)
class Form:
    """How the value of a key is written, in which unit, and whether it may be "none"."""

    shape: Shape
    unit: str = ""
    nullable: bool = False


FORMS: Mapping[Key, Form] = {
    Key.TRANSIT_DAYS: Form(Shape.HALVES, "working_days"),
    Key.HALF_DAY_AT: Form(Shape.CLOCK),
    Key.DAY_END: Form(Shape.CLOCK),
    Key.ACCEPT_CUTOFF: Form(Shape.CLOCK, nullable=True),
    Key.J_ON_NONWORKING_DAY: Form(Shape.BOOLEAN),
    Key.WORKING_CALENDAR: Form(Shape.WORD),
    Key.LEAD_HOURS: Form(Shape.COUNT, "hours"),
    Key.SPECIAL_GEOGRAPHY: Form(Shape.AREAS, "communes", nullable=True),
    Key.SPECIAL_GEOGRAPHY_TRANSIT: Form(Shape.WORD, "added_days"),
    Key.DELIVERIES_PER_DAY: Form(Shape.COUNT, "times_a_day"),
    Key.SERVICE_ALL_HOURS: Form(Shape.BOOLEAN),
    Key.SAFETY_PERCENT: Form(Shape.COUNT, "percent"),
    Key.MARK_WITH_URGENCY: Form(Shape.BOOLEAN),
    Key.ATTEMPT_PLACE: Form(Shape.WORD),
    Key.ATTEMPT_COUNTS: Form(Shape.WORD),
    Key.WORKING_HOURS: Form(Shape.SPANS),
    Key.COMPLAINT_WINDOW_MONTHS: Form(Shape.COUNT, "months"),
    Key.COMPLAINT_ANSWER_WORKING_DAYS: Form(Shape.COUNT, "working_days"),
    Key.COMPLAINT_LAW_WINDOW_MONTHS: Form(Shape.COUNT, "months"),
    Key.COMPLAINT_LAW_ANSWER_MONTHS: Form(Shape.COUNT, "months"),
    Key.COMPENSATION_TIMES: Form(Shape.COUNT, "times_price"),
    Key.COMPENSATION_PAY_DAYS: Form(Shape.COUNT, "days"),
    Key.RETENTION_YEARS: Form(Shape.COUNT, "years"),
    Key.INSPECTION_NOTICE_WORKING_DAYS: Form(Shape.COUNT, "working_days"),
    Key.INSPECTION_VISIT_WORKING_DAYS: Form(Shape.COUNT, "working_days"),
    Key.INSPECTION_CONCLUSION_WORKING_DAYS: Form(Shape.COUNT, "working_days"),
    Key.INSPECTION_TEAM_MIN: Form(Shape.COUNT, "persons"),
    Key.INSPECTION_FILE_YEARS: Form(Shape.COUNT, "years"),
    Key.INSPECTION_SAMPLE_ITEMS: Form(Shape.COUNT, "items"),
    Key.REPEAT_MONTHS: Form(Shape.COUNT, "months"),
    Key.SANCTION_LIMIT_MONTHS: Form(Shape.COUNT, "months"),
    Key.SANCTION_WARNING_DAYS: Form(Shape.COUNT, "days"),
    Key.WATCH_BOUND: Form(Shape.COUNT),
    Key.WATCH_DAYS: Form(Shape.COUNT, "days"),
    Key.REPORT_DUE: Form(Shape.DAY_OF_YEAR),
    Key.OFFER_LAPSE_MINUTES: Form(Shape.COUNT, "minutes"),
    Key.SMALL_CELL_MIN: Form(Shape.COUNT, "items"),
    Key.WEIGHING_TOLERANCE_G: Form(Shape.COUNT, "grams", nullable=True),
    Key.SUBSTITUTE_CONFIRM_HOURS: Form(Shape.COUNT, "hours"),
    Key.SUBSTITUTE_AGREED_MINUTES: Form(Shape.COUNT, "minutes"),
    Key.VETTING_VALID_MONTHS: Form(Shape.COUNT, "months", nullable=True),
    Key.FOCAL_DATA_DAYS: Form(Shape.COUNT, "days"),
    Key.TET_COVERAGE_DAYS: Form(Shape.COUNT, "days"),
    Key.TAKING_NEEDS: Form(Shape.BOOLEAN),
    Key.VETTING_WARNING_DAYS: Form(Shape.COUNT, "days"),
    Key.TRAINING_VALID_MONTHS: Form(Shape.COUNT, "months", nullable=True),
    Key.VAT_PERCENT: Form(Shape.COUNT, "percent"),
    Key.BUDGET_SCENARIO_PERCENT: Form(Shape.COUNT, "percent"),
    Key.BUDGET_TOLD_AT_PERCENT: Form(Shape.COUNT, "percent"),
    Key.CENTRAL_OFFICES: Form(Shape.WORD),
    Key.RECONCILE_MONTHS: Form(Shape.COUNT, "months"),
    Key.RECONCILE_DUE_DAYS: Form(Shape.COUNT, "days"),
    Key.RECONCILE_DEEMED_DAYS: Form(Shape.COUNT, "days", nullable=True),
    Key.RECONCILE_FREEZE_DAYS: Form(Shape.COUNT, "days", nullable=True),
    Key.QUALITY_CONFIRM_DAYS: Form(Shape.COUNT, "days"),
    Key.QUALITY_CARRIED_DAYS: Form(Shape.COUNT, "days"),
    Key.RECORDED_WITHIN_HOURS: Form(Shape.COUNT, "hours"),
    Key.VISIT_APART_MINUTES: Form(Shape.COUNT, "minutes"),
    Key.FORCE_MAJEURE_DAYS: Form(Shape.COUNT, "days"),
    Key.TASK_NEAR_DAYS: Form(Shape.COUNT, "days"),
    Key.OWED_DAYS: Form(Shape.COUNT, "days"),
    Key.FOCAL_DUE_DAYS: Form(Shape.COUNT, "days"),
    Key.RECEIPT_DUE_DAYS: Form(Shape.COUNT, "days"),
    Key.INQUIRY_ANSWER_DAYS: Form(Shape.COUNT, "working_days"),
    Key.QUIZ_NEEDED_PERCENT: Form(Shape.COUNT, "percent"),
    Key.ADOPTION_FALL_PERCENT: Form(Shape.COUNT, "percent"),
    Key.ADOPTION_MONTHS: Form(Shape.COUNT, "months"),
    Key.INCIDENT_NOTIFY_MINUTES: Form(Shape.COUNT, "minutes", nullable=True),
    Key.INCIDENT_TELLS: Form(Shape.WORD, "bodies"),
    Key.INCIDENT_CONTAIN_MINUTES: Form(Shape.COUNT, "minutes"),
    Key.INCIDENT_FIRST_REPORT_HOURS: Form(Shape.COUNT, "hours"),
    Key.INCIDENT_FULL_REPORT_DAYS: Form(Shape.COUNT, "days"),
    Key.INCIDENT_DELAY_HOURS: Form(Shape.COUNT, "hours"),
    Key.GAP_WAIT_HOURS: Form(Shape.COUNT, "hours"),
    Key.DWELL_HOURS: Form(Shape.COUNT, "hours"),
    Key.FASTEST_PERCENT: Form(Shape.COUNT, "percent"),
    Key.DRILL_MINUTES: Form(Shape.COUNT, "minutes"),
    Key.ASSESSMENT_MONTHS: Form(Shape.COUNT, "months"),
    Key.CONNECTION_CHECK_MONTHS: Form(Shape.COUNT, "months"),
    Key.SAFETY_WARNING_DAYS: Form(Shape.COUNT, "days"),
    Key.READING_ODD: Form(Shape.COUNT),
    Key.SAMPLE_TICKETS: Form(Shape.COUNT),
    Key.EFFECT_DAYS: Form(Shape.COUNT, "days"),
    Key.LETTER_DAYS: Form(Shape.COUNT, "days"),
    Key.REPORT_PERIODS: Form(Shape.COUNT, "periods"),
    Key.DIGEST_AT: Form(Shape.CLOCK),
}
