"""Words of the parameters that rule the service from within, after those every user asks about."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from kt1.law.parameters.keys import Key
from kt1.people.accounts.rules import Role
from kt1.web.words import Words

OWN_LABELS: Mapping[Key, Words] = {
    Key.ATTEMPT_COUNTS: gettext_lazy("Which delivery attempt stops the clock"),
    Key.REPORT_DUE: gettext_lazy("Day by which a report is due"),
    Key.RECONCILE_MONTHS: gettext_lazy("Months of one period of reconciliation"),
    Key.RECONCILE_FREEZE_DAYS: gettext_lazy("A period is frozen, after its end"),
    Key.RECONCILE_DUE_DAYS: gettext_lazy("A period is to be agreed, after its end"),
    Key.RECONCILE_DEEMED_DAYS: gettext_lazy("Silence is consent, after the end of the period"),
    Key.QUALITY_CONFIRM_DAYS: gettext_lazy("Quality is to be confirmed, after the period"),
    Key.VAT_PERCENT: gettext_lazy("Value added tax"),
    Key.BUDGET_SCENARIO_PERCENT: gettext_lazy("Volume of a budget's scenario"),
    Key.BUDGET_TOLD_AT_PERCENT: gettext_lazy("A budget is warned of when so much is spent"),
    Key.OFFER_LAPSE_MINUTES: gettext_lazy("An offered hand-over lapses after"),
    Key.SUBSTITUTE_CONFIRM_HOURS: gettext_lazy("A substitute is confirmed in writing within"),
    Key.FOCAL_DUE_DAYS: gettext_lazy("Focal points are named, after a directive"),
    Key.FOCAL_DATA_DAYS: gettext_lazy("Personal data of a receiver is kept, after the appointment"),
    Key.TET_COVERAGE_DAYS: gettext_lazy("Gaps are looked for, before Tết and holidays"),
    Key.TAKING_NEEDS: gettext_lazy("Whoever takes must have"),
    Key.VETTING_VALID_MONTHS: gettext_lazy("A vetting is valid"),
    Key.TRAINING_VALID_MONTHS: gettext_lazy("A KT1 training is valid"),
    Key.VETTING_WARNING_DAYS: gettext_lazy("A vetting or training that ends is warned of, before"),
    Key.TASK_NEAR_DAYS: gettext_lazy("A task of a directive is near its day"),
    Key.INQUIRY_ANSWER_DAYS: gettext_lazy("A request for information is answered within"),
    Key.OWED_DAYS: gettext_lazy("What is owed is reminded of and rises, around its day"),
    Key.QUIZ_NEEDED_PERCENT: gettext_lazy("Right answers that a test of knowledge needs"),
    Key.ADOPTION_FALL_PERCENT: gettext_lazy("Use has fallen when it is below"),
    Key.ADOPTION_MONTHS: gettext_lazy("Use is compared over"),
    Key.INSPECTION_NOTICE_WORKING_DAYS: gettext_lazy("An inspection is told of, before"),
    Key.INSPECTION_VISIT_WORKING_DAYS: gettext_lazy("An inspection lasts, at most"),
    Key.INSPECTION_CONCLUSION_WORKING_DAYS: gettext_lazy("A conclusion follows the visit within"),
    Key.INSPECTION_TEAM_MIN: gettext_lazy("An inspection team has, at least"),
    Key.INSPECTION_FILE_YEARS: gettext_lazy("Files of an inspection are kept, at least"),
    Key.INSPECTION_SAMPLE_ITEMS: gettext_lazy("Items drawn for an inspection"),
    Key.REPEAT_MONTHS: gettext_lazy("The same violation is a repeat within"),
    Key.SANCTION_LIMIT_MONTHS: gettext_lazy("A violation may be sanctioned within"),
    Key.SANCTION_WARNING_DAYS: gettext_lazy("The end of that time is warned of, before"),
    Key.WATCH_BOUND: gettext_lazy("A body is watched from"),
    Key.WATCH_DAYS: gettext_lazy("Figures of the watch list look back on"),
    Key.CENTRAL_OFFICES: gettext_lazy("Central offices served by the central post"),
    Key.SMALL_CELL_MIN: gettext_lazy("Cells below this are not shown in shared figures"),
    Key.INCIDENT_NOTIFY_MINUTES: gettext_lazy("An incident is told to the competent bodies within"),
    Key.INCIDENT_CONTAIN_MINUTES: gettext_lazy("An incident is contained within"),
    Key.INCIDENT_FIRST_REPORT_HOURS: gettext_lazy("First report of an incident within"),
    Key.INCIDENT_FULL_REPORT_DAYS: gettext_lazy("Full report of an incident within"),
    Key.INCIDENT_DELAY_HOURS: gettext_lazy("A delay is an incident when past the deadline by"),
    Key.DWELL_HOURS: gettext_lazy("Longest stay in one place without an event"),
    Key.FASTEST_PERCENT: gettext_lazy("Shortest believable leg, of the timetable"),
    Key.DRILL_MINUTES: gettext_lazy("Time for one step of a drill"),
    Key.ASSESSMENT_MONTHS: gettext_lazy("Safety is assessed every"),
    Key.CONNECTION_CHECK_MONTHS: gettext_lazy("Connections are checked every"),
    Key.SAFETY_WARNING_DAYS: gettext_lazy("A due assessment, drill or check is warned of, before"),
}
#: Whoever knew these bounds could keep just under them: for those alone who set or use them.
BOUNDS = frozenset(
    {
        Key.WATCH_BOUND,
        Key.WATCH_DAYS,
        Key.INSPECTION_SAMPLE_ITEMS,
        Key.SMALL_CELL_MIN,
        Key.DWELL_HOURS,
        Key.FASTEST_PERCENT,
        Key.INCIDENT_DELAY_HOURS,
        Key.DRILL_MINUTES,
        Key.CENTRAL_OFFICES,
    }
)
SEES_BOUNDS = frozenset({Role.REGULATOR, Role.MINISTRY, Role.DISPATCHER, Role.ADMIN})

_REMINDERS: Mapping[str, Words] = {
    "near": gettext_lazy("reminded before its day"),
    "late": gettext_lazy("reminded when late"),
    "risen": gettext_lazy("rises when late"),
    "top": gettext_lazy("rises to the top when late"),
}
OWN_SCOPES: Mapping[str, Words] = {
    "half_year": gettext_lazy("half a year"),
    "year": gettext_lazy("a year"),
    "low": gettext_lazy("low scenario"),
    "base": gettext_lazy("base scenario"),
    "high": gettext_lazy("high scenario"),
    "counter": gettext_lazy("at a counter"),
    "run": gettext_lazy("on a run"),
    "first": gettext_lazy("first time"),
    "second": gettext_lazy("second time"),
    "third": gettext_lazy("third time"),
    "last": gettext_lazy("last time"),
    "vetting": gettext_lazy("vetting"),
    "training": gettext_lazy("KT1 training"),
    "pledge": gettext_lazy("pledge of secrecy"),
    "planned": gettext_lazy("planned"),
    "ad_hoc": gettext_lazy("without a plan"),
    "ministry": gettext_lazy("by the ministry"),
    **_REMINDERS,
    "leak": gettext_lazy("suspected leak"),
    "opened": gettext_lazy("signs of opening, cover not intact"),
    "seal": gettext_lazy("seal broken, wrong or unknown"),
    "wrong": gettext_lazy("delivered to the wrong body"),
    "gap": gettext_lazy("gap in custody"),
    "site": gettext_lazy("site"),
    "vehicle": gettext_lazy("vehicle"),
    "central": gettext_lazy("Central network"),
    "door": gettext_lazy("delivery point"),
    "network": gettext_lazy("network and connections"),
    "people": gettext_lazy("people who do KT1"),
    "report": gettext_lazy("Call the shift leader"),
    "count": gettext_lazy("Two persons count the covers"),
    "hold": gettext_lazy("Keep back covers that are not intact"),
    "rebag": gettext_lazy("New bag, new seal, the journey goes on"),
    "search": gettext_lazy("Search wherever it was held"),
    "holders": gettext_lazy("List who held it and for how long"),
    "notify": gettext_lazy("Say whom you would tell: nobody is told in a drill"),
    "minutes": gettext_lazy("Write the minutes, both sign"),
    "late_per_mille": gettext_lazy("late by the post, of 1,000 items"),
    "harmed": gettext_lazy("items lost or covers harmed"),
    "complaints_late": gettext_lazy("complaints answered late"),
    "nobody_there": gettext_lazy("late because nobody received"),
    "frames_lacking": gettext_lazy("off-hours frames without a focal point"),
    "months_open": gettext_lazy("months not agreed in time"),
    "days_silent": gettext_lazy("days without any item sent"),
}
#: What a duty of its own says before the step: month.late, report.near.
DUTIES: Mapping[str, Words] = {
    "month": gettext_lazy("monthly reconciliation"),
    "report": gettext_lazy("report"),
}
OWN_UNITS: Mapping[str, Words] = {
    "minutes": gettext_lazy("minutes"),
    "persons": gettext_lazy("persons"),
    "items": gettext_lazy("items"),
}
