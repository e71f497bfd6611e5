"""What the post and the Sở told a body, and who has read it."""

import django.db.models.deletion
import kt1.people.guidance.rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_doors"),
        ("people", "0007_rosters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guidance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "giver",
                    models.CharField(
                        choices=[
                            (kt1.people.guidance.rules.Giver["POST"], "the post"),
                            (kt1.people.guidance.rules.Giver["REGULATOR"], "the Department"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            (
                                kt1.people.guidance.rules.Matter["PRODUCTS"],
                                "products and their choice",
                            ),
                            (kt1.people.guidance.rules.Matter["DUTY"], "what has to go by KT1"),
                            (kt1.people.guidance.rules.Matter["WRAPPING"], "wrapping and cover"),
                            (
                                kt1.people.guidance.rules.Matter["HOURS"],
                                "closing and delivery hours",
                            ),
                            (
                                kt1.people.guidance.rules.Matter["LEAD_TIME"],
                                "lead time of timed items",
                            ),
                            (kt1.people.guidance.rules.Matter["TARIFF"], "tariff and payment"),
                            (
                                kt1.people.guidance.rules.Matter["RECEIVERS"],
                                "focal points and duty hours",
                            ),
                            (
                                kt1.people.guidance.rules.Matter["HAND_OVER"],
                                "hand-over at the desk",
                            ),
                            (kt1.people.guidance.rules.Matter["COMPLAINTS"], "complaints"),
                            (
                                kt1.people.guidance.rules.Matter["RECONCILIATION"],
                                "monthly reconciliation",
                            ),
                            (kt1.people.guidance.rules.Matter["SYSTEM"], "use of this system"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (kt1.people.guidance.rules.Channel["CALL"], "by telephone"),
                            (kt1.people.guidance.rules.Channel["VISIT"], "on the spot"),
                            (kt1.people.guidance.rules.Channel["LETTER"], "in writing"),
                            (kt1.people.guidance.rules.Channel["TRAINING"], "at a training"),
                            (kt1.people.guidance.rules.Channel["SYSTEM"], "on this system"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        choices=[
                            (
                                kt1.people.guidance.rules.Told["CLERK"],
                                "records clerk or focal point",
                            ),
                            (kt1.people.guidance.rules.Told["HEAD"], "head of the agency"),
                            (kt1.people.guidance.rules.Told["ACCOUNTANT"], "accountant"),
                            (kt1.people.guidance.rules.Told["DUTY_ROOM"], "duty room"),
                            (kt1.people.guidance.rules.Told["OFFICE"], "the whole office"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        db_comment="Number and date of the letter, where there is one",
                        max_length=80,
                    ),
                ),
                ("entry", models.UUIDField(db_comment="ledger_entry.id, by value")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        db_comment="The earlier one that this one puts right",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="people.guidance",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-given_at"], name="guidance_of_agency")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    kt1.people.guidance.rules.Channel["CALL"],
                                    kt1.people.guidance.rules.Channel["VISIT"],
                                    kt1.people.guidance.rules.Channel["LETTER"],
                                    kt1.people.guidance.rules.Channel["TRAINING"],
                                    kt1.people.guidance.rules.Channel["SYSTEM"],
                                ],
                            ),
                            (
                                "giver__in",
                                [
                                    kt1.people.guidance.rules.Giver["POST"],
                                    kt1.people.guidance.rules.Giver["REGULATOR"],
                                ],
                            ),
                            (
                                "matter__in",
                                [
                                    kt1.people.guidance.rules.Matter["PRODUCTS"],
                                    kt1.people.guidance.rules.Matter["DUTY"],
                                    kt1.people.guidance.rules.Matter["WRAPPING"],
                                    kt1.people.guidance.rules.Matter["HOURS"],
                                    kt1.people.guidance.rules.Matter["LEAD_TIME"],
                                    kt1.people.guidance.rules.Matter["TARIFF"],
                                    kt1.people.guidance.rules.Matter["RECEIVERS"],
                                    kt1.people.guidance.rules.Matter["HAND_OVER"],
                                    kt1.people.guidance.rules.Matter["COMPLAINTS"],
                                    kt1.people.guidance.rules.Matter["RECONCILIATION"],
                                    kt1.people.guidance.rules.Matter["SYSTEM"],
                                ],
                            ),
                            (
                                "told__in",
                                [
                                    kt1.people.guidance.rules.Told["CLERK"],
                                    kt1.people.guidance.rules.Told["HEAD"],
                                    kt1.people.guidance.rules.Told["ACCOUNTANT"],
                                    kt1.people.guidance.rules.Told["DUTY_ROOM"],
                                    kt1.people.guidance.rules.Told["OFFICE"],
                                ],
                            ),
                        ),
                        name="guidance_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__gte", models.F("given_at"))),
                        name="guidance_is_recorded_after_it_is_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None),
                            models.Q(("corrects", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="guidance_does_not_correct_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidanceReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField()),
                (
                    "guidance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="people.guidance",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("guidance", "user"), name="guidancereceipt_is_given_once"
                    )
                ]
            },
        ),
    ]
