"""Self-reviews, internal rules, covers that came another way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
import kt1.oversight.reviews.rules
import kt1.people.accounts.rules

# What was issued does not change: neither the questions of an issued version, nor who issued it.
FORWARD = """
CREATE FUNCTION oversight_issued_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM oversight_questionnaire q
        WHERE q.issued_at IS NOT NULL
          AND q.id IN (
              CASE WHEN TG_OP <> 'INSERT' THEN OLD.questionnaire_id END,
              CASE WHEN TG_OP <> 'DELETE' THEN NEW.questionnaire_id END
          )
    ) THEN
        RAISE EXCEPTION 'the questions of an issued version do not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER oversight_reviewquestion_stays_once_issued
    BEFORE INSERT OR UPDATE OR DELETE ON oversight_reviewquestion
    FOR EACH ROW EXECUTE FUNCTION oversight_issued_question_stays();

CREATE FUNCTION oversight_issued_questionnaire_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued version does not change'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER oversight_questionnaire_stays_once_issued
    BEFORE UPDATE OR DELETE ON oversight_questionnaire
    FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL)
    EXECUTE FUNCTION oversight_issued_questionnaire_stays();
"""

BACKWARD = """
DROP TRIGGER oversight_questionnaire_stays_once_issued ON oversight_questionnaire;
DROP FUNCTION oversight_issued_questionnaire_stays();
DROP TRIGGER oversight_reviewquestion_stays_once_issued ON oversight_reviewquestion;
DROP FUNCTION oversight_issued_question_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0003_reminders"),
        ("network", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InternalRule",
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
                            (
                                kt1.oversight.reviews.rules.RuleKind["REGULATION"],
                                "regulation on the protection of state secrets",
                            ),
                            (
                                kt1.oversight.reviews.rules.RuleKind["HOUSE_RULES"],
                                "house rules on the protection of state secrets",
                            ),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reviews.rules.RuleStage["DRAFTING"], "being drafted"),
                            (kt1.oversight.reviews.rules.RuleStage["ISSUED"], "issued"),
                            (
                                kt1.oversight.reviews.rules.RuleStage["NOT_CONCERNED"],
                                "not for this body",
                            ),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, db_comment="Of the public paper", max_length=40),
                ),
                ("dated", models.DateField(null=True)),
                ("has_clause", models.BooleanField(db_comment="Does it speak of KT1?", null=True)),
                ("stated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind"), name="internalrule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    kt1.oversight.reviews.rules.RuleKind["REGULATION"],
                                    kt1.oversight.reviews.rules.RuleKind["HOUSE_RULES"],
                                ],
                            ),
                            (
                                "stage__in",
                                [
                                    kt1.oversight.reviews.rules.RuleStage["DRAFTING"],
                                    kt1.oversight.reviews.rules.RuleStage["ISSUED"],
                                    kt1.oversight.reviews.rules.RuleStage["NOT_CONCERNED"],
                                ],
                            ),
                        ),
                        name="internalrule_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dated__isnull", False),
                                ("has_clause__isnull", False),
                                ("stage", kt1.oversight.reviews.rules.RuleStage["ISSUED"]),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("stage", kt1.oversight.reviews.rules.RuleStage["ISSUED"]),
                                    _negated=True,
                                ),
                                ("dated", None),
                                ("has_clause", None),
                                ("number", ""),
                            ),
                            _connector="OR",
                        ),
                        name="internalrule_issued_with_its_facts",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="OutsideReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField()),
                (
                    "sender_name",
                    models.CharField(
                        blank=True, db_comment="A body that is not registered here", max_length=120
                    ),
                ),
                (
                    "carrier",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reviews.rules.Carrier["ORDINARY_POST"], "ordinary post"),
                            (
                                kt1.oversight.reviews.rules.Carrier["EXPRESS"],
                                "another express company",
                            ),
                            (
                                kt1.oversight.reviews.rules.Carrier["BY_HAND"],
                                "brought by somebody else",
                            ),
                            (kt1.oversight.reviews.rules.Carrier["NOT_KNOWN"], "not known how"),
                        ],
                        max_length=13,
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-filed_at"], name="outsidereport_of"),
                    models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["sender", "received_on"],
                        name="outsidereport_sender",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "carrier__in",
                                [
                                    kt1.oversight.reviews.rules.Carrier["ORDINARY_POST"],
                                    kt1.oversight.reviews.rules.Carrier["EXPRESS"],
                                    kt1.oversight.reviews.rules.Carrier["BY_HAND"],
                                    kt1.oversight.reviews.rules.Carrier["NOT_KNOWN"],
                                ],
                            )
                        ),
                        name="outsidereport_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sender__isnull", False), ("sender_name", "")),
                            models.Q(
                                ("sender", None), models.Q(("sender_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="outsidereport_says_one_sender",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sender", None),
                            models.Q(("sender", models.F("agency")), _negated=True),
                            _connector="OR",
                        ),
                        name="outsidereport_not_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawn_at__gte", models.F("filed_at")),
                            _connector="OR",
                        ),
                        name="outsidereport_withdrawn_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=160)),
                ("made_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                "constraints": [
                    models.UniqueConstraint(fields=("province", "n"), name="questionnaire_in_turn"),
                    models.UniqueConstraint(
                        condition=models.Q(("issued_at", None)),
                        fields=("province",),
                        name="questionnaire_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at", None), ("issued_by", None)),
                            models.Q(
                                ("issued_at__gte", models.F("made_at")),
                                ("issued_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="questionnaire_issued_by_somebody",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReviewRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "asked_by_role",
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
                        db_comment="Whose line it is: Sở or Party office",
                        max_length=16,
                    ),
                ),
                ("first", models.DateField(db_comment="First day that is asked about")),
                ("last", models.DateField()),
                (
                    "basis_number",
                    models.CharField(
                        blank=True, db_comment="Of the public paper that asks", max_length=40
                    ),
                ),
                ("basis_date", models.DateField(null=True)),
                ("due", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
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
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.questionnaire",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["province", "-opened_at"], name="reviewround_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "asked_by_role__in",
                                [
                                    kt1.people.accounts.rules.Role["PARTY_OFFICE"],
                                    kt1.people.accounts.rules.Role["REGULATOR"],
                                ],
                            )
                        ),
                        name="reviewround_asked_by_who_may",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due__gte", models.F("first")), ("last__gte", models.F("first"))
                        ),
                        name="reviewround_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            ("closed_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="reviewround_closed_after_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                            (kt1.oversight.reviews.rules.State["OPEN"], "not answered yet"),
                            (
                                kt1.oversight.reviews.rules.State["FILLED"],
                                "answered, waits for the head",
                            ),
                            (
                                kt1.oversight.reviews.rules.State["RETURNED"],
                                "sent back, to be answered again",
                            ),
                            (
                                kt1.oversight.reviews.rules.State["APPROVED"],
                                "agreed to by the head on the system",
                            ),
                            (
                                kt1.oversight.reviews.rules.State["STAMPED"],
                                "signed and sealed on paper",
                            ),
                        ],
                        default=kt1.oversight.reviews.rules.State["OPEN"],
                        max_length=8,
                    ),
                ),
                ("filled_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("paper_number", models.CharField(blank=True, max_length=40)),
                ("paper_date", models.DateField(null=True)),
                ("paper_kept_at", models.CharField(blank=True, max_length=60)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="oversight.reviewround",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "state"], name="review_of_agency")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "agency"), name="review_once_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    kt1.oversight.reviews.rules.State["OPEN"],
                                    kt1.oversight.reviews.rules.State["FILLED"],
                                    kt1.oversight.reviews.rules.State["RETURNED"],
                                    kt1.oversight.reviews.rules.State["APPROVED"],
                                    kt1.oversight.reviews.rules.State["STAMPED"],
                                ],
                            )
                        ),
                        name="review_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filled_at", None), ("filled_by", None)),
                            models.Q(("filled_at__isnull", False), ("filled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_filled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="review_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("filled_at", None),
                                ("state", kt1.oversight.reviews.rules.State["OPEN"]),
                            ),
                            models.Q(
                                ("filled_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        kt1.oversight.reviews.rules.State["FILLED"],
                                        kt1.oversight.reviews.rules.State["RETURNED"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("filled_at__isnull", False),
                                ("state", kt1.oversight.reviews.rules.State["APPROVED"]),
                            ),
                            models.Q(
                                ("filled_at__isnull", False),
                                ("paper_date__isnull", False),
                                ("state", kt1.oversight.reviews.rules.State["STAMPED"]),
                                models.Q(("paper_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_says_what_it_is_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(db_comment="Order on the sheet")),
                (
                    "code",
                    models.CharField(db_comment="The same from version to version", max_length=8),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reviews.rules.Part["SENDING"], "Sending"),
                            (kt1.oversight.reviews.rules.Part["RECEIVING"], "Receiving"),
                            (kt1.oversight.reviews.rules.Part["RULES"], "Internal rules"),
                            (kt1.oversight.reviews.rules.Part["PEOPLE"], "Focal points and people"),
                            (
                                kt1.oversight.reviews.rules.Part["SERVICE"],
                                "Contract, money, quality",
                            ),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "ask",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reviews.rules.Ask["YES_NO"], "yes or no"),
                            (kt1.oversight.reviews.rules.Ask["BAND"], "a band of numbers"),
                        ],
                        max_length=6,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "wanted",
                    models.CharField(
                        blank=True, db_comment="yes, no or nothing hoped for", max_length=3
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="oversight.questionnaire",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("questionnaire", "code"), name="reviewquestion_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ask__in",
                                [
                                    kt1.oversight.reviews.rules.Ask["YES_NO"],
                                    kt1.oversight.reviews.rules.Ask["BAND"],
                                ],
                            ),
                            (
                                "part__in",
                                [
                                    kt1.oversight.reviews.rules.Part["SENDING"],
                                    kt1.oversight.reviews.rules.Part["RECEIVING"],
                                    kt1.oversight.reviews.rules.Part["RULES"],
                                    kt1.oversight.reviews.rules.Part["PEOPLE"],
                                    kt1.oversight.reviews.rules.Part["SERVICE"],
                                ],
                            ),
                            ("wanted__in", ["", "no", "yes"]),
                        ),
                        name="reviewquestion_is_coded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ask", kt1.oversight.reviews.rules.Ask["BAND"]), _negated=True
                            ),
                            ("wanted", ""),
                            _connector="OR",
                        ),
                        name="reviewquestion_band_hopes_for_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="reviewquestion_says_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[
                            (kt1.oversight.reviews.rules.Said["YES"], "yes"),
                            (kt1.oversight.reviews.rules.Said["NO"], "no"),
                            (kt1.oversight.reviews.rules.Said["NOT_CONCERNED"], "not concerned"),
                            (kt1.oversight.reviews.rules.Said["ZERO"], "none at all"),
                            (kt1.oversight.reviews.rules.Said["FEW"], "1 to 5"),
                            (kt1.oversight.reviews.rules.Said["SOME"], "6 to 20"),
                            (kt1.oversight.reviews.rules.Said["MANY"], "21 to 100"),
                            (kt1.oversight.reviews.rules.Said["OVER"], "more than 100"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="oversight.review",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.reviewquestion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "question"), name="reviewanswer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "value__in",
                                [
                                    kt1.oversight.reviews.rules.Said["YES"],
                                    kt1.oversight.reviews.rules.Said["NO"],
                                    kt1.oversight.reviews.rules.Said["NOT_CONCERNED"],
                                    kt1.oversight.reviews.rules.Said["ZERO"],
                                    kt1.oversight.reviews.rules.Said["FEW"],
                                    kt1.oversight.reviews.rules.Said["SOME"],
                                    kt1.oversight.reviews.rules.Said["MANY"],
                                    kt1.oversight.reviews.rules.Said["OVER"],
                                ],
                            )
                        ),
                        name="reviewanswer_is_coded",
                    ),
                ]
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
