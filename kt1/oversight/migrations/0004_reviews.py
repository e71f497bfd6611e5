"""Self-reviews and internal rules."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_reminders")]

    operations = []
