"""In which mode the installation runs, and ran."""

from django.db import models
from django.db.models import F, Q

from kt1.law.modes.rules import LETTERED
from kt1.law.services.labels import MODE_LABELS
from kt1.law.services.rules import Mode


class InstallationMode(models.Model):
    """One span in one mode. The row without an end is the mode now."""

    mode = models.CharField(max_length=6, choices=MODE_LABELS)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    opinion_number = models.CharField(
        max_length=40, blank=True, db_comment="Of the police's written opinion"
    )
    opinion_date = models.DateField(null=True, blank=True)
    level_number = models.CharField(
        max_length=40, blank=True, db_comment="Of the approval of the security level"
    )
    level_date = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=40, db_comment="As user:12; install for the first")
    seconded_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="mode_is_known", condition=Q(mode__in=list(Mode))),
            models.UniqueConstraint(
                name="mode_now_is_one",
                fields=["valid_to"],
                nulls_distinct=False,
                condition=Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="mode_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="mode_with_letters_has_opinion_and_level",
                condition=~Q(mode__in=sorted(LETTERED))
                | (
                    ~Q(opinion_number="")
                    & Q(opinion_date__isnull=False)
                    & ~Q(level_number="")
                    & Q(level_date__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="mode_back_to_flag_takes_two_persons",
                condition=~Q(mode=Mode.FLAG)
                | Q(set_by="install")
                | (~Q(seconded_by="") & ~Q(seconded_by=F("set_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.mode
