"""The statements that are shipped, and the papers they rest on.

Papers are loaded once more: an installation made before has not all of them yet.
"""

from django.db import migrations

from kt1.law.book.loading import load
from kt1.law.catalogue.loading import load_information


def forward(apps, schema_editor) -> None:
    def named(name):
        return apps.get_model("law", name)

    load(named)
    load_information(named)


class Migration(migrations.Migration):
    dependencies = [("law", "0004_service_information")]

    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
