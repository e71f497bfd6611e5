"""Special geography and further norms that were constants of the code.

Loading adds what is missing and changes nothing that is there.
"""

from django.db import migrations, models

from kt1.law.book.loading import load
from kt1.law.parameters.keys import Key


def forward(apps, schema_editor) -> None:
    load(lambda name: apps.get_model("law", name))


class Migration(migrations.Migration):
    dependencies = [("law", "0007_more_norms")]

    operations = [
        migrations.RemoveConstraint("legalparameter", "parameter_key_is_known"),
        migrations.AddConstraint(
            "legalparameter",
            models.CheckConstraint(
                name="parameter_key_is_known", condition=models.Q(key__in=list(Key))
            ),
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
