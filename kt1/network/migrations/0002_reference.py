"""The provinces with the periods of their names, and the communes of the two provinces."""

from django.db import migrations

from kt1.network.units.steps import Tables, load_shipped


def load(apps, schema_editor):
    load_shipped(
        Tables(
            units=apps.get_model("network", "AdminUnit"),
            versions=apps.get_model("network", "AdminUnitVersion"),
            successions=apps.get_model("network", "Succession"),
        )
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    # Going back leaves the rows: other tables point at them.
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
