"""Assessments of security, measures, plans, sites of restricted entry, connections."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
import kt1.assurance.assessments.rules

# Append-only: a version of a checklist, an assessment, a drill that was held.
APPEND_ONLY = (
    "assurance_safetychecklist",
    "assurance_safetycriterion",
    "assurance_assessment",
    "assurance_plandrill",
)
FORWARD = """
CREATE FUNCTION assurance_record_of_safety_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assurance_record_of_safety_stays();\n"
    for table in APPEND_ONLY
)

BACKWARD = (
    "".join(f"DROP TRIGGER {table}_is_only_added_to ON {table};\n" for table in APPEND_ONLY)
    + "DROP FUNCTION assurance_record_of_safety_stays();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0006_incidents"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyChecklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            (kt1.assurance.assessments.rules.Topic["SITE"], "site"),
                            (kt1.assurance.assessments.rules.Topic["VEHICLE"], "vehicle"),
                            (
                                kt1.assurance.assessments.rules.Topic["NETWORK"],
                                "network and connections",
                            ),
                            (kt1.assurance.assessments.rules.Topic["PEOPLE"], "people who do KT1"),
                        ],
                        max_length=7,
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "topic", "n"), name="safetychecklist_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                [
                                    kt1.assurance.assessments.rules.Topic["SITE"],
                                    kt1.assurance.assessments.rules.Topic["VEHICLE"],
                                    kt1.assurance.assessments.rules.Topic["NETWORK"],
                                    kt1.assurance.assessments.rules.Topic["PEOPLE"],
                                ],
                            )
                        ),
                        name="safetychecklist_is_coded",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            (kt1.assurance.assessments.rules.Topic["SITE"], "site"),
                            (kt1.assurance.assessments.rules.Topic["VEHICLE"], "vehicle"),
                            (
                                kt1.assurance.assessments.rules.Topic["NETWORK"],
                                "network and connections",
                            ),
                            (kt1.assurance.assessments.rules.Topic["PEOPLE"], "people who do KT1"),
                        ],
                        max_length=7,
                    ),
                ),
                ("done_on", models.DateField()),
                ("number", models.CharField(db_comment="Số biên bản", max_length=40)),
                ("kept_at", models.CharField(db_comment="Where the paper lies", max_length=60)),
                ("met", models.PositiveSmallIntegerField()),
                ("unmet", models.PositiveSmallIntegerField()),
                ("not_concerned", models.PositiveSmallIntegerField()),
                ("critical_unmet", models.PositiveSmallIntegerField()),
                ("points", models.PositiveSmallIntegerField()),
                ("points_max", models.PositiveSmallIntegerField()),
                ("next_due", models.DateField()),
                ("due_norm", models.CharField(db_comment="Id of the parameter", max_length=120)),
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
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
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
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.safetychecklist",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["province", "topic", "place", "-done_on"], name="assessment_newest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("place__isnull", False),
                                (
                                    "topic__in",
                                    [
                                        kt1.assurance.assessments.rules.Topic["SITE"],
                                        kt1.assurance.assessments.rules.Topic["VEHICLE"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("place", None),
                                (
                                    "topic__in",
                                    [
                                        kt1.assurance.assessments.rules.Topic["NETWORK"],
                                        kt1.assurance.assessments.rules.Topic["PEOPLE"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_of_a_place_where_it_is_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("critical_unmet__lte", models.F("unmet")),
                            ("points__lte", models.F("points_max")),
                        ),
                        name="assessment_counts_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("kept_at", ""), _negated=True),
                        ),
                        name="assessment_has_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_due__gt", models.F("done_on"))),
                        name="assessment_comes_round",
                    ),
                    models.UniqueConstraint(
                        fields=("province", "topic", "place", "number", "done_on"),
                        name="assessment_paper_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("points", models.PositiveSmallIntegerField()),
                ("critical", models.BooleanField()),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="assurance.safetychecklist",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checklist", "n"), name="safetycriterion_in_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 1), ("points__lte", 5)),
                        name="safetycriterion_points_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="safetycriterion_says_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SafetyMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            (kt1.assurance.assessments.rules.Nature["CORRECTIVE"], "corrective"),
                            (kt1.assurance.assessments.rules.Nature["PREVENTIVE"], "preventive"),
                        ],
                        max_length=10,
                    ),
                ),
                ("paper", models.CharField(db_comment="Number of the paper", max_length=40)),
                ("paper_date", models.DateField()),
                ("item", models.PositiveSmallIntegerField(db_comment="Which line of that paper")),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.assurance.assessments.rules.MeasureState["OPEN"], "to be done"),
                            (
                                kt1.assurance.assessments.rules.MeasureState["DONE"],
                                "done, another person is to verify",
                            ),
                            (kt1.assurance.assessments.rules.MeasureState["VERIFIED"], "verified"),
                            (kt1.assurance.assessments.rules.MeasureState["CANCELLED"], "given up"),
                        ],
                        default=kt1.assurance.assessments.rules.MeasureState["OPEN"],
                        max_length=9,
                    ),
                ),
                ("done_on", models.DateField(null=True)),
                ("done_paper", models.CharField(blank=True, max_length=40)),
                ("verified_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="assurance.assessment",
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
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
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
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.assurance.assessments.rules.MeasureState["OPEN"],
                                    kt1.assurance.assessments.rules.MeasureState["DONE"],
                                ],
                            )
                        ),
                        fields=["province", "due"],
                        name="safetymeasure_pending",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    kt1.assurance.assessments.rules.Nature["CORRECTIVE"],
                                    kt1.assurance.assessments.rules.Nature["PREVENTIVE"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.assurance.assessments.rules.MeasureState["OPEN"],
                                    kt1.assurance.assessments.rules.MeasureState["DONE"],
                                    kt1.assurance.assessments.rules.MeasureState["VERIFIED"],
                                    kt1.assurance.assessments.rules.MeasureState["CANCELLED"],
                                ],
                            ),
                        ),
                        name="safetymeasure_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper", ""), _negated=True), ("item__gte", 1)
                        ),
                        name="safetymeasure_has_a_paper",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", kt1.assurance.assessments.rules.MeasureState["CANCELLED"]),
                            _negated=True,
                        ),
                        fields=("province", "paper", "paper_date", "item", "nature"),
                        name="safetymeasure_line_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_by", None),
                                ("done_on", None),
                                ("done_paper", ""),
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.assessments.rules.MeasureState["OPEN"],
                                        kt1.assurance.assessments.rules.MeasureState["CANCELLED"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("done_by__isnull", False),
                                ("done_on__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.assessments.rules.MeasureState["DONE"],
                                        kt1.assurance.assessments.rules.MeasureState["VERIFIED"],
                                    ],
                                ),
                                models.Q(("done_paper", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="safetymeasure_done_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "state",
                                        kt1.assurance.assessments.rules.MeasureState["VERIFIED"],
                                    ),
                                    _negated=True,
                                ),
                                ("verified_by", None),
                                ("verified_on", None),
                            ),
                            models.Q(
                                ("state", kt1.assurance.assessments.rules.MeasureState["VERIFIED"]),
                                ("verified_by__isnull", False),
                                ("verified_on__gte", models.F("done_on")),
                                models.Q(("verified_by", models.F("done_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="safetymeasure_verified_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.assessments.rules.PlanKind["PROTECTION"],
                                "protection of KT1 items and sites",
                            ),
                            (
                                kt1.assurance.assessments.rules.PlanKind["RESPONSE"],
                                "response to incidents",
                            ),
                            (
                                kt1.assurance.assessments.rules.PlanKind["FIRE"],
                                "fire prevention and fighting",
                            ),
                            (
                                kt1.assurance.assessments.rules.PlanKind["HOLIDAY"],
                                "duty on Tết and holidays",
                            ),
                            (
                                kt1.assurance.assessments.rules.PlanKind["BACKUP"],
                                "backup vehicles, routes and people",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("dated", models.DateField()),
                (
                    "drill_due",
                    models.DateField(db_comment="None where no drill is asked for", null=True),
                ),
                ("ended_on", models.DateField(db_comment="Replaced or withdrawn since", null=True)),
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
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    kt1.assurance.assessments.rules.PlanKind["PROTECTION"],
                                    kt1.assurance.assessments.rules.PlanKind["RESPONSE"],
                                    kt1.assurance.assessments.rules.PlanKind["FIRE"],
                                    kt1.assurance.assessments.rules.PlanKind["HOLIDAY"],
                                    kt1.assurance.assessments.rules.PlanKind["BACKUP"],
                                ],
                            ),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="safetyplan_is_coded",
                    ),
                    models.UniqueConstraint(
                        fields=("province", "number", "dated"), name="safetyplan_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("dated")),
                            _connector="OR",
                        ),
                        name="safetyplan_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PlanDrill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
                ("number", models.CharField(db_comment="Số biên bản", max_length=40)),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drills",
                        to="assurance.safetyplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "held_on"), name="plandrill_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="plandrill_has_minutes",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SecuredSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.assessments.rules.SiteUse["HANDLING"],
                                "handling of KT1 items",
                            ),
                            (
                                kt1.assurance.assessments.rules.SiteUse["STORE"],
                                "keeping of bags and items",
                            ),
                            (
                                kt1.assurance.assessments.rules.SiteUse["PARKING"],
                                "parking of loaded vehicles",
                            ),
                            (
                                kt1.assurance.assessments.rules.SiteUse["EQUIPMENT"],
                                "equipment of the network",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                ("number", models.CharField(db_comment="Of the paper", max_length=40)),
                ("dated", models.DateField()),
                ("guarded", models.BooleanField(db_comment="Somebody is there day and night")),
                ("entry_book", models.BooleanField(db_comment="A book of entries is kept")),
                ("ended_on", models.DateField(null=True)),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("place", "use"),
                        name="securedsite_once_a_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "use__in",
                                [
                                    kt1.assurance.assessments.rules.SiteUse["HANDLING"],
                                    kt1.assurance.assessments.rules.SiteUse["STORE"],
                                    kt1.assurance.assessments.rules.SiteUse["PARKING"],
                                    kt1.assurance.assessments.rules.SiteUse["EQUIPMENT"],
                                ],
                            ),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="securedsite_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("dated")),
                            _connector="OR",
                        ),
                        name="securedsite_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SiteEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book", models.CharField(db_comment="Number of the paper book", max_length=40)),
                (
                    "line",
                    models.PositiveIntegerField(
                        db_comment="Line of that book, where the names are"
                    ),
                ),
                (
                    "visitors",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.assessments.rules.Visitors["AGENCY"],
                                "an agency served",
                            ),
                            (
                                kt1.assurance.assessments.rules.Visitors["CENTRAL"],
                                "central post or post of another province",
                            ),
                            (kt1.assurance.assessments.rules.Visitors["CONTRACTOR"], "contractor"),
                            (kt1.assurance.assessments.rules.Visitors["AUTHORITY"], "an authority"),
                            (kt1.assurance.assessments.rules.Visitors["OTHER"], "somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("people", models.PositiveSmallIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.assessments.rules.Purpose["EXCHANGE"],
                                "handing over or taking over",
                            ),
                            (
                                kt1.assurance.assessments.rules.Purpose["MAINTENANCE"],
                                "maintenance, repair",
                            ),
                            (kt1.assurance.assessments.rules.Purpose["INSPECTION"], "inspection"),
                            (kt1.assurance.assessments.rules.Purpose["VISIT"], "work visit"),
                        ],
                        max_length=11,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
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
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="assurance.securedsite",
                    ),
                ),
                (
                    "with_user",
                    models.ForeignKey(
                        db_comment="Who went along",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["site", "-entered_at"], name="siteentry_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "book", "line"), name="siteentry_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line__gte", 1),
                            (
                                "purpose__in",
                                [
                                    kt1.assurance.assessments.rules.Purpose["EXCHANGE"],
                                    kt1.assurance.assessments.rules.Purpose["MAINTENANCE"],
                                    kt1.assurance.assessments.rules.Purpose["INSPECTION"],
                                    kt1.assurance.assessments.rules.Purpose["VISIT"],
                                ],
                            ),
                            (
                                "visitors__in",
                                [
                                    kt1.assurance.assessments.rules.Visitors["AGENCY"],
                                    kt1.assurance.assessments.rules.Visitors["CENTRAL"],
                                    kt1.assurance.assessments.rules.Visitors["CONTRACTOR"],
                                    kt1.assurance.assessments.rules.Visitors["AUTHORITY"],
                                    kt1.assurance.assessments.rules.Visitors["OTHER"],
                                ],
                            ),
                        ),
                        name="siteentry_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1), ("people__lte", 99)),
                        name="siteentry_people_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            ("left_at__gte", models.F("entered_at")),
                            _connector="OR",
                        ),
                        name="siteentry_leaves_after_it_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkConnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "exchange",
                    models.CharField(
                        choices=[
                            (kt1.assurance.assessments.rules.Exchange["BAGS"], "bags and boxes"),
                            (
                                kt1.assurance.assessments.rules.Exchange["DATA"],
                                "data of runs and items",
                            ),
                        ],
                        max_length=4,
                    ),
                ),
                ("number", models.CharField(db_comment="Of the agreement", max_length=40)),
                ("dated", models.DateField()),
                ("contact", models.CharField(db_comment="Duty post, not a person", max_length=80)),
                ("phone", models.CharField(db_comment="Of the duty post", max_length=20)),
                ("checked_on", models.DateField(null=True)),
                ("check_due", models.DateField()),
                ("ended_on", models.DateField(null=True)),
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
                    "peer",
                    models.ForeignKey(
                        db_comment="Another province; nobody for the central network",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
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
                        condition=models.Q(("ended_on", None)),
                        fields=("place", "peer", "exchange"),
                        name="networkconnection_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "exchange__in",
                                [
                                    kt1.assurance.assessments.rules.Exchange["BAGS"],
                                    kt1.assurance.assessments.rules.Exchange["DATA"],
                                ],
                            ),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("contact", ""), _negated=True),
                        ),
                        name="networkconnection_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("peer", None),
                            models.Q(("peer", models.F("province")), _negated=True),
                            _connector="OR",
                        ),
                        name="networkconnection_of_another_province",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("dated")),
                            _connector="OR",
                        ),
                        name="networkconnection_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
