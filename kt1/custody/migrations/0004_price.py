"""What marks cost by paper: one amount a month and body (W5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0003_succession"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperSurcharge",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("month", models.DateField(db_comment="First day of the month")),
                ("version", models.PositiveSmallIntegerField()),
                ("amount_vnd", models.PositiveBigIntegerField(db_comment="Whole VND, before tax")),
                (
                    "paper",
                    models.CharField(
                        db_comment="Number and date of the signed list", max_length=80
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "custody_paper_surcharge",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="papersurcharge_month_is_its_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_vnd__lte", 10000000000)),
                        name="papersurcharge_amount_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper", ""), _negated=True),
                        name="papersurcharge_names_its_paper",
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "month", "version"), name="papersurcharge_version_is_one"
                    ),
                ],
            },
        ),
    ]
