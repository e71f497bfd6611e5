"""Directives, tasks and the inbox; what was said of a task or a request is never edited."""

import django.db.models.deletion
import kt1.network.agencies.rules
import kt1.oversight.directives.rules
import kt1.oversight.requests.rules
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION oversight_said_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said is never edited: say the next thing'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION oversight_directive_is_a_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage <> 'draft' AND (
        to_jsonb(NEW) - '{number,dated,stage,ended_at,ended_paper}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{number,dated,stage,ended_at,ended_paper}'::text[]
        OR (OLD.number <> '' AND NEW.number <> OLD.number)
        OR (OLD.dated IS NOT NULL AND NEW.dated IS DISTINCT FROM OLD.dated)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at))
    THEN
        RAISE EXCEPTION 'an issued directive keeps its facts: its number is given once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_task_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM oversight_directive WHERE id = OLD.directive_id AND stage <> 'draft')
    THEN
        RAISE EXCEPTION 'tasks of an issued directive are not edited: grant a body a later day'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER oversight_progress_is_said BEFORE UPDATE ON oversight_progress
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_said_is_said();
CREATE TRIGGER oversight_directivereceipt_is_said BEFORE UPDATE ON oversight_directivereceipt
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_said_is_said();
CREATE TRIGGER oversight_inquirymessage_is_said BEFORE UPDATE ON oversight_inquirymessage
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_said_is_said();
CREATE TRIGGER oversight_directive_is_a_paper BEFORE UPDATE ON oversight_directive
    FOR EACH ROW EXECUTE FUNCTION oversight_directive_is_a_paper();
