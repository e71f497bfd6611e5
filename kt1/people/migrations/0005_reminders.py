"""Reminders: who was told of what, how long before, and whether they saw it."""

import django.db.models.deletion
import kt1.people.accounts.rules
import kt1.people.reminders.rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_vetting")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            (
                                kt1.people.reminders.rules.ReminderRule["COVERAGE"],
                                "nobody to sign before a break",
                            ),
                            (
                                kt1.people.reminders.rules.ReminderRule["VETTING"],
                                "vetting, training or pledge about to lapse",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        db_comment="What it is about, as agency:24-STC/…", max_length=80
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(db_comment="Days before; 0 when sent by hand"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            (kt1.people.accounts.rules.Role["CLERK"], "records clerk"),
                            (kt1.people.accounts.rules.Role["ACCOUNTANT"], "accountant"),
                            (kt1.people.accounts.rules.Role["HEAD"], "head of agency"),
                            (
                                kt1.people.accounts.rules.Role["PARTY_OFFICE"],
                                "provincial Party office",
                            ),
                            (kt1.people.accounts.rules.Role["COUNTER"], "counter clerk"),
                            (
                                kt1.people.accounts.rules.Role["CONTROLLER"],
                                "processing and control",
                            ),
                            (kt1.people.accounts.rules.Role["COURIER"], "courier and escort"),
                            (
                                kt1.people.accounts.rules.Role["DISPATCHER"],
                                "dispatcher and manager",
                            ),
                            (
                                kt1.people.accounts.rules.Role["REGULATOR"],
                                "Department of Science and Technology",
                            ),
                            (
                                kt1.people.accounts.rules.Role["POLICE_PA03"],
                                "police, internal political security (PA03)",
                            ),
                            (
                                kt1.people.accounts.rules.Role["POLICE_PA05"],
                                "police, cyber security (PA05)",
                            ),
                            (kt1.people.accounts.rules.Role["FINANCE"], "Department of Finance"),
                            (
                                kt1.people.accounts.rules.Role["PROVINCE_LEADER"],
                                "leader of the province",
                            ),
                            (kt1.people.accounts.rules.Role["MINISTRY"], "Central Post Bureau"),
                            (
                                kt1.people.accounts.rules.Role["WITNESS"],
                                "keeper of the control copy",
                            ),
                            (kt1.people.accounts.rules.Role["ADMIN"], "administrator"),
                        ],
                        db_comment="Who is told",
                        max_length=16,
                    ),
                ),
                (
                    "facts",
                    models.JSONField(db_comment="Codes and numbers: what the page says in words"),
                ),
                (
                    "due",
                    models.DateTimeField(
                        db_comment="When what they are reminded of begins or ends"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True, db_comment="What it asked for was done, or is past", null=True
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_comment="The body it is about, where it is about one",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
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
                        condition=models.Q(("seen_at", None), ("settled_at", None)),
                        fields=["role", "province", "agency"],
                        name="reminder_open",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["rule", "subject"],
                        name="reminder_unsettled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject", "step", "role", "agency", "province"),
                        name="reminder_is_sent_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rule__in",
                                [
                                    kt1.people.reminders.rules.ReminderRule["COVERAGE"],
                                    kt1.people.reminders.rules.ReminderRule["VETTING"],
                                ],
                            )
                        ),
                        name="reminder_rule_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        name="reminder_subject_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(
                                ("seen_at__gte", models.F("at")),
                                ("seen_at__isnull", False),
                                ("seen_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_says_who_saw_it_and_when_together",
                    ),
                ],
            },
        ),
    ]
