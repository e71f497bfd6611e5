"""Which reorganisations people have followed, and which rows moved by it."""

from django.db import models

from kt1.network.models import Reorganisation


class PeopleFollowed(models.Model):
    """Duties and receivers came after the bodies of one reorganisation."""

    reorganisation = models.OneToOneField(
        Reorganisation, models.PROTECT, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    moved = models.JSONField(db_comment="Ids of rows ended and made, for taking it back")

    class Meta:
        db_table = "people_succession"

    def __str__(self) -> str:
        return f"people after {self.reorganisation_id}"
