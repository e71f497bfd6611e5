"""Incidents, notices and drills, and where the ledger last knew each unit."""

import django.db.models.deletion
import kt1.assurance.incidents.rules
from django.conf import settings
from django.db import migrations, models

#: What is written of an incident stays: nobody moves its beginning, unsays a notice or a report.
GUARDS = """
CREATE FUNCTION assurance_incident_keeps_its_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.code, NEW.kind, NEW.gap, NEW.province_id, NEW.found_at, NEW.opened_at)
        IS DISTINCT FROM
       (OLD.id, OLD.code, OLD.kind, OLD.gap, OLD.province_id, OLD.found_at, OLD.opened_at)
        OR (OLD.leak AND NOT NEW.leak)
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
        OR (OLD.minutes <> '' AND NEW.minutes <> OLD.minutes)
    THEN
        RAISE EXCEPTION 'an incident keeps its facts: say the next thing'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION assurance_notice_is_not_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.incident_id <> OLD.incident_id OR NEW.addressee <> OLD.addressee OR NEW.due <> OLD.due
        OR (OLD.told_at IS NOT NULL AND (NEW.told_at, NEW.told_by_id, NEW.means, NEW.paper)
            IS DISTINCT FROM (OLD.told_at, OLD.told_by_id, OLD.means, OLD.paper))
        OR (OLD.acknowledged_at IS NOT NULL
            AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)
    THEN
        RAISE EXCEPTION 'a notice is not unsaid and its clock is not set back'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION assurance_report_is_not_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due <> OLD.due OR OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a report that was sent is not unsaid and its clock is not set back'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION assurance_drillstep_is_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step of a drill is timed once'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assurance_incident_keeps_its_facts BEFORE UPDATE ON assurance_incident
    FOR EACH ROW EXECUTE FUNCTION assurance_incident_keeps_its_facts();
CREATE TRIGGER assurance_notice_is_not_unsaid BEFORE UPDATE ON assurance_incidentnotice
    FOR EACH ROW EXECUTE FUNCTION assurance_notice_is_not_unsaid();
CREATE TRIGGER assurance_report_is_not_unsaid BEFORE UPDATE ON assurance_incidentreport
    FOR EACH ROW EXECUTE FUNCTION assurance_report_is_not_unsaid();
CREATE TRIGGER assurance_drillstep_is_done BEFORE UPDATE ON assurance_drillstep
    FOR EACH ROW EXECUTE FUNCTION assurance_drillstep_is_done();
"""
BACKWARD = """
DROP TRIGGER assurance_drillstep_is_done ON assurance_drillstep;
DROP TRIGGER assurance_report_is_not_unsaid ON assurance_incidentreport;
DROP TRIGGER assurance_notice_is_not_unsaid ON assurance_incidentnotice;
DROP TRIGGER assurance_incident_keeps_its_facts ON assurance_incident;
DROP FUNCTION assurance_drillstep_is_done();
DROP FUNCTION assurance_report_is_not_unsaid();
DROP FUNCTION assurance_notice_is_not_unsaid();
DROP FUNCTION assurance_incident_keeps_its_facts();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0005_settlement"),
        ("custody", "0004_price"),
        ("network", "0004_doors"),
        ("people", "0008_guidance"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=12, unique=True)),
                (
                    "scenario",
                    models.CharField(
                        choices=[
                            (kt1.assurance.incidents.rules.Kind["LOSS"], "loss of an item or bag"),
                            (
                                kt1.assurance.incidents.rules.Kind["BROKEN_SEAL"],
                                "seal broken, wrong or unknown",
                            ),
                            (
                                kt1.assurance.incidents.rules.Kind["OPENED"],
                                "signs of opening, cover not intact",
                            ),
                            (kt1.assurance.incidents.rules.Kind["LEAK"], "suspected leak"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "covers",
                    models.PositiveSmallIntegerField(db_comment="Pretended number of covers"),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(db_comment="Percent", null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
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
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "-started_at"], name="drill_of_province")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("score", None)),
                            models.Q(
                                ("ended_at__gte", models.F("started_at")),
                                ("ended_by__isnull", False),
                                ("score__isnull", False),
                                ("score__lte", 100),
                            ),
                            _connector="OR",
                        ),
                        name="drill_ends_with_a_score",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("place",),
                        name="drill_one_at_a_time_at_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrillStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assurance.drill",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("drill", "step"), name="drillstep_done_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        db_comment="Mã vụ, said on the telephone", max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (kt1.assurance.incidents.rules.Kind["LOSS"], "loss of an item or bag"),
                            (kt1.assurance.incidents.rules.Kind["DELAY"], "delay beyond the norm"),
                            (
                                kt1.assurance.incidents.rules.Kind["WRONG_DELIVERY"],
                                "delivered to the wrong body",
                            ),
                            (
                                kt1.assurance.incidents.rules.Kind["BROKEN_SEAL"],
                                "seal broken, wrong or unknown",
                            ),
                            (
                                kt1.assurance.incidents.rules.Kind["OPENED"],
                                "signs of opening, cover not intact",
                            ),
                            (kt1.assurance.incidents.rules.Kind["LEAK"], "suspected leak"),
                            (kt1.assurance.incidents.rules.Kind["GAP"], "gap in custody"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "gap",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.assurance.incidents.rules.Gap["MISSING_LEG"], "missing leg"),
                            (
                                kt1.assurance.incidents.rules.Gap["TWO_PLACES"],
                                "in two places at once",
                            ),
                            (kt1.assurance.incidents.rules.Gap["TOO_FAST"], "faster than possible"),
                            (kt1.assurance.incidents.rules.Gap["DWELL"], "rested beyond the norm"),
                            (kt1.assurance.incidents.rules.Gap["NONE"], "no gap"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "leak",
                    models.BooleanField(
                        db_comment="A leak is suspected: on paper (W13)", default=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.incidents.rules.State["FOUND"],
                                "found, to be contained",
                            ),
                            (
                                kt1.assurance.incidents.rules.State["CONTAINED"],
                                "contained, to be notified",
                            ),
                            (
                                kt1.assurance.incidents.rules.State["NOTIFIED"],
                                "notified, to be looked into",
                            ),
                            (
                                kt1.assurance.incidents.rules.State["INVESTIGATED"],
                                "looked into, minutes to be made",
                            ),
                            (
                                kt1.assurance.incidents.rules.State["RECORDED"],
                                "minutes made, to be closed",
                            ),
                            (
                                kt1.assurance.incidents.rules.State["CLOSED"],
                                "closed, lesson to be drawn",
                            ),
                            (kt1.assurance.incidents.rules.State["LEARNED"], "over, lesson drawn"),
                            (kt1.assurance.incidents.rules.State["ON_PAPER"], "goes on on paper"),
                        ],
                        default=kt1.assurance.incidents.rules.State["FOUND"],
                        max_length=12,
                    ),
                ),
                (
                    "cover",
                    models.CharField(
                        choices=[
                            (kt1.assurance.incidents.rules.Cover["INTACT"], "cover intact"),
                            (
                                kt1.assurance.incidents.rules.Cover["TORN"],
                                "cover torn or come unstuck",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cover["RESEALED"],
                                "signs of having been stuck again",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cover["SEAL_OFF"],
                                "seal no longer whole",
                            ),
                            (kt1.assurance.incidents.rules.Cover["WET"], "cover wet, writing run"),
                            (kt1.assurance.incidents.rules.Cover["GONE"], "cover not there"),
                            (kt1.assurance.incidents.rules.Cover["NOT_SEEN"], "cover not seen yet"),
                        ],
                        default=kt1.assurance.incidents.rules.Cover["NOT_SEEN"],
                        max_length=8,
                    ),
                ),
                (
                    "found_at",
                    models.DateTimeField(db_comment="From here the clock of notices runs"),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "entry",
                    models.BigIntegerField(
                        db_comment="Index of the entry that shows it", null=True
                    ),
                ),
                ("contained_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                kt1.assurance.incidents.rules.Cause["PERSON"],
                                "a person did not follow the procedure",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["PROCEDURE"],
                                "the procedure does not provide for it",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["EQUIPMENT"],
                                "bag, seal, vehicle or device",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["RECORDING"],
                                "written down late or wrongly",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["SENDER_RECEIVER"],
                                "on the side of sender or receiver",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["THIRD_PARTY"],
                                "somebody from outside",
                            ),
                            (
                                kt1.assurance.incidents.rules.Cause["FORCE_MAJEURE"],
                                "an event nobody could prevent",
                            ),
                            (kt1.assurance.incidents.rules.Cause["NOT_FOUND"], "not found out yet"),
                        ],
                        max_length=13,
                    ),
                ),
                ("investigated_at", models.DateTimeField(null=True)),
                ("minutes", models.CharField(blank=True, db_comment="Biên bản số", max_length=40)),
                ("minutes_on", models.DateField(null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.assurance.incidents.rules.Ending["HANDLED"], "handled to the end"),
                            (
                                kt1.assurance.incidents.rules.Ending["RECORDING_ERROR"],
                                "an irregularity of recording only (sự vụ)",
                            ),
                            (kt1.assurance.incidents.rules.Ending["NO_INCIDENT"], "no incident"),
                            (
                                kt1.assurance.incidents.rules.Ending["REFERRED"],
                                "handed to the competent authority",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.assurance.incidents.rules.Measure["TRAINING"], "train again"),
                            (
                                kt1.assurance.incidents.rules.Measure["PROCEDURE"],
                                "change the procedure",
                            ),
                            (
                                kt1.assurance.incidents.rules.Measure["EQUIPMENT"],
                                "replace or add equipment",
                            ),
                            (
                                kt1.assurance.incidents.rules.Measure["STAFFING"],
                                "assign people differently",
                            ),
                            (
                                kt1.assurance.incidents.rules.Measure["REMINDER"],
                                "remind everybody concerned",
                            ),
                            (
                                kt1.assurance.incidents.rules.Measure["NOTHING"],
                                "nothing needs to change",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                ("learned_at", models.DateTimeField(null=True)),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        db_comment="Công văn by which it went on on paper",
                        max_length=40,
                    ),
                ),
                ("paper_on", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_comment="The body that told of it, if one did",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_comment="Empty: shown by the ledger",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
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
                    models.Index(fields=["province", "-found_at"], name="incident_of_province"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.assurance.incidents.rules.State["CLOSED"],
                                    kt1.assurance.incidents.rules.State["LEARNED"],
                                    kt1.assurance.incidents.rules.State["ON_PAPER"],
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["province", "state"],
                        name="incident_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cover__in",
                                [
                                    kt1.assurance.incidents.rules.Cover["INTACT"],
                                    kt1.assurance.incidents.rules.Cover["TORN"],
                                    kt1.assurance.incidents.rules.Cover["RESEALED"],
                                    kt1.assurance.incidents.rules.Cover["SEAL_OFF"],
                                    kt1.assurance.incidents.rules.Cover["WET"],
                                    kt1.assurance.incidents.rules.Cover["GONE"],
                                    kt1.assurance.incidents.rules.Cover["NOT_SEEN"],
                                ],
                            ),
                            (
                                "gap__in",
                                [
                                    kt1.assurance.incidents.rules.Gap["MISSING_LEG"],
                                    kt1.assurance.incidents.rules.Gap["TWO_PLACES"],
                                    kt1.assurance.incidents.rules.Gap["TOO_FAST"],
                                    kt1.assurance.incidents.rules.Gap["DWELL"],
                                    kt1.assurance.incidents.rules.Gap["NONE"],
                                ],
                            ),
                            (
                                "kind__in",
                                [
                                    kt1.assurance.incidents.rules.Kind["LOSS"],
                                    kt1.assurance.incidents.rules.Kind["DELAY"],
                                    kt1.assurance.incidents.rules.Kind["WRONG_DELIVERY"],
                                    kt1.assurance.incidents.rules.Kind["BROKEN_SEAL"],
                                    kt1.assurance.incidents.rules.Kind["OPENED"],
                                    kt1.assurance.incidents.rules.Kind["LEAK"],
                                    kt1.assurance.incidents.rules.Kind["GAP"],
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    kt1.assurance.incidents.rules.State["FOUND"],
                                    kt1.assurance.incidents.rules.State["CONTAINED"],
                                    kt1.assurance.incidents.rules.State["NOTIFIED"],
                                    kt1.assurance.incidents.rules.State["INVESTIGATED"],
                                    kt1.assurance.incidents.rules.State["RECORDED"],
                                    kt1.assurance.incidents.rules.State["CLOSED"],
                                    kt1.assurance.incidents.rules.State["LEARNED"],
                                    kt1.assurance.incidents.rules.State["ON_PAPER"],
                                ],
                            ),
                        ),
                        name="incident_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", kt1.assurance.incidents.rules.Kind["GAP"]),
                                models.Q(("gap", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind", kt1.assurance.incidents.rules.Kind["GAP"]),
                                    _negated=True,
                                ),
                                ("gap", ""),
                            ),
                            _connector="OR",
                        ),
                        name="incident_gap_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.incidents.rules.State["CLOSED"],
                                        kt1.assurance.incidents.rules.State["LEARNED"],
                                        kt1.assurance.incidents.rules.State["ON_PAPER"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            kt1.assurance.incidents.rules.State["CLOSED"],
                                            kt1.assurance.incidents.rules.State["LEARNED"],
                                            kt1.assurance.incidents.rules.State["ON_PAPER"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="incident_over_iff_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leak", False),
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        kt1.assurance.incidents.rules.State["FOUND"],
                                        kt1.assurance.incidents.rules.State["CONTAINED"],
                                        kt1.assurance.incidents.rules.State["NOTIFIED"],
                                        kt1.assurance.incidents.rules.State["ON_PAPER"],
                                    ],
                                ),
                                ("cause", ""),
                                ("ending", ""),
                                ("measure", ""),
                                ("minutes", ""),
                            ),
                            _connector="OR",
                        ),
                        name="incident_suspected_leak_is_handled_on_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("leak", True),
                                ("state", kt1.assurance.incidents.rules.State["ON_PAPER"]),
                                models.Q(("paper", ""), ("paper_on", None), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.assurance.incidents.rules.State["ON_PAPER"]),
                                    _negated=True,
                                ),
                                ("paper", ""),
                                ("paper_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="incident_on_paper_by_a_numbered_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minutes", ""), ("minutes_on", None)),
                            models.Q(
                                models.Q(("minutes", ""), _negated=True),
                                ("minutes_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="incident_minutes_with_their_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("learned_at__isnull", False),
                                ("state", kt1.assurance.incidents.rules.State["LEARNED"]),
                                models.Q(("measure", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", kt1.assurance.incidents.rules.State["LEARNED"]),
                                    _negated=True,
                                ),
                                ("learned_at", None),
                                ("measure", ""),
                            ),
                            _connector="OR",
                        ),
                        name="incident_learned_with_a_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "addressee",
                    models.CharField(
                        choices=[
                            (
                                kt1.assurance.incidents.rules.Addressee["POST_HEAD"],
                                "head of the provincial post",
                            ),
                            (kt1.assurance.incidents.rules.Addressee["SENDER"], "sending agency"),
                            (
                                kt1.assurance.incidents.rules.Addressee["DEPARTMENT"],
                                "Department of Science and Technology",
                            ),
                            (
                                kt1.assurance.incidents.rules.Addressee["CENTRAL"],
                                "Central Post Office",
                            ),
                            (
                                kt1.assurance.incidents.rules.Addressee["PA03"],
                                "provincial police, PA03",
                            ),
                            (
                                kt1.assurance.incidents.rules.Addressee["PA05"],
                                "provincial police, PA05",
                            ),
                            (
                                kt1.assurance.incidents.rules.Addressee["PARTY"],
                                "Office of the provincial Party committee",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("due", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.assurance.incidents.rules.Means["PHONE"], "by telephone"),
                            (kt1.assurance.incidents.rules.Means["PAPER"], "by letter"),
                            (kt1.assurance.incidents.rules.Means["SYSTEM"], "in this system"),
                            (kt1.assurance.incidents.rules.Means["IN_PERSON"], "in person"),
                        ],
                        max_length=9,
                    ),
                ),
                ("paper", models.CharField(blank=True, db_comment="Số văn bản", max_length=40)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, db_comment="Số văn bản of the addressee's answer", max_length=40
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="assurance.incident",
                    ),
                ),
                (
                    "told_by",
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
                    models.Index(
                        condition=models.Q(("told_at", None)),
                        fields=["addressee", "due"],
                        name="incidentnotice_owed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "addressee"), name="incidentnotice_once_an_addressee"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "addressee__in",
                                [
                                    kt1.assurance.incidents.rules.Addressee["POST_HEAD"],
                                    kt1.assurance.incidents.rules.Addressee["SENDER"],
                                    kt1.assurance.incidents.rules.Addressee["DEPARTMENT"],
                                    kt1.assurance.incidents.rules.Addressee["CENTRAL"],
                                    kt1.assurance.incidents.rules.Addressee["PA03"],
                                    kt1.assurance.incidents.rules.Addressee["PA05"],
                                    kt1.assurance.incidents.rules.Addressee["PARTY"],
                                ],
                            )
                        ),
                        name="incidentnotice_addressee_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("means", ""), ("paper", ""), ("told_at", None), ("told_by", None)
                            ),
                            models.Q(
                                (
                                    "means__in",
                                    [
                                        kt1.assurance.incidents.rules.Means["PHONE"],
                                        kt1.assurance.incidents.rules.Means["PAPER"],
                                        kt1.assurance.incidents.rules.Means["SYSTEM"],
                                        kt1.assurance.incidents.rules.Means["IN_PERSON"],
                                    ],
                                ),
                                ("told_at__isnull", False),
                                ("told_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="incidentnotice_told_by_some_means",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("means", kt1.assurance.incidents.rules.Means["PAPER"]),
                                _negated=True,
                            ),
                            models.Q(("paper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incidentnotice_by_letter_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            (kt1.assurance.incidents.rules.Stage["FIRST"], "first report"),
                            (kt1.assurance.incidents.rules.Stage["FULL"], "full report"),
                        ],
                        max_length=5,
                    ),
                ),
                ("due", models.DateTimeField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("dated", models.DateField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="assurance.incident",
                    ),
                ),
                (
                    "sent_by",
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
                    models.Index(
                        condition=models.Q(("sent_at", None)),
                        fields=["due"],
                        name="incidentreport_owed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "stage"), name="incidentreport_once_a_stage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    kt1.assurance.incidents.rules.Stage["FIRST"],
                                    kt1.assurance.incidents.rules.Stage["FULL"],
                                ],
                            )
                        ),
                        name="incidentreport_stage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dated", None),
                                ("number", ""),
                                ("sent_at", None),
                                ("sent_by", None),
                            ),
                            models.Q(
                                ("dated__isnull", False),
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incidentreport_sent_with_number_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentUnit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit_id",
                        "incident",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            (kt1.assurance.incidents.rules.Why["FOUND"], "named in the incident"),
                            (kt1.assurance.incidents.rules.Why["INSIDE"], "inside the bag"),
                        ],
                        default=kt1.assurance.incidents.rules.Why["FOUND"],
                        max_length=6,
                    ),
                ),
                ("since", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("least_minutes", models.PositiveIntegerField(null=True)),
                (
                    "intact",
                    models.BooleanField(
                        db_comment="As both saw it; empty: not looked at yet", null=True
                    ),
                ),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.UUIDField(db_comment="assurance_incident.id, by value", db_index=True),
                ),
                (
                    "place_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
                    ),
                ),
                (
                    "place_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="custody.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("intact", None), ("looked_at", None)),
                            models.Q(("intact__isnull", False), ("looked_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="incidentunit_looked_at_with_its_moment",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Whereabouts",
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
                ("code", models.CharField(db_collation="C", max_length=17)),
                ("kind", models.CharField(max_length=4)),
                ("state", models.CharField(max_length=10)),
                ("place", models.BigIntegerField(null=True)),
                ("person", models.BigIntegerField(null=True)),
                ("inside", models.BigIntegerField(null=True)),
                (
                    "seen",
                    models.BigIntegerField(db_comment="Microseconds: the last entry about it"),
                ),
                ("site", models.BigIntegerField(db_comment="The site it was last at", null=True)),
                (
                    "site_until",
                    models.BigIntegerField(db_comment="Microseconds: last seen there", null=True),
                ),
                (
                    "sealed",
                    models.BigIntegerField(
                        db_comment="Index of the entry that sealed it", null=True
                    ),
                ),
                (
                    "fault",
                    models.BigIntegerField(
                        db_comment="What is open of it: no second incident", null=True
                    ),
                ),
                ("deadline", models.BigIntegerField(null=True)),
                (
                    "rests",
                    models.BooleanField(
                        db_comment="Found to rest too long since `seen`", default=False
                    ),
                ),
                (
                    "due",
                    models.BigIntegerField(
                        db_comment="Microseconds: rests too long from here", null=True
                    ),
                ),
                (
                    "late",
                    models.BigIntegerField(
                        db_comment="Microseconds: an incident from here", null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("inside__isnull", False)),
                        fields=["inside"],
                        name="whereabouts_inside",
                    ),
                    models.Index(
                        condition=models.Q(("due__isnull", False)),
                        fields=["due"],
                        name="whereabouts_due",
                    ),
                    models.Index(
                        condition=models.Q(("late__isnull", False)),
                        fields=["late"],
                        name="whereabouts_late",
                    ),
                    models.Index(fields=["code"], name="whereabouts_code"),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, BACKWARD),
    ]
