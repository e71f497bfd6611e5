"""Tax that a table of prices held: kept beside the net price, in lines, totals and surcharges."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0008_adoption"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="surcharge_held_net",
            field=models.BigIntegerField(
                db_comment="The part of the surcharge priced with its tax inside",
                db_default=0,
                default=0,
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="surcharge_held_tax",
            field=models.BigIntegerField(db_comment="That tax, đồng", db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="line",
            name="tax",
            field=models.BigIntegerField(
                db_comment="đồng that the table's price held as tax; empty: tax is taken on the sum",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="total",
            name="held_net",
            field=models.BigIntegerField(
                db_comment="The part of amount priced with its tax inside", db_default=0, default=0
            ),
        ),
        migrations.AddField(
            model_name="total",
            name="held_tax",
            field=models.BigIntegerField(db_comment="That tax, đồng", db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tax", None),
                    models.Q(("amount__isnull", False), ("tax__gte", 0)),
                    _connector="OR",
                ),
                name="line_tax_is_within_a_price",
            ),
        ),
    ]
