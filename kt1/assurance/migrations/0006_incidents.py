"""Incidents, notices and drills."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assurance", "0005_settlement")]

    operations = []
