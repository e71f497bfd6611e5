"""Definitions, reports and submissions, with the shipped definitions.

What was counted is never counted over again in place: a version keeps its figures, a report its
days, a definition its rule. Words rest when they are presented.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import kt1.law.parameters.keys
import kt1.oversight.reports.rules
from django.conf import settings
from django.db import migrations, models

from kt1.oversight.reports.loading import load_definitions

GUARDS = """
CREATE FUNCTION oversight_report_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never edited: make another', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION oversight_reportdefinition_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
       OR OLD.valid_to IS NOT NULL
    THEN
        RAISE EXCEPTION 'a definition is never edited: close it and add another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_reportversion_keeps_its_figures() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_state text[] := '{state,presented_by_id,presented_at,decided_by_id,decided_at,number,dated,authority,leader_title,leader,issued_at}';
BEGIN
    IF OLD.state = 'issued' OR to_jsonb(NEW) - of_state IS DISTINCT FROM to_jsonb(OLD) - of_state
    THEN
        RAISE EXCEPTION 'the figures of a version are frozen: make the next version'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_reportnarrative_rests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM oversight_reportversion v
        WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.state NOT IN ('draft', 'returned'))
    THEN
        RAISE EXCEPTION 'the words of a version rest once it is presented'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE FUNCTION oversight_reportsubmission_is_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{received_at,received_by_id}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{received_at,received_by_id}'::text[]
       OR OLD.received_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'a submission is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER oversight_reportdefinition_is_closed BEFORE UPDATE ON oversight_reportdefinition
    FOR EACH ROW EXECUTE FUNCTION oversight_reportdefinition_is_closed();
CREATE TRIGGER oversight_report_is_never_edited BEFORE UPDATE ON oversight_report
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_report_refuses();
CREATE TRIGGER oversight_reportversion_keeps_its_figures BEFORE UPDATE ON oversight_reportversion
    FOR EACH ROW EXECUTE FUNCTION oversight_reportversion_keeps_its_figures();
CREATE TRIGGER oversight_reportnarrative_rests
    BEFORE INSERT OR UPDATE OR DELETE ON oversight_reportnarrative
    FOR EACH ROW EXECUTE FUNCTION oversight_reportnarrative_rests();
CREATE TRIGGER oversight_reportsubmission_is_received
    BEFORE UPDATE ON oversight_reportsubmission
    FOR EACH ROW EXECUTE FUNCTION oversight_reportsubmission_is_received();
"""
TABLES = ("reportdefinition", "report", "reportversion", "reportsubmission")
GUARDS += "".join(
    f"""
