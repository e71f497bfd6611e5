"""Papers that merge, split, rename or move bodies, who came after whom, and former names."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.models import Agency
from kt1.network.successions.rules import Kind, Stage
from kt1.network.units.models import AdminUnit

KIND_LABELS = {
    Kind.MERGE: _("merger"),
    Kind.SPLIT: _("split"),
    Kind.RENAME: _("new name"),
    Kind.MOVE: _("new seat"),
    Kind.UNIT: _("province or commune changed"),
    Kind.UNDO: _("taken back: entered wrongly"),
}
STAGE_LABELS = {
    Stage.DRAFT: _("draft"),
    Stage.CONFIRMED: _("waits for its day"),
    Stage.DONE: _("in effect"),
    Stage.DROPPED: _("dropped"),
    Stage.UNDONE: _("taken back"),
}


class Reorganisation(models.Model):
    """One order of a paper: a merger, a split, a new name, a new seat, a new kind of unit."""

    kind = models.CharField(max_length=8, choices=KIND_LABELS)
    stage = models.CharField(max_length=9, choices=STAGE_LABELS, default=Stage.DRAFT)
    province = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="+", db_comment="Whose register it changes"
    )
    on = models.DateField(db_comment="First day on which it holds")
    paper_number = models.CharField(max_length=40)
    paper_date = models.DateField()
    subject = models.CharField(max_length=400, db_comment="Names of that day, for lists")
    folded = models.CharField(max_length=400, db_comment="For finding, never for identity")
    ordered = models.JSONField(db_comment="Codes and names, as rules.Ordered states them")
    drafted_by = models.CharField(max_length=40, db_comment="As the ledger names them")
    drafted_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    passing = models.JSONField(null=True, db_comment="Ids, for whoever follows: rules.Passing")
    effects = models.JSONField(null=True, db_comment="Ids of rows changed, for taking it back")
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="undone_by",
        db_comment="The entry that this one says was wrong",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reorganisation_kind_and_stage_are_known",
                condition=Q(kind__in=list(Kind), stage__in=list(Stage)),
            ),
            models.CheckConstraint(
                name="reorganisation_names_its_paper", condition=~Q(paper_number="")
            ),
            models.CheckConstraint(
                name="reorganisation_names_what_it_undoes",
                condition=Q(kind=Kind.UNDO, undoes__isnull=False)
                | (~Q(kind=Kind.UNDO) & Q(undoes=None)),
            ),
            models.UniqueConstraint(
                name="reorganisation_is_undone_once",
                fields=["undoes"],
                condition=~Q(stage=Stage.DROPPED),
            ),
            models.CheckConstraint(
                name="reorganisation_done_says_what_it_did",
                condition=~Q(stage=Stage.DONE)
                | Q(done_at__isnull=False, passing__isnull=False, confirmed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="reorganisation_in_order", fields=["province", "-on"]),
            models.Index(
                name="reorganisation_waiting", fields=["on"], condition=Q(stage=Stage.CONFIRMED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on} {self.subject}"


class Heir(models.Model):
    """A body came into the place of another; the main one has its people and its history."""

    old = models.ForeignKey(Agency, models.PROTECT, related_name="heirs")
    new = models.ForeignKey(Agency, models.PROTECT, related_name="forebears")
    at = models.DateField()
    main = models.BooleanField()
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="pairs")

    class Meta:
        constraints = [
            models.CheckConstraint(name="heir_joins_two_bodies", condition=~Q(old=F("new"))),
            models.UniqueConstraint(name="heir_is_said_once", fields=["old", "new", "at"]),
            models.UniqueConstraint(
                name="heir_main_is_one", fields=["old", "at"], condition=Q(main=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id}→{self.new_id} {self.at}"


class FormerName(models.Model):
    """What a body was called until a day. On that day or before, this or an earlier one holds;
    after the last, the name of the body itself.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_comment="For finding, never for identity")
    customer_code = models.CharField(max_length=32, blank=True)
    until = models.DateField(db_comment="Last day, included")
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="names_ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="formername_one_a_day", fields=["agency", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} … {self.until}"
