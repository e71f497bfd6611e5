"""Definitions, reports and submissions."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0007_figures")]

    operations = []