CREATE TRIGGER oversight_task_of_a_draft BEFORE UPDATE ON oversight_directivetask
    FOR EACH ROW EXECUTE FUNCTION oversight_task_of_a_draft();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("assurance", "0008_adoption")]

    operations = [
        migrations.CreateModel(
            name="Directive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "keeper",
                    models.CharField(
                        db_comment="The body that keeps it, as lines.Body", max_length=16
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.Direction["INCOMING"], "incoming"),
                            (kt1.oversight.directives.rules.Direction["OUTGOING"], "outgoing"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.PaperKind["LETTER"], "official letter"),
                            (
                                kt1.oversight.directives.rules.PaperKind["INSTRUCTION"],
                                "instruction",
                            ),
                            (kt1.oversight.directives.rules.PaperKind["PLAN"], "plan"),
                            (kt1.oversight.directives.rules.PaperKind["DECISION"], "decision"),
                            (
                                kt1.oversight.directives.rules.PaperKind["RULES"],
                                "rules of cooperation",
                            ),
                            (
                                kt1.oversight.directives.rules.PaperKind["CONCLUSION"],
                                "conclusion of a meeting",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("issuer", models.CharField(max_length=160)),
                (
                    "number",
                    models.CharField(blank=True, db_comment="Blank: not given yet", max_length=60),
                ),
                ("dated", models.DateField(blank=True, null=True)),
                (
                    "arrived_on",
                    models.DateField(blank=True, db_comment="Day it came or went", null=True),
                ),
                (
                    "title",
                    models.CharField(db_comment="What a public paper is about", max_length=200),
                ),
                (
                    "instrument",
                    models.CharField(
                        blank=True,
                        db_comment="law_instrument.code it is a copy of, by value",
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.Stage["DRAFT"], "being entered"),
                            (kt1.oversight.directives.rules.Stage["ISSUED"], "being carried out"),
                            (kt1.oversight.directives.rules.Stage["CLOSED"], "no longer followed"),
                            (kt1.oversight.directives.rules.Stage["WITHDRAWN"], "revoked"),
                        ],
                        default=kt1.oversight.directives.rules.Stage["DRAFT"],
                        max_length=9,
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_paper", models.CharField(blank=True, max_length=80)),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "under",
                    models.ForeignKey(
                        blank=True,
                        db_comment="The paper it carries out",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="oversight.directive",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["province", "-registered_at"], name="directive_of_province"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "direction__in",
                                [
                                    kt1.oversight.directives.rules.Direction["INCOMING"],
                                    kt1.oversight.directives.rules.Direction["OUTGOING"],
                                ],
                            ),
                            (
                                "kind__in",
                                [
                                    kt1.oversight.directives.rules.PaperKind["LETTER"],
                                    kt1.oversight.directives.rules.PaperKind["INSTRUCTION"],
                                    kt1.oversight.directives.rules.PaperKind["PLAN"],
                                    kt1.oversight.directives.rules.PaperKind["DECISION"],
                                    kt1.oversight.directives.rules.PaperKind["RULES"],
                                    kt1.oversight.directives.rules.PaperKind["CONCLUSION"],
                                ],
                            ),
                            (
                                "stage__in",
                                [
                                    kt1.oversight.directives.rules.Stage["DRAFT"],
                                    kt1.oversight.directives.rules.Stage["ISSUED"],
                                    kt1.oversight.directives.rules.Stage["CLOSED"],
                                    kt1.oversight.directives.rules.Stage["WITHDRAWN"],
                                ],
                            ),
                        ),
                        name="directive_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("issuer", ""), _negated=True),
                        ),
                        name="directive_title_and_issuer_are_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("issued_at", None),
                                ("stage", kt1.oversight.directives.rules.Stage["DRAFT"]),
                            ),
                            models.Q(
                                ("ended_at", None),
                                ("issued_at__isnull", False),
                                ("stage", kt1.oversight.directives.rules.Stage["ISSUED"]),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("issued_at__isnull", False),
                                ("stage", kt1.oversight.directives.rules.Stage["CLOSED"]),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("stage", kt1.oversight.directives.rules.Stage["WITHDRAWN"]),
                            ),
                            _connector="OR",
                        ),
                        name="directive_stage_and_moments_agree",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("province", "keeper", "issuer", "number", "dated"),
                        name="directive_number_is_one_of_its_issuer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectiveReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        db_comment="Entered by another: number and date of its paper",
                        max_length=80,
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
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="oversight.directive",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directive", "agency"), name="directivereceipt_is_given_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DirectiveTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "clause",
                    models.CharField(blank=True, db_comment="Where in the paper", max_length=20),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "duty",
                    models.CharField(
                        blank=True, db_comment="D1–D36 of docs/duties.md", max_length=3
                    ),
                ),
                (
                    "due",
                    models.DateField(blank=True, db_comment="Empty: a standing duty", null=True),
                ),
                (
                    "due_in_paper",
                    models.BooleanField(
                        db_comment="False: the day was set by whoever keeps the directive",
                        default=False,
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="oversight.directive",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directive", "n"), name="directivetask_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="directivetask_text_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duty", ""),
                            ("duty__regex", "^D([1-9]|[12][0-9]|3[0-6])$"),
                            _connector="OR",
                        ),
                        name="directivetask_duty_is_one_of_the_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_in_paper", False), ("due__isnull", False), _connector="OR"
                        ),
                        name="directivetask_due_in_paper_has_a_day",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.Part["LEAD"], "leads"),
                            (kt1.oversight.directives.rules.Part["PARTNER"], "cooperates"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.State["OPEN"], "not begun"),
                            (kt1.oversight.directives.rules.State["STARTED"], "under way"),
                            (
                                kt1.oversight.directives.rules.State["REPORTED"],
                                "reported, waiting to be looked at",
                            ),
                            (kt1.oversight.directives.rules.State["RETURNED"], "to be completed"),
                            (kt1.oversight.directives.rules.State["DONE"], "done"),
                            (
                                kt1.oversight.directives.rules.State["NOT_CONCERNED"],
                                "not concerned",
                            ),
                            (
                                kt1.oversight.directives.rules.State["CANCELLED"],
                                "no longer followed",
                            ),
                        ],
                        default=kt1.oversight.directives.rules.State["OPEN"],
                        max_length=13,
                    ),
                ),
                (
                    "due",
                    models.DateField(
                        blank=True, db_comment="The task's day, or the later one granted", null=True
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        db_comment="Evidence: number and date of a public paper",
                        max_length=80,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="oversight.directivetask",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "state"], name="assignment_of_agency"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.oversight.directives.rules.State["OPEN"],
                                    kt1.oversight.directives.rules.State["STARTED"],
                                    kt1.oversight.directives.rules.State["RETURNED"],
                                ],
                            )
                        ),
                        fields=["due"],
                        name="assignment_owed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "agency"), name="assignment_is_given_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "part__in",
                                [
                                    kt1.oversight.directives.rules.Part["LEAD"],
                                    kt1.oversight.directives.rules.Part["PARTNER"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.directives.rules.State["OPEN"],
                                    kt1.oversight.directives.rules.State["STARTED"],
                                    kt1.oversight.directives.rules.State["REPORTED"],
                                    kt1.oversight.directives.rules.State["RETURNED"],
                                    kt1.oversight.directives.rules.State["DONE"],
                                    kt1.oversight.directives.rules.State["NOT_CONCERNED"],
                                    kt1.oversight.directives.rules.State["CANCELLED"],
                                ],
                            ),
                        ),
                        name="assignment_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changed_at__gte", models.F("given_at"))),
                        name="assignment_changes_after_it_is_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            (kt1.oversight.requests.rules.Side["FOLLOWER"], "who follows the line"),
                            (kt1.oversight.requests.rules.Side["BODY"], "the agency"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.requests.rules.Matter["FOCAL_POINTS"],
                                "focal points and duty hours",
                            ),
                            (kt1.oversight.requests.rules.Matter["SELF_REVIEW"], "self-review"),
                            (
                                kt1.oversight.requests.rules.Matter["RULES"],
                                "internal rules on secrecy",
                            ),
                            (
                                kt1.oversight.requests.rules.Matter["RECONCILIATION"],
                                "monthly reconciliation",
                            ),
                            (
                                kt1.oversight.requests.rules.Matter["QUALITY"],
                                "quality of the service",
                            ),
                            (kt1.oversight.requests.rules.Matter["ANNEX"], "who has to use KT1"),
                            (
                                kt1.oversight.requests.rules.Matter["GUIDANCE"],
                                "how something is done",
                            ),
                            (kt1.oversight.requests.rules.Matter["BUDGET"], "money for KT1"),
                            (kt1.oversight.requests.rules.Matter["SYSTEM"], "use of this system"),
                            (kt1.oversight.requests.rules.Matter["OTHER"], "something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.requests.rules.State["WAITING"],
                                "waiting for an answer",
                            ),
                            (kt1.oversight.requests.rules.State["ANSWERED"], "answered"),
                            (kt1.oversight.requests.rules.State["CLOSED"], "over"),
                        ],
                        default=kt1.oversight.requests.rules.State["WAITING"],
                        max_length=8,
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(
                        choices=[
                            (kt1.oversight.requests.rules.Side["FOLLOWER"], "who follows the line"),
                            (kt1.oversight.requests.rules.Side["BODY"], "the agency"),
                        ],
                        db_comment="Who answers next",
                        max_length=8,
                    ),
                ),
                (
                    "batch",
                    models.UUIDField(db_comment="Asked of many at once: the same for all of them"),
                ),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
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
                        condition=models.Q(
                            ("state", kt1.oversight.requests.rules.State["WAITING"])
                        ),
                        fields=["agency", "waits_for", "due"],
                        name="inquiry_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "asked_by__in",
                                [
                                    kt1.oversight.requests.rules.Side["FOLLOWER"],
                                    kt1.oversight.requests.rules.Side["BODY"],
                                ],
                            ),
                            (
                                "matter__in",
                                [
                                    kt1.oversight.requests.rules.Matter["FOCAL_POINTS"],
                                    kt1.oversight.requests.rules.Matter["SELF_REVIEW"],
                                    kt1.oversight.requests.rules.Matter["RULES"],
                                    kt1.oversight.requests.rules.Matter["RECONCILIATION"],
                                    kt1.oversight.requests.rules.Matter["QUALITY"],
                                    kt1.oversight.requests.rules.Matter["ANNEX"],
                                    kt1.oversight.requests.rules.Matter["GUIDANCE"],
                                    kt1.oversight.requests.rules.Matter["BUDGET"],
                                    kt1.oversight.requests.rules.Matter["SYSTEM"],
                                    kt1.oversight.requests.rules.Matter["OTHER"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.requests.rules.State["WAITING"],
                                    kt1.oversight.requests.rules.State["ANSWERED"],
                                    kt1.oversight.requests.rules.State["CLOSED"],
                                ],
                            ),
                            (
                                "waits_for__in",
                                [
                                    kt1.oversight.requests.rules.Side["FOLLOWER"],
                                    kt1.oversight.requests.rules.Side["BODY"],
                                ],
                            ),
                        ),
                        name="inquiry_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__gte", models.F("at")),
                                ("state", kt1.oversight.requests.rules.State["CLOSED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.oversight.requests.rules.State["CLOSED"]),
                                    _negated=True,
                                ),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_is_over_when_closed",
                    ),
                    models.UniqueConstraint(
                        fields=("batch", "agency"), name="inquiry_one_a_body_of_batch"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (kt1.oversight.requests.rules.Side["FOLLOWER"], "who follows the line"),
                            (kt1.oversight.requests.rules.Side["BODY"], "the agency"),
                        ],
                        max_length=8,
                    ),
                ),
                ("paper", models.CharField(blank=True, max_length=80)),
                ("for_the_body", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("entry", models.UUIDField(db_comment="ledger_entry.id, by value")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="oversight.inquiry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inquiry", "n"), name="inquirymessage_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "side__in",
                                [
                                    kt1.oversight.requests.rules.Side["FOLLOWER"],
                                    kt1.oversight.requests.rules.Side["BODY"],
                                ],
                            )
                        ),
                        name="inquirymessage_side_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("for_the_body", False),
                            models.Q(("paper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inquirymessage_entered_for_a_body_names_its_paper",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.State["OPEN"], "not begun"),
                            (kt1.oversight.directives.rules.State["STARTED"], "under way"),
                            (
                                kt1.oversight.directives.rules.State["REPORTED"],
                                "reported, waiting to be looked at",
                            ),
                            (kt1.oversight.directives.rules.State["RETURNED"], "to be completed"),
                            (kt1.oversight.directives.rules.State["DONE"], "done"),
                            (
                                kt1.oversight.directives.rules.State["NOT_CONCERNED"],
                                "not concerned",
                            ),
                            (
                                kt1.oversight.directives.rules.State["CANCELLED"],
                                "no longer followed",
                            ),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.directives.rules.Why["NO_PAPER"],
                                "number and date of the paper are missing",
                            ),
                            (
                                kt1.oversight.directives.rules.Why["INCOMPLETE"],
                                "not all of the task is done",
                            ),
                            (
                                kt1.oversight.directives.rules.Why["NOT_MATCHING"],
                                "differs from what this system shows",
                            ),
                            (
                                kt1.oversight.directives.rules.Why["OTHER"],
                                "see the letter or the telephone call",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("paper", models.CharField(blank=True, max_length=80)),
                (
                    "for_the_body",
                    models.BooleanField(
                        db_comment="Entered by another from the body's signed paper", default=False
                    ),
                ),
                (
                    "due",
                    models.DateField(
                        blank=True, db_comment="A later day that was granted", null=True
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.UUIDField(db_comment="ledger_entry.id, by value; a remark is its note"),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="oversight.assignment",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "n"), name="progress_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.oversight.directives.rules.State["OPEN"],
                                    kt1.oversight.directives.rules.State["STARTED"],
                                    kt1.oversight.directives.rules.State["REPORTED"],
                                    kt1.oversight.directives.rules.State["RETURNED"],
                                    kt1.oversight.directives.rules.State["DONE"],
                                    kt1.oversight.directives.rules.State["NOT_CONCERNED"],
                                    kt1.oversight.directives.rules.State["CANCELLED"],
                                ],
                            ),
                            (
                                "why__in",
                                [
                                    "",
                                    kt1.oversight.directives.rules.Why["NO_PAPER"],
                                    kt1.oversight.directives.rules.Why["INCOMPLETE"],
                                    kt1.oversight.directives.rules.Why["NOT_MATCHING"],
                                    kt1.oversight.directives.rules.Why["OTHER"],
                                ],
                            ),
                        ),
                        name="progress_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", kt1.oversight.directives.rules.State["RETURNED"]),
                                _negated=True,
                            ),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="progress_says_why_it_comes_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("for_the_body", False),
                            models.Q(("paper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="progress_entered_for_a_body_names_its_paper",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TaskTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            (kt1.oversight.directives.rules.Part["LEAD"], "leads"),
                            (kt1.oversight.directives.rules.Part["PARTNER"], "cooperates"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.network.agencies.rules.Family["PROVINCIAL_PARTY_OFFICE"],
                                "Office of the provincial Party committee",
                            ),
                            (
                                kt1.network.agencies.rules.Family["PARTY_BOARD"],
                                "Board of the provincial Party committee",
                            ),
                            (
                                kt1.network.agencies.rules.Family["PARTY_OF_PARTY_BODIES"],
                                "Party organisation of the Party bodies",
                            ),
                            (
                                kt1.network.agencies.rules.Family["PARTY_OF_UBND"],
                                "Party organisation of the People's Committee",
                            ),
                            (
                                kt1.network.agencies.rules.Family["ASSEMBLY_OFFICE"],
                                "Office of the deputies and the People's Council",
                            ),
                            (kt1.network.agencies.rules.Family["FRONT"], "Fatherland Front"),
                            (
                                kt1.network.agencies.rules.Family["SOCIO_POLITICAL"],
                                "Socio-political organisation",
                            ),
                            (
                                kt1.network.agencies.rules.Family["DEPARTMENT"],
                                "Department or agency of the province",
                            ),
                            (kt1.network.agencies.rules.Family["POLICE"], "Police"),
                            (kt1.network.agencies.rules.Family["MILITARY"], "Military command"),
                            (kt1.network.agencies.rules.Family["PROCURACY"], "Procuracy"),
                            (kt1.network.agencies.rules.Family["COURT"], "Court"),
                            (
                                kt1.network.agencies.rules.Family["COMMUNE_PARTY"],
                                "Party committee of a commune",
                            ),
                            (
                                kt1.network.agencies.rules.Family["COMMUNE_COUNCIL"],
                                "People's Council of a commune",
                            ),
                            (
                                kt1.network.agencies.rules.Family["COMMUNE_UBND"],
                                "People's Committee of a commune",
                            ),
                            (kt1.network.agencies.rules.Family["STATE_BANK"], "State Bank"),
                            (kt1.network.agencies.rules.Family["POST"], "Post"),
                            (
                                kt1.network.agencies.rules.Family["OTHER"],
                                "Other body admitted to the service",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("annex_only", models.BooleanField(default=False)),
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
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="oversight.directivetask",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "part", "family", "commune", "agency"),
                        name="tasktarget_is_named_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency", None),
                                ("commune", None),
                                models.Q(("family", ""), _negated=True),
                            ),
                            models.Q(("agency", None), ("commune__isnull", False), ("family", "")),
                            models.Q(("agency__isnull", False), ("commune", None), ("family", "")),
                            _connector="OR",
                        ),
                        name="tasktarget_is_one_family_commune_or_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "family__in",
                                [
                                    "",
                                    kt1.network.agencies.rules.Family["PROVINCIAL_PARTY_OFFICE"],
                                    kt1.network.agencies.rules.Family["PARTY_BOARD"],
                                    kt1.network.agencies.rules.Family["PARTY_OF_PARTY_BODIES"],
                                    kt1.network.agencies.rules.Family["PARTY_OF_UBND"],
                                    kt1.network.agencies.rules.Family["ASSEMBLY_OFFICE"],
                                    kt1.network.agencies.rules.Family["FRONT"],
                                    kt1.network.agencies.rules.Family["SOCIO_POLITICAL"],
                                    kt1.network.agencies.rules.Family["DEPARTMENT"],
                                    kt1.network.agencies.rules.Family["POLICE"],
                                    kt1.network.agencies.rules.Family["MILITARY"],
                                    kt1.network.agencies.rules.Family["PROCURACY"],
                                    kt1.network.agencies.rules.Family["COURT"],
                                    kt1.network.agencies.rules.Family["COMMUNE_PARTY"],
                                    kt1.network.agencies.rules.Family["COMMUNE_COUNCIL"],
                                    kt1.network.agencies.rules.Family["COMMUNE_UBND"],
                                    kt1.network.agencies.rules.Family["STATE_BANK"],
                                    kt1.network.agencies.rules.Family["POST"],
                                    kt1.network.agencies.rules.Family["OTHER"],
                                ],
                            ),
                            (
                                "part__in",
                                [
                                    kt1.oversight.directives.rules.Part["LEAD"],
                                    kt1.oversight.directives.rules.Part["PARTNER"],
                                ],
                            ),
                        ),
                        name="tasktarget_is_coded",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="AgencyContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(db_comment="A duty, never a name", max_length=120)),
                ("phone", models.CharField(max_length=15)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "set_by",
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
                        condition=models.Q(("valid_to", None)),
                        fields=("agency",),
                        name="agencycontact_one_now",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", "^[0-9]{8,15}$")),
                        name="agencycontact_phone_is_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="agencycontact_ends_after_it_begins",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
