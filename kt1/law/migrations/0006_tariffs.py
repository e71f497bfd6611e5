"""Tables of prices and who pays, never edited, and the shipped ones.

The law is loaded once more: an installation made before lacks the rate of tax.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import kt1.law.parameters.keys
import kt1.law.tariffs.payers
import kt1.law.tariffs.rules
from django.db import migrations, models

from kt1.law.book.loading import load
from kt1.law.tariffs.loading import load_tariffs

GUARDS = """
CREATE FUNCTION law_version_is_closed_or_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{valid_to,confirmed_by,confirmed_at}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{valid_to,confirmed_by,confirmed_at}'::text[]
       OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to)
       OR (OLD.confirmed_at IS NOT NULL
           AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM
               (OLD.confirmed_by, OLD.confirmed_at))
    THEN
        RAISE EXCEPTION '% is never edited: close the row and add another', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION law_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never edited: add another table of prices', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER law_tariff_is_closed_or_confirmed BEFORE UPDATE ON law_tariff
    FOR EACH ROW EXECUTE FUNCTION law_version_is_closed_or_confirmed();
CREATE TRIGGER law_payerrule_is_closed_or_confirmed BEFORE UPDATE ON law_payerrule
    FOR EACH ROW EXECUTE FUNCTION law_version_is_closed_or_confirmed();
CREATE TRIGGER law_tariffrate_is_never_edited BEFORE UPDATE ON law_tariffrate
    FOR EACH STATEMENT EXECUTE FUNCTION law_refuse_change();
"""
TABLES = ("tariff", "tariffrate", "payerrule")
GUARDS += "".join(
    f"""
CREATE TRIGGER law_{table}_keeps_its_history BEFORE DELETE ON law_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION law_refuse_delete();
CREATE TRIGGER law_{table}_raises_the_revision
    AFTER INSERT OR UPDATE OR DELETE ON law_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION law_has_changed();
