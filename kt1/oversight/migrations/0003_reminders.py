"""Reminders, digests and letters."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_directives")]

    operations = []
