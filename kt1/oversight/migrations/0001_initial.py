"""Budgets of provinces in versions; what a version says is never edited afterwards."""

import django.db.models.deletion
import kt1.network.agencies.rules
import kt1.oversight.budget.rules
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION oversight_version_is_sent_or_returned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{sent_at,returned_at,returned_for}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{sent_at,returned_at,returned_for}'::text[]
       OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
       OR (OLD.returned_at IS NOT NULL
           AND (NEW.returned_at, NEW.returned_for) IS DISTINCT FROM
               (OLD.returned_at, OLD.returned_for))
    THEN
        RAISE EXCEPTION 'a version of a budget is never edited: make the next one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_line_is_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of a budget is never edited: make the next version'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER oversight_budgetversion_is_sent_or_returned
    BEFORE UPDATE ON oversight_budgetversion
    FOR EACH ROW EXECUTE FUNCTION oversight_version_is_sent_or_returned();
CREATE TRIGGER oversight_budgetline_is_never_edited
    BEFORE UPDATE ON oversight_budgetline
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_line_is_never_edited();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("law", "0006_tariffs"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
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
                    models.UniqueConstraint(fields=("province", "year"), name="budget_one_a_year")
                ]
            },
        ),
        migrations.CreateModel(
            name="BudgetVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            (kt1.oversight.budget.rules.Stage["ESTIMATE"], "estimate"),
                            (kt1.oversight.budget.rules.Stage["APPRAISED"], "appraised"),
                            (kt1.oversight.budget.rules.Stage["ALLOCATED"], "allocated"),
                            (kt1.oversight.budget.rules.Stage["ADJUSTED"], "adjusted"),
                            (kt1.oversight.budget.rules.Stage["SETTLED"], "settled"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "scenario",
                    models.CharField(
                        choices=[
                            (kt1.oversight.budget.rules.Scenario["LOW"], "low"),
                            (kt1.oversight.budget.rules.Scenario["BASE"], "as measured"),
                            (kt1.oversight.budget.rules.Scenario["HIGH"], "high"),
                        ],
                        max_length=4,
                    ),
                ),
                ("growth_per_mille", models.SmallIntegerField()),
                ("scenario_percent", models.PositiveSmallIntegerField()),
                ("vat_percent", models.PositiveSmallIntegerField()),
                (
                    "basis_first",
                    models.DateField(db_comment="First day of the first month measured"),
                ),
                ("basis_last", models.DateField(db_comment="First day of the last month measured")),
                (
                    "paper",
                    models.CharField(
                        blank=True, db_comment="Number and date that decide", max_length=80
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(db_comment="When it went to Sở Tài chính", null=True),
                ),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "returned_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.budget.rules.Return["BASIS"],
                                "the months or volumes it rests on",
                            ),
                            (kt1.oversight.budget.rules.Return["GROWTH"], "the growth"),
                            (kt1.oversight.budget.rules.Return["TARIFF"], "the tariff"),
                            (
                                kt1.oversight.budget.rules.Return["BODIES"],
                                "a body is missing, or pays from another budget",
                            ),
                            (kt1.oversight.budget.rules.Return["OTHER"], "see the letter"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="oversight.budget",
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
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.tariff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget", "n"), name="budgetversion_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scenario__in",
                                [
                                    kt1.oversight.budget.rules.Scenario["LOW"],
                                    kt1.oversight.budget.rules.Scenario["BASE"],
                                    kt1.oversight.budget.rules.Scenario["HIGH"],
                                ],
                            ),
                            (
                                "stage__in",
                                [
                                    kt1.oversight.budget.rules.Stage["ESTIMATE"],
                                    kt1.oversight.budget.rules.Stage["APPRAISED"],
                                    kt1.oversight.budget.rules.Stage["ALLOCATED"],
                                    kt1.oversight.budget.rules.Stage["ADJUSTED"],
                                    kt1.oversight.budget.rules.Stage["SETTLED"],
                                ],
                            ),
                        ),
                        name="budgetversion_stage_and_scenario_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("growth_per_mille__gte", -1000), ("growth_per_mille__lte", 2000)
                        ),
                        name="budgetversion_growth_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis_first__day", 1),
                            ("basis_last__day", 1),
                            ("basis_last__gte", models.F("basis_first")),
                        ),
                        name="budgetversion_measures_months_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", kt1.oversight.budget.rules.Stage["ESTIMATE"]),
                            models.Q(
                                (
                                    "stage__in",
                                    (
                                        kt1.oversight.budget.rules.Stage["APPRAISED"],
                                        kt1.oversight.budget.rules.Stage["ALLOCATED"],
                                        kt1.oversight.budget.rules.Stage["ADJUSTED"],
                                        kt1.oversight.budget.rules.Stage["SETTLED"],
                                    ),
                                ),
                                models.Q(("paper", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="budgetversion_rests_on_a_paper_once_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at", None), ("returned_for", "")),
                            models.Q(
                                ("returned_at__gte", models.F("sent_at")),
                                ("sent_at__isnull", False),
                                models.Q(("returned_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="budgetversion_comes_back_after_it_was_sent",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.network.agencies.rules.BudgetLevel["PROVINCE"],
                                "provincial budget",
                            ),
                            (kt1.network.agencies.rules.BudgetLevel["COMMUNE"], "commune budget"),
                            (kt1.network.agencies.rules.BudgetLevel["PARTY"], "Party budget"),
                            (
                                kt1.network.agencies.rules.BudgetLevel["VERTICAL"],
                                "budget of the vertical sector",
                            ),
                            (kt1.network.agencies.rules.BudgetLevel["UNKNOWN"], "not stated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("items", models.PositiveIntegerField(db_comment="Sent in the months measured")),
                ("unpriced", models.PositiveIntegerField(default=0)),
                (
                    "measured_vnd",
                    models.PositiveBigIntegerField(db_comment="Of these months, before tax"),
                ),
                (
                    "surcharge_vnd",
                    models.PositiveBigIntegerField(db_comment="Of marks, before tax"),
                ),
                (
                    "last_year_vnd",
                    models.PositiveBigIntegerField(db_comment="Signed, two years before"),
                ),
                (
                    "this_year_vnd",
                    models.PositiveBigIntegerField(db_comment="A year at the pace measured"),
                ),
                ("amount_vnd", models.PositiveBigIntegerField(db_comment="Whole VND, with tax")),
                (
                    "carried_vnd",
                    models.PositiveBigIntegerField(
                        db_comment="Chuyển nguồn to the next year, when it is settled", default=0
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
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="oversight.budgetversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "agency"), name="budgetline_one_a_body"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_vnd__lte", 1000000000000), ("carried_vnd__lte", 1000000000000)
                        ),
                        name="budgetline_amounts_within_bounds",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
