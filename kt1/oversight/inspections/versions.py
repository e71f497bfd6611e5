"""Checklists that a province makes for itself: versions and their questions."""

from django.db import models
from django.db.models import F, Q

from kt1.oversight.inspections.models import SIDE_LABELS
from kt1.oversight.inspections.rules import (
    CODE_CHARS_MAX,
    KEY_CHARS_MAX,
    NUMBER_CHARS_MAX,
    TITLE_CHARS_MAX,
    WORDS_CHARS_MAX,
    Side,
)
from kt1.oversight.violations.models import AREA_LABELS
from kt1.oversight.violations.rules import Area


class ChecklistVersion(models.Model):
    """One version: written as a draft, published by another person, never changed afterwards."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, null=True, related_name="+",
        db_comment="The Department, as the duty of whoever began it names it",
    )  # fmt: skip
    side = models.CharField(max_length=8, choices=SIDE_LABELS)
    n = models.PositiveSmallIntegerField(db_comment="Goes on from the versions shipped")
    code = models.CharField(max_length=CODE_CHARS_MAX, unique=True)
    based_on = models.CharField(max_length=CODE_CHARS_MAX, db_comment="Code of the one before")
    title = models.CharField(max_length=TITLE_CHARS_MAX)
    instrument = models.ForeignKey("law.Instrument", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", db_comment="Who wrote in it last"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    paper = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Number of the paper it came with"
    )
    valid_from = models.DateField(null=True, db_comment="Inspections prepared for a visit since")
    digest = models.CharField(max_length=64, blank=True, db_comment="SHA-256 of its questions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="checklistversion_in_turn", fields=["province", "side", "n"]
            ),
            models.UniqueConstraint(
                name="checklistversion_one_draft",
                fields=["province", "side"],
                condition=Q(published_at=None),
            ),
            models.CheckConstraint(
                name="checklistversion_is_coded",
                condition=Q(side__in=list(Side)) & ~Q(title="") & ~Q(code=""),
            ),
            models.CheckConstraint(
                name="checklistversion_published_whole_by_another",
                condition=Q(published_at=None, published_by=None, valid_from=None, digest="")
                | (
                    Q(published_at__gte=F("made_at"), valid_from__isnull=False)
                    & Q(published_by__isnull=False)
                    & ~Q(published_by=F("changed_by"))
                    & ~Q(digest="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.n})"


class ChecklistQuestion(models.Model):
    """One thing to look at. Its key stays from version to version and is never given again."""

    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="questions")
    n = models.PositiveSmallIntegerField(db_comment="Order on the sheet")
    key = models.CharField(max_length=KEY_CHARS_MAX)
    section = models.CharField(max_length=TITLE_CHARS_MAX)
    area = models.CharField(max_length=9, choices=AREA_LABELS)
    words = models.CharField(max_length=WORDS_CHARS_MAX)
    instrument = models.ForeignKey("law.Instrument", models.PROTECT, null=True, related_name="+")
    provision = models.CharField(
        max_length=TITLE_CHARS_MAX, blank=True, db_comment="Article, clause, or another basis"
    )
    conduct = models.CharField(
        max_length=24, blank=True, db_comment="What it would be, of the reference table"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="checklistquestion_once", fields=["version", "key"]),
            models.CheckConstraint(
                name="checklistquestion_says_something",
                condition=~Q(key="") & ~Q(section="") & ~Q(words="") & Q(area__in=list(Area)),
            ),
        ]

    def __str__(self) -> str:
        return self.key
