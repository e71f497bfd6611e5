"""Incidents of security: the case, what it watches, whom it told, what was reported and learned.

What people wrote in words stands as notes of the entries about it, so that it can be redacted.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.incidents.rules import (
    NUMBER_CHARS_MAX,
    OVER,
    Addressee,
    Cause,
    Cover,
    Ending,
    Gap,
    Kind,
    Means,
    Measure,
    Stage,
    State,
    Why,
)

KIND_LABELS = {
    Kind.LOSS: _("loss of an item or bag"),
    Kind.DELAY: _("delay beyond the norm"),
    Kind.WRONG_DELIVERY: _("delivered to the wrong body"),
    Kind.BROKEN_SEAL: _("seal broken, wrong or unknown"),
    Kind.OPENED: _("signs of opening, cover not intact"),
    Kind.LEAK: _("suspected leak"),
    Kind.GAP: _("gap in custody"),
}
GAP_LABELS = {
    Gap.MISSING_LEG: _("missing leg"),
    Gap.TWO_PLACES: _("in two places at once"),
    Gap.TOO_FAST: _("faster than possible"),
    Gap.DWELL: _("rested beyond the norm"),
    Gap.NONE: _("no gap"),
}
STATE_LABELS = {
    State.FOUND: _("found, to be contained"),
    State.CONTAINED: _("contained, to be notified"),
    State.NOTIFIED: _("notified, to be looked into"),
    State.INVESTIGATED: _("looked into, minutes to be made"),
    State.RECORDED: _("minutes made, to be closed"),
    State.CLOSED: _("closed, lesson to be drawn"),
    State.LEARNED: _("over, lesson drawn"),
    State.ON_PAPER: _("goes on on paper"),
}
COVER_LABELS = {
    Cover.INTACT: _("cover intact"),
    Cover.TORN: _("cover torn or come unstuck"),
    Cover.RESEALED: _("signs of having been stuck again"),
    Cover.SEAL_OFF: _("seal no longer whole"),
    Cover.WET: _("cover wet, writing run"),
    Cover.GONE: _("cover not there"),
    Cover.NOT_SEEN: _("cover not seen yet"),
}
ADDRESSEE_LABELS = {
    Addressee.POST_HEAD: _("head of the provincial post"),
    Addressee.SENDER: _("sending agency"),
    Addressee.DEPARTMENT: _("Department of Science and Technology"),
    Addressee.CENTRAL: _("Central Post Office"),
    Addressee.PA03: _("provincial police, PA03"),
    Addressee.PA05: _("provincial police, PA05"),
    Addressee.PARTY: _("Office of the provincial Party committee"),
}
MEANS_LABELS = {
    Means.PHONE: _("by telephone"),
    Means.PAPER: _("by letter"),
    Means.SYSTEM: _("in this system"),
    Means.IN_PERSON: _("in person"),
}
STAGE_LABELS = {
    Stage.FIRST: _("first report"),
    Stage.FULL: _("full report"),
}
CAUSE_LABELS = {
    Cause.PERSON: _("a person did not follow the procedure"),
    Cause.PROCEDURE: _("the procedure does not provide for it"),
    Cause.EQUIPMENT: _("bag, seal, vehicle or device"),
    Cause.RECORDING: _("written down late or wrongly"),
    Cause.SENDER_RECEIVER: _("on the side of sender or receiver"),
    Cause.THIRD_PARTY: _("somebody from outside"),
    Cause.FORCE_MAJEURE: _("an event nobody could prevent"),
    Cause.NOT_FOUND: _("not found out yet"),
}
ENDING_LABELS = {
    Ending.HANDLED: _("handled to the end"),
    Ending.RECORDING_ERROR: _("an irregularity of recording only (sự vụ)"),
    Ending.NO_INCIDENT: _("no incident"),
    Ending.REFERRED: _("handed to the competent authority"),
}
MEASURE_LABELS = {
    Measure.TRAINING: _("train again"),
    Measure.PROCEDURE: _("change the procedure"),
    Measure.EQUIPMENT: _("replace or add equipment"),
    Measure.STAFFING: _("assign people differently"),
    Measure.REMINDER: _("remind everybody concerned"),
    Measure.NOTHING: _("nothing needs to change"),
}
WHY_LABELS = {
    Why.FOUND: _("named in the incident"),
    Why.INSIDE: _("inside the bag"),
}


class Incident(models.Model):
    """One incident. Opened by the follower of the ledger, or by a person."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=12, unique=True, db_comment="Mã vụ, said on the telephone")
    kind = models.CharField(max_length=6, choices=KIND_LABELS)
    gap = models.CharField(max_length=11, choices=GAP_LABELS, blank=True)
    leak = models.BooleanField(default=False, db_comment="A leak is suspected: on paper (W13)")
    state = models.CharField(max_length=12, choices=STATE_LABELS, default=State.FOUND)
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    cover = models.CharField(max_length=8, choices=COVER_LABELS, default=Cover.NOT_SEEN)
    found_at = models.DateTimeField(db_comment="From here the clock of notices runs")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Empty: shown by the ledger",
    )
    agency = models.ForeignKey(
        "network.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="The body that told of it, if one did",
    )
    entry = models.BigIntegerField(null=True, db_comment="Index of the entry that shows it")
    contained_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=13, choices=CAUSE_LABELS, blank=True)
    investigated_at = models.DateTimeField(null=True)
    minutes = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Biên bản số")
    minutes_on = models.DateField(null=True)
    ending = models.CharField(max_length=9, choices=ENDING_LABELS, blank=True)
    closed_at = models.DateTimeField(null=True)
    measure = models.CharField(max_length=9, choices=MEASURE_LABELS, blank=True)
    learned_at = models.DateTimeField(null=True)
    paper = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Công văn by which it went on on paper"
    )
    paper_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incident_is_coded",
                condition=Q(
                    kind__in=list(Kind),
                    gap__in=list(Gap),
                    state__in=list(State),
                    cover__in=list(Cover),
                ),
            ),
            models.CheckConstraint(
                name="incident_gap_says_which",
                condition=(Q(kind=Kind.GAP) & ~Q(gap="")) | (~Q(kind=Kind.GAP) & Q(gap="")),
            ),
            models.CheckConstraint(
                name="incident_over_iff_closed",
                condition=Q(state__in=sorted(OVER), closed_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="incident_suspected_leak_is_handled_on_paper",
                condition=Q(leak=False)
                | (
                    Q(state__in=[State.FOUND, State.CONTAINED, State.NOTIFIED, State.ON_PAPER])
                    & Q(cause="", minutes="", ending="", measure="")
                ),
            ),
            models.CheckConstraint(
                name="incident_on_paper_by_a_numbered_paper",
                condition=(Q(state=State.ON_PAPER, leak=True) & ~Q(paper="", paper_on=None))
                | (~Q(state=State.ON_PAPER) & Q(paper="", paper_on=None)),
            ),
            models.CheckConstraint(
                name="incident_minutes_with_their_day",
                condition=Q(minutes="", minutes_on=None)
                | (~Q(minutes="") & Q(minutes_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="incident_learned_with_a_measure",
                condition=(Q(state=State.LEARNED, learned_at__isnull=False) & ~Q(measure=""))
                | (~Q(state=State.LEARNED) & Q(measure="", learned_at=None)),
            ),
        ]
        indexes = [
            models.Index(name="incident_of_province", fields=["province", "-found_at"]),
            models.Index(
                name="incident_open",
                fields=["province", "state"],
                condition=~Q(state__in=sorted(OVER)),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def units(self) -> "models.QuerySet[IncidentUnit]":
        """What it watches, in a fixed order."""
        return IncidentUnit.objects.filter(incident=self.pk).order_by("unit")


class IncidentUnit(models.Model):
    """A unit that an incident watches, and what the ledger says of it there.

    Of a gap: from where since when, to where at what moment, and how long it takes at least.
    """

    pk = models.CompositePrimaryKey("unit_id", "incident")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, db_index=False, related_name="+")
    incident = models.UUIDField(db_index=True, db_comment="assurance_incident.id, by value")
    why = models.CharField(max_length=6, choices=WHY_LABELS, default=Why.FOUND)
    place_from = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(null=True)
    place_to = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    least_minutes = models.PositiveIntegerField(null=True)
    intact = models.BooleanField(null=True, db_comment="As both saw it; empty: not looked at yet")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incidentunit_looked_at_with_its_moment",
                condition=Q(intact=None, looked_at=None)
                | Q(intact__isnull=False, looked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.incident}"


class IncidentNotice(models.Model):
    """Who is owed the news, until when, and when they had it."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notices")
    addressee = models.CharField(max_length=10, choices=ADDRESSEE_LABELS)
    due = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    means = models.CharField(max_length=9, choices=MEANS_LABELS, blank=True)
    paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Số văn bản")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Số văn bản of the addressee's answer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="incidentnotice_once_an_addressee", fields=["incident", "addressee"]
            ),
            models.CheckConstraint(
                name="incidentnotice_addressee_is_known",
                condition=Q(addressee__in=list(Addressee)),
            ),
            models.CheckConstraint(
                name="incidentnotice_told_by_some_means",
                condition=Q(told_at=None, told_by=None, means="", paper="")
                | (Q(told_at__isnull=False, told_by__isnull=False, means__in=list(Means))),
            ),
            models.CheckConstraint(
                name="incidentnotice_by_letter_has_a_number",
                condition=~Q(means=Means.PAPER) | ~Q(paper=""),
            ),
        ]
        indexes = [
            models.Index(
                name="incidentnotice_owed", fields=["addressee", "due"], condition=Q(told_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} of {self.incident_id}"


class IncidentReport(models.Model):
    """One of the two stages of the report, by number and date."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports")
    stage = models.CharField(max_length=5, choices=STAGE_LABELS)
    due = models.DateTimeField()
    number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    dated = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="incidentreport_once_a_stage", fields=["incident", "stage"]
            ),
            models.CheckConstraint(
                name="incidentreport_stage_is_known", condition=Q(stage__in=list(Stage))
            ),
            models.CheckConstraint(
                name="incidentreport_sent_with_number_and_day",
                condition=Q(sent_at=None, sent_by=None, number="", dated=None)
                | (
                    Q(sent_at__isnull=False, sent_by__isnull=False, dated__isnull=False)
                    & ~Q(number="")
                ),
            ),
        ]
        indexes = [
            models.Index(name="incidentreport_owed", fields=["due"], condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.incident_id}"


class Drill(models.Model):
    """A simulated incident (N22). It has no item, no notice and no key to any real incident."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    scenario = models.CharField(
        max_length=6,
        choices={k: KIND_LABELS[k] for k in (Kind.LOSS, Kind.BROKEN_SEAL, Kind.OPENED, Kind.LEAK)},
    )
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    covers = models.PositiveSmallIntegerField(db_comment="Pretended number of covers")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, db_comment="Percent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="drill_ends_with_a_score",
                condition=Q(ended_at=None, ended_by=None, score=None)
                | Q(
                    ended_at__gte=F("started_at"),
                    ended_by__isnull=False,
                    score__isnull=False,
                    score__lte=100,
                ),
            ),
            models.UniqueConstraint(
                name="drill_one_at_a_time_at_a_place",
                fields=["place"],
                condition=Q(ended_at=None),
            ),
        ]
        indexes = [models.Index(name="drill_of_province", fields=["province", "-started_at"])]

    def __str__(self) -> str:
        return self.code


class DrillStep(models.Model):
    """One step of a drill, done once."""

    drill = models.ForeignKey(Drill, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="drillstep_done_once", fields=["drill", "step"]),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.drill_id}"
