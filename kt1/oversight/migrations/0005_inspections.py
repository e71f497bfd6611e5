"""Watching, inspections and violations."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_reviews")]

    operations = []
