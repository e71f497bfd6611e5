"""Figures keep nothing: they are counted each time they are asked for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0006_outreach")]

    operations = []
