"""What the regulator's figures rest on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0006_outreach")]

    operations = []
