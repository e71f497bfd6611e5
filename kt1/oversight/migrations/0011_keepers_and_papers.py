"""Who keeps guides, events, questions and reports; papers entered for bodies that have no account.

The statements stand here as they are run: drawing all models anew after each would take a new
database seconds.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

import kt1.oversight.reports.rules
from kt1.oversight.reports.loading import load_definitions

_KEEPER = """
ALTER TABLE {table} ADD COLUMN keeper varchar(16) DEFAULT 'so_khcn' NOT NULL;
ALTER TABLE {table} ALTER COLUMN keeper DROP DEFAULT;
COMMENT ON COLUMN {table}.keeper IS 'The body that keeps it, as lines.Body';
"""
_PAPER = """
ALTER TABLE {table} ADD COLUMN paper varchar(80) DEFAULT '' NOT NULL;
ALTER TABLE {table} ALTER COLUMN paper DROP DEFAULT;
COMMENT ON COLUMN {table}.paper IS
    'Entered by another: number and date of the body''s paper';
"""
FORWARD = (
    "".join(
        _KEEPER.format(table=f"oversight_{table}")
        for table in ("campaign", "material", "outreachevent", "questionnaire")
    )
    + "".join(
        _PAPER.format(table=f"oversight_{table}") for table in ("materialreceipt", "outsidereport")
    )
    + """
ALTER TABLE oversight_campaign
    DROP CONSTRAINT campaign_title_is_one,
    ADD CONSTRAINT campaign_title_is_one UNIQUE (province_id, keeper, title);
ALTER TABLE oversight_material
    DROP CONSTRAINT material_code_is_one,
    ADD CONSTRAINT material_code_is_one UNIQUE (province_id, keeper, code);
ALTER TABLE oversight_questionnaire
    DROP CONSTRAINT questionnaire_in_turn,
    ADD CONSTRAINT questionnaire_in_turn UNIQUE (province_id, keeper, n);
DROP INDEX questionnaire_one_draft;
CREATE UNIQUE INDEX questionnaire_one_draft ON oversight_questionnaire (province_id, keeper)
    WHERE issued_at IS NULL;
ALTER TABLE oversight_materialreceipt DROP CONSTRAINT materialreceipt_is_given_once;
CREATE UNIQUE INDEX materialreceipt_is_given_once
    ON oversight_materialreceipt (version_id, user_id) WHERE paper = '';
CREATE UNIQUE INDEX materialreceipt_one_paper_a_body
    ON oversight_materialreceipt (version_id, agency_id) WHERE NOT (paper = '');
ALTER TABLE oversight_reportdefinition
    DROP CONSTRAINT reportdefinition_goes_to_somebody_named,
    ADD CONSTRAINT reportdefinition_goes_to_somebody_named CHECK (
        cardinality(recipients) >= 1 AND cardinality(names) = cardinality(recipients)
        AND recipients <@ ARRAY['ubnd_tinh', 'bo_khcn', 'tinh_uy']::varchar(9)[]
    );
ALTER TABLE oversight_reportsubmission
    DROP CONSTRAINT reportsubmission_is_coded,
    ADD CONSTRAINT reportsubmission_is_coded CHECK (
        recipient IN ('ubnd_tinh', 'bo_khcn', 'tinh_uy') AND way IN ('edxml', 'system', 'paper')
    );
"""
)

_RECIPIENTS = [
    (
        kt1.oversight.reports.rules.Recipient["PROVINCE"],
        "People's Committee of the province",
    ),
    (kt1.oversight.reports.rules.Recipient["MINISTRY"], "Ministry of Science and Technology"),
    (
        kt1.oversight.reports.rules.Recipient["PARTY"],
        "Standing Committee of the provincial Party Committee",
    ),
]
_CODES = [
    kt1.oversight.reports.rules.Recipient["PROVINCE"],
    kt1.oversight.reports.rules.Recipient["MINISTRY"],
    kt1.oversight.reports.rules.Recipient["PARTY"],
]


def _keeper():
    return models.CharField(
        db_comment="The body that keeps it, as lines.Body", default="so_khcn", max_length=16
    )


def _paper():
    return models.CharField(
        blank=True,
        db_comment="Entered by another: number and date of the body's paper",
        default="",
        max_length=80,
    )


def _recipient():
    return models.CharField(choices=_RECIPIENTS, max_length=9)


def _recipients():
    return django.contrib.postgres.fields.ArrayField(base_field=_recipient(), size=None)


def _unique(model, name, *fields, **more):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.UniqueConstraint(fields=fields, name=name, **more),
    )


STATE = [
    *(
        migrations.RemoveConstraint(model_name=model, name=name)
        for model, name in (
            ("campaign", "campaign_title_is_one"),
            ("material", "material_code_is_one"),
            ("materialreceipt", "materialreceipt_is_given_once"),
            ("questionnaire", "questionnaire_in_turn"),
            ("questionnaire", "questionnaire_one_draft"),
            ("reportdefinition", "reportdefinition_goes_to_somebody_named"),
            ("reportsubmission", "reportsubmission_is_coded"),
        )
    ),
    *(
        migrations.AddField(model_name=model, name="keeper", field=_keeper())
        for model in ("campaign", "material", "outreachevent", "questionnaire")
    ),
    *(
        migrations.AddField(model_name=model, name="paper", field=_paper())
        for model in ("materialreceipt", "outsidereport")
    ),
    migrations.AlterField(model_name="report", name="recipients", field=_recipients()),
    migrations.AlterField(model_name="reportdefinition", name="recipients", field=_recipients()),
    migrations.AlterField(model_name="reportsubmission", name="recipient", field=_recipient()),
    _unique("campaign", "campaign_title_is_one", "province", "keeper", "title"),
    _unique("material", "material_code_is_one", "province", "keeper", "code"),
    _unique(
        "materialreceipt",
        "materialreceipt_is_given_once",
        "version",
        "user",
        condition=models.Q(("paper", "")),
    ),
    _unique(
        "materialreceipt",
        "materialreceipt_one_paper_a_body",
        "version",
        "agency",
        condition=models.Q(("paper", ""), _negated=True),
    ),
    _unique("questionnaire", "questionnaire_in_turn", "province", "keeper", "n"),
    _unique(
        "questionnaire",
        "questionnaire_one_draft",
        "province",
        "keeper",
        condition=models.Q(("issued_at", None)),
    ),
    migrations.AddConstraint(
        model_name="reportdefinition",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("names__len", models.F("recipients__len")),
                ("recipients__len__gte", 1),
                ("recipients__contained_by", _CODES),
            ),
            name="reportdefinition_goes_to_somebody_named",
        ),
    ),
    migrations.AddConstraint(
        model_name="reportsubmission",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("recipient__in", _CODES),
                (
                    "way__in",
                    [
                        kt1.oversight.reports.rules.Way["EDXML"],
                        kt1.oversight.reports.rules.Way["SYSTEM"],
                        kt1.oversight.reports.rules.Way["PAPER"],
                    ],
                ),
            ),
            name="reportsubmission_is_coded",
        ),
    ),
]


def load(apps, schema_editor):
    del schema_editor
    load_definitions(lambda name: apps.get_model("oversight", name), party=True)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0010_reports_every_month")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, migrations.RunSQL.noop)],
            state_operations=STATE,
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