CREATE TRIGGER oversight_{table}_keeps_its_history BEFORE DELETE ON oversight_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_report_refuses();
"""
    for table in TABLES
)


def forward(apps, schema_editor) -> None:
    load_definitions(lambda name: apps.get_model("oversight", name))


class Migration(migrations.Migration):
    dependencies = [("network", "0004_doors"), ("oversight", "0007_figures")]

    operations = [
        migrations.CreateModel(
            name="ReportDefinition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(db_comment="The same through all its versions", max_length=24),
                ),
                ("title", models.CharField(db_comment="Without the period", max_length=160)),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reports.rules.Cycle["QUARTER"], "every quarter"),
                            (kt1.oversight.reports.rules.Cycle["HALF_YEAR"], "every half-year"),
                            (kt1.oversight.reports.rules.Cycle["YEAR"], "every year"),
                            (kt1.oversight.reports.rules.Cycle["ON_DEMAND"], "on demand"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reports.rules.Window["CALENDAR"], "by the calendar"),
                            (
                                kt1.oversight.reports.rules.Window["FIFTEENTH"],
                                "from the 15th to the 14th",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "due_months",
                    models.PositiveSmallIntegerField(
                        db_comment="Months after the one in which the window ends"
                    ),
                ),
                ("due_day", models.PositiveSmallIntegerField()),
                (
                    "due_excluded",
                    models.BooleanField(
                        db_comment="Trước ngày: the day itself is late; else chậm nhất ngày"
                    ),
                ),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                (
                                    kt1.oversight.reports.rules.Recipient["PROVINCE"],
                                    "People's Committee of the province",
                                ),
                                (
                                    kt1.oversight.reports.rules.Recipient["MINISTRY"],
                                    "Ministry of Science and Technology",
                                ),
                            ],
                            max_length=9,
                        ),
                        size=None,
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        db_comment="Of the recipients, as the letter writes them",
                        size=None,
                    ),
                ),
                (
                    "basis",
                    models.CharField(db_comment="The paper it rests on, in words", max_length=200),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            (kt1.law.parameters.keys.Evidence["OFFICIAL"], "official text"),
                            (kt1.law.parameters.keys.Evidence["PRESS"], "reported"),
                            (kt1.law.parameters.keys.Evidence["HISTORIC"], "text since replaced"),
                            (kt1.law.parameters.keys.Evidence["ASSUMPTION"], "assumption"),
                        ],
                        max_length=16,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(db_comment="Last day on which it holds", null=True)),
                (
                    "entered_by",
                    models.CharField(
                        db_comment="As user:12; install for shipped rows", max_length=40
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cycle__in",
                                [
                                    kt1.oversight.reports.rules.Cycle["QUARTER"],
                                    kt1.oversight.reports.rules.Cycle["HALF_YEAR"],
                                    kt1.oversight.reports.rules.Cycle["YEAR"],
                                    kt1.oversight.reports.rules.Cycle["ON_DEMAND"],
                                ],
                            ),
                            (
                                "evidence__in",
                                [
                                    kt1.law.parameters.keys.Evidence["OFFICIAL"],
                                    kt1.law.parameters.keys.Evidence["PRESS"],
                                    kt1.law.parameters.keys.Evidence["HISTORIC"],
                                    kt1.law.parameters.keys.Evidence["ASSUMPTION"],
                                ],
                            ),
                            (
                                "window__in",
                                [
                                    kt1.oversight.reports.rules.Window["CALENDAR"],
                                    kt1.oversight.reports.rules.Window["FIFTEENTH"],
                                ],
                            ),
                        ),
                        name="reportdefinition_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_day__gte", 1), ("due_day__lte", 31), ("due_months__lte", 12)
                        ),
                        name="reportdefinition_due_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("names__len", models.F("recipients__len")),
                            ("recipients__len__gte", 1),
                            (
                                "recipients__contained_by",
                                [
                                    kt1.oversight.reports.rules.Recipient["PROVINCE"],
                                    kt1.oversight.reports.rules.Recipient["MINISTRY"],
                                ],
                            ),
                        ),
                        name="reportdefinition_goes_to_somebody_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="reportdefinition_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="reportdefinition_basis_is_said",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    "province", models.Value(0)
                                ),
                                "=",
                            ),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_to",
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="reportdefinition_one_holds_on_a_day",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_comment="Of the definition", max_length=24)),
                (
                    "period",
                    models.CharField(
                        db_comment="2025H2; on demand its own number, 1, 2 …", max_length=8
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("due", models.DateField(db_comment="Last day on which it is in time")),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                (
                                    kt1.oversight.reports.rules.Recipient["PROVINCE"],
                                    "People's Committee of the province",
                                ),
                                (
                                    kt1.oversight.reports.rules.Recipient["MINISTRY"],
                                    "Ministry of Science and Technology",
                                ),
                            ],
                            max_length=9,
                        ),
                        size=None,
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(blank=True, db_comment="On demand: the body", max_length=120),
                ),
                (
                    "asked_no",
                    models.CharField(blank=True, db_comment="Number of its paper", max_length=40),
                ),
                ("asked_on", models.DateField(db_comment="Date of its paper", null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_comment="The department that reports; its head may approve",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.reportdefinition",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["province", "-due"], name="report_of_province")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "code", "period"), name="report_one_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="report_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_by", ""), ("asked_no", ""), ("asked_on", None)),
                            models.Q(
                                models.Q(("asked_by", ""), _negated=True),
                                models.Q(("asked_no", ""), _negated=True),
                                ("asked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_on_demand_says_who_asked_by_which_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reports.rules.Cause["FIRST"], "first version"),
                            (
                                kt1.oversight.reports.rules.Cause["CORRECTION"],
                                "what it rests on was corrected",
                            ),
                            (
                                kt1.oversight.reports.rules.Cause["LATE_FACTS"],
                                "facts came in after it was counted",
                            ),
                            (
                                kt1.oversight.reports.rules.Cause["RETURNED"],
                                "the leader sent it back",
                            ),
                            (
                                kt1.oversight.reports.rules.Cause["ASKED"],
                                "a recipient asked for it",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "figures",
                    models.JSONField(db_comment="See kt1.oversight.reports.figures; never changed"),
                ),
                ("sha256", models.CharField(db_comment="Of the figures, RFC 8785", max_length=64)),
                (
                    "ledger_size",
                    models.BigIntegerField(db_comment="Entries of the ledger when it was counted"),
                ),
                (
                    "ledger_root",
                    models.CharField(db_comment="Its root, hexadecimal", max_length=64),
                ),
                ("counted_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reports.rules.State["DRAFT"], "being written"),
                            (kt1.oversight.reports.rules.State["PRESENTED"], "with the leader"),
                            (
                                kt1.oversight.reports.rules.State["RETURNED"],
                                "sent back by the leader",
                            ),
                            (kt1.oversight.reports.rules.State["APPROVED"], "approved"),
                            (kt1.oversight.reports.rules.State["ISSUED"], "issued and signed"),
                        ],
                        default=kt1.oversight.reports.rules.State["DRAFT"],
                        max_length=9,
                    ),
                ),
                ("presented_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("number", models.CharField(blank=True, db_comment="Số, ký hiệu", max_length=40)),
                ("dated", models.DateField(null=True)),
                (
                    "authority",
                    models.CharField(
                        blank=True, db_comment="KT. GIÁM ĐỐC, or empty", max_length=40
                    ),
                ),
                ("leader_title", models.CharField(blank=True, max_length=60)),
                (
                    "leader",
                    models.CharField(
                        blank=True, db_comment="Full name, as it is signed", max_length=80
                    ),
                ),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "presented_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="oversight.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "n"), name="reportversion_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                [
                                    kt1.oversight.reports.rules.Cause["FIRST"],
                                    kt1.oversight.reports.rules.Cause["CORRECTION"],
                                    kt1.oversight.reports.rules.Cause["LATE_FACTS"],
                                    kt1.oversight.reports.rules.Cause["RETURNED"],
                                    kt1.oversight.reports.rules.Cause["ASKED"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.reports.rules.State["DRAFT"],
                                    kt1.oversight.reports.rules.State["PRESENTED"],
                                    kt1.oversight.reports.rules.State["RETURNED"],
                                    kt1.oversight.reports.rules.State["APPROVED"],
                                    kt1.oversight.reports.rules.State["ISSUED"],
                                ],
                            ),
                        ),
                        name="reportversion_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cause", kt1.oversight.reports.rules.Cause["FIRST"]), ("n", 1)
                            ),
                            models.Q(
                                ("n__gt", 1),
                                models.Q(
                                    ("cause", kt1.oversight.reports.rules.Cause["FIRST"]),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="reportversion_first_is_the_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ledger_root__regex", "^[0-9a-f]{64}$"),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="reportversion_digests_are_hexadecimal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("presented_at", None),
                                ("state", kt1.oversight.reports.rules.State["DRAFT"]),
                            ),
                            models.Q(
                                ("presented_at__isnull", False),
                                ("state", kt1.oversight.reports.rules.State["PRESENTED"]),
                            ),
                            models.Q(
                                ("decided_at__gte", models.F("presented_at")),
                                ("presented_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.reports.rules.State["RETURNED"],
                                        kt1.oversight.reports.rules.State["APPROVED"],
                                        kt1.oversight.reports.rules.State["ISSUED"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="reportversion_presented_before_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    (
                                        kt1.oversight.reports.rules.State["APPROVED"],
                                        kt1.oversight.reports.rules.State["ISSUED"],
                                    ),
                                ),
                                _negated=True,
                            ),
                            models.Q(("decided_by", models.F("presented_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reportversion_approved_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("state", kt1.oversight.reports.rules.State["ISSUED"]),
                                    _negated=True,
                                ),
                                ("dated", None),
                                ("issued_at", None),
                                ("leader", ""),
                                ("number", ""),
                            ),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                models.Q(("leader", ""), _negated=True),
                                models.Q(("leader_title", ""), _negated=True),
                                ("dated__isnull", False),
                                ("issued_at__isnull", False),
                                ("state", kt1.oversight.reports.rules.State["ISSUED"]),
                            ),
                            _connector="OR",
                        ),
                        name="reportversion_issued_with_number_date_and_leader",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReportSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.reports.rules.Recipient["PROVINCE"],
                                "People's Committee of the province",
                            ),
                            (
                                kt1.oversight.reports.rules.Recipient["MINISTRY"],
                                "Ministry of Science and Technology",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reports.rules.Way["EDXML"], "document exchange (edXML)"),
                            (kt1.oversight.reports.rules.Way["SYSTEM"], "read in KT1"),
                            (kt1.oversight.reports.rules.Way["PAPER"], "on paper"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sent_on", models.DateField()),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        db_comment="Of the way it went: an id, a postal number",
                        max_length=40,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="oversight.reportversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "recipient"), name="reportsubmission_once_a_recipient"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recipient__in",
                                [
                                    kt1.oversight.reports.rules.Recipient["PROVINCE"],
                                    kt1.oversight.reports.rules.Recipient["MINISTRY"],
                                ],
                            ),
                            (
                                "way__in",
                                [
                                    kt1.oversight.reports.rules.Way["EDXML"],
                                    kt1.oversight.reports.rules.Way["SYSTEM"],
                                    kt1.oversight.reports.rules.Way["PAPER"],
                                ],
                            ),
                        ),
                        name="reportsubmission_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_at", None), ("received_by", None)),
                            models.Q(
                                ("received_at__gte", models.F("at")), ("received_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="reportsubmission_received_by_somebody",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReportNarrative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=3)),
                (
                    "n",
                    models.PositiveSmallIntegerField(db_comment="Order of the pieces of a section"),
                ),
                ("text", models.CharField(max_length=500)),
                (
                    "goes_on",
                    models.BooleanField(db_comment="Of the same paragraph as the piece before it"),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narratives",
                        to="oversight.reportversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "section", "n"), name="reportnarrative_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "section__in",
                                [
                                    kt1.oversight.reports.rules.Section["GENERAL"],
                                    kt1.oversight.reports.rules.Section["MANAGEMENT"],
                                    kt1.oversight.reports.rules.Section["PROVISION"],
                                    kt1.oversight.reports.rules.Section["USE"],
                                    kt1.oversight.reports.rules.Section["SHORTCOMINGS"],
                                    kt1.oversight.reports.rules.Section["PROPOSALS"],
                                ],
                            )
                        ),
                        name="reportnarrative_section_is_known",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
