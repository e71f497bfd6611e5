"""Watching, inspections and violations; what papers rest on is never edited afterwards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kt1.network.agencies.lines
import kt1.oversight.inspections.rules
import kt1.oversight.inspections.watch
import kt1.oversight.violations.rules

GUARDS = """
CREATE FUNCTION oversight_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never edited: enter what comes after it', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION oversight_stands_but() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := TG_ARGV[0]::text[];
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
       OR (TG_ARGV[1] <> '' AND (to_jsonb(OLD) -> TG_ARGV[1]) <> 'null'::jsonb)
    THEN
        RAISE EXCEPTION '% is never edited: enter what comes after it', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_file_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'the file of an inspection is closed: nothing of it changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER oversight_watchnote_stands BEFORE UPDATE OR DELETE ON oversight_watchnote
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_violationstep_stands BEFORE UPDATE OR DELETE ON oversight_violationstep
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_inspectiondraw_stands BEFORE UPDATE OR DELETE ON oversight_inspectiondraw
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_inspectionsample_stands BEFORE UPDATE ON oversight_inspectionsample
    FOR EACH ROW EXECUTE FUNCTION oversight_stands_but('{verdict}', '');
CREATE TRIGGER oversight_inspectionsample_is_kept BEFORE DELETE ON oversight_inspectionsample
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_finding_stands BEFORE UPDATE ON oversight_finding
    FOR EACH ROW EXECUTE FUNCTION oversight_stands_but('{withdrawn_at}', 'withdrawn_at');
CREATE TRIGGER oversight_finding_is_kept BEFORE DELETE ON oversight_finding
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_violationdecision_stands BEFORE UPDATE ON oversight_violationdecision
    FOR EACH ROW EXECUTE FUNCTION
    oversight_stands_but('{result_paper,result_on,amount_vnd}', 'result_on');
CREATE TRIGGER oversight_violationdecision_is_kept BEFORE DELETE ON oversight_violationdecision
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_watchthreshold_stands BEFORE UPDATE ON oversight_watchthreshold
    FOR EACH ROW EXECUTE FUNCTION oversight_stands_but('{until}', 'until');
CREATE TRIGGER oversight_watchentry_stands BEFORE UPDATE ON oversight_watchentry
    FOR EACH ROW EXECUTE FUNCTION oversight_stands_but('{until}', 'until');
CREATE TRIGGER oversight_inspection_file_is_kept BEFORE UPDATE ON oversight_inspection
    FOR EACH ROW EXECUTE FUNCTION oversight_file_is_kept();
