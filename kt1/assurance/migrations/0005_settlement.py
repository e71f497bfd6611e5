"""Confirmation of quality, and what else a month needs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assurance", "0004_quality")]

    operations = []
