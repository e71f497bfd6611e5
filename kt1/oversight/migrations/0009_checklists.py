"""Checklists that a province makes for itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
import kt1.oversight.inspections.rules
import kt1.oversight.violations.rules

# What was published does not change: neither a version nor what it asks.
FORWARD = """
CREATE FUNCTION oversight_published_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM oversight_checklistversion v
        WHERE v.published_at IS NOT NULL
          AND v.id IN (
              CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
              CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END
          )
    ) THEN
        RAISE EXCEPTION 'the questions of a published checklist do not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER oversight_checklistquestion_stays_once_published
    BEFORE INSERT OR UPDATE OR DELETE ON oversight_checklistquestion
    FOR EACH ROW EXECUTE FUNCTION oversight_published_question_stays();

CREATE FUNCTION oversight_published_checklist_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published checklist does not change'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER oversight_checklistversion_stays_once_published
    BEFORE UPDATE OR DELETE ON oversight_checklistversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION oversight_published_checklist_stays();
"""

BACKWARD = """
DROP TRIGGER oversight_checklistversion_stays_once_published ON oversight_checklistversion;
DROP FUNCTION oversight_published_checklist_stays();
DROP TRIGGER oversight_checklistquestion_stays_once_published ON oversight_checklistquestion;
DROP FUNCTION oversight_published_question_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0008_reports"),
        ("law", "0006_tariffs"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistVersion",
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
                    "n",
                    models.PositiveSmallIntegerField(
                        db_comment="Goes on from the versions shipped"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                (
                    "based_on",
                    models.CharField(db_comment="Code of the one before", max_length=24),
                ),
                ("title", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "paper",
                    models.CharField(
                        blank=True, db_comment="Number of the paper it came with", max_length=60
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        db_comment="Inspections prepared for a visit since", null=True
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, db_comment="SHA-256 of its questions", max_length=64
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_comment="The Department, as the duty of whoever began it names it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_comment="Who wrote in it last",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.instrument",
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
                    "published_by",
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
                        fields=("province", "side", "n"), name="checklistversion_in_turn"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("province", "side"),
                        name="checklistversion_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "side__in",
                                [
                                    kt1.oversight.inspections.rules.Side["PROVIDER"],
                                    kt1.oversight.inspections.rules.Side["USER"],
                                ],
                            ),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="checklistversion_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", ""),
                                ("published_at", None),
                                ("published_by", None),
                                ("valid_from", None),
                            ),
                            models.Q(
                                ("published_at__gte", models.F("made_at")),
                                ("valid_from__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("published_by", models.F("changed_by")), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="checklistversion_published_whole_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(db_comment="Order on the sheet")),
                ("key", models.CharField(max_length=12)),
                ("section", models.CharField(max_length=120)),
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
                ("words", models.CharField(max_length=200)),
                (
                    "provision",
                    models.CharField(
                        blank=True,
                        db_comment="Article, clause, or another basis",
                        max_length=120,
                    ),
                ),
                (
                    "conduct",
                    models.CharField(
                        blank=True,
                        db_comment="What it would be, of the reference table",
                        max_length=24,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.instrument",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="oversight.checklistversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "key"), name="checklistquestion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("section", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
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
                        ),
                        name="checklistquestion_says_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