CREATE TRIGGER oversight_inspection_is_kept BEFORE DELETE ON oversight_inspection
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
CREATE TRIGGER oversight_violation_is_kept BEFORE DELETE ON oversight_violation
    FOR EACH ROW EXECUTE FUNCTION oversight_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0004_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("dated", models.DateField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_inspectionplan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "year"), name="inspectionplan_one_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("dated", None), ("number", "")),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("dated__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inspectionplan_approved_by_a_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Side["PROVIDER"],
                                "providing the service",
                            ),
                            (kt1.oversight.inspections.rules.Side["USER"], "using the service"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Manner["ON_SITE"],
                                "at the office inspected",
                            ),
                            (
                                kt1.oversight.inspections.rules.Manner["ON_DATA"],
                                "from afar, on data",
                            ),
                        ],
                        max_length=7,
                    ),
                ),
                ("month", models.PositiveSmallIntegerField()),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_by_paper", models.CharField(blank=True, max_length=60)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "carried_from",
                    models.OneToOneField(
                        db_comment="Not done the year before",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.planline",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="oversight.plan",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_inspectionplanline",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)),
                        fields=("plan", "agency", "side"),
                        name="inspectionplanline_once_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "manner__in",
                                [
                                    kt1.oversight.inspections.rules.Manner["ON_SITE"],
                                    kt1.oversight.inspections.rules.Manner["ON_DATA"],
                                ],
                            ),
                            ("month__gte", 1),
                            ("month__lte", 12),
                            (
                                "side__in",
                                [
                                    kt1.oversight.inspections.rules.Side["PROVIDER"],
                                    kt1.oversight.inspections.rules.Side["USER"],
                                ],
                            ),
                        ),
                        name="inspectionplanline_is_coded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Side["PROVIDER"],
                                "providing the service",
                            ),
                            (kt1.oversight.inspections.rules.Side["USER"], "using the service"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Basis["PLANNED"],
                                "by the plan of the year",
                            ),
                            (kt1.oversight.inspections.rules.Basis["AD_HOC"], "ad hoc inspection"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Manner["ON_SITE"],
                                "at the office inspected",
                            ),
                            (
                                kt1.oversight.inspections.rules.Manner["ON_DATA"],
                                "from afar, on data",
                            ),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Ground["SIGNS"],
                                "signs of a violation",
                            ),
                            (
                                kt1.oversight.inspections.rules.Ground["WATCH"],
                                "from the watch list",
                            ),
                            (kt1.oversight.inspections.rules.Ground["COMPLAINT"], "a complaint"),
                            (kt1.oversight.inspections.rules.Ground["INCIDENT"], "an incident"),
                            (
                                kt1.oversight.inspections.rules.Ground["ORDER"],
                                "a competent authority asks for it",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "asked_by_paper",
                    models.CharField(
                        blank=True, db_comment="Of whoever asked for an ad hoc one", max_length=60
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.inspections.rules.State["PREPARED"], "being prepared"),
                            (
                                kt1.oversight.inspections.rules.State["DECIDED"],
                                "decided, the body is told",
                            ),
                            (kt1.oversight.inspections.rules.State["OPEN"], "the team is at work"),
                            (kt1.oversight.inspections.rules.State["MINUTED"], "minutes made"),
                            (
                                kt1.oversight.inspections.rules.State["CONCLUDED"],
                                "inspection concluded",
                            ),
                            (kt1.oversight.inspections.rules.State["CLOSED"], "inspection closed"),
                            (kt1.oversight.inspections.rules.State["CALLED_OFF"], "called off"),
                        ],
                        default=kt1.oversight.inspections.rules.State["PREPARED"],
                        max_length=10,
                    ),
                ),
                (
                    "checklist",
                    models.CharField(db_comment="Code of the checklist's version", max_length=24),
                ),
                (
                    "checklist_digest",
                    models.CharField(db_comment="SHA-256 of its questions", max_length=64),
                ),
                ("period_from", models.DateField(db_comment="First day looked at")),
                ("period_to", models.DateField(db_comment="Last day looked at")),
                ("visit_from", models.DateField()),
                ("visit_to", models.DateField()),
                ("decision_number", models.CharField(blank=True, max_length=60)),
                ("decision_on", models.DateField(null=True)),
                (
                    "notified_on",
                    models.DateField(db_comment="The decision was sent to the body", null=True),
                ),
                (
                    "acknowledged_at",
                    models.DateTimeField(db_comment="The body has read the decision", null=True),
                ),
                ("minutes_number", models.CharField(blank=True, max_length=60)),
                ("minutes_on", models.DateField(null=True)),
                ("minutes_copies", models.PositiveSmallIntegerField(default=0)),
                (
                    "minutes_stamped",
                    models.BooleanField(db_comment="Signed and stamped by both", default=False),
                ),
                (
                    "kept_where",
                    models.CharField(
                        blank=True, db_comment="Where the paper file is kept", max_length=120
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Opinion["AGREES"],
                                "agrees with the minutes",
                            ),
                            (
                                kt1.oversight.inspections.rules.Opinion["PARTLY"],
                                "agrees in part, its opinion is in the minutes",
                            ),
                            (
                                kt1.oversight.inspections.rules.Opinion["DISAGREES"],
                                "does not agree, its opinion is in the minutes",
                            ),
                            (
                                kt1.oversight.inspections.rules.Opinion["NOT_SIGNED"],
                                "did not sign the minutes",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("conclusion_number", models.CharField(blank=True, max_length=60)),
                ("conclusion_on", models.DateField(null=True)),
                (
                    "conclusion_due",
                    models.DateField(db_comment="Empty while no norm says", null=True),
                ),
                (
                    "keep_until",
                    models.DateField(db_comment="The file is kept at least until then", null=True),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
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
                    "plan_line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection",
                        to="oversight.planline",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "-visit_from"], name="inspection_of_province"),
                    models.Index(fields=["agency", "-visit_from"], name="inspection_of_agency"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    kt1.oversight.inspections.rules.Basis["PLANNED"],
                                    kt1.oversight.inspections.rules.Basis["AD_HOC"],
                                ],
                            ),
                            (
                                "manner__in",
                                [
                                    kt1.oversight.inspections.rules.Manner["ON_SITE"],
                                    kt1.oversight.inspections.rules.Manner["ON_DATA"],
                                ],
                            ),
                            (
                                "side__in",
                                [
                                    kt1.oversight.inspections.rules.Side["PROVIDER"],
                                    kt1.oversight.inspections.rules.Side["USER"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.inspections.rules.State["PREPARED"],
                                    kt1.oversight.inspections.rules.State["DECIDED"],
                                    kt1.oversight.inspections.rules.State["OPEN"],
                                    kt1.oversight.inspections.rules.State["MINUTED"],
                                    kt1.oversight.inspections.rules.State["CONCLUDED"],
                                    kt1.oversight.inspections.rules.State["CLOSED"],
                                    kt1.oversight.inspections.rules.State["CALLED_OFF"],
                                ],
                            ),
                        ),
                        name="inspection_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis", kt1.oversight.inspections.rules.Basis["PLANNED"]),
                                ("ground", ""),
                                ("plan_line__isnull", False),
                            ),
                            models.Q(
                                ("basis", kt1.oversight.inspections.rules.Basis["AD_HOC"]),
                                (
                                    "ground__in",
                                    [
                                        kt1.oversight.inspections.rules.Ground["SIGNS"],
                                        kt1.oversight.inspections.rules.Ground["WATCH"],
                                        kt1.oversight.inspections.rules.Ground["COMPLAINT"],
                                        kt1.oversight.inspections.rules.Ground["INCIDENT"],
                                        kt1.oversight.inspections.rules.Ground["ORDER"],
                                    ],
                                ),
                                ("plan_line", None),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_planned_or_grounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period_to__gte", models.F("period_from")),
                            ("visit_to__gte", models.F("visit_from")),
                        ),
                        name="inspection_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", kt1.oversight.inspections.rules.State["CALLED_OFF"]),
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.inspections.rules.State["CLOSED"],
                                        kt1.oversight.inspections.rules.State["CONCLUDED"],
                                        kt1.oversight.inspections.rules.State["DECIDED"],
                                        kt1.oversight.inspections.rules.State["MINUTED"],
                                        kt1.oversight.inspections.rules.State["OPEN"],
                                    ],
                                ),
                                models.Q(("decision_number", ""), _negated=True),
                                ("decision_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.oversight.inspections.rules.State["CLOSED"],
                                            kt1.oversight.inspections.rules.State["CONCLUDED"],
                                            kt1.oversight.inspections.rules.State["DECIDED"],
                                            kt1.oversight.inspections.rules.State["MINUTED"],
                                            kt1.oversight.inspections.rules.State["OPEN"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("decision_number", ""),
                                ("decision_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_decided_by_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.inspections.rules.State["CLOSED"],
                                        kt1.oversight.inspections.rules.State["CONCLUDED"],
                                        kt1.oversight.inspections.rules.State["MINUTED"],
                                    ],
                                ),
                                models.Q(("minutes_number", ""), _negated=True),
                                ("minutes_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.oversight.inspections.rules.State["CLOSED"],
                                            kt1.oversight.inspections.rules.State["CONCLUDED"],
                                            kt1.oversight.inspections.rules.State["MINUTED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("minutes_number", ""),
                                ("minutes_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_minuted_by_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes_copies__lte", 9)),
                        name="inspection_copies_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.inspections.rules.State["CLOSED"],
                                        kt1.oversight.inspections.rules.State["CONCLUDED"],
                                    ],
                                ),
                                models.Q(("conclusion_number", ""), _negated=True),
                                ("conclusion_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.oversight.inspections.rules.State["CLOSED"],
                                            kt1.oversight.inspections.rules.State["CONCLUDED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("conclusion_number", ""),
                                ("conclusion_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_concluded_by_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("keep_until__isnull", False),
                                ("state", kt1.oversight.inspections.rules.State["CLOSED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.oversight.inspections.rules.State["CLOSED"]),
                                    _negated=True,
                                ),
                                ("keep_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_kept_once_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("question", models.CharField(max_length=12)),
                (
                    "conduct",
                    models.CharField(
                        blank=True, db_comment="Of the reference table", max_length=24
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.rules.Evidence["DOCUMENT"],
                                "a document shown",
                            ),
                            (
                                kt1.oversight.inspections.rules.Evidence["SAMPLE"],
                                "the custody chain of a sampled item",
                            ),
                            (kt1.oversight.inspections.rules.Evidence["SEEN"], "seen on the spot"),
                            (
                                kt1.oversight.inspections.rules.Evidence["STATED"],
                                "stated by the body",
                            ),
                            (
                                kt1.oversight.inspections.rules.Evidence["PHOTOGRAPH"],
                                "a photograph printed with the minutes",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "evidence_paper",
                    models.CharField(
                        blank=True, db_comment="Number and date of a public paper", max_length=60
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        db_comment="The same, found before",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.finding",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_comment="Sampled item",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="custody.unit",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="oversight.inspection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "n"), name="finding_in_turn"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "evidence__in",
                                [
                                    kt1.oversight.inspections.rules.Evidence["DOCUMENT"],
                                    kt1.oversight.inspections.rules.Evidence["SAMPLE"],
                                    kt1.oversight.inspections.rules.Evidence["SEEN"],
                                    kt1.oversight.inspections.rules.Evidence["STATED"],
                                    kt1.oversight.inspections.rules.Evidence["PHOTOGRAPH"],
                                ],
                            )
                        ),
                        name="finding_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("evidence", kt1.oversight.inspections.rules.Evidence["SAMPLE"]),
                                _negated=True,
                            ),
                            ("unit__isnull", False),
                            _connector="OR",
                        ),
                        name="finding_of_a_sample_names_its_item",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=64)),
                (
                    "log_size",
                    models.BigIntegerField(db_comment="Checkpoint whose root the seed comes from"),
                ),
                ("as_of", models.DateTimeField(db_comment="Risks are those of facts until then")),
                ("population", models.PositiveIntegerField()),
                ("population_digest", models.CharField(max_length=64)),
                ("wanted", models.PositiveSmallIntegerField()),
                (
                    "lettered",
                    models.BooleanField(
                        db_comment="Items bearing a letter are among it", default=False
                    ),
                ),
                ("lettered_paper", models.CharField(blank=True, max_length=60)),
                ("lettered_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="oversight.inspection",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_inspectiondraw",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "n"), name="inspectiondraw_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wanted__gte", 1), ("wanted__lte", 100)),
                        name="inspectiondraw_size_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lettered", False), ("lettered_on", None), ("lettered_paper", "")
                            ),
                            models.Q(
                                ("lettered", True),
                                ("lettered_on__isnull", False),
                                models.Q(("lettered_paper", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inspectiondraw_letters_by_a_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=12)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            (kt1.oversight.inspections.rules.Verdict["MET"], "Met"),
                            (kt1.oversight.inspections.rules.Verdict["NOT_MET"], "Not met"),
                            (
                                kt1.oversight.inspections.rules.Verdict["NOT_APPLICABLE"],
                                "Does not apply",
                            ),
                        ],
                        max_length=14,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="oversight.inspection",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_inspectionanswer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "question"), name="inspectionanswer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [
                                    kt1.oversight.inspections.rules.Verdict["MET"],
                                    kt1.oversight.inspections.rules.Verdict["NOT_MET"],
                                    kt1.oversight.inspections.rules.Verdict["NOT_APPLICABLE"],
                                ],
                            )
                        ),
                        name="inspectionanswer_is_coded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sampled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "risks",
                    models.CharField(blank=True, db_comment="Codes, comma between", max_length=60),
                ),
                ("tickets", models.PositiveSmallIntegerField()),
                ("chain_links", models.PositiveSmallIntegerField()),
                (
                    "chain_digest",
                    models.CharField(db_comment="SHA-256 of the chain when drawn", max_length=64),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.oversight.inspections.rules.Verdict["MET"], "Met"),
                            (kt1.oversight.inspections.rules.Verdict["NOT_MET"], "Not met"),
                            (
                                kt1.oversight.inspections.rules.Verdict["NOT_APPLICABLE"],
                                "Does not apply",
                            ),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="oversight.draw",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="custody.unit",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_inspectionsample",
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "n"), name="inspectionsample_in_turn"),
                    models.UniqueConstraint(fields=("draw", "unit"), name="inspectionsample_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            (
                                "verdict__in",
                                [
                                    kt1.oversight.inspections.rules.Verdict["MET"],
                                    kt1.oversight.inspections.rules.Verdict["NOT_MET"],
                                    kt1.oversight.inspections.rules.Verdict["NOT_APPLICABLE"],
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="inspectionsample_is_coded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(db_comment="Body that sends them", max_length=120)),
                ("position", models.CharField(db_comment="Title; never a name", max_length=120)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            (kt1.oversight.inspections.rules.Part["LEAD"], "head of the team"),
                            (
                                kt1.oversight.inspections.rules.Part["SECRETARY"],
                                "secretary of the team",
                            ),
                            (kt1.oversight.inspections.rules.Part["MEMBER"], "member of the team"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="oversight.inspection",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("part", kt1.oversight.inspections.rules.Part["LEAD"])),
                        fields=("inspection",),
                        name="teammember_one_head",
                    ),
                    models.UniqueConstraint(fields=("inspection", "user"), name="teammember_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office", ""), _negated=True),
                            models.Q(("position", ""), _negated=True),
                            (
                                "part__in",
                                [
                                    kt1.oversight.inspections.rules.Part["LEAD"],
                                    kt1.oversight.inspections.rules.Part["SECRETARY"],
                                    kt1.oversight.inspections.rules.Part["MEMBER"],
                                ],
                            ),
                        ),
                        name="teammember_is_told",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(db_comment="Who watches", max_length=20)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.watch.Measure["LATE_PER_MILLE"],
                                "late by the post, of 1,000 items",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["HARMED"],
                                "items lost, torn or with a broken seal",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["COMPLAINTS_LATE"],
                                "complaints answered late",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["NOBODY_THERE"],
                                "items late because nobody was named to receive",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["FRAMES_LACKING"],
                                "off-hours frames without a receiver",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["MONTHS_OPEN"],
                                "months not reconciled in time",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["DAYS_SILENT"],
                                "days without sending anything",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("bound", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "by",
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
            ],
            options={
                "db_table": "oversight_watchthreshold",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("province", "body", "measure"),
                        name="watchthreshold_one_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "body__in",
                                [
                                    kt1.network.agencies.lines.Body["SCIENCE_DEPARTMENT"],
                                    kt1.network.agencies.lines.Body["PARTY_OFFICE"],
                                ],
                            ),
                            ("bound__gte", 1),
                            (
                                "measure__in",
                                [
                                    kt1.oversight.inspections.watch.Measure["LATE_PER_MILLE"],
                                    kt1.oversight.inspections.watch.Measure["HARMED"],
                                    kt1.oversight.inspections.watch.Measure["COMPLAINTS_LATE"],
                                    kt1.oversight.inspections.watch.Measure["NOBODY_THERE"],
                                    kt1.oversight.inspections.watch.Measure["FRAMES_LACKING"],
                                    kt1.oversight.inspections.watch.Measure["MONTHS_OPEN"],
                                    kt1.oversight.inspections.watch.Measure["DAYS_SILENT"],
                                ],
                            ),
                        ),
                        name="watchthreshold_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="watchthreshold_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Violation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            (kt1.oversight.violations.rules.Origin["INSPECTION"], "an inspection"),
                            (kt1.oversight.violations.rules.Origin["WATCH"], "the watch list"),
                            (kt1.oversight.violations.rules.Origin["COMPLAINT"], "a complaint"),
                            (kt1.oversight.violations.rules.Origin["INCIDENT"], "an incident"),
                            (
                                kt1.oversight.violations.rules.Origin["REPORTED"],
                                "a report received",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.violations.rules.Area["SERVICE"],
                                "acceptance, transport, delivery",
                            ),
                            (
                                kt1.oversight.violations.rules.Area["RECEIVING"],
                                "receivers and places of receipt",
                            ),
                            (
                                kt1.oversight.violations.rules.Area["SETTLING"],
                                "reconciliation, quality, payment",
                            ),
                            (kt1.oversight.violations.rules.Area["RULES"], "internal rules"),
                            (
                                kt1.oversight.violations.rules.Area["SECURITY"],
                                "security and safety of items",
                            ),
                            (kt1.oversight.violations.rules.Area["REPORTING"], "reporting"),
                            (
                                kt1.oversight.violations.rules.Area["SECRECY"],
                                "protection of state secrets (to the police)",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "conduct",
                    models.CharField(
                        blank=True, db_comment="Of the reference table", max_length=24
                    ),
                ),
                (
                    "done_on",
                    models.DateField(db_comment="Day the act ended, or was found while going on"),
                ),
                ("ongoing", models.BooleanField(default=False)),
                (
                    "limit_on",
                    models.DateField(db_comment="Last day for a sanction (thời hiệu)", null=True),
                ),
                (
                    "limit_norm",
                    models.CharField(blank=True, db_comment="Id of the parameter", max_length=120),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.violations.rules.State["FOUND"], "violation found"),
                            (kt1.oversight.violations.rules.State["ASKED"], "correction asked for"),
                            (
                                kt1.oversight.violations.rules.State["REPORTED"],
                                "correction reported, to be checked again",
                            ),
                            (
                                kt1.oversight.violations.rules.State["FAILED"],
                                "checked again: not corrected",
                            ),
                            (
                                kt1.oversight.violations.rules.State["REMEDIED"],
                                "checked again: corrected",
                            ),
                            (
                                kt1.oversight.violations.rules.State["DECIDED"],
                                "outcome decided, its result is awaited",
                            ),
                            (kt1.oversight.violations.rules.State["CLOSED"], "violation closed"),
                            (kt1.oversight.violations.rules.State["DROPPED"], "was no violation"),
                        ],
                        default=kt1.oversight.violations.rules.State["FOUND"],
                        max_length=8,
                    ),
                ),
                ("correct_by", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violation",
                        to="oversight.finding",
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
                    "repeats",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.violation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "-at"], name="violation_of_province"),
                    models.Index(fields=["agency", "-at"], name="violation_of_agency"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    kt1.oversight.violations.rules.Area["SERVICE"],
                                    kt1.oversight.violations.rules.Area["RECEIVING"],
                                    kt1.oversight.violations.rules.Area["SETTLING"],
                                    kt1.oversight.violations.rules.Area["RULES"],
                                    kt1.oversight.violations.rules.Area["SECURITY"],
                                    kt1.oversight.violations.rules.Area["REPORTING"],
                                    kt1.oversight.violations.rules.Area["SECRECY"],
                                ],
                            ),
                            (
                                "origin__in",
                                [
                                    kt1.oversight.violations.rules.Origin["INSPECTION"],
                                    kt1.oversight.violations.rules.Origin["WATCH"],
                                    kt1.oversight.violations.rules.Origin["COMPLAINT"],
                                    kt1.oversight.violations.rules.Origin["INCIDENT"],
                                    kt1.oversight.violations.rules.Origin["REPORTED"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.violations.rules.State["FOUND"],
                                    kt1.oversight.violations.rules.State["ASKED"],
                                    kt1.oversight.violations.rules.State["REPORTED"],
                                    kt1.oversight.violations.rules.State["FAILED"],
                                    kt1.oversight.violations.rules.State["REMEDIED"],
                                    kt1.oversight.violations.rules.State["DECIDED"],
                                    kt1.oversight.violations.rules.State["CLOSED"],
                                    kt1.oversight.violations.rules.State["DROPPED"],
                                ],
                            ),
                        ),
                        name="violation_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finding__isnull", False),
                                ("origin", kt1.oversight.violations.rules.Origin["INSPECTION"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("origin", kt1.oversight.violations.rules.Origin["INSPECTION"]),
                                    _negated=True,
                                ),
                                ("finding", None),
                            ),
                            _connector="OR",
                        ),
                        name="violation_of_an_inspection_has_its_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_on", None),
                            models.Q(("conduct", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="violation_limit_iff_a_conduct",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.violations.rules.State["CLOSED"],
                                        kt1.oversight.violations.rules.State["DROPPED"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.oversight.violations.rules.State["CLOSED"],
                                            kt1.oversight.violations.rules.State["DROPPED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="violation_over_iff_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", kt1.oversight.violations.rules.State["ASKED"]),
                                _negated=True,
                            ),
                            ("correct_by__isnull", False),
                            _connector="OR",
                        ),
                        name="violation_asked_with_a_deadline",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.violations.rules.Outcome["REMIND"],
                                "set right (chấn chỉnh)",
                            ),
                            (
                                kt1.oversight.violations.rules.Outcome["SANCTION"],
                                "sanctioned within competence (xử lý)",
                            ),
                            (
                                kt1.oversight.violations.rules.Outcome["REFER"],
                                "referred to who is competent (kiến nghị xử lý)",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        db_comment="Công văn, biên bản VPHC or văn bản kiến nghị", max_length=60
                    ),
                ),
                ("dated", models.DateField()),
                (
                    "addressee",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.violations.rules.Addressee["POLICE"],
                                "police of the province",
                            ),
                            (
                                kt1.oversight.violations.rules.Addressee["PROVINCE"],
                                "People's Committee of the province",
                            ),
                            (
                                kt1.oversight.violations.rules.Addressee["SUPERIOR"],
                                "its direct superior",
                            ),
                            (
                                kt1.oversight.violations.rules.Addressee["MINISTRY"],
                                "Ministry of Science and Technology (Central Post Office)",
                            ),
                            (
                                kt1.oversight.violations.rules.Addressee["OTHER"],
                                "another competent person of the table",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "competence",
                    models.CharField(blank=True, db_comment="Of the table", max_length=24),
                ),
                (
                    "outside_duty",
                    models.BooleanField(
                        db_comment="Đ.2.2.k: outside the state management given to it",
                        null=True,
                    ),
                ),
                ("result_paper", models.CharField(blank=True, max_length=60)),
                ("result_on", models.DateField(null=True)),
                ("amount_vnd", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "violation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="oversight.violation",
                    ),
                ),
            ],
            options={
                "db_table": "oversight_violationdecision",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("violation", "n"), name="violationdecision_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper", ""), _negated=True),
                        name="violationdecision_has_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("addressee", ""),
                                ("competence", ""),
                                ("kind", kt1.oversight.violations.rules.Outcome["REMIND"]),
                            ),
                            models.Q(
                                ("addressee", ""),
                                ("kind", kt1.oversight.violations.rules.Outcome["SANCTION"]),
                                models.Q(("competence", ""), _negated=True),
                            ),
                            models.Q(
                                (
                                    "addressee__in",
                                    [
                                        kt1.oversight.violations.rules.Addressee["POLICE"],
                                        kt1.oversight.violations.rules.Addressee["PROVINCE"],
                                        kt1.oversight.violations.rules.Addressee["SUPERIOR"],
                                        kt1.oversight.violations.rules.Addressee["MINISTRY"],
                                        kt1.oversight.violations.rules.Addressee["OTHER"],
                                    ],
                                ),
                                ("kind", kt1.oversight.violations.rules.Outcome["REFER"]),
                            ),
                            _connector="OR",
                        ),
                        name="violationdecision_says_what_its_kind_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result_on", None), ("result_paper", "")),
                            models.Q(
                                ("result_on__gte", models.F("dated")),
                                models.Q(("result_paper", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="violationdecision_result_by_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_vnd", None),
                            models.Q(
                                ("amount_vnd__gt", 0),
                                ("amount_vnd__lte", 200000000),
                                ("kind", kt1.oversight.violations.rules.Outcome["SANCTION"]),
                            ),
                            _connector="OR",
                        ),
                        name="violationdecision_amount_only_of_a_sanction",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViolationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (kt1.oversight.violations.rules.Act["ASKED"], "Correction asked for"),
                            (kt1.oversight.violations.rules.Act["REPORTED"], "Correction reported"),
                            (kt1.oversight.violations.rules.Act["RECHECKED"], "Checked again"),
                        ],
                        max_length=9,
                    ),
                ),
                ("paper", models.CharField(blank=True, max_length=60)),
                ("dated", models.DateField()),
                ("due", models.DateField(null=True)),
                ("met", models.BooleanField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        db_comment="In which it was checked again",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.inspection",
                    ),
                ),
                (
                    "violation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="oversight.violation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("violation", "n"), name="violationstep_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due__gte", models.F("dated")),
                                ("kind", kt1.oversight.violations.rules.Act["ASKED"]),
                                ("met", None),
                            ),
                            models.Q(
                                ("due", None),
                                ("kind", kt1.oversight.violations.rules.Act["REPORTED"]),
                                ("met", None),
                            ),
                            models.Q(
                                ("due", None),
                                ("kind", kt1.oversight.violations.rules.Act["RECHECKED"]),
                                ("met__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="violationstep_says_what_its_kind_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", kt1.oversight.violations.rules.Act["RECHECKED"]),
                            models.Q(("paper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="violationstep_asked_by_a_paper",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="WatchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(db_comment="Who watches", max_length=20)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.inspections.watch.Reason["AFTER_INSPECTION"],
                                "followed after an inspection",
                            ),
                            (
                                kt1.oversight.inspections.watch.Reason["REPORTED"],
                                "something was reported",
                            ),
                            (
                                kt1.oversight.inspections.watch.Reason["NEW_USER"],
                                "new to the service",
                            ),
                            (
                                kt1.oversight.inspections.watch.Reason["ORDER"],
                                "a competent authority asks for it",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("paper", models.CharField(blank=True, max_length=60)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "by",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("body", "agency"),
                        name="watchentry_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "body__in",
                                [
                                    kt1.network.agencies.lines.Body["SCIENCE_DEPARTMENT"],
                                    kt1.network.agencies.lines.Body["PARTY_OFFICE"],
                                ],
                            ),
                            (
                                "reason__in",
                                [
                                    kt1.oversight.inspections.watch.Reason["AFTER_INSPECTION"],
                                    kt1.oversight.inspections.watch.Reason["REPORTED"],
                                    kt1.oversight.inspections.watch.Reason["NEW_USER"],
                                    kt1.oversight.inspections.watch.Reason["ORDER"],
                                ],
                            ),
                        ),
                        name="watchentry_is_coded",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="WatchNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(db_comment="Who reminded", max_length=20)),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.inspections.watch.Measure["LATE_PER_MILLE"],
                                "late by the post, of 1,000 items",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["HARMED"],
                                "items lost, torn or with a broken seal",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["COMPLAINTS_LATE"],
                                "complaints answered late",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["NOBODY_THERE"],
                                "items late because nobody was named to receive",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["FRAMES_LACKING"],
                                "off-hours frames without a receiver",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["MONTHS_OPEN"],
                                "months not reconciled in time",
                            ),
                            (
                                kt1.oversight.inspections.watch.Measure["DAYS_SILENT"],
                                "days without sending anything",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (kt1.oversight.inspections.watch.Channel["PHONE"], "by telephone"),
                            (kt1.oversight.inspections.watch.Channel["LETTER"], "by letter"),
                            (kt1.oversight.inspections.watch.Channel["MEETING"], "at a meeting"),
                        ],
                        max_length=7,
                    ),
                ),
                ("reminded_on", models.DateField()),
                ("paper", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "by",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-reminded_on"], name="watchnote_of_agency")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "body__in",
                                [
                                    kt1.network.agencies.lines.Body["SCIENCE_DEPARTMENT"],
                                    kt1.network.agencies.lines.Body["PARTY_OFFICE"],
                                ],
                            ),
                            (
                                "channel__in",
                                [
                                    kt1.oversight.inspections.watch.Channel["PHONE"],
                                    kt1.oversight.inspections.watch.Channel["LETTER"],
                                    kt1.oversight.inspections.watch.Channel["MEETING"],
                                ],
                            ),
                        ),
                        name="watchnote_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("channel", kt1.oversight.inspections.watch.Channel["LETTER"]),
                                _negated=True,
                            ),
                            models.Q(("paper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="watchnote_letter_has_a_number",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
