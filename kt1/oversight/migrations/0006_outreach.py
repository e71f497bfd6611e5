"""Guidance, events and quizzes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_inspections")]

    operations = []
