"""The library, events and quizzes; a version of the library is never edited."""

import django.db.models.deletion
import kt1.oversight.outreach.rules
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION oversight_version_of_the_library_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of the library is never edited: publish the next one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER oversight_materialline_stands BEFORE UPDATE ON oversight_materialline
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_version_of_the_library_stands();
CREATE TRIGGER oversight_quizquestion_stands BEFORE UPDATE ON oversight_quizquestion
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_version_of_the_library_stands();
CREATE TRIGGER oversight_quizchoice_stands BEFORE UPDATE ON oversight_quizchoice
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_version_of_the_library_stands();
CREATE TRIGGER oversight_quizattempt_stands BEFORE UPDATE ON oversight_quizattempt
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_version_of_the_library_stands();
CREATE TRIGGER oversight_materialreceipt_stands BEFORE UPDATE ON oversight_materialreceipt
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_version_of_the_library_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_inspections")]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("first", models.DateField()),
                ("last", models.DateField()),
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
                        fields=("province", "title"), name="campaign_title_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="campaign_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            (kt1.oversight.outreach.rules.Topic["DUTY"], "what has to go by KT1"),
                            (kt1.oversight.outreach.rules.Topic["COVER"], "wrapping and cover"),
                            (
                                kt1.oversight.outreach.rules.Topic["RECEIVERS"],
                                "focal points and duty hours",
                            ),
                            (
                                kt1.oversight.outreach.rules.Topic["HAND_OVER"],
                                "hand-over at the desk",
                            ),
                            (
                                kt1.oversight.outreach.rules.Topic["RULES"],
                                "internal rules on secrecy",
                            ),
                            (
                                kt1.oversight.outreach.rules.Topic["RECONCILIATION"],
                                "monthly reconciliation",
                            ),
                            (kt1.oversight.outreach.rules.Topic["LAW"], "the law on KT1"),
                            (kt1.oversight.outreach.rules.Topic["SYSTEM"], "use of this system"),
                        ],
                        max_length=14,
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
                        fields=("province", "code"), name="material_code_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z0-9][a-z0-9-]*$")),
                        name="material_code_is_small_letters_digits_dashes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                [
                                    kt1.oversight.outreach.rules.Topic["DUTY"],
                                    kt1.oversight.outreach.rules.Topic["COVER"],
                                    kt1.oversight.outreach.rules.Topic["RECEIVERS"],
                                    kt1.oversight.outreach.rules.Topic["HAND_OVER"],
                                    kt1.oversight.outreach.rules.Topic["RULES"],
                                    kt1.oversight.outreach.rules.Topic["RECONCILIATION"],
                                    kt1.oversight.outreach.rules.Topic["LAW"],
                                    kt1.oversight.outreach.rules.Topic["SYSTEM"],
                                ],
                            )
                        ),
                        name="material_topic_is_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="MaterialVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                (
                    "basis",
                    models.CharField(blank=True, db_comment="The law it rests on", max_length=160),
                ),
                ("published_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="oversight.material",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("material", "n"), name="materialversion_number_is_one"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("material",),
                        name="materialversion_one_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawn_at__gte", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="materialversion_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="MaterialReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "user",
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
                        related_name="receipts",
                        to="oversight.materialversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "read_at"], name="materialreceipt_of_agency")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "user"), name="materialreceipt_is_given_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialLine",
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
                            (kt1.oversight.outreach.rules.LineKind["HEADING"], "heading"),
                            (kt1.oversight.outreach.rules.LineKind["TEXT"], "text"),
                            (kt1.oversight.outreach.rules.LineKind["BULLET"], "bullet"),
                            (
                                kt1.oversight.outreach.rules.LineKind["QUESTION"],
                                "question to oneself",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="oversight.materialversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "n"), name="materialline_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    kt1.oversight.outreach.rules.LineKind["HEADING"],
                                    kt1.oversight.outreach.rules.LineKind["TEXT"],
                                    kt1.oversight.outreach.rules.LineKind["BULLET"],
                                    kt1.oversight.outreach.rules.LineKind["QUESTION"],
                                ],
                            )
                        ),
                        name="materialline_kind_is_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="OutreachEvent",
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
                            (kt1.oversight.outreach.rules.EventKind["TRAINING"], "training"),
                            (kt1.oversight.outreach.rules.EventKind["CONFERENCE"], "conference"),
                            (
                                kt1.oversight.outreach.rules.EventKind["MEETING"],
                                "briefing of the bodies that cooperate",
                            ),
                            (
                                kt1.oversight.outreach.rules.EventKind["BROADCAST"],
                                "broadcast by the communes' loudspeakers",
                            ),
                            (
                                kt1.oversight.outreach.rules.EventKind["ARTICLE"],
                                "article on a public site",
                            ),
                            (
                                kt1.oversight.outreach.rules.EventKind["VISIT"],
                                "guidance on the spot",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("begins", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=160)),
                (
                    "partners",
                    models.CharField(blank=True, db_comment="Names of bodies", max_length=160),
                ),
                (
                    "paper",
                    models.CharField(blank=True, db_comment="Invitation or minutes", max_length=80),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.outreach.rules.EventState["PLANNED"], "planned"),
                            (kt1.oversight.outreach.rules.EventState["HELD"], "held"),
                            (kt1.oversight.outreach.rules.EventState["CANCELLED"], "cancelled"),
                        ],
                        default=kt1.oversight.outreach.rules.EventState["PLANNED"],
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="oversight.campaign",
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
                    "material",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.materialversion",
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
                    models.Index(fields=["province", "-begins"], name="outreachevent_in_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    kt1.oversight.outreach.rules.EventKind["TRAINING"],
                                    kt1.oversight.outreach.rules.EventKind["CONFERENCE"],
                                    kt1.oversight.outreach.rules.EventKind["MEETING"],
                                    kt1.oversight.outreach.rules.EventKind["BROADCAST"],
                                    kt1.oversight.outreach.rules.EventKind["ARTICLE"],
                                    kt1.oversight.outreach.rules.EventKind["VISIT"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.outreach.rules.EventState["PLANNED"],
                                    kt1.oversight.outreach.rules.EventState["HELD"],
                                    kt1.oversight.outreach.rules.EventState["CANCELLED"],
                                ],
                            ),
                        ),
                        name="outreachevent_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))),
                        name="outreachevent_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None),
                                ("state", kt1.oversight.outreach.rules.EventState["PLANNED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.oversight.outreach.rules.EventState["PLANNED"]),
                                    _negated=True,
                                ),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outreachevent_is_settled_when_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "came",
                    models.PositiveSmallIntegerField(
                        blank=True, db_comment="Persons; 1 for a broadcast or an article", null=True
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="oversight.outreachevent",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency"], name="attendance_of_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "agency"), name="attendance_one_a_body"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("right", models.PositiveSmallIntegerField()),
                ("of", models.PositiveSmallIntegerField()),
                ("passed", models.BooleanField()),
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
                    "user",
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
                        related_name="+",
                        to="oversight.materialversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "at"], name="quizattempt_of_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("of__gt", 0), ("right__lte", models.F("of"))),
                        name="quizattempt_is_not_better_than_all",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuizQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("why", models.CharField(blank=True, max_length=200)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="oversight.materialversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "n"), name="quizquestion_number_is_one"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="QuizChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("right", models.BooleanField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="oversight.quizquestion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "n"), name="quizchoice_number_is_one"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("right", True)),
                        fields=("question",),
                        name="quizchoice_one_is_right",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
