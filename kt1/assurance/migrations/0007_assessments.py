"""Assessments of security, actions and registers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assurance", "0006_incidents")]

    operations = []
