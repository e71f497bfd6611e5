"""Confirmation of quality, and books that the worker takes in."""

import django.db.models.deletion
import kt1.assurance.books.jobs.rules
import kt1.assurance.books.rules
import kt1.assurance.quality.confirming.rules
import kt1.assurance.quality.rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0004_quality"),
        ("custody", "0004_price"),
        ("network", "0004_doors"),
        ("people", "0008_guidance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QualitySheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "since",
                    models.DateTimeField(
                        db_comment="Of earlier mail, what fell due from here on counts in this sheet",
                        null=True,
                    ),
                ),
                (
                    "as_of",
                    models.DateTimeField(
                        db_comment="Items whose deadline was before this moment count"
                    ),
                ),
                ("due", models.DateField(db_comment="By when both sides should have confirmed")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["OPEN"],
                                "waits for the clerk",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["PREPARED"],
                                "prepared, waits for the head",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["SIGNED"],
                                "the agency agrees, waits for the post",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["OBJECTED"],
                                "the agency objects, waits for the post's reply",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["DISPUTED"],
                                "not agreed, waits for a decision",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["CONFIRMED"],
                                "confirmed by both sides",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.SheetState["DECIDED"],
                                "decided",
                            ),
                        ],
                        default=kt1.assurance.quality.confirming.rules.SheetState["OPEN"],
                        max_length=9,
                    ),
                ),
                (
                    "harmed",
                    models.PositiveIntegerField(
                        db_comment="Lost, or cover or seal not intact, of all its items", default=0
                    ),
                ),
                (
                    "waiting",
                    models.PositiveIntegerField(
                        db_comment="Accepted in the period, not due yet: they count in the next sheet",
                        default=0,
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        db_comment="Working days owed a delivery", default=0
                    ),
                ),
                ("days_met", models.PositiveSmallIntegerField(default=0)),
                (
                    "visits",
                    models.PositiveIntegerField(db_comment="Times the post came", default=0),
                ),
                (
                    "per_day",
                    models.PositiveSmallIntegerField(
                        db_comment="Norm; empty: none is set", null=True
                    ),
                ),
                ("prepared_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("post_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "paper",
                    models.CharField(
                        blank=True, db_comment="Số văn bản, of a paper body", max_length=40
                    ),
                ),
                ("paper_dated", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "post_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
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
                    "signed_by",
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
                    models.Index(fields=["province", "starts"], name="qualitysheet_of_province"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.assurance.quality.confirming.rules.SheetState["CONFIRMED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["DECIDED"],
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["province", "due"],
                        name="qualitysheet_not_settled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "starts"), name="qualitysheet_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="qualitysheet_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.assurance.quality.confirming.rules.SheetState["OPEN"],
                                    kt1.assurance.quality.confirming.rules.SheetState["PREPARED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["SIGNED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["OBJECTED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["DISPUTED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["CONFIRMED"],
                                    kt1.assurance.quality.confirming.rules.SheetState["DECIDED"],
                                ],
                            )
                        ),
                        name="qualitysheet_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.quality.confirming.rules.SheetState[
                                            "CONFIRMED"
                                        ],
                                        kt1.assurance.quality.confirming.rules.SheetState[
                                            "DECIDED"
                                        ],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.assurance.quality.confirming.rules.SheetState[
                                                "CONFIRMED"
                                            ],
                                            kt1.assurance.quality.confirming.rules.SheetState[
                                                "DECIDED"
                                            ],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("settled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="qualitysheet_settled_with_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="qualitysheet_is_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper", ""), ("paper_dated", None)),
                            models.Q(
                                models.Q(("paper", ""), _negated=True),
                                ("paper_dated__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="qualitysheet_paper_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityRuling",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="custody.unit",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        default=kt1.assurance.quality.rules.Outcome["LATE_POST"], max_length=13
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "sheet",
                    models.BigIntegerField(
                        db_comment="assurance_qualitysheet.id, by value", db_index=True
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", kt1.assurance.quality.rules.Outcome["LATE_POST"])
                        ),
                        name="qualityruling_adds_a_delay",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="SheetComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "comment",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.quality.confirming.rules.Comment["GOOD"],
                                "good service",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["COLLECTED_LATE"],
                                "collected late",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["TOO_SELDOM"],
                                "came too seldom",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["NO_CALL_AHEAD"],
                                "did not call ahead",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["COVERS"],
                                "covers or seals not intact",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["ADVICE_LATE"],
                                "advice of delivery came late",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Comment["MANNER"],
                                "manner of service",
                            ),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="assurance.qualitysheet",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "comment"), name="sheetcomment_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="SheetCount",
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
                                kt1.assurance.quality.confirming.rules.Side["SENT"],
                                "sent by the agency",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Side["RECEIVED"],
                                "received by the agency",
                            ),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "grp",
                    models.CharField(
                        db_comment="Group of measure: main, timed, special", max_length=7
                    ),
                ),
                ("urgency", models.CharField(blank=True, max_length=4)),
                ("outcome", models.CharField(max_length=13)),
                ("items", models.PositiveIntegerField()),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="assurance.qualitysheet",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "side", "grp", "urgency", "outcome"),
                        name="sheetcount_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "grp__in",
                                [
                                    kt1.assurance.quality.rules.Group["MAIN"],
                                    kt1.assurance.quality.rules.Group["TIMED"],
                                    kt1.assurance.quality.rules.Group["SPECIAL"],
                                ],
                            ),
                            (
                                "outcome__in",
                                [
                                    kt1.assurance.quality.rules.Outcome["ON_TIME"],
                                    kt1.assurance.quality.rules.Outcome["LATE_POST"],
                                    kt1.assurance.quality.rules.Outcome["LATE_RECEIVER"],
                                    kt1.assurance.quality.rules.Outcome["FORCE_MAJEURE"],
                                    kt1.assurance.quality.rules.Outcome["RECALLED"],
                                ],
                            ),
                            (
                                "side__in",
                                [
                                    kt1.assurance.quality.confirming.rules.Side["SENT"],
                                    kt1.assurance.quality.confirming.rules.Side["RECEIVED"],
                                ],
                            ),
                        ),
                        name="sheetcount_is_coded",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SheetItem",
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
                                kt1.assurance.quality.confirming.rules.Side["SENT"],
                                "sent by the agency",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Side["RECEIVED"],
                                "received by the agency",
                            ),
                        ],
                        max_length=1,
                    ),
                ),
                ("urgency", models.CharField(blank=True, max_length=4)),
                ("grp", models.CharField(max_length=7)),
                ("outcome", models.CharField(db_comment="As it was counted", max_length=13)),
                (
                    "objection",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.assurance.quality.confirming.rules.Objection["NO_SUCH_TRY"],
                                "there was no such try",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Objection["WRONG_TIME"],
                                "the time recorded is wrong",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Objection["SOMEBODY_THERE"],
                                "a registered receiver was there",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Objection["OTHER_PLACE"],
                                "brought to the wrong place",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Objection["NOT_THE_EVENT"],
                                "the event did not touch it",
                            ),
                        ],
                        max_length=14,
                    ),
                ),
                ("objected_at", models.DateTimeField(null=True)),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.assurance.quality.confirming.rules.Reply["ACCEPTED"],
                                "the post accepts it",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Reply["MAINTAINED"],
                                "the post maintains its record",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ruling",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.assurance.quality.confirming.rules.Ruling["PROOF_OF_POST"],
                                "the post's proof is complete",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Ruling["PROOF_OF_BODY"],
                                "the agency's proof is complete",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Ruling["NO_PROOF"],
                                "the post cannot prove it",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Ruling["REGISTERED"],
                                "a receiver was registered and on duty",
                            ),
                            (
                                kt1.assurance.quality.confirming.rules.Ruling["NOT_REGISTERED"],
                                "the agency had registered nobody for that hour",
                            ),
                        ],
                        max_length=14,
                    ),
                ),
                ("ruled_at", models.DateTimeField(null=True)),
                (
                    "objected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="assurance.qualitysheet",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "side", "unit"), name="sheetitem_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "grp__in",
                                [
                                    kt1.assurance.quality.rules.Group["MAIN"],
                                    kt1.assurance.quality.rules.Group["TIMED"],
                                    kt1.assurance.quality.rules.Group["SPECIAL"],
                                ],
                            ),
                            (
                                "outcome__in",
                                [
                                    kt1.assurance.quality.rules.Outcome["ON_TIME"],
                                    kt1.assurance.quality.rules.Outcome["LATE_POST"],
                                    kt1.assurance.quality.rules.Outcome["LATE_RECEIVER"],
                                    kt1.assurance.quality.rules.Outcome["FORCE_MAJEURE"],
                                    kt1.assurance.quality.rules.Outcome["RECALLED"],
                                ],
                            ),
                            (
                                "side__in",
                                [
                                    kt1.assurance.quality.confirming.rules.Side["SENT"],
                                    kt1.assurance.quality.confirming.rules.Side["RECEIVED"],
                                ],
                            ),
                        ),
                        name="sheetitem_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("objected_at", None), ("objected_by", None), ("objection", "")
                            ),
                            models.Q(
                                models.Q(("objection", ""), _negated=True),
                                ("objected_at__isnull", False),
                                ("objected_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sheetitem_objected_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply", ""),
                            models.Q(("objection", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sheetitem_replied_to_an_objection",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruled_at", None), ("ruled_by", None), ("ruling", "")),
                            models.Q(
                                models.Q(("ruling", ""), _negated=True),
                                (
                                    "reply",
                                    kt1.assurance.quality.confirming.rules.Reply["MAINTAINED"],
                                ),
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sheetitem_ruled_where_the_post_maintains",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="BookJob",
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
                            (kt1.assurance.books.rules.Side["POST_SENT"], "Post: accepted"),
                            (kt1.assurance.books.rules.Side["SENDER"], "Agency: sent"),
                            (kt1.assurance.books.rules.Side["POST_DELIVERED"], "Post: delivered"),
                            (kt1.assurance.books.rules.Side["RECEIVER"], "Agency: received"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.books.jobs.rules.JobState["WAITING"],
                                "waits for the worker",
                            ),
                            (kt1.assurance.books.jobs.rules.JobState["WRITING"], "being taken in"),
                            (kt1.assurance.books.jobs.rules.JobState["DONE"], "taken in"),
                            (
                                kt1.assurance.books.jobs.rules.JobState["STOPPED"],
                                "stopped, nothing was taken",
                            ),
                            (kt1.assurance.books.jobs.rules.JobState["FAILED"], "not taken"),
                        ],
                        default=kt1.assurance.books.jobs.rules.JobState["WAITING"],
                        max_length=7,
                    ),
                ),
                ("rows", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(db_comment="SHA-256 of what the book says", max_length=64),
                ),
                (
                    "headings",
                    models.CharField(db_comment="SHA-256 of the headings in order", max_length=64),
                ),
                ("columns", models.JSONField(db_comment="Fact -> number of the column, from 0")),
                (
                    "packed",
                    models.BinaryField(
                        db_comment="Coded rows, packed; no mark, no text of the file; empty when over"
                    ),
                ),
                (
                    "changed",
                    models.BooleanField(
                        db_comment="Whether it was another book than before", null=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="assurance.account",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.duty",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.books.jobs.rules.JobState["DONE"],
                                        kt1.assurance.books.jobs.rules.JobState["FAILED"],
                                        kt1.assurance.books.jobs.rules.JobState["STOPPED"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.assurance.books.jobs.rules.JobState["DONE"],
                                            kt1.assurance.books.jobs.rules.JobState["FAILED"],
                                            kt1.assurance.books.jobs.rules.JobState["STOPPED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("ended_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="bookjob_ended_iff_over",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.assurance.books.jobs.rules.JobState["DONE"],
                                    kt1.assurance.books.jobs.rules.JobState["FAILED"],
                                    kt1.assurance.books.jobs.rules.JobState["STOPPED"],
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=("account", "side"),
                        name="bookjob_one_at_a_time",
                    ),
                ]
            },
        ),
    ]
