"""What is said of the service, in versions that are never edited, and the shipped ones."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import kt1.law.catalogue.rules
import kt1.law.parameters.keys
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION law_information_is_closed_or_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{valid_to,confirmed_by,confirmed_at}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{valid_to,confirmed_by,confirmed_at}'::text[]
       OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to)
       OR (OLD.confirmed_at IS NOT NULL
           AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM
               (OLD.confirmed_by, OLD.confirmed_at))
    THEN
        RAISE EXCEPTION 'a statement is never edited: close it and add another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_serviceinformation_is_closed_or_confirmed
    BEFORE UPDATE ON law_serviceinformation
    FOR EACH ROW EXECUTE FUNCTION law_information_is_closed_or_confirmed();
CREATE TRIGGER law_serviceinformation_keeps_its_history BEFORE DELETE ON law_serviceinformation
    FOR EACH STATEMENT EXECUTE FUNCTION law_refuse_delete();
CREATE TRIGGER law_serviceinformation_raises_the_revision
    AFTER INSERT OR UPDATE OR DELETE ON law_serviceinformation
    FOR EACH STATEMENT EXECUTE FUNCTION law_has_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("law", "0003_reference"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceInformation",
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
                            (kt1.law.catalogue.rules.Topic["PRODUCT"], "product"),
                            (kt1.law.catalogue.rules.Topic["DUTY"], "what has to go by KT1"),
                            (kt1.law.catalogue.rules.Topic["WRAPPING"], "wrapping"),
                            (kt1.law.catalogue.rules.Topic["COVER"], "cover"),
                            (kt1.law.catalogue.rules.Topic["TARIFF"], "tariff"),
                            (
                                kt1.law.catalogue.rules.Topic["HOTLINE"],
                                "KT1 telephone, day and night",
                            ),
                            (kt1.law.catalogue.rules.Topic["COMPLAINT"], "contact for complaints"),
                            (kt1.law.catalogue.rules.Topic["OFFICE"], "point of the post"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        db_comment="Names it in its topic: KT1-HT, a place", max_length=40
                    ),
                ),
                (
                    "province",
                    models.CharField(
                        blank=True, db_comment="Code; empty: everywhere", max_length=2
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("text", models.CharField(blank=True, max_length=300)),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_comment="Digits, with + before a code", max_length=20
                    ),
                ),
                (
                    "amount_min",
                    models.PositiveIntegerField(blank=True, db_comment="Whole VND", null=True),
                ),
                (
                    "amount_max",
                    models.PositiveIntegerField(blank=True, db_comment="Whole VND", null=True),
                ),
                ("grams_from", models.PositiveIntegerField(blank=True, null=True)),
                ("grams_to", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "with_tax",
                    models.BooleanField(
                        blank=True, db_comment="Whether VAT is included", null=True
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
                    "paper",
                    models.CharField(
                        blank=True,
                        db_comment="Number and date of the post's or the Sở's notice",
                        max_length=80,
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
                                "topic__in",
                                [
                                    kt1.law.catalogue.rules.Topic["PRODUCT"],
                                    kt1.law.catalogue.rules.Topic["DUTY"],
                                    kt1.law.catalogue.rules.Topic["WRAPPING"],
                                    kt1.law.catalogue.rules.Topic["COVER"],
                                    kt1.law.catalogue.rules.Topic["TARIFF"],
                                    kt1.law.catalogue.rules.Topic["HOTLINE"],
                                    kt1.law.catalogue.rules.Topic["COMPLAINT"],
                                    kt1.law.catalogue.rules.Topic["OFFICE"],
                                ],
                            )
                        ),
                        name="serviceinformation_topic_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("province__regex", "^[0-9]{2}$"),
                                (
                                    "topic__in",
                                    [
                                        kt1.law.catalogue.rules.Topic["COMPLAINT"],
                                        kt1.law.catalogue.rules.Topic["HOTLINE"],
                                        kt1.law.catalogue.rules.Topic["OFFICE"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "topic__in",
                                        [
                                            kt1.law.catalogue.rules.Topic["COMPLAINT"],
                                            kt1.law.catalogue.rules.Topic["HOTLINE"],
                                            kt1.law.catalogue.rules.Topic["OFFICE"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("province", ""),
                            ),
                            _connector="OR",
                        ),
                        name="serviceinformation_of_a_province_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("topic", kt1.law.catalogue.rules.Topic["HOTLINE"]), _negated=True
                            ),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="serviceinformation_hotline_can_be_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", ""), ("phone__regex", "^\\+?[0-9]{3,15}$"), _connector="OR"
                        ),
                        name="serviceinformation_phone_is_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_max__gte", models.F("amount_min")),
                                ("amount_min__isnull", False),
                                ("topic", kt1.law.catalogue.rules.Topic["TARIFF"]),
                                ("with_tax__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("topic", kt1.law.catalogue.rules.Topic["TARIFF"]),
                                    _negated=True,
                                ),
                                ("amount_max", None),
                                ("amount_min", None),
                                ("with_tax", None),
                            ),
                            _connector="OR",
                        ),
                        name="serviceinformation_amounts_are_a_tariffs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grams_from", None), ("grams_to", None)),
                            models.Q(
                                ("grams_from__isnull", False),
                                ("grams_to__gte", models.F("grams_from")),
                                ("topic", kt1.law.catalogue.rules.Topic["TARIFF"]),
                            ),
                            _connector="OR",
                        ),
                        name="serviceinformation_grams_are_a_span_of_a_tariff",
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
                        name="serviceinformation_evidence_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("instrument__isnull", False),
                            models.Q(("paper", ""), _negated=True),
                            ("evidence", kt1.law.parameters.keys.Evidence["ASSUMPTION"]),
                            _connector="OR",
                        ),
                        name="serviceinformation_names_its_paper_or_is_an_assumption",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="serviceinformation_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(
                                models.Q(("confirmed_by", ""), _negated=True),
                                ("confirmed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="serviceinformation_says_who_confirmed_and_when_together",
                    ),
                    models.UniqueConstraint(
                        fields=("topic", "key", "province", "version"),
                        name="serviceinformation_version_is_one",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("topic", "="),
                            ("key", "="),
                            ("province", "="),
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
                        name="serviceinformation_versions_never_overlap",
                    ),
                ]
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