"""
    for table in TABLES
)


def forward(apps, schema_editor) -> None:
    def named(name):
        return apps.get_model("law", name)

    load(named)
    load_tariffs(named)


class Migration(migrations.Migration):
    dependencies = [
        ("law", "0005_shipped_information"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("with_tax", models.BooleanField(db_comment="Whether VAT is in its amounts")),
                ("valid_from", models.DateField()),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, db_comment="Last day on which it holds", null=True
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            (kt1.law.parameters.keys.Evidence["OFFICIAL"], "official text"),
                            (kt1.law.parameters.keys.Evidence["PRESS"], "reported"),
                            (kt1.law.parameters.keys.Evidence["HISTORIC"], "text since replaced"),
                            (kt1.law.parameters.keys.Evidence["ASSUMPTION"], "assumption"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "entered_by",
                    models.CharField(
                        db_comment="As user:12; install for shipped rows", max_length=40
                    ),
                ),
                ("entered_at", models.DateTimeField(db_comment="From when on it was known here")),
                ("confirmed_by", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.instrument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "evidence__in",
                                [
                                    kt1.law.parameters.keys.Evidence["OFFICIAL"],
                                    kt1.law.parameters.keys.Evidence["PRESS"],
                                    kt1.law.parameters.keys.Evidence["HISTORIC"],
                                    kt1.law.parameters.keys.Evidence["ASSUMPTION"],
                                ],
                            )
                        ),
                        name="tariff_evidence_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("instrument__isnull", False),
                            ("evidence", kt1.law.parameters.keys.Evidence["ASSUMPTION"]),
                            _connector="OR",
                        ),
                        name="tariff_names_its_paper_or_is_an_assumption",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="tariff_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tariff_says_who_confirmed_and_when_together",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="tariff_one_holds_on_a_day",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TariffRate",
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
                            (kt1.law.tariffs.rules.RateKind["STEP"], "weight step"),
                            (kt1.law.tariffs.rules.RateKind["FURTHER"], "each further step"),
                            (kt1.law.tariffs.rules.RateKind["SURCHARGE"], "surcharge"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        blank=True,
                        choices=[
                            (kt1.law.tariffs.rules.Reach["WITHIN"], "within the province"),
                            (kt1.law.tariffs.rules.Reach["REGION"], "within the region"),
                            (kt1.law.tariffs.rules.Reach["BETWEEN"], "between provinces"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, db_comment="Of a surcharge: HG, HT, A, B, C", max_length=2
                    ),
                ),
                (
                    "grams",
                    models.PositiveIntegerField(
                        db_comment="Upper end of a step, size of a further one; 0 for a surcharge",
                        default=0,
                    ),
                ),
                ("vnd", models.PositiveIntegerField(db_comment="Whole VND")),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="law.tariff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("grams__gte", 1),
                                ("key", ""),
                                (
                                    "kind__in",
                                    [
                                        kt1.law.tariffs.rules.RateKind["STEP"],
                                        kt1.law.tariffs.rules.RateKind["FURTHER"],
                                    ],
                                ),
                                (
                                    "reach__in",
                                    [
                                        kt1.law.tariffs.rules.Reach["WITHIN"],
                                        kt1.law.tariffs.rules.Reach["REGION"],
                                        kt1.law.tariffs.rules.Reach["BETWEEN"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("grams", 0),
                                ("key__in", ("HG", "HT", "A", "B", "C")),
                                ("kind", kt1.law.tariffs.rules.RateKind["SURCHARGE"]),
                                ("reach", ""),
                            ),
                            _connector="OR",
                        ),
                        name="tariffrate_is_of_a_reach_or_a_surcharge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vnd__lte", 100000000)),
                        name="tariffrate_amount_within_bounds",
                    ),
                    models.UniqueConstraint(
                        fields=("tariff", "kind", "reach", "key", "grams"),
                        name="tariffrate_is_said_once",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PayerRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            (
                                kt1.law.tariffs.payers.Party["CENTRAL_OFFICE"],
                                "the four central offices",
                            ),
                            (kt1.law.tariffs.payers.Party["CENTRAL"], "Annex I"),
                            (kt1.law.tariffs.payers.Party["LOCAL"], "Annex II"),
                            (kt1.law.tariffs.payers.Party["ADMITTED"], "admitted by agreement"),
                            (kt1.law.tariffs.payers.Party["OUTSIDE"], "outside the annexes"),
                            (kt1.law.tariffs.payers.Party["ANY"], "anybody"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "receiver",
                    models.CharField(
                        choices=[
                            (
                                kt1.law.tariffs.payers.Party["CENTRAL_OFFICE"],
                                "the four central offices",
                            ),
                            (kt1.law.tariffs.payers.Party["CENTRAL"], "Annex I"),
                            (kt1.law.tariffs.payers.Party["LOCAL"], "Annex II"),
                            (kt1.law.tariffs.payers.Party["ADMITTED"], "admitted by agreement"),
                            (kt1.law.tariffs.payers.Party["OUTSIDE"], "outside the annexes"),
                            (kt1.law.tariffs.payers.Party["ANY"], "anybody"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "charge",
                    models.CharField(
                        choices=[
                            (kt1.law.tariffs.payers.Charge["FREE"], "free of charge"),
                            (
                                kt1.law.tariffs.payers.Charge["SENDER_PAYS"],
                                "the sender pays the tariff",
                            ),
                            (kt1.law.tariffs.payers.Charge["AGREEMENT"], "by agreement"),
                            (
                                kt1.law.tariffs.payers.Charge["NOT_PROVIDED"],
                                "the text says nothing of it",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "funds",
                    models.CharField(
                        choices=[
                            (kt1.law.tariffs.payers.Funds["CENTRAL_BUDGET"], "central budget"),
                            (kt1.law.tariffs.payers.Funds["LOCAL_BUDGET"], "local budget"),
                            (kt1.law.tariffs.payers.Funds["BY_AGREEMENT"], "by agreement"),
                            (kt1.law.tariffs.payers.Funds["UNKNOWN"], "not known"),
                        ],
                        max_length=14,
                    ),
                ),
                ("valid_from", models.DateField()),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, db_comment="Last day on which it holds", null=True
                    ),
                ),
                ("article", models.CharField(blank=True, db_comment="As Đ.4.4.c", max_length=20)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            (kt1.law.parameters.keys.Evidence["OFFICIAL"], "official text"),
                            (kt1.law.parameters.keys.Evidence["PRESS"], "reported"),
                            (kt1.law.parameters.keys.Evidence["HISTORIC"], "text since replaced"),
                            (kt1.law.parameters.keys.Evidence["ASSUMPTION"], "assumption"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("entered_by", models.CharField(max_length=40)),
                ("confirmed_by", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.instrument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sender__in",
                                [
                                    kt1.law.tariffs.payers.Party["CENTRAL_OFFICE"],
                                    kt1.law.tariffs.payers.Party["CENTRAL"],
                                    kt1.law.tariffs.payers.Party["LOCAL"],
                                    kt1.law.tariffs.payers.Party["ADMITTED"],
                                    kt1.law.tariffs.payers.Party["OUTSIDE"],
                                ],
                            ),
                            (
                                "receiver__in",
                                [
                                    kt1.law.tariffs.payers.Party["CENTRAL_OFFICE"],
                                    kt1.law.tariffs.payers.Party["CENTRAL"],
                                    kt1.law.tariffs.payers.Party["LOCAL"],
                                    kt1.law.tariffs.payers.Party["ADMITTED"],
                                    kt1.law.tariffs.payers.Party["OUTSIDE"],
                                    kt1.law.tariffs.payers.Party["ANY"],
                                ],
                            ),
                        ),
                        name="payerrule_names_known_parties",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "charge__in",
                                [
                                    kt1.law.tariffs.payers.Charge["FREE"],
                                    kt1.law.tariffs.payers.Charge["SENDER_PAYS"],
                                    kt1.law.tariffs.payers.Charge["AGREEMENT"],
                                    kt1.law.tariffs.payers.Charge["NOT_PROVIDED"],
                                ],
                            ),
                            (
                                "funds__in",
                                [
                                    kt1.law.tariffs.payers.Funds["CENTRAL_BUDGET"],
                                    kt1.law.tariffs.payers.Funds["LOCAL_BUDGET"],
                                    kt1.law.tariffs.payers.Funds["BY_AGREEMENT"],
                                    kt1.law.tariffs.payers.Funds["UNKNOWN"],
                                ],
                            ),
                        ),
                        name="payerrule_charge_and_funds_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "evidence__in",
                                [
                                    kt1.law.parameters.keys.Evidence["OFFICIAL"],
                                    kt1.law.parameters.keys.Evidence["PRESS"],
                                    kt1.law.parameters.keys.Evidence["HISTORIC"],
                                    kt1.law.parameters.keys.Evidence["ASSUMPTION"],
                                ],
                            )
                        ),
                        name="payerrule_evidence_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("instrument__isnull", False),
                            ("evidence", kt1.law.parameters.keys.Evidence["ASSUMPTION"]),
                            _connector="OR",
                        ),
                        name="payerrule_names_its_paper_or_is_an_assumption",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="payerrule_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payerrule_says_who_confirmed_and_when_together",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("sender", "="),
                            ("receiver", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="payerrule_one_holds_for_two_parties_on_a_day",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
