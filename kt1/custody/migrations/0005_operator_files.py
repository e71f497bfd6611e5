"""Long files of the operator's events on their way in, and how the files of a source look.

What waits of a file is guarded as marks are, and stands in a table that is not logged: it goes into
no archive of the log, and is gone when the file is over (W6).
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
ALTER TABLE custody_event_file_part SET UNLOGGED;
ALTER TABLE custody_event_file_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE custody_event_file_part FORCE ROW LEVEL SECURITY;
CREATE POLICY custody_event_file_part_anyone_adds ON custody_event_file_part
    FOR INSERT WITH CHECK (true);
CREATE POLICY custody_event_file_part_anyone_drops ON custody_event_file_part
    FOR DELETE USING (true);
CREATE POLICY custody_event_file_part_is_read_under_the_log ON custody_event_file_part
    FOR SELECT USING (coalesce(current_setting('kt1.reading', true), '') <> '');
"""
BACKWARD = """
DROP POLICY custody_event_file_part_is_read_under_the_log ON custody_event_file_part;
DROP POLICY custody_event_file_part_anyone_drops ON custody_event_file_part;
DROP POLICY custody_event_file_part_anyone_adds ON custody_event_file_part;
ALTER TABLE custody_event_file_part NO FORCE ROW LEVEL SECURITY;
ALTER TABLE custody_event_file_part DISABLE ROW LEVEL SECURITY;
ALTER TABLE custody_event_file_part SET LOGGED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0004_price"),
        ("network", "0004_doors"),
        ("people", "0008_guidance"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the worker"),
                            ("checking", "being checked"),
                            ("checked", "checked, waits for your agreement"),
                            ("faulty", "has wrong rows, nothing was taken"),
                            ("agreed", "waits to be taken in"),
                            ("taking", "being taken in"),
                            ("done", "taken in"),
                            ("returned", "wrong rows given back, nothing was taken"),
                            ("stopped", "stopped, nothing was taken"),
                            ("failed", "not taken"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("rows", models.PositiveIntegerField()),
                (
                    "done",
                    models.PositiveIntegerField(
                        db_comment="Rows checked, or taken, so far", default=0
                    ),
                ),
                ("digest", models.CharField(db_comment="SHA-256 of the file", max_length=64)),
                (
                    "columns",
                    models.JSONField(db_comment="What the cells of a row hold, in their order"),
                ),
                ("days", models.CharField(max_length=3)),
                (
                    "found",
                    models.JSONField(
                        db_comment="Counts and the first faults and contradictions, coded; no text",
                        null=True,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("late", "nobody agreed in time, or the worker was away too long"),
                            ("gone", "whoever brought the file no longer takes files in"),
                            (
                                "norm",
                                "a deadline cannot be derived: a norm or a calendar is missing",
                            ),
                            (
                                "broken",
                                "the file could not be worked through; tell the system's keeper",
                            ),
                        ],
                        max_length=6,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(db_comment="When it came to its present state")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.duty",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
            ],
            options={
                "db_table": "custody_event_file",
            },
        ),
        migrations.CreateModel(
            name="EventFilePart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "file_id",
                        "n",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("packed", models.BinaryField(db_comment="Row numbers and cells as text, packed")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="custody.eventfile",
                    ),
                ),
            ],
            options={
                "db_table": "custody_event_file_part",
            },
        ),
        migrations.CreateModel(
            name="EventLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "headings",
                    models.CharField(db_comment="SHA-256 of the headings in order", max_length=64),
                ),
                (
                    "columns",
                    models.JSONField(db_comment="What it holds -> number of the column, from 0"),
                ),
                (
                    "days",
                    models.CharField(
                        db_comment="Order of day and month in a date: dmy, mdy", max_length=3
                    ),
                ),
                ("used_at", models.DateTimeField()),
                (
                    "province",
                    models.ForeignKey(
                        db_comment="Empty: whoever holds the server's console",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.adminunit",
                    ),
                ),
            ],
            options={
                "db_table": "custody_event_layout",
            },
        ),
        migrations.AddIndex(
            model_name="eventfile",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["done", "failed", "returned", "stopped"]), _negated=True
                ),
                fields=["told_at"],
                name="eventfile_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ["done", "failed", "returned", "stopped"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["done", "failed", "returned", "stopped"]), _negated=True
                        ),
                        ("ended_at", None),
                    ),
                    _connector="OR",
                ),
                name="eventfile_ended_iff_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("why", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("why", "")),
                    _connector="OR",
                ),
                name="eventfile_says_why_it_failed",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventlayout",
            constraint=models.UniqueConstraint(
                fields=("province", "headings"),
                name="eventlayout_once_a_source",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
