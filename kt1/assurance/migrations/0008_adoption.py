"""Targets of adoption."""

import django.db.models.deletion
import kt1.network.agencies.rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0007_assessments"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdoptionTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "bloc",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.network.agencies.rules.Bloc["PARTY"], "Party"),
                            (kt1.network.agencies.rules.Bloc["GOVERNMENT"], "government"),
                            (
                                kt1.network.agencies.rules.Bloc["FRONT"],
                                "Front and mass organisations",
                            ),
                            (kt1.network.agencies.rules.Bloc["JUSTICE"], "justice"),
                            (kt1.network.agencies.rules.Bloc["ARMED"], "armed forces"),
                            (kt1.network.agencies.rules.Bloc["VERTICAL"], "vertical sector"),
                        ],
                        db_comment="Empty: every bloc",
                        max_length=16,
                    ),
                ),
                (
                    "goal_percent",
                    models.PositiveSmallIntegerField(db_comment="Of the bodies served"),
                ),
                (
                    "paper",
                    models.CharField(
                        db_comment="Number, date and issuer; a public paper", max_length=120
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entered_by",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "bloc__in",
                                [
                                    "",
                                    kt1.network.agencies.rules.Bloc["PARTY"],
                                    kt1.network.agencies.rules.Bloc["GOVERNMENT"],
                                    kt1.network.agencies.rules.Bloc["FRONT"],
                                    kt1.network.agencies.rules.Bloc["JUSTICE"],
                                    kt1.network.agencies.rules.Bloc["ARMED"],
                                    kt1.network.agencies.rules.Bloc["VERTICAL"],
                                ],
                            ),
                            ("goal_percent__gte", 1),
                            ("goal_percent__lte", 100),
                            ("year__gte", 2017),
                            ("year__lte", 2100),
                        ),
                        name="adoptiontarget_is_a_share_of_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper", ""), _negated=True),
                        name="adoptiontarget_has_a_paper",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("province", "year", "bloc"),
                        name="adoptiontarget_one_holds",
                    ),
                ]
            },
        ),
    ]
