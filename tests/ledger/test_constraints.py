"""Each named constraint of the ledger refuses what its name says."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

ID = "gen_random_uuid()"
HASH = "sha256('')"
ENTRY = "INSERT INTO ledger_entry VALUES (gen_random_uuid(), 'a.b', 'c', 'd', now(), "
NOTE = "INSERT INTO ledger_note (id, entry_id, field, salt, bytes) VALUES "
REDACTION = (
    "INSERT INTO ledger_redaction"
    " (note_id, entry_id, first, second, minutes_number, reason_code, at)"
    f" VALUES ({ID}, {ID}, "
)
CHECKPOINT = "INSERT INTO ledger_checkpoint VALUES"
HOLD = "INSERT INTO ledger_hold (held, holder, since, ended_at) VALUES ('item:A', 'complaint:1',"
LONG = "convert_to(repeat('x', {}), 'UTF8')"

VIOLATIONS = {
    "entry_salt_is_32_bytes": f"{ENTRY} '{{}}', '', NULL, NULL)",
    "entry_is_no_longer_than_max": f"{ENTRY} {LONG.format(65537)}, {HASH}, NULL, NULL)",
    "entry_lines_have_a_seed_of_32_bytes": f"{ENTRY} '{{}}', {HASH}, '[]', NULL)",
    "pending_leaf_hash_is_32_bytes": (
        f"INSERT INTO ledger_pending (entry_id, leaf_hash) VALUES ({ID}, '')"
    ),
    "note_is_whole_or_redacted": f"{NOTE} ({ID}, {ID}, 'a', NULL, 'x')",
    "note_is_no_longer_than_max": f"{NOTE} ({ID}, {ID}, 'a', {HASH}, {LONG.format(2001)})",
    "one_note_a_field_of_an_entry": (
        f"{NOTE} ({ID}, '{'0' * 32}', 'a', {HASH}, 'x'), ({ID}, '{'0' * 32}', 'a', {HASH}, 'x')"
    ),
    "leaf_index_starts_at_zero": f"INSERT INTO ledger_leaf VALUES (1, -1, {HASH}, {ID})",
    "leaf_hash_is_32_bytes": f"INSERT INTO ledger_leaf VALUES (1, 0, '', {ID})",
    "tile_holds_256_hashes": "INSERT INTO ledger_tile VALUES (1, 0, 0, '')",
    "checkpoint_is_not_empty": f"{CHECKPOINT} (1, 0, {HASH}, now(), {HASH})",
    "checkpoint_root_is_32_bytes": f"{CHECKPOINT} (1, 1, '', now(), {HASH})",
    "checkpoint_chain_is_32_bytes": f"{CHECKPOINT} (1, 1, {HASH}, now(), '')",
    "cursor_starts_at_zero": "INSERT INTO ledger_cursor VALUES ('a', 1, -1)",
    "hold_once_by_one_matter": f"{HOLD} now(), NULL), ('item:A', 'complaint:1', now(), NULL)",
    "hold_ends_after_it_began": f"{HOLD} now(), now() - interval '1 day')",
    "request_digest_is_32_bytes": f"INSERT INTO ledger_request VALUES ('a', {ID}, '', NULL, now())",
    "redaction_needs_two_persons": f"{REDACTION} 'user:1', 'user:1', '1/BB', 'ordered', now())",
    "redaction_names_its_minutes": f"{REDACTION} 'user:1', 'user:2', '', 'ordered', now())",
    "redaction_reason_is_known": f"{REDACTION} 'user:1', 'user:2', '1/BB', 'other', now())",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_constraint_refuses(name: str) -> None:
    with (
        pytest.raises(IntegrityError, match=f'"{name}"'),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(VIOLATIONS[name])


def test_no_constraint_is_forgotten() -> None:
    models = apps.get_app_config("ledger").get_models()

    named = {each.name for model in models for each in model._meta.constraints}
    assert named == set(VIOLATIONS)
