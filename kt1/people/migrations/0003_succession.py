from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_successions"),
        ("people", "0002_reading_log_is_guarded"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeopleFollowed",
            fields=[
                (
                    "reorganisation",
                    models.OneToOneField(
                        on_delete=models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="network.reorganisation",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "moved",
                    models.JSONField(db_comment="Ids of rows ended and made, for taking it back"),
                ),
            ],
            options={"db_table": "people_succession"},
        ),
    ]
