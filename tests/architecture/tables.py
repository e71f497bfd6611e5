"""Every table of ours, sorted by how it grows (docs/decisions/0005-three-kinds-of-tables.md).

Put the table of a new model into one of the three. A *unit table* holds rows of one unit and leads
its key with the unit. An *act table* holds one row an act. *Reference* is what the mail does not
make longer.
"""

UNIT = frozenset(
    {
        "custody_advice",
        "custody_alias",
        "custody_attempt",
        "custody_bag",
        "custody_clock",
        "custody_delivery",
        "custody_handover_line",
        "custody_item",
        "custody_mark",
        "custody_passed",
        "custody_stay",
        "custody_unit",
    }
)

ACT = frozenset(
    {
        "custody_handover",
        "custody_handover_scan",
        "custody_irregularity",
        "custody_pickup",
        "custody_shift_balance",
        "custody_trip",
        "ledger_checkpoint",
        "ledger_entry",
        "ledger_leaf",
        "ledger_note",
        "ledger_pending",
        "ledger_redaction",
        "ledger_request",
        "ledger_tile",
        "people_announcement",
        "people_approval",
        "people_guidance",
        "people_guidancereceipt",
        "people_call",
        "people_issuedlist",
        "people_notice",
        "people_readinglog",
        "people_reminder",
        "people_securitynotice",
        "people_signin",
        "people_substitution",
    }
)

REFERENCE = frozenset(
    {
        "custody_derivation",
        "custody_gear",
        "custody_seal",
        "custody_succession",
        "law_calendarday",
        "law_calendaryear",
        "law_installationmode",
        "law_instrument",
        "law_lawrevision",
        "law_legalparameter",
        "law_normset",
        "law_serviceinformation",
        "ledger_cursor",
        "network_adminunit",
        "network_adminunitversion",
        "network_agency",
        "network_agencypoint",
        "network_annexmembership",
        "network_departure",
        "network_formername",
        "network_heir",
        "network_place",
        "network_reorganisation",
        "network_revision",
        "network_route",
        "network_routestop",
        "network_succession",
        "people_apitoken",
        "people_askedabout",
        "people_bucket",
        "people_duty",
        "people_focalpoint",
        "people_roster",
        "people_rosterchange",
        "people_rosterline",
        "people_sessionlimit",
        "people_swap",
        "people_standing",
        "people_trainingevent",
        "people_succession",
        "people_user",
        "people_vettingrequest",
    }
)
