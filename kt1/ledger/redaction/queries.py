"""What was redacted, for the report and for whoever keeps backups."""

from django.db.models import QuerySet

from kt1.ledger.redaction.models import Redaction


def redactions() -> QuerySet[Redaction]:
    """Oldest first. A copy of the database made before `at` still holds the text."""
    return Redaction.objects.order_by("at")
