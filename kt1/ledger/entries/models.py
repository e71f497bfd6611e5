from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual

from kt1.ledger.entries import rules


class Entry(models.Model):
    """One act: who did what to which thing, and when. Written once, never changed.

    `canonical` is the truth; the other columns repeat parts of it for indexes, and
    `kt1 verify` names any row in which they differ.
    """

    id = models.UUIDField(primary_key=True, db_comment="UUID of version 7, made from `at`")
    kind = models.CharField(max_length=rules.KIND_CHARS_MAX)
    subject = models.CharField(
        max_length=rules.NAME_CHARS_MAX, db_comment="Type and id of the thing, as bag:17"
    )
    actor = models.CharField(max_length=rules.NAME_CHARS_MAX)
    at = models.DateTimeField(db_comment="When the act was recorded")
    canonical = models.BinaryField(db_comment="RFC 8785 JSON; these bytes are hashed")
    salt = models.BinaryField(db_comment="Leaf data is SHA-256(salt, canonical)")
    lines = models.BinaryField(
        null=True, db_comment="JSON array of RFC 8785 lines; `canonical` holds their Merkle root"
    )
    lines_seed = models.BinaryField(
        null=True, db_comment="Salt of line i is HMAC-SHA-256(lines_seed, i)"
    )

    class Meta:
        indexes = [models.Index(name="entries_about_a_subject", fields=["subject", "id"])]
        constraints = [
            models.CheckConstraint(
                name="entry_salt_is_32_bytes",
                condition=Exact(Length("salt"), rules.SALT_BYTES),
            ),
            models.CheckConstraint(
                name="entry_is_no_longer_than_max",
                condition=LessThanOrEqual(Length("canonical"), rules.CANONICAL_BYTES_MAX),
            ),
            models.CheckConstraint(
                name="entry_lines_have_a_seed_of_32_bytes",
                condition=Q(lines=None, lines_seed=None)
                | (
                    Q(lines__isnull=False, lines_seed__isnull=False)
                    & Q(Exact(Length("lines_seed"), rules.SALT_BYTES))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.id}"


class Pending(models.Model):
    """An entry that the sequencer has not yet given its index. Deleted when it has."""

    # Drawn one by one (no cache): an entry written after its cause was committed has the
    # larger number, and that is the order in which indexes are given.
    seq = models.BigAutoField(primary_key=True)
    # By value: the same statement inserts the entry, and checking keys made 500 entries an
    # eighth slower. `kt1 verify` finds a pending row without its entry.
    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, related_name="pending", db_constraint=False
    )
    leaf_hash = models.BinaryField(db_comment="RFC 6962 hash of the entry's leaf data")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pending_leaf_hash_is_32_bytes",
                condition=Exact(Length("leaf_hash"), 32),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.entry_id}"


class Note(models.Model):
    """A name, a telephone or a free text that an entry points to by salted hash.

    Kept apart so that two persons can destroy it (redaction) while the entry, and every
    proof over it, stays whole.
    """

    id = models.UUIDField(
        primary_key=True, db_comment="First half of the salted hash that the entry holds"
    )
    entry = models.ForeignKey(
        Entry, models.DO_NOTHING, related_name="notes", db_constraint=False, db_index=False
    )
    field = models.CharField(max_length=rules.FIELD_CHARS_MAX, db_comment="Its name in the entry")
    salt = models.BinaryField(null=True, db_comment="Null once redacted")
    content = models.BinaryField(
        null=True, db_column="bytes", db_comment="UTF-8 text; null once redacted"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_note_a_field_of_an_entry", fields=["entry", "field"]),
            models.CheckConstraint(
                name="note_is_whole_or_redacted",
                condition=Q(salt=None, content=None)
                | (
                    Q(salt__isnull=False, content__isnull=False)
                    & Q(Exact(Length("salt"), rules.SALT_BYTES))
                ),
            ),
            models.CheckConstraint(
                name="note_is_no_longer_than_max",
                condition=Q(content=None)
                | Q(LessThanOrEqual(Length("content"), rules.NOTE_BYTES_MAX)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.entry_id}"
