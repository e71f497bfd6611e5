"""Decisions, circulars, decrees, directives: the papers that every figure rests on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.law.instruments.rules import InstrumentKind, InstrumentStatus, TextSeen
from kt1.law.parameters.keys import Evidence

KIND_LABELS = {
    InstrumentKind.LAW: _("law"),
    InstrumentKind.RESOLUTION: _("resolution"),
    InstrumentKind.DECREE: _("decree"),
    InstrumentKind.DECISION: _("decision"),
    InstrumentKind.CIRCULAR: _("circular"),
    InstrumentKind.NOTICE: _("notice"),
    InstrumentKind.OFFICIAL_LETTER: _("official letter"),
    InstrumentKind.DIRECTIVE: _("directive of a province"),
}
STATUS_LABELS = {
    InstrumentStatus.IN_FORCE: _("in force"),
    InstrumentStatus.REPLACED: _("replaced"),
    InstrumentStatus.EXPIRED: _("expired"),
    InstrumentStatus.UNKNOWN: _("status not known"),
}
SEEN_LABELS = {
    TextSeen.FULL: _("full text read"),
    TextSeen.PART: _("part of the text read"),
    TextSeen.NUMBER: _("only its number is known"),
}
EVIDENCE_LABELS = {
    Evidence.OFFICIAL: _("official text"),
    Evidence.PRESS: _("reported"),
    Evidence.HISTORIC: _("text since replaced"),
    Evidence.ASSUMPTION: _("assumption"),
}


class Instrument(models.Model):
    """One paper. Its number may be blank: directives reach offices before they are numbered."""

    code = models.CharField(max_length=20, unique=True, db_comment="As in docs/sources.md")
    kind = models.CharField(max_length=16, choices=KIND_LABELS)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=120)
    issued = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True, db_comment="Last day in force")
    status = models.CharField(max_length=10, choices=STATUS_LABELS)
    text_seen = models.CharField(max_length=6, choices=SEEN_LABELS)
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    implements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="implemented_by"
    )
    source = models.CharField(max_length=200, blank=True, db_comment="Where it was read")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instrument_kind_is_known", condition=Q(kind__in=list(InstrumentKind))
            ),
            models.CheckConstraint(
                name="instrument_status_is_known", condition=Q(status__in=list(InstrumentStatus))
            ),
            models.CheckConstraint(
                name="instrument_evidence_is_known", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="instrument_text_seen_is_known", condition=Q(text_seen__in=list(TextSeen))
            ),
            models.CheckConstraint(
                name="instrument_ends_after_it_begins",
                condition=Q(in_force_from=None)
                | Q(in_force_to=None)
                | Q(in_force_to__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="instrument_does_not_replace_itself",
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title
