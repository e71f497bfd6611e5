"""Directives, tasks and the inbox."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("assurance", "0008_adoption")]

    operations = []
