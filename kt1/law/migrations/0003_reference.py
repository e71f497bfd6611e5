"""The law as shipped: instruments, norm sets, parameters, calendars, and the first mode.

Runs again in a later release as a migration of its own: loading adds what is missing and
changes nothing that is there.
"""

from django.db import migrations

from kt1.law.book.loading import load


def forward(apps, schema_editor) -> None:
    load(lambda name: apps.get_model("law", name))


class Migration(migrations.Migration):
    dependencies = [("law", "0002_guards")]

    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
