"""Reports may be owed every month.

A rule that a constraint holds must say every word it allows, so the constraint is put anew.
"""

from django.db import migrations, models

import kt1.law.parameters.keys
import kt1.oversight.reports.rules


class Migration(migrations.Migration):
    dependencies = [("oversight", "0009_checklists")]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportdefinition", name="reportdefinition_is_coded"
        ),
        migrations.AlterField(
            model_name="reportdefinition",
            name="cycle",
            field=models.CharField(
                choices=[
                    (kt1.oversight.reports.rules.Cycle["MONTH"], "every month"),
                    (kt1.oversight.reports.rules.Cycle["QUARTER"], "every quarter"),
                    (kt1.oversight.reports.rules.Cycle["HALF_YEAR"], "every half-year"),
                    (kt1.oversight.reports.rules.Cycle["YEAR"], "every year"),
                    (kt1.oversight.reports.rules.Cycle["ON_DEMAND"], "on demand"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cycle__in",
                        [
                            kt1.oversight.reports.rules.Cycle["MONTH"],
                            kt1.oversight.reports.rules.Cycle["QUARTER"],
                            kt1.oversight.reports.rules.Cycle["HALF_YEAR"],
                            kt1.oversight.reports.rules.Cycle["YEAR"],
                            kt1.oversight.reports.rules.Cycle["ON_DEMAND"],
                        ],
                    ),
                    (
                        "evidence__in",
                        [
                            kt1.law.parameters.keys.Evidence["OFFICIAL"],
                            kt1.law.parameters.keys.Evidence["PRESS"],
                            kt1.law.parameters.keys.Evidence["HISTORIC"],
                            kt1.law.parameters.keys.Evidence["ASSUMPTION"],
                        ],
                    ),
                    (
                        "window__in",
                        [
                            kt1.oversight.reports.rules.Window["CALENDAR"],
                            kt1.oversight.reports.rules.Window["FIFTEENTH"],
                        ],
                    ),
                ),
                name="reportdefinition_is_coded",
            ),
        ),
    ]
