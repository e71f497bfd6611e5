"""Where the follower of the ledger last knew each unit to be."""

from django.db import models
from django.db.models import Q


class Whereabouts(models.Model):
    """One unit as the ledger's entries tell it so far. Written by the follower alone.

    Places, persons and bags by value: a replay from zero writes the same rows whatever the
    register says today.
    """

    unit = models.OneToOneField("custody.Unit", models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField(max_length=17, db_collation="C")
    kind = models.CharField(max_length=4)
    state = models.CharField(max_length=10)
    place = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    inside = models.BigIntegerField(null=True)
    seen = models.BigIntegerField(db_comment="Microseconds: the last entry about it")
    site = models.BigIntegerField(null=True, db_comment="The site it was last at")
    site_until = models.BigIntegerField(null=True, db_comment="Microseconds: last seen there")
    sealed = models.BigIntegerField(null=True, db_comment="Index of the entry that sealed it")
    fault = models.BigIntegerField(null=True, db_comment="What is open of it: no second incident")
    deadline = models.BigIntegerField(null=True)
    rests = models.BooleanField(default=False, db_comment="Found to rest too long since `seen`")
    due = models.BigIntegerField(null=True, db_comment="Microseconds: rests too long from here")
    late = models.BigIntegerField(null=True, db_comment="Microseconds: an incident from here")

    class Meta:
        indexes = [
            models.Index(
                name="whereabouts_inside", fields=["inside"], condition=Q(inside__isnull=False)
            ),
            models.Index(name="whereabouts_due", fields=["due"], condition=Q(due__isnull=False)),
            models.Index(name="whereabouts_late", fields=["late"], condition=Q(late__isnull=False)),
            models.Index(name="whereabouts_code", fields=["code"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.place}"
