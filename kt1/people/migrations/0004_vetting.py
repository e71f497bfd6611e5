"""Vetting, training, pledges and support tools of workers; requests to the police."""

import django.db.models.deletion
import kt1.people.vetting.rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
        ("people", "0003_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingEvent",
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
                            (kt1.people.vetting.rules.Topic["KT1"], "KT1 operations and secrecy"),
                            (kt1.people.vetting.rules.Topic["TOOLS"], "use of support tools"),
                            (kt1.people.vetting.rules.Topic["OTHER"], "another subject"),
                        ],
                        max_length=5,
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            (kt1.people.vetting.rules.Authority["POST"], "Provincial Post"),
                            (kt1.people.vetting.rules.Authority["POLICE"], "Provincial police"),
                            (kt1.people.vetting.rules.Authority["CENTRAL"], "Central Post Bureau"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "reference",
                    models.CharField(db_comment="Number of the list or decision", max_length=40),
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
                    models.Index(fields=["province", "-held_on"], name="trainingevent_of_province")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "authority__in",
                                [
                                    kt1.people.vetting.rules.Authority["POST"],
                                    kt1.people.vetting.rules.Authority["POLICE"],
                                    kt1.people.vetting.rules.Authority["CENTRAL"],
                                ],
                            ),
                            (
                                "topic__in",
                                [
                                    kt1.people.vetting.rules.Topic["KT1"],
                                    kt1.people.vetting.rules.Topic["TOOLS"],
                                    kt1.people.vetting.rules.Topic["OTHER"],
                                ],
                            ),
                        ),
                        name="trainingevent_topic_and_authority_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="trainingevent_reference_is_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VettingRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_comment="Of the letter that asks", max_length=40)),
                ("dated_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("answer_number", models.CharField(blank=True, max_length=40)),
                ("answer_dated_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
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
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["province", "asked_at"],
                        name="vettingrequest_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="vettingrequest_number_is_said",
                    ),
                    models.UniqueConstraint(
                        fields=("province", "number", "dated_on"),
                        name="vettingrequest_number_is_used_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_dated_on", None),
                                ("answer_number", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                            ),
                            models.Q(
                                models.Q(("answer_number", ""), _negated=True),
                                ("answer_dated_on__isnull", False),
                                ("answered_at__gte", models.F("asked_at")),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="vettingrequest_is_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
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
                            (kt1.people.vetting.rules.StandingKind["VETTING"], "vetting"),
                            (kt1.people.vetting.rules.StandingKind["TRAINING"], "KT1 training"),
                            (kt1.people.vetting.rules.StandingKind["PLEDGE"], "pledge of secrecy"),
                            (kt1.people.vetting.rules.StandingKind["TOOL"], "support tools"),
                            (kt1.people.vetting.rules.StandingKind["COURSE"], "other training"),
                        ],
                        max_length=8,
                    ),
                ),
                ("valid_from", models.DateTimeField()),
                (
                    "valid_to",
                    models.DateTimeField(
                        blank=True, db_comment="First moment at which it no longer holds", null=True
                    ),
                ),
                ("reference", models.CharField(db_comment="Number of the paper", max_length=40)),
                ("dated_on", models.DateField(db_comment="Date of the paper")),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            (kt1.people.vetting.rules.Authority["POST"], "Provincial Post"),
                            (kt1.people.vetting.rules.Authority["POLICE"], "Provincial police"),
                            (kt1.people.vetting.rules.Authority["CENTRAL"], "Central Post Bureau"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="people.trainingevent",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="people.vettingrequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "kind"], name="standing_of_worker")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "authority__in",
                                [
                                    kt1.people.vetting.rules.Authority["POST"],
                                    kt1.people.vetting.rules.Authority["POLICE"],
                                    kt1.people.vetting.rules.Authority["CENTRAL"],
                                ],
                            ),
                            (
                                "kind__in",
                                [
                                    kt1.people.vetting.rules.StandingKind["VETTING"],
                                    kt1.people.vetting.rules.StandingKind["TRAINING"],
                                    kt1.people.vetting.rules.StandingKind["PLEDGE"],
                                    kt1.people.vetting.rules.StandingKind["TOOL"],
                                    kt1.people.vetting.rules.StandingKind["COURSE"],
                                ],
                            ),
                        ),
                        name="standing_kind_and_authority_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="standing_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="standing_paper_has_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("request", None),
                            models.Q(
                                ("authority", kt1.people.vetting.rules.Authority["POLICE"]),
                                ("kind", kt1.people.vetting.rules.StandingKind["VETTING"]),
                            ),
                            _connector="OR",
                        ),
                        name="standing_of_an_answer_is_a_vetting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event__isnull", False),
                                (
                                    "kind__in",
                                    [
                                        kt1.people.vetting.rules.StandingKind["TRAINING"],
                                        kt1.people.vetting.rules.StandingKind["COURSE"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "kind__in",
                                        [
                                            kt1.people.vetting.rules.StandingKind["TRAINING"],
                                            kt1.people.vetting.rules.StandingKind["COURSE"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("event__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="standing_is_of_an_event_iff_training",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("event__isnull", False)),
                        fields=("event", "user"),
                        name="standing_attends_an_event_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedAbout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="people.vettingrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "user"), name="askedabout_once_a_request"
                    )
                ]
            },
        ),
    ]
