"""What bodies owe, digests and letters; what was told is never edited afterwards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kt1.network.agencies.lines
import kt1.oversight.reminders.rules
import kt1.people.accounts.rules

GUARDS = """
CREATE FUNCTION oversight_told_is_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was told or asked of a body is never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER oversight_digestline_is_never_edited
    BEFORE UPDATE ON oversight_digestline
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_told_is_never_edited();
CREATE TRIGGER oversight_urgedline_is_never_edited
    BEFORE UPDATE ON oversight_urgedline
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_told_is_never_edited();
CREATE FUNCTION oversight_settled_stays_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settled_at IS NOT NULL
       OR to_jsonb(NEW) - '{due,step,step_at,settled_at}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{due,step,step_at,settled_at}'::text[]
    THEN
        RAISE EXCEPTION 'what a body owed and did is never rewritten'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER oversight_owing_stays_settled
    BEFORE UPDATE ON oversight_owing
    FOR EACH ROW EXECUTE FUNCTION oversight_settled_stays_settled();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_doors"),
        ("oversight", "0002_directives"),
        ("people", "0008_guidance"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("seen_at", models.DateTimeField(null=True)),
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
                        fields=("user", "on"), name="digest_one_a_person_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="digest_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at", None), ("seen_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="digest_is_seen_after_it_was_made",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Owing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(db_comment="Which duty", max_length=16)),
                (
                    "subject",
                    models.CharField(db_comment="Stable key of the thing owed", max_length=80),
                ),
                ("due", models.DateField()),
                ("since", models.DateTimeField(db_comment="When it was first seen to be owed")),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        db_comment="0 near its day … 3 risen to top", null=True
                    ),
                ),
                ("step_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
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
                        condition=models.Q(("settled_at", None)),
                        fields=["province", "due"],
                        name="owing_open_of_province",
                    ),
                    models.Index(fields=["agency", "settled_at"], name="owing_of_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("rule", "subject"),
                        name="owing_is_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rule", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                        ),
                        name="owing_rule_and_subject_are_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", None), ("step_at", None)),
                            models.Q(("step__in", [0, 1, 2, 3]), ("step_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="owing_step_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None),
                            ("settled_at__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="owing_is_settled_after_it_was_seen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.BigIntegerField(db_comment="people_user.id of the digest, by value"),
                ),
                ("step", models.PositiveSmallIntegerField()),
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
                        db_comment="In which duty",
                        max_length=16,
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="oversight.digest",
                    ),
                ),
                (
                    "owing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="oversight.owing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owing", "step", "user"), name="digestline_told_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Urging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("so_khcn", "so_khcn"),
                            ("so_tai_chinh", "so_tai_chinh"),
                            ("ubnd_tinh", "ubnd_tinh"),
                            ("vp_tinh_uy", "vp_tinh_uy"),
                            ("vp_dbqh_hdnd", "vp_dbqh_hdnd"),
                            ("mttq_tinh", "mttq_tinh"),
                            ("cap_tren_nganh", "cap_tren_nganh"),
                            ("cuc_bdtw", "cuc_bdtw"),
                        ],
                        db_comment="Who urges",
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reminders.rules.Channel["LETTER"], "by letter"),
                            (kt1.oversight.reminders.rules.Channel["PHONE"], "by telephone"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[("ORDER", "order"), ("REQUEST", "request to work together")],
                        max_length=7,
                    ),
                ),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.oversight.reminders.rules.SignedAs["HEAD"],
                                "the head of the office",
                            ),
                            (
                                kt1.oversight.reminders.rules.SignedAs["DEPUTY"],
                                "a deputy for the head",
                            ),
                        ],
                        max_length=6,
                    ),
                ),
                ("until", models.DateField(db_comment="The day it sets")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                kt1.oversight.reminders.rules.LetterState["DRAFT"],
                                "drafted, waits for its number",
                            ),
                            (
                                kt1.oversight.reminders.rules.LetterState["ISSUED"],
                                "issued with its number",
                            ),
                            (kt1.oversight.reminders.rules.LetterState["WITHDRAWN"], "not sent"),
                        ],
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("number", models.CharField(blank=True, db_comment="As signed", max_length=40)),
                ("dated", models.DateField(null=True)),
                (
                    "ended_at",
                    models.DateTimeField(db_comment="Issued, called or not sent", null=True),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "-made_at"], name="urging_of_province")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    kt1.oversight.reminders.rules.Channel["LETTER"],
                                    kt1.oversight.reminders.rules.Channel["PHONE"],
                                ],
                            ),
                            (
                                "office__in",
                                [
                                    kt1.network.agencies.lines.Body["SCIENCE_DEPARTMENT"],
                                    kt1.network.agencies.lines.Body["FINANCE_DEPARTMENT"],
                                    kt1.network.agencies.lines.Body["PROVINCE"],
                                    kt1.network.agencies.lines.Body["PARTY_OFFICE"],
                                    kt1.network.agencies.lines.Body["ASSEMBLY_OFFICE"],
                                    kt1.network.agencies.lines.Body["FRONT_COMMITTEE"],
                                    kt1.network.agencies.lines.Body["OWN_SUPERIOR"],
                                    kt1.network.agencies.lines.Body["CENTRAL_POST"],
                                ],
                            ),
                            (
                                "signed_as__in",
                                [
                                    "",
                                    kt1.oversight.reminders.rules.SignedAs["HEAD"],
                                    kt1.oversight.reminders.rules.SignedAs["DEPUTY"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.oversight.reminders.rules.LetterState["DRAFT"],
                                    kt1.oversight.reminders.rules.LetterState["ISSUED"],
                                    kt1.oversight.reminders.rules.LetterState["WITHDRAWN"],
                                ],
                            ),
                            ("verb__in", ["ORDER", "REQUEST"]),
                        ),
                        name="urging_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("channel", kt1.oversight.reminders.rules.Channel["LETTER"]),
                                ("state", kt1.oversight.reminders.rules.LetterState["ISSUED"]),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("number", ""), _negated=True), ("dated__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="urging_letter_is_issued_with_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("state", kt1.oversight.reminders.rules.LetterState["DRAFT"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.oversight.reminders.rules.LetterState["DRAFT"]),
                                    _negated=True,
                                ),
                                ("ended_at__gte", models.F("made_at")),
                            ),
                            _connector="OR",
                        ),
                        name="urging_ends_when_it_is_no_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urged",
                        to="oversight.owing",
                    ),
                ),
                (
                    "urging",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="oversight.urging",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("urging", "owing"), name="urgedline_named_once")
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
